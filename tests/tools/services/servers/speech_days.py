"""What the local servers of speech have in common: HTTP on loopback, and bad days as data."""

from __future__ import annotations

import asyncio
import io
import json
import struct
import wave
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.raw_server import Asked, RawServer, listening

RATE = 24_000


@dataclass(frozen=True, kw_only=True)
class Day:
    """How a server is today.

    Attributes:
        status: What it answers with; 200 does what was asked.
        body: The body of an answer that is an error.
        headers: Further headers.
        kind: Content type in the place of the right one.
        cut: Share of the body after which the connection breaks.
        stall: Seconds for which it is silent after the first bytes of the body.
        silent: Seconds before it answers at all.
    """

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    cut: float = 1.0
    stall: float = 0.0
    silent: float = 0.0


GOOD = Day()


@dataclass(frozen=True)
class Answer:
    """What a server answers on a good day."""

    body: bytes
    kind: str
    status: int = 200


Respond = Callable[[Asked], Answer]


@dataclass
class Server(RawServer):
    """A running server.

    Attributes:
        url: Where it is.
        respond: What it answers on a good day.
        days: How it is for the next requests; good when there are none left.
        asked: What came.
    """

    respond: Respond
    days: list[Day] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    async def answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        self.asked.append(asked)
        day = self.days.pop(0) if self.days else GOOD
        await asyncio.sleep(day.silent)
        answer = self.respond(asked) if day.status == 200 else _error(day)
        kind = day.kind or answer.kind
        head = "".join(f"{name}: {value}\r\n" for name, value in day.headers.items())
        writer.write(
            f"HTTP/1.1 {answer.status} Today\r\ncontent-type: {kind}\r\n"
            f"content-length: {len(answer.body)}\r\n{head}\r\n".encode()
        )
        sent = answer.body[: round(len(answer.body) * day.cut)]
        writer.write(sent[:1000])
        await writer.drain()
        await asyncio.sleep(day.stall)
        writer.write(sent[1000:])
        await writer.drain()
        return day.cut == 1.0


def _error(day: Day) -> Answer:
    return Answer(json.dumps(day.body or {}).encode(), "application/json", day.status)


@asynccontextmanager
async def serving(respond: Respond) -> AsyncIterator[Server]:
    """Run a server on loopback."""
    async with listening(Server(respond)) as server:
        yield server


def samples(text: str, voice: str, speed: float = 1.0) -> bytes:
    """A tone for a text: as long as it takes to say, as high as its voice is named, 16 bits."""
    count = round(RATE * max(0.3, 0.065 * len(text)) / speed)
    pitch = 100 + sum(voice.encode()) % 200
    wave = np.sin(2 * np.pi * pitch / RATE * np.arange(count))
    return bytes((6000 * wave).astype("<i2").tobytes())


def wav(data: bytes, *, length: int | None = None) -> bytes:
    """Samples as a WAV file; with a length that its header claims in place of the true one."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(data)
    made = held.getvalue()
    return made if length is None else made[:40] + struct.pack("<I", length) + made[44:]

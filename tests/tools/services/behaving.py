"""A local web server that behaves as it is told, answer by answer; behaviours are data."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.raw_server import Asked, RawServer, listening

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(200)
WAV = b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(200)


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes:
        status: Its status.
        body: Its body; what is no bytes is sent as JSON.
        kind: Its content type.
        headers: Further headers.
        sent: Share of the body after which the connection breaks.
        waits: Seconds before anything comes.
        drips: Seconds before each byte.
        announced: The length that is told, where it is not the real one.
    """

    status: int = 200
    body: Any = PNG
    kind: str = "image/png"
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: float = 1.0
    waits: float = 0.0
    drips: float = 0.0
    announced: int | None = None


@dataclass
class Behaving(RawServer):
    """The running server; the last answer of its script is given again and again.

    Attributes:
        url: Where it is.
        asked: The requests that came: method, path, headers in lower case, body.
    """

    script: list[Answer]
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        self.asked.append((asked.method, asked.path, dict(asked.headers), asked.body))
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        await asyncio.sleep(answer.waits)
        is_plain = isinstance(answer.body, bytes)
        data = answer.body if is_plain else json.dumps(answer.body).encode()
        kind = answer.kind if is_plain else "application/json"
        length = len(data) if answer.announced is None else answer.announced
        told = {"content-type": kind, "content-length": str(length), **answer.headers}
        writer.write(f"HTTP/1.1 {answer.status} Told\r\n".encode())
        writer.write("".join(f"{k}: {v}\r\n" for k, v in told.items()).encode() + b"\r\n")
        data = data[: int(len(data) * answer.sent)]
        if answer.drips:
            for byte in data:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(answer.drips)
        else:
            writer.write(data)
        await writer.drain()
        return answer.sent == 1.0 and answer.announced is None


@asynccontextmanager
async def behaving(*script: Answer) -> AsyncIterator[Behaving]:
    """Run a server that answers like this."""
    async with listening(Behaving(list(script))) as server:
        yield server

"""A local VibeVoice server: a web socket that streams WAV, and its state as JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.tools.services.servers.speech_days import GOOD, Day, samples, wav

_NOT_KNOWN = 0xFFFFFFFF
_CHUNK = 24_000
STATE = {
    "memory": "6.1 of 24 GB",
    "load": "35 %",
    "temperature": "61 C",
    "active_streams": 1,
    "queue_depth": 0,
}


@dataclass
class VibeVoiceServer:
    """The running server.

    Attributes:
        url: Address of its web socket.
        days: How it is for the next connections; good when there are none left.
        orders: What it was asked to speak.
        says_end: Whether it says that all has come, and does not just close.
    """

    url: str = ""
    days: list[Day] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    says_end: bool = True

    def greet(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer what is no web socket, and refuse connections on a bad day."""
        if request.path == "/health":
            return _json(connection, HTTPStatus.OK, STATE)
        if self.days and self.days[0].status != 200:
            day = self.days.pop(0)
            answer = _json(connection, HTTPStatus(day.status), day.body or {})
            for name, value in day.headers.items():
                answer.headers[name] = value
            return answer
        return None

    async def speak(self, connection: ServerConnection) -> None:
        """One utterance; whoever listens may go away."""
        with suppress(ConnectionClosed):
            await self._speak(connection)

    async def _speak(self, connection: ServerConnection) -> None:
        day = self.days.pop(0) if self.days else GOOD
        order = json.loads(await connection.recv())
        self.orders.append(order)
        await asyncio.sleep(day.silent)
        if day.body is not None:
            await connection.send(json.dumps(day.body))
            return
        sound = wav(
            samples(order["text"], f"{order['profile']} {order['style']}"), length=_NOT_KNOWN
        )
        sound = day.kind.encode() * 100 if day.kind else sound
        whole = round(len(sound) * day.cut)
        for start in range(0, whole, _CHUNK):
            await connection.send(sound[start : min(whole, start + _CHUNK)])
            if start == 0:
                await asyncio.sleep(day.stall)
        if day.cut < 1:
            connection.transport.abort()
        elif self.says_end:
            await connection.send(json.dumps({"type": "end"}))


def _json(connection: ServerConnection, status: HTTPStatus, body: object) -> Response:
    data = json.dumps(body).encode()
    headers = Headers({"content-type": "application/json", "content-length": str(len(data))})
    return Response(status.value, status.phrase, headers, data)


@asynccontextmanager
async def vibevoice_server() -> AsyncIterator[VibeVoiceServer]:
    """Run it."""
    state = VibeVoiceServer()
    async with serve(
        state.speak, "127.0.0.1", 0, process_request=state.greet, close_timeout=0.1
    ) as server:
        host, port = next(iter(server.sockets)).getsockname()
        state.url = f"ws://{host}:{port}/tts"
        yield state

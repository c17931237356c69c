"""Local HTTP servers that are free in what they send: they may be late, break off, or lie."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar


@dataclass(frozen=True)
class Asked:
    """A request that came.

    Attributes:
        method: Such as "POST".
        path: With its query.
        headers: Names in lower case.
        body: As it came.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)


@dataclass
class RawServer(ABC):
    """A running server.

    Attributes:
        url: Where it is.
    """

    url: str = field(default="", kw_only=True)
    _connections: set[asyncio.Task[Any]] = field(default_factory=set, init=False)

    @abstractmethod
    async def answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Answer a request; whether the connection stays open."""

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side closes it."""
        if task := asyncio.current_task():
            self._connections.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self.answer(await _read(reader), writer):
                pass
        writer.close()

    async def end(self) -> None:
        """End all connections."""
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)


S = TypeVar("S", bound=RawServer)


@asynccontextmanager
async def listening(server: S, path: str = "") -> AsyncIterator[S]:
    """Run a server at a free port of this machine; its URL ends in this path."""
    listener = await asyncio.start_server(server.connected, "127.0.0.1", 0)
    host, port = listener.sockets[0].getsockname()
    server.url = f"http://{host}:{port}{path}"
    try:
        yield server
    finally:
        listener.close()
        await server.end()
        await listener.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in lines)}
    method, path, _ = first.split()
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int((await reader.readline()).strip(), 16):
            body += (await reader.readexactly(size + 2))[:size]
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, body)

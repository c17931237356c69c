"""Faults: what goes wrong around the programs while they work."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest

from memory.bucket import Bucket
from tests.memory.s3_server import s3_bucket
from tests.postgres_server import PostgresServer

_DISK_MB = 400
_LOOK_SECONDS = 0.1


class Fault(Protocol):
    """Something that goes wrong for a while."""

    async def strike(self) -> str:
        """Have it go wrong, and right again; what it was, in words."""
        ...


@dataclass(frozen=True, slots=True)
class DatabaseRestarts:
    """PostgreSQL stops at once, as in a crash, and comes back.

    Attributes:
        server: The server.
        seconds: For how long it is gone.
    """

    server: PostgresServer
    seconds: float

    async def strike(self) -> str:
        await asyncio.to_thread(self.server.stop)
        await asyncio.sleep(self.seconds)
        await asyncio.to_thread(self.server.start)
        return f"PostgreSQL restarted after {self.seconds:g} s"


@dataclass(slots=True)
class Gate:
    """What stands before a server, and can be shut: then nobody reaches it.

    Attributes:
        host: Of the server.
        port: Of the server.
        here: The port that the programs know.
    """

    host: str
    port: int
    here: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def unlock(self) -> None:
        """Let everybody through."""
        self._server = await asyncio.start_server(self._lead, "127.0.0.1", self.here)
        self.here = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Let nobody through, and cut off who is inside."""
        if self._server is not None:
            self._server.close()
        for writer in self._open:
            writer.transport.abort()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection(self.host, self.port)
        self._open |= {writer, there[1]}
        try:
            await asyncio.gather(_copy(reader, there[1]), _copy(there[0], writer))
        finally:
            self._open -= {writer, there[1]}
            writer.close()
            there[1].close()


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(1 << 16):
            sink.write(data)
            await sink.drain()
        sink.write_eof()


@dataclass(frozen=True, slots=True)
class BucketGone:
    """The S3 server is out of reach.

    Attributes:
        gate: What stands before it.
        seconds: For how long.
    """

    gate: Gate
    seconds: float

    async def strike(self) -> str:
        await self.gate.shut()
        await asyncio.sleep(self.seconds)
        await self.gate.unlock()
        return f"S3 gone for {self.seconds:g} s"


@dataclass(frozen=True, slots=True)
class DiskFull:
    """There is no room on the disk, not even where some is made.

    Attributes:
        disk: A folder of it.
        seconds: For how long.
    """

    disk: Path
    seconds: float

    async def strike(self) -> str:
        ballast = self.disk / "ballast"
        until = asyncio.get_running_loop().time() + self.seconds
        with ballast.open("ab", buffering=0) as sink:
            while asyncio.get_running_loop().time() < until:
                await asyncio.to_thread(_fill, sink.fileno())
                await asyncio.sleep(_LOOK_SECONDS)
        ballast.unlink()
        return f"disk full for {self.seconds:g} s"


def _fill(descriptor: int) -> None:
    """Write until nothing more goes."""
    for size in (1 << 20, 1 << 12, 1):
        with suppress(OSError):
            while os.write(descriptor, bytes(size)):
                pass


@contextmanager
def small_disk(folder: Path, megabytes: int = _DISK_MB) -> Iterator[Path]:
    """A disk of its own at a folder; a skipped test where none can be mounted."""
    folder.mkdir(parents=True)
    size = f"size={megabytes}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "vfxb-soak", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be filled here, that takes root: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def bucket_behind_gate() -> Iterator[tuple[Bucket, Gate]]:
    """A bucket, and the gate that is to be unlocked before it."""
    with s3_bucket() as bucket:
        at = urlsplit(bucket.endpoint)
        yield bucket, Gate(at.hostname or "", at.port or 0)

"""Bells: processes tell each other what is new in the queue, so that nobody keeps asking.

On a server it is PostgreSQL's NOTIFY. With a file it is the file itself, that changes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Engine as Pool

log = logging.getLogger(__name__)

Heard = Callable[[str], None]
"""Is told what was rung; an empty word may stand for anything."""

_CHANNEL = "vfxb_jobs"
_LOOK_SECONDS = 0.1
"""From one look at a file to the next: it is not opened for that."""
_PAUSE = 1.0
_READ_SECONDS = 0.01
# A server that lost its power says no goodbye: it is asked whether it is there.
_LIFE: dict[str, Any] = {
    "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3
}  # fmt: skip


class Bell(Protocol):
    """Rings in all processes that listen."""

    @property
    def hears(self) -> bool:
        """Whether it would be heard now if somebody rang."""
        ...

    async def ring(self, *words: str) -> None:
        """Ring for everybody. It may fail to be heard, so they look now and then anyway."""
        ...

    def listening(self, heard: Heard) -> Any:
        """Tell of what is rung while the block runs."""
        ...


class ServerBell:
    """The bell of a database server.

    Args:
        pool: Connections to ring with.
        address: Of the database, as libpq understands it.
    """

    def __init__(self, pool: Pool, address: str) -> None:
        self._pool = pool
        self._address = address
        self.hears = False

    async def ring(self, *words: str) -> None:
        """Ring for everybody."""
        await asyncio.to_thread(self._ring, list(words))

    def _ring(self, words: list[str]) -> None:
        from sqlalchemy import text
        from sqlalchemy.exc import SQLAlchemyError

        notify = text("SELECT pg_notify(:channel, word) FROM unnest(CAST(:words AS text[])) word")
        try:
            with self._pool.begin() as connection:
                connection.execute(notify, {"channel": _CHANNEL, "words": words})
        except SQLAlchemyError as error:
            log.warning("nobody was told what is new in the queue: %s", error)

    @asynccontextmanager
    async def listening(self, heard: Heard) -> AsyncIterator[None]:
        """Tell of what is rung while the block runs."""
        hearing = asyncio.create_task(self._keep_hearing(heard))
        try:
            yield
        finally:
            hearing.cancel()
            await asyncio.wait({hearing})

    async def _keep_hearing(self, heard: Heard) -> None:
        import psycopg

        while True:
            try:
                await self._hear(heard)
            except (psycopg.Error, OSError) as error:
                log.warning("not heard what is new in the queue: %s", error)
            self.hears = False
            await asyncio.sleep(_PAUSE)

    async def _hear(self, heard: Heard) -> None:
        import psycopg

        connecting = psycopg.AsyncConnection.connect(
            self._address, autocommit=True, connect_timeout=10, **_LIFE
        )
        async with await connecting as connection:
            await connection.execute(f"LISTEN {_CHANNEL}".encode())
            self.hears = True
            heard("")  # It may have rung before.
            while True:
                await _readable(connection.fileno())
                async for notice in connection.notifies(timeout=_READ_SECONDS):
                    heard(notice.payload)


class FileBell:
    """The bell of a file of SQLite: whatever is written to it rings.

    Args:
        file: The file.
    """

    hears = True

    def __init__(self, file: Path) -> None:
        # What is written comes into its log first.
        self._files = (file, file.with_name(f"{file.name}-wal"))

    async def ring(self, *words: str) -> None:
        """Nothing is left to do."""

    @asynccontextmanager
    async def listening(self, heard: Heard) -> AsyncIterator[None]:
        """Tell of what is rung while the block runs."""
        looking = asyncio.create_task(self._keep_looking(heard))
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.wait({looking})

    async def _keep_looking(self, heard: Heard) -> None:
        before = None
        while True:
            if (now := [_changed(file) for file in self._files]) != before:
                before = now
                heard("")
            await asyncio.sleep(_LOOK_SECONDS)


async def _readable(socket: int) -> None:
    """Wait until something comes. The driver looks ten times a second where it waits itself."""
    loop = asyncio.get_running_loop()
    comes = asyncio.Event()
    loop.add_reader(socket, comes.set)
    try:
        await comes.wait()
    finally:
        loop.remove_reader(socket)


def _changed(file: Path) -> tuple[int, int]:
    with suppress(OSError):
        found = file.stat()
        return found.st_mtime_ns, found.st_size
    return 0, 0

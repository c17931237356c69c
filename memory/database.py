"""Database: transactions on the tables, in SQLite by default, in PostgreSQL by URL."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, closing, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.addresses import address_of
from memory.connections import POOLING, SPARE_SECONDS, lie_spare
from memory.database_errors import is_away, store_failed
from memory.errors import StoreFailed
from memory.preparing import found_tables, prepare_tables

BUSY_SECONDS = 30.0
"""How long a writer waits for other processes before it gives up."""

AWAY_SECONDS = 20.0
"""How long a server that does not answer is asked again, before anything was begun."""

_AWAY_PAUSE = 0.5

_LOG_TRIES, _LOG_PAUSE = 50, 0.02
"""How often, and after how many seconds, a log is asked for while others open the file."""

_ONE_FILE = {"pool_size": 4, "max_overflow": 0}

_POSTGRES_LOCK = 0x76667862
"""Key of the lock that puts writers in a row, so that changes are numbered as they commit."""

T = TypeVar("T")
Work = Callable[[AsyncSession], Awaitable[T]]
"""What a transaction does."""


class Database:
    """An open database.

    A transaction that has begun is finished even when the task that asked for it is cancelled:
    a driver that is interrupted half-way leaves connections behind.

    Attributes:
        identity: Random name that the database was given when it was made.
    """

    def __init__(self, engine: AsyncEngine, place: str) -> None:
        """Use ``Database.open``.

        Args:
            engine: Where the tables are.
            place: The same in words for messages, without a password.
        """
        self.identity = ""
        self._place = place
        self._engine = engine
        self._writing = engine.execution_options(vfxb_write=True)
        # SQLite lets one write at a time and has the others poll; a queue is fairer and faster.
        is_sqlite = engine.dialect.name == "sqlite"
        self._queue: AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if is_sqlite else _open_gate()
        )
        self._running: set[asyncio.Task[Any]] = set()
        self._is_server = not is_sqlite
        self._used = 0.0
        self._sparing: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, home: Path, url: str | None = None) -> Database:
        """Open the database, and make the tables where there are none.

        Args:
            home: Folder of the SQLite file, used when there is no URL.
            url: Address such as ``postgresql+psycopg://user:password@host/name``.

        Raises:
            StoreFailed: It cannot be opened, or a newer VFXB made it.
        """
        database = cls(*_engine(home, url))
        try:
            # Most find all that they need there, and those that start together do not wait.
            database.identity = await database.read(found_tables)
            if not database.identity:
                database.identity = await database.write(prepare_tables)
        finally:
            if not database.identity:
                await database.close()
        return database

    async def read(self, work: Work[T]) -> T:
        """The result of a transaction that only reads.

        Raises:
            StoreFailed: The database failed.
        """
        return await self._shielded(self._transact(self._engine, work))

    async def write(self, work: Work[T], *, in_turn: bool = True) -> T:
        """The result of a transaction that writes: all of it happens, or nothing.

        Args:
            work: What it does.
            in_turn: Whether it waits for those of all other programs. Not where nobody follows
                what changes, and nothing is read that others change meanwhile.

        Raises:
            StoreFailed: The database failed; nothing was written.
        """
        return await self._shielded(self._transact_in_turn(work, alone=in_turn))

    async def scrub(self) -> None:
        """Overwrite what SQLite still holds of deleted rows in its log."""
        if self._engine.dialect.name == "sqlite":
            await self._shielded(self._checkpoint())

    async def close(self) -> None:
        """Finish what runs, then close. Closing twice is fine."""
        while self._running:
            await asyncio.wait(self._running)
        if self._sparing is not None:
            self._sparing.cancel()
            await asyncio.wait({self._sparing})
        await self._engine.dispose()

    async def _shielded(self, transaction: Coroutine[Any, Any, T]) -> T:
        task = asyncio.get_running_loop().create_task(self._thrifty(transaction))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(task)

    async def _thrifty(self, transaction: Coroutine[Any, Any, T]) -> T:
        """Go through with a transaction, and give connections back some time after."""
        try:
            return await transaction
        finally:
            self._used = time.monotonic()
            if self._is_server and (self._sparing is None or self._sparing.done()):
                self._sparing = asyncio.create_task(self._spare())

    async def _spare(self) -> None:
        """Give connections back that are spare, and in the end the last one."""
        unused = False
        while not unused:
            await asyncio.sleep(SPARE_SECONDS)
            unused = not self._running and time.monotonic() - self._used >= SPARE_SECONDS
            if unused or lie_spare(self._engine.pool):
                await self._engine.dispose()

    async def _transact_in_turn(self, work: Work[T], *, alone: bool) -> T:
        async with self._queue:
            many = not alone and self._engine.dialect.name != "sqlite"
            return await self._transact(self._engine if many else self._writing, work)

    async def _transact(self, engine: AsyncEngine, work: Work[T]) -> T:
        until = time.monotonic() + AWAY_SECONDS
        while True:
            begun = False
            try:
                async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
                    await session.connection()
                    begun = True
                    return await work(session)
            except (SQLAlchemyError, OSError) as error:
                # What has begun may have happened, and is not done twice.
                if begun or not is_away(error) or time.monotonic() > until:
                    raise store_failed(self._place, error) from error
            await asyncio.sleep(_AWAY_PAUSE)

    async def _checkpoint(self) -> None:
        async with self._queue:
            try:
                async with self._engine.connect() as connection:
                    raw = (await connection.get_raw_connection()).driver_connection
                    await (await raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")).close()  # type: ignore[union-attr]
            except (SQLAlchemyError, OSError) as error:
                raise store_failed(self._place, error) from error


def _open_gate() -> AbstractAsyncContextManager[Any]:
    return nullcontext()


def _engine(home: Path, url: str | None) -> tuple[AsyncEngine, str]:
    address = address_of(home, url)
    place = address.render_as_string(hide_password=True)
    try:
        if address.get_backend_name() == "sqlite":
            place = str(address.database)
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            _try_sqlite(place)
        engine = create_async_engine(
            address,
            hide_parameters=True,
            pool_timeout=BUSY_SECONDS,
            **(_ONE_FILE if address.get_backend_name() == "sqlite" else POOLING),
        )
    except ImportError as error:
        raise StoreFailed(
            f"The database {place} needs a Python package that does not work here: {error}. "
            "For PostgreSQL install it with: pip install '.[postgres]'"
        ) from error
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise store_failed(place, error) from error
    if address.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine, place


def _try_sqlite(file: str) -> None:
    """Open a file for a moment: the driver's thread does not end well when its first try fails.

    A new file gets its write-ahead log here: several that ask for it at once do not wait for each
    other, but fail.
    """
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        for _ in range(_LOG_TRIES):
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
            time.sleep(_LOG_PAUSE)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: ``_begin`` does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in (
        f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("vfxb_write", False)
    if connection.dialect.name == "sqlite":
        # A reader that turns into a writer can fail at once, whatever the time-out: say it first.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif connection.dialect.name == "postgresql" and writes:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_POSTGRES_LOCK})")

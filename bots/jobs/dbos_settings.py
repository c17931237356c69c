"""Settings: how DBOS keeps its queues and workflows, and its errors in our words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bots.jobs.bells import Bell, FileBell, ServerBell
from bots.jobs.job import Lane
from memory.addresses import libpq_url
from memory.connections import POOLING
from memory.database_errors import is_away, what_is_away
from tools.errors import Outage, ToolFailed

if TYPE_CHECKING:
    from dbos import DBOSConfig, Queue, Serializer
    from sqlalchemy import Engine as Pool

_POLL_SECONDS = 0.1
"""From one look into a queue to the next, in processes of before there were bells."""

_IDLE_SECONDS = 60
"""A transaction in which nothing happens for so long, and its locks, are ended by the server."""

FILE_NAME = "jobs.sqlite"

# Jobs of an older VFXB are finished by a newer one: what they were given and what they remember
# only ever gains fields. Raised when that is not possible any more; then old processes finish them.
VERSION = "1"


def config_of(home: Path, url: str | None, process: str, pool: Pool | None) -> DBOSConfig:
    """How DBOS is to work.

    Args:
        home: Folder of the SQLite file, used when there is no URL.
        url: Address of a PostgreSQL database.
        process: Name of this process.
        pool: Connections to that database.
    """
    from dbos import DBOSConfig

    return DBOSConfig(
        name="vfxb",
        system_database_url=url or f"sqlite:///{home / FILE_NAME}",
        system_database_engine=pool,
        executor_id=process,
        application_version=VERSION,
        serializer=_serializer(),
        log_level="ERROR",
        # It would keep a connection for messages between workflows: there are none.
        use_listen_notify=False,
        notification_listener_polling_interval_sec=0.2,
    )


def pool_of(url: str | None) -> Pool | None:
    """Connections to a server; None where there is a file."""
    if url is None:
        return None
    from sqlalchemy import create_engine

    options = f"-c idle_in_transaction_session_timeout={1000 * _IDLE_SECONDS}"
    return create_engine(
        url,
        hide_parameters=True,
        **POOLING,
        connect_args={
            "application_name": "vfxb jobs",
            "connect_timeout": 10,
            "options": options,
        },
    )


def bell_of(home: Path, url: str | None, pool: Pool | None) -> Bell:
    """What tells processes of each other's jobs."""
    address = libpq_url(url)
    if pool is None or address is None:
        return FileBell(home / FILE_NAME)
    return ServerBell(pool, address)


def reach(pool: Pool | None) -> None:
    """See that the server can be reached, and has a connection left.

    Raises:
        SQLAlchemyError: It cannot, or has none.
    """
    if pool is not None:
        pool.connect().close()


def prepare(home: Path, url: str | None) -> None:
    """Have SQLite write ahead: readers and a writer then do not wait for each other."""
    if url is not None:
        return
    home.mkdir(parents=True, exist_ok=True)
    _carry_out(home, "PRAGMA journal_mode = WAL")


def scrub(home: Path, url: str | None) -> None:
    """Have SQLite overwrite what it deleted, in file and log; a server does so by itself."""
    if url is None:
        _carry_out(home, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


def _carry_out(home: Path, *statements: str) -> None:
    try:
        with closing(sqlite3.connect(home / FILE_NAME, timeout=30)) as connection:
            for statement in statements:
                connection.execute(statement)
    except sqlite3.Error as error:
        raise _failed(f"The queue of jobs cannot be opened: {error}.", error) from error


@contextmanager
def translated() -> Iterator[None]:
    """Turns errors of the library and of its database into ours.

    Raises:
        Outage: The database is full or out of reach.
        ToolFailed: It failed otherwise.
    """
    try:
        yield
    except database_errors() as error:
        # Without the statement, which holds what people said.
        reason = str(getattr(error, "orig", None) or error).strip()
        raise _failed(f"The queue of jobs failed: {reason}.", error) from error


def _failed(told: str, error: Exception) -> ToolFailed:
    return Outage(told, what_is_away(error)) if is_away(error) else ToolFailed(told)


def database_errors() -> tuple[type[Exception], ...]:
    """What DBOS and its database raise."""
    from dbos import error
    from sqlalchemy.exc import SQLAlchemyError

    return error.DBOSException, SQLAlchemyError


def _serializer() -> Serializer:
    """Plain JSON: what is read from the database cannot make this process build objects."""
    from dbos import Serializer

    class Plain(Serializer):
        def serialize(self, data: Any) -> str:
            if isinstance(data, BaseException):
                data = {"error": f"{type(data).__name__}: {data}"}
            return json.dumps(data)

        def deserialize(self, serialized_data: str) -> Any:
            data = json.loads(serialized_data)
            if isinstance(data, dict) and data.keys() == {"error"}:
                return ToolFailed(str(data["error"]))
            return data

        def name(self) -> str:
            return "json"

    return Plain()


async def declare(lane: Lane) -> Queue:
    """Have DBOS know a queue."""
    from dbos import DBOS

    return await DBOS.register_queue_async(
        lane.name,
        worker_concurrency=lane.slots,
        partition_concurrency=1 if lane.in_order else None,
        polling_interval_sec=_POLL_SECONDS,
        on_conflict="always_update" if lane.work else "never_update",
    )


def iso(moment: float) -> str:
    """A moment as DBOS takes it."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment, UTC).isoformat()

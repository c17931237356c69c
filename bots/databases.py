"""Databases: the files of SQLite in a backup, each copied as it was at one moment, and checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from agent.checkpoints import FILE_NAME as TALKS
from agent.settings import Settings
from bots.jobs.dbos_settings import FILE_NAME as JOBS
from memory.addresses import FILE_NAME as TABLES
from memory.addresses import address_of, server_url
from tools.engine.render.folder import scratch_folder

ON_SERVER = frozenset({TABLES, TALKS, JOBS})
"""Files under home in whose place a database server is used, where one is set."""

_SQLITE = b"SQLite format 3\0"
_BUSY_SECONDS = 60.0


def superseded(settings: Settings) -> frozenset[str]:
    """Files under home that are from before another place was set for what they hold."""
    if server_url(settings.database_url):
        return ON_SERVER
    return frozenset({TABLES}) if settings.database_url else frozenset()


def tables_elsewhere(settings: Settings) -> dict[str, Path]:
    """The file of the tables where another one than that under home is set, by its usual name."""
    if settings.database_url is None or server_url(settings.database_url):
        return {}
    file = Path(address_of(settings.home, settings.database_url).database or "")
    return {TABLES: file} if file.is_file() else {}


def is_database(path: Path) -> bool:
    """Whether a file is a database of SQLite."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def damage(path: Path) -> str:
    """What is wrong with a database; empty when nothing is."""
    try:
        with closing(sqlite3.connect(path)) as database:
            (found,) = database.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else str(found)


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """A copy of a database as it is at one moment."""
    with scratch_folder() as folder:
        copy = folder / path.name
        address = f"{path.absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as one,
            closing(sqlite3.connect(copy)) as other,
        ):
            one.backup(other)
            # It stands alone, without a log beside it.
            other.execute("PRAGMA journal_mode=DELETE")
        yield copy

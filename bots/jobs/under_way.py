"""Turns under way: how many stand in a queue that nobody may be working on just now."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bots.jobs.dbos_settings import FILE_NAME
from bots.jobs.job import STATES
from memory.addresses import libpq_url
from tools.errors import ToolFailed

_OPEN = tuple(key for key, state in STATES.items() if state in {"waiting", "running"})
_COUNT = "SELECT count(*) FROM {} WHERE status IN ({})"


def in_file(folder: Path) -> int:
    """How many jobs wait or run in the queue that lies in a folder; none where there is none.

    Raises:
        ToolFailed: It cannot be read.
    """
    file = folder / FILE_NAME
    if not file.is_file():
        return 0
    query = _COUNT.format("workflow_status", ", ".join("?" for _ in _OPEN))
    try:
        with closing(sqlite3.connect(file)) as database:
            known = "SELECT count(*) FROM sqlite_master WHERE name = 'workflow_status'"
            if not database.execute(known).fetchone()[0]:
                return 0
            return int(database.execute(query, _OPEN).fetchone()[0])
    except sqlite3.Error as error:
        raise ToolFailed(f"The queue of jobs cannot be read: {error}.") from error


def on_server(url: str) -> int:
    """How many jobs wait or run in the queue of a database server; none where there is none.

    Raises:
        ToolFailed: It cannot be read.
    """
    import psycopg

    query = _COUNT.format("dbos.workflow_status", ", ".join("%s" for _ in _OPEN))
    try:
        with psycopg.connect(libpq_url(url) or "", connect_timeout=10) as connection:
            known = connection.execute("SELECT to_regclass('dbos.workflow_status')").fetchone()
            if known is None or known[0] is None:
                return 0
            found = connection.execute(query.encode(), _OPEN).fetchone()
    except psycopg.Error as error:
        raise ToolFailed(f"The queue of jobs cannot be read: {error}") from error
    return int(found[0]) if found else 0

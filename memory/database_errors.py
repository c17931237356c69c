"""Errors of databases, in words of memory's own: which of them pass, and what helps."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

from memory.errors import StoreAway, StoreFailed

_SQLITE_AWAY = ("database or disk is full", "database is locked", "disk I/O error")

# PostgreSQL gives no code where it lets nobody in: these words are of settings that are wrong.
_REFUSED = (
    "authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist",
)  # fmt: skip


def is_away(error: Exception) -> bool:
    """Whether a database is full or out of reach for the moment, so that trying again may help.

    Args:
        error: What SQLAlchemy or a driver raised.
    """
    reason = str(error.orig if isinstance(error, DBAPIError) else error)
    if isinstance(getattr(error, "orig", error), sqlite3.Error):
        return any(said in reason for said in _SQLITE_AWAY)
    if any(said in reason for said in _REFUSED):
        return False
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, OperationalError | TimeoutError | OSError)


def store_failed(place: str, error: Exception) -> StoreFailed:
    """The fault to raise for an error of a database.

    Args:
        place: Where it is, in words for messages.
        error: What SQLAlchemy or a driver raised.
    """
    told = _explain(place, error)
    if not is_away(error):
        return StoreFailed(told)
    return StoreAway(told, what_is_away(error))


def what_is_away(error: Exception) -> str:
    """What to wait for: the ``disk`` where it is full, else the ``database``."""
    return "disk" if "disk" in str(error) else "database"


def _explain(place: str, error: Exception) -> str:
    # Those of PostgreSQL have several lines.
    reason = " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())
    hint = {
        "file is not a database": "Move the file away to start with an empty memory.",
        "database disk image is malformed": "Restore it from a backup, or move it away.",
        "database or disk is full": "Make room on the disk, then try again.",
        "unable to open database file": "Is its folder writable?",
        "database is locked": "Another program holds it for too long; stop that, then try again.",
    }.get(reason, "")
    return f"The database {place} failed: {reason}. {hint}".rstrip()

"""Connections to a server: as many as are needed at once, and one of them while little happens.

A server takes a hundred from all programs together, unless it is told otherwise. Opening one takes
it as long as some questions do, so those in use are not closed after each.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.pool import Pool, QueuePool

MOST = 4
"""Of one pool at most; whoever needs more waits for one of them."""

WORKER = 3
"""What a program keeps: one for the tables, one for the queue, and one by which it hears."""

SPARE_SECONDS = 10.0
"""For so long about, those that were needed at once are kept, and the last one of a pool."""

POOLING: dict[str, Any] = {
    "pool_size": MOST,
    "max_overflow": 0,
    # The same one is used again and again: the others are spare.
    "pool_use_lifo": True,
    # One of before a restart of the server is not met in a transaction.
    "pool_pre_ping": True,
}
"""How SQLAlchemy is to keep them."""


def lie_spare(pool: Pool) -> bool:
    """Whether several lie in a pool that nobody uses."""
    return isinstance(pool, QueuePool) and pool.checkedin() > 1

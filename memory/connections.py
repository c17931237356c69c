"""Connections to a server: as many as are needed at once, and one of them while little happens.

A server takes a hundred from all programs together, unless it is told otherwise. Opening one takes
it as long as some questions do, so those in use are not closed after each.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from sqlalchemy.pool import Pool, QueuePool

MOST = 4
"""Of one pool at most; whoever needs more waits for one of them."""

WORKER = 3
"""What a program keeps that only renders: one for the tables, one for the queue, and one by which
it hears what is new. A bot keeps one or two more."""

SPARE_SECONDS = 10.0
"""For so long about, those that were needed at once are kept."""

POOLING: dict[str, Any] = {
    "pool_size": MOST,
    "max_overflow": 0,
    # The same one is used again and again: the others are spare.
    "pool_use_lifo": True,
    # One of before a restart of the server is not met in a transaction.
    "pool_pre_ping": True,
}
"""How SQLAlchemy is to keep them."""


class Spare:
    """Tells when it is time to give connections back."""

    def __init__(self) -> None:
        self._next = monotonic() + SPARE_SECONDS

    def is_due(self, pool: Pool) -> bool:
        """Whether several lie in a pool, and were let lie for a while.

        Args:
            pool: One that keeps to ``POOLING``.
        """
        if monotonic() < self._next:
            return False
        self._next = monotonic() + SPARE_SECONDS
        return self.lie_in(pool)

    @staticmethod
    def lie_in(pool: Pool) -> bool:
        """Whether several lie in a pool that nobody uses."""
        return isinstance(pool, QueuePool) and pool.checkedin() > 1

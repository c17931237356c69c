"""Places: joins the limits of services with the database that all programs share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from memory.errors import MemoryFault
from memory.starts import StartsStore
from tools.errors import ToolFailed

_PATIENCE = 3.0
"""Seconds after which a program keeps to a limit by itself: nobody waits for a database."""


class SharedPlaces:
    """The starts of all programs, as the limits see them: errors are those of tools.

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: StartsStore) -> None:
        self._store = store

    async def change(
        self, engine: str, change: Callable[[Sequence[float], float], Sequence[float]]
    ) -> float:
        """Replace the starts of an engine, while nobody else can.

        Raises:
            ToolFailed: The database does not do what it is asked to.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._store.change(engine, change)
        except (MemoryFault, TimeoutError) as error:
            raise ToolFailed(f"the database cannot be used: {error}") from error

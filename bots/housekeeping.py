"""Housekeeping: what a bot does for its house while it runs: clean up, and measure the disk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from agent.cleaning import Cleaned
from agent.settings import Settings
from bots.book import Book
from memory.errors import MemoryFault
from tools import signals
from tools.errors import VfxbError

log = logging.getLogger(__name__)

HOUR = 3600.0
FIRST_SECONDS = 600.0
"""How long after the start the first clean-up begins: people who wait come first."""


class Householder(Protocol):
    """What of ``VideoAgent`` housekeeping needs."""

    async def clean(self, *, due: bool = False) -> Cleaned:
        """Delete what the rules of retention let go."""
        ...

    async def taken(self) -> tuple[dict[str, int], dict[str, int]]:
        """Bytes that clips and results of each person take, and those of each conversation."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Housekeeping:
    """Keeps house.

    Attributes:
        agent: Cleans and measures.
        book: Where it is written down what everybody takes; None where nobody asks.
    """

    agent: Householder
    book: Book | None

    @asynccontextmanager
    async def running(
        self, settings: Settings, first: float = FIRST_SECONDS
    ) -> AsyncIterator[None]:
        """Keep house while the block runs.

        Args:
            settings: How often.
            first: Seconds until the first clean-up.
        """
        tasks = {asyncio.create_task(self._often(0.0, HOUR, self.measure))} if self.book else set()
        if settings.clean_hours:
            every = settings.clean_hours * HOUR
            tasks.add(asyncio.create_task(self._often(first, every, self.clean)))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)
            if self.book:
                self.book.save()

    async def measure(self) -> None:
        """Write down what everybody takes on the disk."""
        if self.book:
            self.book.measured(*await self.agent.taken())
            self.book.save()

    async def clean(self) -> None:
        """Clean up, and measure what is left."""
        done = await self.agent.clean(due=True)
        signals.emit(signals.Cleaned(freed=done.freed))
        if done.old_prices:
            log.warning("prices are over a year old: %s", ", ".join(sorted(done.old_prices)))
        await self.measure()

    async def _often(self, first: float, every: float, work: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(first)
        while True:
            try:
                await work()
            except (VfxbError, MemoryFault, OSError) as error:
                log.warning("housekeeping waits for the next time: %s", error)
            await asyncio.sleep(every)

"""Rates: how many requests a minute an engine is sent; more wait their turn.

Who wants to send a request takes a place: a moment at which it may start. No minute then holds more
starts than it may, and who came first goes first. Places of all programs that use a database are
kept there (``Places``); where there is none, or it fails, each program keeps to the limit itself.
"""

from __future__ import annotations

import asyncio
import logging
import time
from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from tools.errors import ToolFailed

log = logging.getLogger(__name__)

PER_MINUTE: Mapping[str, int] = MappingProxyType({"OpenAI": 60, "Replicate": 30, "ElevenLabs": 100})
"""What is kept to unless the settings say otherwise; engines that are not here have no limit."""

MINUTE = 60.0

Starts = Sequence[float]
"""Moments at which requests start or have started, in order."""
Change = Callable[[Starts, float], Starts]
"""New starts, given those that there are and what time it is."""


class Places(Protocol):
    """Where the starts of each engine are kept."""

    async def change(self, engine: str, change: Change) -> float:
        """Replace the starts of an engine, while nobody else can.

        Returns:
            What time it was, by the clock that the starts are told by.

        Raises:
            ToolFailed: They cannot be reached.
        """
        ...


class OwnPlaces:
    """The starts of one process.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._starts: dict[str, Starts] = {}

    async def change(self, engine: str, change: Change) -> float:
        """Replace the starts of an engine."""
        now = self._clock()
        self._starts[engine] = change(self._starts.get(engine, ()), now)
        return now


class Rates:
    """The limits of all engines, by name.

    Args:
        per_minute: Requests a minute; 0 for any number.
        places: Where the starts of all programs are kept; None where this one is alone.
        minute: How long a minute is.
    """

    def __init__(
        self,
        per_minute: Mapping[str, int] = PER_MINUTE,
        places: Places | None = None,
        minute: float = MINUTE,
    ) -> None:
        self._per_minute = per_minute
        self._own = OwnPlaces()
        self._places = places or self._own
        self._minute = minute
        self._waiting: dict[str, int] = {}

    def waiting(self, engine: str) -> int:
        """How many requests of this process wait for their turn."""
        return self._waiting.get(engine, 0)

    async def turn(self, engine: str, announce: Callable[[float], None] | None = None) -> None:
        """Wait until the engine may be sent a request; those that came before go first.

        Args:
            engine: Its name.
            announce: Told how many seconds that takes, where it takes any. What it raises gives
                the place up.
        """
        most = self._per_minute.get(engine, 0)
        if not most:
            return
        self._waiting[engine] = self.waiting(engine) + 1
        places, start, wait = self._places, 0.0, 0.0
        try:
            try:
                start, wait = await self._taken(places, engine, most)
            except ToolFailed as error:
                log.warning("%s is not limited with other programs: %s", engine, error)
                places = self._own
                start, wait = await self._taken(places, engine, most)
            if wait > 0:
                if announce is not None:
                    announce(wait)
                await asyncio.sleep(wait)
        except BaseException:
            if wait > 0:
                await asyncio.shield(_given_back(places, engine, start))
            raise
        finally:
            self._waiting[engine] -= 1

    async def _taken(self, places: Places, engine: str, most: int) -> tuple[float, float]:
        """Take a place; when it starts, and in how many seconds."""
        taken: list[float] = []

        def take(starts: Starts, now: float) -> Starts:
            start, kept = placed(starts, now, most, self._minute)
            taken[:] = [start]
            return kept

        now = await places.change(engine, take)
        return taken[0], max(0.0, taken[0] - now)


def placed(starts: Starts, now: float, most: int, minute: float) -> tuple[float, Starts]:
    """The earliest moment at which a further request may start, and all starts with it.

    At most ``most`` of them lie within any minute.

    Args:
        starts: When others start or started, in order.
        now: What time it is.
        most: How many may start in a minute.
        minute: How long that is.
    """
    kept = [start for start in starts if start > now - minute]
    start = now if len(kept) < most else max(now, kept[-most] + minute)
    insort(kept, start)
    return start, kept


async def _given_back(places: Places, engine: str, start: float) -> None:
    """Give up a place; who comes next may take it."""

    def give(starts: Starts, _now: float) -> Starts:
        left = list(starts)
        if start in left:
            left.remove(start)
        return left

    try:
        await places.change(engine, give)
    except ToolFailed as error:
        log.warning("a place for %s was not given back: %s", engine, error)

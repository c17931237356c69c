"""Looks: when this process looks into a queue: there may be something, and it has a free slot."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from tools.errors import ToolFailed

log = logging.getLogger(__name__)

SELDOM_SECONDS = 5.0
"""From one look to the next where nobody rings: for what was rung and not heard."""

DEAF_SECONDS = 1.0
"""The same where nobody would be heard."""

SPREAD_SECONDS = 0.05
"""All who have a free slot hear a bell: they look one after another, and once for several."""


class Taking(Protocol):
    """What takes jobs from a queue."""

    @property
    def free(self) -> int:
        """How many more this process can work on."""
        ...

    def take(self) -> int:
        """Take as many; how many it took.

        Raises:
            ToolFailed: The queue cannot be looked into.
        """
        ...


class Looks:
    """Looks into one queue for as long as this process works on it.

    Args:
        taking: Takes from it.
        hears: Tells whether whoever puts something in would be heard.
    """

    def __init__(self, taking: Taking, hears: Callable[[], bool]) -> None:
        self._taking = taking
        self._hears = hears
        self._rung = asyncio.Event()
        self._soon: asyncio.TimerHandle | None = None
        self._ends = False

    def ring(self, *, spread: bool = False) -> None:
        """Look soon: something came, or a slot was left.

        Args:
            spread: Whether others were told the same.
        """
        if not spread:
            self._rung.set()
        elif self._soon is None:
            pause = random.uniform(0.0, SPREAD_SECONDS)  # noqa: S311 - no secret
            self._soon = asyncio.get_running_loop().call_later(pause, self._now)

    def _now(self) -> None:
        self._soon = None
        self._rung.set()

    def end(self) -> None:
        """Look no more; a look under way is finished."""
        self._ends = True
        self._rung.set()

    async def keep_looking(self) -> None:
        """Look whenever there is reason to, until the end."""
        while not self._ends:
            self._rung.clear()
            # A queue is left alone where nothing of it could be worked on.
            if self._taking.free > 0:
                await self._look()
            seconds = SELDOM_SECONDS if self._hears() else DEAF_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds * random.uniform(0.8, 1.2)):  # noqa: S311
                    await self._rung.wait()

    async def _look(self) -> None:
        try:
            if await asyncio.to_thread(self._taking.take):
                # Of what came together, some may be left.
                self._rung.set()
        except ToolFailed as error:
            log.warning("not looked into the queue: %s", error)
            await asyncio.sleep(DEAF_SECONDS)

"""Starting: a program waits for what it needs and lacks at the moment, says so, and goes on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from math import inf
from typing import TypeVar

from agent.settings import Settings
from bots.metrics import Metrics
from bots.monitor import Check, monitoring
from bots.needs import need
from bots.outages import outage_of, outlast
from bots.standing import Standing
from memory.errors import MemoryFault
from tools.errors import Outage, VfxbError

log = logging.getLogger(__name__)

T = TypeVar("T")


class Stopped(Exception):
    """It was told to stop before it had started."""


class Start:
    """The start of a program, as it is seen from outside.

    Args:
        settings: What the operator set.
        stop: Done when the program is to stop.

    Attributes:
        metrics: Counts what happens; set when the monitor is open.
        checks: What has to hold for it to take work on; those of the start until it is up.
    """

    metrics: Metrics

    def __init__(self, settings: Settings, stop: asyncio.Future[None]) -> None:
        self._settings = settings
        self._stop = stop
        self._lacks = "it is starting"
        self._standing = _not_yet
        self.checks: dict[str, Check] = {"start": self._check}

    @classmethod
    @asynccontextmanager
    async def seen(cls, settings: Settings, stop: asyncio.Future[None]) -> AsyncIterator[Start]:
        """A start that the monitor shows, as the program afterwards, while the block runs.

        Raises:
            ToolFailed: The monitor cannot listen where it is to.
        """
        start = cls(settings, stop)
        monitor = monitoring(settings, lambda: start._standing(), start.checks)
        async with monitor as start.metrics:
            yield start

    async def enter(
        self, stack: AsyncExitStack, opening: Callable[[], AbstractAsyncContextManager[T]]
    ) -> T:
        """Open what the program works with; as often as something is missing for the moment.

        Args:
            stack: Closes it.
            opening: Opens all of it.

        Raises:
            Stopped: The program is told to stop meanwhile.
            VfxbError: Something is wrong that does not pass by itself.
            MemoryFault: The same.
        """
        entering = asyncio.current_task()

        def give_up(_: object) -> None:
            if entering is not None:
                entering.cancel()

        self._stop.add_done_callback(give_up)
        try:
            # There is nobody to give up for: whoever started it may stop it.
            return await outlast(lambda: self._tried(stack, opening), self._waits, patience=inf)
        except asyncio.CancelledError:
            if self._stop.done():
                raise Stopped from None
            raise
        finally:
            entering = None
            self._stop.remove_done_callback(give_up)

    def done(self, standing: Callable[[], Standing], checks: dict[str, Check]) -> None:
        """The program is up, and seen as itself.

        Args:
            standing: How it stands.
            checks: What has to hold for it to take work on.
        """
        self._standing = standing
        del self.checks["start"]
        self.checks |= checks

    async def _tried(
        self, stack: AsyncExitStack, opening: Callable[[], AbstractAsyncContextManager[T]]
    ) -> T:
        await need(self._settings)
        try:
            return await stack.enter_async_context(opening())
        except (VfxbError, MemoryFault, OSError) as error:
            if outage_of(error) is None:
                # Whatever it says: where something is missing by now, that is why.
                await need(self._settings)
            raise

    def _waits(self, outage: Outage) -> None:
        if str(outage) != self._lacks:
            self._lacks = str(outage)
            # It is about settings and addresses, and nobody's words: said in full.
            log.warning("not started yet, and waiting: %s", self._lacks)

    async def _check(self) -> str:
        return self._lacks


def _not_yet() -> Standing:
    return Standing(queues={}, under_way=0, ready=False)

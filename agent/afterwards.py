"""Afterwards: work that no reply waits for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import Context, copy_context

from memory.errors import MemoryFault

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]
_Waiting = tuple[Work, Context]


class Afterwards:
    """Does what is added to it one after another, in order. Made by ``Afterwards.open``."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[_Waiting | None] = asyncio.Queue()

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator[Afterwards]:
        """Everything that was added is done before the block is left."""
        afterwards = cls()
        worker = asyncio.create_task(afterwards._work())
        try:
            yield afterwards
        finally:
            afterwards._waiting.put_nowait(None)
            await worker

    def add(self, work: Work) -> None:
        """Do this after all that was added before; it still belongs to the turn that adds it."""
        self._waiting.put_nowait((work, copy_context()))

    async def settle(self) -> None:
        """Wait until everything that was added so far is done."""
        done = asyncio.Event()

        async def tell() -> None:
            done.set()

        self.add(tell)
        await done.wait()

    async def _work(self) -> None:
        while (waiting := await self._waiting.get()) is not None:
            work, context = waiting
            task = asyncio.create_task(_done(work), context=context)
            await asyncio.wait({task})
            error = task.exception()
            if isinstance(error, MemoryFault):
                # The edit is done and the conversation kept: only later recall goes without it.
                log.warning("something is not remembered: %s", error)
            elif error is not None:
                log.error("work after a reply failed unexpectedly", exc_info=error)


async def _done(work: Work) -> None:
    """Do the work; what goes wrong before its first step is its error like any other."""
    await work()

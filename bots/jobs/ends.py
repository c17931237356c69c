"""Ends: waits for the ends of jobs, wherever they are; one question for all who wait here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bots.jobs.job import Json, State
from tools.errors import ToolFailed

LOOK_SECONDS = 0.3
"""From one look at jobs that others work on to the next."""

_ALL_LOOKS = 10
"""Of so many looks one is for jobs that are not known any more."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a job.

    Attributes:
        state: How it ended.
        output: Its result, where it is done.
    """

    state: State
    output: Json


Ask = Callable[[Sequence[str]], Awaitable[Mapping[str, Ended]]]
"""Tells of those that ended."""

Known = Callable[[Sequence[str]], Awaitable[Mapping[str, State]]]
"""Tells of those that there are."""


class Ends:
    """Those who wait for jobs in this process.

    Args:
        ask: Tells what ended of some jobs.
        known: Tells which of them there are.
    """

    def __init__(self, ask: Ask, known: Known) -> None:
        self._ask = ask
        self._known = known
        self._awaited: dict[str, asyncio.Future[Ended | None]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._told = asyncio.Event()

    def tell(self) -> None:
        """A job of this process has ended."""
        self._told.set()

    async def of(self, name: str) -> Ended | None:
        """Wait for the end of a job; None where it is not known, or not any more.

        Raises:
            ToolFailed: It could not be seen.
        """
        if name not in self._awaited:
            self._awaited[name] = asyncio.get_running_loop().create_future()
            self._told.set()
        waiting = self._awaited[name]
        while not waiting.done():
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._keep_looking())
            either: set[asyncio.Future[Any]] = {waiting, self._looking}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if self._looking.done() and not self._looking.cancelled():
                self._looking.result()
        return waiting.result()

    async def close(self) -> None:
        """Wait no more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})
        for waiting in self._awaited.values():
            waiting.cancel()

    async def _keep_looking(self) -> None:
        looks = 0
        while self._awaited:
            self._told.clear()
            names = list(self._awaited)
            try:
                self._settle(await self._ask(names))
                if looks % _ALL_LOOKS == 0:
                    left = [name for name in names if name in self._awaited]
                    there = await self._known(left)
                    self._settle({name: None for name in left if name not in there})
            except ToolFailed as error:
                self._fail(names, error)
            looks += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._told.wait()

    def _settle(self, ended: Mapping[str, Ended | None]) -> None:
        for name, what in ended.items():
            if not (waiting := self._awaited.pop(name)).done():
                waiting.set_result(what)

    def _fail(self, names: Sequence[str], error: ToolFailed) -> None:
        for name in names:
            if (waiting := self._awaited.pop(name, None)) is not None and not waiting.done():
                waiting.set_exception(error)
                waiting.exception()  # Whoever waited may be gone.

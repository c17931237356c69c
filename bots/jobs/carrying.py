"""Carrying out: the jobs that this process works on, until they end or it does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import suppress
from contextvars import Context

from bots.jobs.bells import Bell
from bots.jobs.job import Json, Lane, State, Work
from bots.jobs.looks import Looks, Taking
from tools.errors import ToolFailed

log = logging.getLogger(__name__)

WATCH_SECONDS = 0.5
"""How long a cancelled job may go on in another process, where no bell is heard."""

HEARD_SECONDS = 5.0
"""From one look for cancelled jobs to the next where bells are heard."""

_LOOK, _STOP = "look", "stop"

Run = Callable[[str, Json], Coroutine[object, object, Json]]


class Carrying:
    """Carries jobs out.

    Args:
        bell: Tells processes of what is new.
        states: Tells how jobs stand.
        left: Is told when what came of a job is written down.
    """

    def __init__(
        self,
        bell: Bell,
        states: Callable[[Sequence[str]], Awaitable[Mapping[str, State]]],
        left: Callable[[], None],
    ) -> None:
        self._bell = bell
        self._states = states
        self._ended = left
        self._looks: dict[str, Looks] = {}
        self._running: dict[str, asyncio.Task[Json]] = {}
        self._parked: set[asyncio.Task[object]] = set()
        self._changed = asyncio.Event()
        self._closing = asyncio.Event()

    @property
    def closing(self) -> bool:
        """Whether this process ends, and its jobs go on elsewhere."""
        return self._closing.is_set()

    @property
    def running(self) -> Collection[str]:
        """Names of the jobs that are worked on."""
        return self._running.keys()

    def leave(self) -> None:
        """Take no more jobs, and leave those under way as they are."""
        self._closing.set()
        for looks in self._looks.values():
            looks.end()

    async def clear(self) -> None:
        """End what stays where it is, now that nothing can be written down any more."""
        for task in self._parked:
            task.cancel()
        if self._parked:
            await asyncio.wait(self._parked)

    def take(self, lane: str, taking: Taking) -> None:
        """Have jobs of a lane taken while it works."""
        self._looks[lane] = Looks(taking, lambda: self._bell.hears)

    async def work(self) -> None:
        """Take jobs until this process leaves. A look under way is finished."""
        watching = asyncio.create_task(self._keep_watching())
        looking = [asyncio.create_task(looks.keep_looking()) for looks in self._looks.values()]
        try:
            async with self._bell.listening(self._heard):
                await self._closing.wait()
                # What a look takes, nobody else would find.
                await asyncio.gather(*looking)
        finally:
            for task in (watching, *looking):
                task.cancel()
            await asyncio.wait({watching, *looking})

    def run_of(self, lane: Lane, work: Work) -> Run:
        """What carries a job of a lane out, on the loop, in a task of its own."""

        async def run(name: str, given: Json) -> Json:
            loop = asyncio.get_running_loop()
            if (workflow := asyncio.current_task()) is not None:
                # It is done as soon as its result is written down.
                workflow.add_done_callback(lambda _: self._left(lane.name))
            # In a context of its own: what happens inside is no step of DBOS.
            task = loop.create_task(work(name, given), context=Context())
            self._running[name] = task
            stopping = asyncio.ensure_future(self._closing.wait())
            try:
                await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if self.closing:
                    task.cancel()
                    await self._stay()
                return {} if task.cancelled() else task.result()
            finally:
                stopping.cancel()
                task.cancel()
                del self._running[name]

        return run

    async def tell_of(self, *lanes: str) -> None:
        """Have everybody look into lanes."""
        for lane in lanes:
            if lane in self._looks:
                self._looks[lane].ring()
        await self._bell.ring(*(f"{_LOOK} {lane}" for lane in lanes))

    async def stop(self, names: Sequence[str]) -> None:
        """Have work on jobs that were cancelled end, wherever they are."""
        for name in names:
            self._stop(name)
        await self._bell.ring(*(f"{_STOP} {name}" for name in names))

    def _stop(self, name: str) -> None:
        if task := self._running.get(name):
            task.cancel()

    def _left(self, lane: str) -> None:
        """A slot of a lane is free again."""
        self._ended()
        if not self.closing:
            self._looks[lane].ring()

    async def _stay(self) -> None:
        """Stay where a job would end, so that nothing is written down about it."""
        if (task := asyncio.current_task()) is not None:
            self._parked.add(task)
        await asyncio.Event().wait()

    def _heard(self, word: str) -> None:
        """Do what some process rang for."""
        kind, _, what = word.partition(" ")
        if kind == _STOP:
            self._stop(what)
        elif kind == _LOOK and what in self._looks:
            self._looks[what].ring(spread=True)
        elif not word:
            self._changed.set()
            for looks in self._looks.values():
                looks.ring(spread=True)

    async def _keep_watching(self) -> None:
        """End the work on jobs that somebody cancelled and was not heard."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARD_SECONDS if self._bell.hears else WATCH_SECONDS):
                    await self._changed.wait()
            self._changed.clear()
            if not self._running:
                continue
            try:
                states = await self._states(list(self._running))
            except ToolFailed as error:
                log.warning("not seen whether something was cancelled: %s", error)
                continue
            for name in [name for name, state in states.items() if state == "cancelled"]:
                self._stop(name)

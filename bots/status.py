"""Status: the message that is changed in place while a turn runs, no faster than allowed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path
from types import TracebackType
from typing import Self

from agent.messages import Answering, Event, FirstLook, Planned, Progress
from bots import words
from bots.surface import Busy, ChatError, Gone, Surface

log = logging.getLogger(__name__)

QUICK = 0.2
"""Seconds after which there is a status message: what is answered before needs none."""
LONGEST_CHANGE = 5.0
"""Seconds that the answer waits for a change of the status message."""
LONGEST_FAREWELL = 0.5
"""Seconds that it waits where the turn was cancelled: that is to be seen within one."""
LONGEST_POST = 120.0
"""Seconds in which a first message may still arrive that is too late."""

_LATE: set[asyncio.Task[None]] = set()


class Status:
    """What a person sees of a running turn: always the latest, older news are skipped.

    Args:
        surface: Where it is shown.
        turn: Name of the turn that its button cancels.
    """

    def __init__(self, surface: Surface, turn: str) -> None:
        self._surface = surface
        self._turn = turn
        self._plan = ""
        self._text = ""
        self._news = asyncio.Event()
        self._closed = asyncio.Event()
        self._posted = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._keep_shown())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._news.set()
        tasks = {task for task in (self._task, self._looking) if task}
        if self._looking and not self._posted.is_set():
            self._looking.cancel()
        # A change that is under way must not arrive after the answer, nor hold it up for long.
        longest = LONGEST_CHANGE if kind is None else LONGEST_FAREWELL
        await asyncio.wait(tasks, timeout=longest)
        if not self._task.done() and not self._posted.is_set():
            # It may be on its way: called off now it would arrive, and nobody would know it.
            tasks.discard(self._task)
            late = asyncio.create_task(self._take_back())
            _LATE.add(late)
            late.add_done_callback(_LATE.discard)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _take_back(self) -> None:
        """Delete a first message that arrives when all is said."""
        await asyncio.wait({self._task}, timeout=LONGEST_POST)
        self._task.cancel()
        if self._posted.is_set():
            with contextlib.suppress(ChatError):
                await self._surface.vanish()

    def show(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self._news.set()

    def tell(self, event: Event) -> None:
        """Show what happened."""
        if isinstance(event, Planned):
            self._plan = words.plan(event)
            self.show(self._plan)
        elif isinstance(event, Answering):
            self.show(event.text)
        elif isinstance(event, Progress):
            self.show("\n".join(filter(None, (self._plan, words.progress(event)))))
        elif isinstance(event, FirstLook) and self._looking is None:
            self._looking = asyncio.create_task(self._look(event.path))

    async def _look(self, path: Path) -> None:
        await self._posted.wait()
        try:
            await self._surface.look(path)
        except (ChatError, OSError) as error:
            log.info("first look not shown: %s", error)

    async def _keep_shown(self) -> None:
        shown = ""
        await self._pause(QUICK)
        while True:
            await self._news.wait()
            if self._closed.is_set():
                return
            self._news.clear()
            text = self._text
            if text == shown:
                continue
            pause = self._surface.pace
            try:
                await self._surface.show(text, self._turn)
                shown = text
                self._posted.set()
            except Busy as busy:
                pause = max(pause, busy.seconds)
                self._news.set()
            except Gone:
                return
            except ChatError as error:
                log.info("status not shown: %s", error)
            await self._pause(pause)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not for longer than the turn takes."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closed.wait(), seconds)

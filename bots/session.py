"""Session: an opened agent, used from synchronous code one turn at a time.

Between turns the terminal belongs to the person, Ctrl-C included; within a turn Ctrl-C cancels
it, and what it started is ended and taken away before ``KeyboardInterrupt`` comes out.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing
from dataclasses import dataclass, field
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from agent.messages import (
    Answering,
    Event,
    FirstLook,
    Planned,
    Preview,
    Progress,
    Quote,
    Reply,
    Request,
)
from bots.progress import ProgressBar
from bots.text import plan

if TYPE_CHECKING:
    from bots.asking import Agent

T = TypeVar("T")

_ENDS = (signal.SIGTERM, signal.SIGHUP)
"""What the system sends to end a program: at shutdown, or when its terminal is closed."""


def opened(home: Path | None) -> AbstractAsyncContextManager[Agent]:
    """The agent with everything it needs; it is closed with the block."""
    from agent import VideoAgent

    return VideoAgent.open(home=home)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where a turn is shown while it runs.

    Attributes:
        write: Takes each line.
        progress: Makes the progress bar of a turn.
    """

    write: Callable[[str], None]
    progress: Callable[[], ProgressBar]


@dataclass(slots=True, repr=False)
class Session:
    """An opened agent.

    Attributes:
        screen: Where turns are shown.
        home: Folder of its state; None leaves it to the settings.
        opens: Opens the agent whose state is there.
        signal: The signal that ended a turn early, 0 when none did.
    """

    screen: Screen
    home: Path | None = None
    opens: Callable[[Path | None], AbstractAsyncContextManager[Agent]] = opened
    signal: int = 0
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _agent: Agent = field(init=False)
    _quoted: tuple[str, ...] | None = None
    _before: dict[int, Any] = field(default_factory=dict)

    def __enter__(self) -> Self:
        for number in _ENDS:
            self._take(number, self._end)
        # Opening imports much, which no cancelling can stop: until then Ctrl-C ends at once.
        self._take(signal.SIGINT, self._end_at_once)
        try:
            self._agent = self._runner.run(self._stack.enter_async_context(self.opens(self.home)))
        except BaseException:
            self._close()
            raise
        self._take(signal.SIGINT, signal.default_int_handler)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._runner.run(self._stack.aclose())
        finally:
            self._close()

    def say(self, request: Request, accept: Callable[[Planned], None] | None = None) -> Reply:
        """One turn, shown while it runs.

        Args:
            request: What is asked.
            accept: Looks at the plan before anything is rendered; what it raises ends the turn,
                and nothing was changed.

        Raises:
            VfxbError: The turn failed in a way that the person should be told.
            KeyboardInterrupt: It was stopped, and nothing was changed. Carries the signal's number.
        """
        return self._run(self._turn(request, accept))

    def outcome(self, request: Request) -> Reply | Exception:
        """One turn like ``say``, where the conversation goes on whatever comes of it.

        Returns:
            The reply; or what went wrong, a bug included.

        Raises:
            KeyboardInterrupt: As ``say`` does.
        """
        return self._run(self._outcome(request))

    def _run(self, turn: Coroutine[Any, Any, T]) -> T:
        try:
            return self._runner.run(turn)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(self.signal or signal.SIGINT) from None

    async def _outcome(self, request: Request) -> Reply | Exception:
        (outcome,) = await asyncio.gather(self._turn(request, None), return_exceptions=True)
        if isinstance(outcome, Reply | Exception):
            return outcome
        raise outcome

    async def _turn(self, request: Request, accept: Callable[[Planned], None] | None) -> Reply:
        reply: Reply | None = None
        with self.screen.progress() as bar:
            async with aclosing(self._agent.stream(request)) as events:
                async for event in events:
                    if accept is not None and isinstance(event, Planned):
                        accept(event)
                    reply = self._show(event, bar) or reply
        if reply is None:
            raise RuntimeError("the agent ended a turn without a reply")
        return reply

    def _show(self, event: Event, bar: ProgressBar) -> Reply | None:
        match event:
            case Planned(steps=steps):
                if steps != self._quoted:
                    self.screen.write(plan(steps))
                self._quoted = steps
            case Progress():
                bar.show(event)
            case Reply():
                if event.kind != "approve":
                    self._quoted = None
                return event
            case Quote() | Preview() | FirstLook() | Answering():
                pass  # The reply says them all; chats that change their messages show more.
        return None

    def _take(self, number: int, handler: Callable[[int, FrameType | None], Any]) -> None:
        """Have a signal handled; the system sends them to the main thread alone."""
        if current_thread() is main_thread():
            self._before.setdefault(number, signal.signal(number, handler))

    def _close(self) -> None:
        self._runner.close()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _end_at_once(self, number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt(self.signal or number)

    def _end(self, number: int, frame: FrameType | None) -> None:
        """End as Ctrl-C does: the running turn is cancelled and cleans up."""
        self.signal = number
        signal.raise_signal(signal.SIGINT)

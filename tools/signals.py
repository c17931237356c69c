"""Signals: what work tells about itself to whoever watches: logs, metrics, traces.

A signal holds numbers and names of parts of VFXB, never what anybody wrote or sent. Each belongs to
the turn whose id its context carries; tasks and threads that the turn starts inherit it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from tools.errors import ToolFailed

turn: ContextVar[str] = ContextVar("turn", default="")
"""Id of the turn under way; empty outside of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run of ffmpeg ended.

    Attributes:
        outcome: ``ok``, ``failed``, or ``stopped`` by a limit or a cancel.
        seconds: How long it took.
        media_seconds: How much of a clip it made.
        ended: When, in seconds since the epoch.
    """

    outcome: str
    seconds: float
    media_seconds: float
    ended: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A service outside was asked.

    Attributes:
        service: Its name, such as ``OpenAI``.
        seconds: How long it took to answer, or to fail.
        error: Kind of the failure; empty when it answered.
        ended: When, in seconds since the epoch.
    """

    service: str
    seconds: float
    error: str = ""
    ended: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Something was looked for in a cache.

    Attributes:
        cache: Its name.
        hit: Whether it was there.
    """

    cache: str
    hit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A stage of a turn ended.

    Attributes:
        stage: Its name, that of a node of the graph.
        seconds: How long it took.
        ended: When, in seconds since the epoch.
    """

    stage: str
    seconds: float
    ended: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A turn ended.

    Attributes:
        outcome: Kind of the reply, ``failed``, ``cancelled``, or ``bug``.
        seconds: How long it took, waiting included.
        usd: What services charged for it.
        ended: When, in seconds since the epoch.
    """

    outcome: str
    seconds: float
    usd: float = 0.0
    ended: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A result was handed over to a person, or could not be.

    Attributes:
        way: ``file``, ``files``, ``link``, ``none`` where it was too large for all of them, or
            ``failed``.
    """

    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Work began to wait for something that is full or out of reach, or waits no more.

    Attributes:
        what: What it waits for: ``disk``, ``database``, ``bucket`` or ``chat``.
        begins: Whether it begins to.
    """

    what: str
    begins: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A long render was made in parts.

    Attributes:
        here: How many of them its own program made.
        elsewhere: How many others made.
    """

    here: int
    elsewhere: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A clean-up ended.

    Attributes:
        freed: Bytes.
    """

    freed: int


Signal = Ran | Called | Looked | Staged | Ended | Delivered | Waiting | Joined | Cleaned
Listener = Callable[[Signal], None]

_listeners: list[Listener] = []


def emit(signal: Signal) -> None:
    """Tell everybody who listens. Listeners are quick, and raise nothing."""
    for listener in tuple(_listeners):
        listener(signal)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have a listener told of all signals of this process within the block."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


@contextmanager
def identified(name: str = "") -> Iterator[None]:
    """Give what happens within the block an id, unless it belongs to a turn already.

    Args:
        name: The id; made up when empty.
    """
    token = turn.set(turn.get() or name or secrets.token_hex(6))
    try:
        yield
    finally:
        turn.reset(token)


@contextmanager
def calling(service: str) -> Iterator[None]:
    """Tell how a call of a service went that is made within the block."""
    started, error = time.monotonic(), ""
    try:
        yield
    except BaseException as problem:
        error = str(getattr(problem, "kind", "")) or type(problem).__name__
        raise
    finally:
        emit(Called(service=service, seconds=time.monotonic() - started, error=error))


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Tell that work waits for something within the block.

    Args:
        what: For what.
    """
    emit(Waiting(what=what, begins=True))
    try:
        yield
    finally:
        emit(Waiting(what=what, begins=False))


@contextmanager
def running(media_seconds: float) -> Iterator[None]:
    """Tell how a run of ffmpeg went that takes place within the block.

    Args:
        media_seconds: How much of a clip it makes.
    """
    started, outcome = time.monotonic(), "stopped"
    try:
        yield
        outcome = "ok"
    except ToolFailed:
        outcome = "failed"
        raise
    finally:
        spent = time.monotonic() - started
        emit(Ran(outcome=outcome, seconds=spent, media_seconds=media_seconds))

"""Standing: how a program stands at a moment, in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Queue:
    """How a queue stands.

    Attributes:
        waiting: How many wait in it.
        oldest: For how many seconds the first one has.
    """

    waiting: int
    oldest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the program stands at a moment.

    Attributes:
        queues: Its queues, by name.
        under_way: Turns that wait or are worked on.
        ready: Whether it takes work on.
    """

    queues: Mapping[str, Queue]
    under_way: int
    ready: bool

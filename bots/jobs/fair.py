"""Fair: who is next. Small ones first, and people in turn; pure, so that it can be simulated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

LONG_SECONDS = 120.0
"""A render that is expected to take longer lets all others pass."""

_ROOM = 1 << 28
"""Places of each kind: so many rounds of everybody who waits are told apart."""


class Kind(IntEnum):
    """Kinds of renders, in the order in which they are done."""

    PREVIEW = 0
    RENDER = 1
    LONG = 2

    @classmethod
    def of(cls, seconds: float, *, preview: bool) -> Kind:
        """The kind of a render that is expected to take so long."""
        if preview:
            return cls.PREVIEW
        return cls.LONG if seconds > LONG_SECONDS else cls.RENDER


@dataclass(frozen=True, slots=True)
class Waiting:
    """A render that waits or runs.

    Attributes:
        user: For whom.
        rank: Its place: smaller ones come first, and of equal ones the one that came first.
        seconds: How long it is expected to take.
        running: Whether it has begun.
    """

    user: str
    rank: int
    seconds: float
    running: bool = False


def rank(kind: Kind, user: str, others: Iterable[Waiting]) -> int:
    """The place of a new render among those that wait and run.

    People take turns: the first render of a person who has none under way comes in the round that
    is under way, each further one in a later round. Nobody waits for ever: rounds only go on.

    Args:
        kind: What kind of render it is.
        user: For whom.
        others: All that wait or run.
    """
    low = kind * _ROOM + 1
    same = [other for other in others if low <= other.rank < low + _ROOM]
    now = max((other.rank for other in same if other.running), default=low - 1)
    mine = [other.rank for other in same if other.user == user]
    # Odd places are for those who have nothing else under way: they are first in their round.
    round_ = (now - low + 1) // 2
    if not mine:
        return low + 2 * round_
    return max(low + 2 * round_ + 1, max(mine) + 2 - (max(mine) - low + 1) % 2)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands in a queue.

    Attributes:
        ahead: How many come first that have not begun.
        seconds: In about how many it begins.
    """

    ahead: int
    seconds: float


def place(mine: int, waiting: Sequence[Waiting], slots: int) -> Place:
    """Where a render stands.

    Args:
        mine: Its rank.
        waiting: All others that wait or run.
        slots: How many are rendered at once, on all machines.
    """
    ahead = [other for other in waiting if not other.running and other.rank < mine]
    running = [other for other in waiting if other.running]
    # Of one that runs nobody knows how long it has run: half of it is left on average.
    work = sum(one.seconds for one in ahead) + sum(one.seconds for one in running) / 2
    free = len(running) < slots and not ahead
    return Place(len(ahead), 0.0 if free else work / max(1, slots))

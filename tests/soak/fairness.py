"""Fairness: how long others wait for the one clip of theirs while somebody has many rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.soak.chats import Asked

MOST_PASSED = 0.5
"""Share of somebody's many clips that may come while another one waits for the only clip of theirs:
in the order in which they were asked for all of them would."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """Who waited how long.

    Attributes:
        heavy: Seconds that each clip of the one with many was waited for.
        others: Seconds that each clip of the others was.
        passed: How many of the many came while another one waited, for whom it was most.
    """

    heavy: tuple[float, ...]
    others: tuple[float, ...]
    passed: int

    @classmethod
    def of(cls, asked: Sequence[Asked], heavy: int) -> Fairness:
        """What is known of answered messages.

        Args:
            asked: The messages.
            heavy: Number of the person who sent many.
        """
        answered = [each for each in asked if each.answered]
        many = [each for each in answered if each.person == heavy]
        others = [each for each in answered if each.person != heavy]
        passed = (sum(other.sent < m.answered < other.answered for m in many) for other in others)
        return cls(
            tuple(each.answered - each.sent for each in many),
            tuple(each.answered - each.sent for each in others),
            max(passed, default=0),
        )

    @property
    def is_given(self) -> bool:
        """Whether nobody's only clip waited for somebody's many."""
        if not self.heavy or not self.others:
            return False
        return self.passed <= MOST_PASSED * len(self.heavy) and _mean(self.others) < _mean(
            self.heavy
        )

    def __str__(self) -> str:
        return (
            f"the one with {len(self.heavy)} clips waited {_waits(self.heavy)}, "
            f"{len(self.others)} others with one each {_waits(self.others)}; "
            f"{self.passed} of the many came while one of the others waited"
        )


def _mean(seconds: Sequence[float]) -> float:
    return sum(seconds) / max(1, len(seconds))


def _waits(seconds: Sequence[float]) -> str:
    return f"{_mean(seconds):.1f} s each and {max(seconds, default=0.0):.1f} s at most"

"""Moments: points and stretches of time as people name them, before the clip is known.

"The last 3 seconds" means other seconds on every clip, so it stays symbolic until it meets the
facts of the clip it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.facts import Facts

Unit = Literal["s", "frames", "share"]
# Frame rate to reckon with where there is no picture.
_PLAIN_FPS = 25.0


@dataclass(frozen=True, slots=True)
class Amount:
    """A length: seconds, frames, or a share of the clip."""

    value: float
    unit: Unit = "s"

    def seconds(self, facts: Facts) -> float:
        """The length on this clip."""
        if self.unit == "share":
            return self.value * facts.duration
        if self.unit == "frames":
            fps = float(facts.video.fps) if facts.video else _PLAIN_FPS
            return self.value / fps
        return self.value


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, so far behind the start, or before the end."""

    amount: Amount
    from_end: bool = False

    def seconds(self, facts: Facts) -> float:
        """The point on this clip; may lie outside it."""
        length = self.amount.seconds(facts)
        return tidy(facts.duration - length if self.from_end else length)

    @property
    def is_edge(self) -> bool:
        """Whether it is the very start or the very end."""
        return self.amount.value == 0


START = Moment(Amount(0.0))
END = Moment(Amount(0.0), from_end=True)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the clip: from a moment to a moment, or so much around the middle.

    Attributes:
        start: Where it begins; None leaves that open.
        end: Where it ends; None leaves that open.
        middle: Its length when it lies in the middle of the clip.
        vague: Whether the person named only a region ("the intro"), no length.
        share: Whether it was named as a part ("the first 3 s", "after 0:10"), not by two times.
    """

    start: Moment | None = None
    end: Moment | None = None
    middle: Amount | None = None
    vague: bool = False
    share: bool = False

    def seconds(self, facts: Facts) -> tuple[float | None, float | None]:
        """Where it begins and ends on this clip; None where it is open."""
        if self.middle is not None:
            length = self.middle.seconds(facts)
            start = tidy((facts.duration - length) / 2)
            return start, tidy(start + length)
        return (
            None if self.start is None else self.start.seconds(facts),
            None if self.end is None else self.end.seconds(facts),
        )


def first(amount: Amount) -> Stretch:
    """The first so much of the clip."""
    return Stretch(START, Moment(amount), share=True)


def last(amount: Amount) -> Stretch:
    """The last so much of the clip."""
    return Stretch(Moment(amount, from_end=True), END, share=True)


def tidy(seconds: float) -> float:
    """Seconds without the noise of binary fractions."""
    return round(seconds, 3) + 0.0

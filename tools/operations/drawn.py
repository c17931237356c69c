"""Operations that draw on the picture what depends on the time: counters and bars.

They are barriers: what they show is what the clip was when they were asked for, so a cut that
comes later cuts through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.facts import Facts
from tools.operations.base import Operation, Spans
from tools.operations.titles import Anchor

Counting = Literal["timecode", "frames", "seconds", "clock", "countdown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter(Operation):
    """A number that changes with each frame or second.

    Attributes:
        kind: What it counts. ``timecode`` and ``frames`` tell the place in the clip; the others
            count from the start of the span.
        anchor: One of the nine places, or the centre as fractions of width and height.
        first: What it starts with: a number of frames, else seconds.
        color: ``#rrggbb``.
        size: Height of a line as a fraction of the picture's shorter side.
        box: Whether it stands in a dark box; else it is outlined.
        spans: When it shows; at most one.
    """

    on_picture = True

    kind: Counting
    anchor: Anchor | tuple[float, float] = "top-right"
    first: float = 0.0
    color: str = "#ffffff"
    size: float = 0.07
    box: bool = True
    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressBar(Operation):
    """A bar along an edge that grows from left to right.

    Attributes:
        color: ``#rrggbb``.
        height: Its height as a fraction of the picture's.
        edge: Which edge it lies along.
        spans: When it grows; at most one.
    """

    on_picture = True

    color: str
    height: float
    edge: Literal["top", "bottom"] = "bottom"
    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts

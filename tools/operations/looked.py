"""Operations that need a look at the clip first, and what stands in their place after it.

A tool describes what is wanted. Before the rendering the engine looks at the clip as it is at that
step (``tools.engine.measure.looks``) and puts numbers there. The facts do not depend on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.facts import Facts
from tools.operations.base import Filter, Operation, Spans


@dataclass(frozen=True, slots=True)
class Normalize(Operation):
    """Bring the whole sound to a loudness.

    Attributes:
        lufs: The loudness, in LUFS.
        peak: What the true peak stays below, in dBTP.
    """

    on_sound = True

    lufs: float
    peak: float = -1.5

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Stabilize(Operation):
    """Take the shaking out of the picture.

    Attributes:
        strength: How calm it becomes, 0 to 1.
    """

    on_picture = True

    strength: float

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Steady(Operation):
    """Move each frame against how the camera shook.

    Attributes:
        motion: How it shook: what vid.stab writes down.
        smoothing: Frames to each side over which the camera's path is smoothed.
    """

    on_picture = True

    motion: str
    smoothing: int

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


Segment = tuple[float, float, float, float, float, float, float, float]
"""A rectangle on its way: start, end, centre x and y at the start, at the end, width, height.

Times are seconds; places and sizes are shares of the picture.
"""


@dataclass(frozen=True, slots=True)
class Follow(Operation):
    """Keep a rectangle of the picture that goes where faces and motion are."""

    on_picture = True

    width: int
    height: int

    def after(self, facts: Facts) -> Facts:
        """The size of the rectangle."""
        return facts.with_video(width=self.width, height=self.height)


@dataclass(frozen=True, slots=True)
class Pan(Operation):
    """Keep a rectangle of the picture that moves.

    Attributes:
        width: Its width in pixels.
        height: Its height in pixels.
        points: Where its upper left corner is when, in order: seconds, x and y in pixels. Between
            two points it moves evenly; two at the same time are a jump.
    """

    on_picture = True

    width: int
    height: int
    points: tuple[tuple[float, float, float], ...]

    def after(self, facts: Facts) -> Facts:
        """The size of the rectangle."""
        return facts.with_video(width=self.width, height=self.height)


@dataclass(frozen=True, slots=True)
class CoverFaces(Operation):
    """Make all faces unrecognizable.

    Attributes:
        style: Blurred, or in large pixels.
        intensity: How much, 0 to 1.
        spans: When.
    """

    on_picture = True

    style: Literal["blur", "pixelate"]
    intensity: float
    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Covered(Operation):
    """Filters on ovals that move.

    Attributes:
        chain: Filters in order; each works on single frames.
        segments: Where the ovals are.
    """

    on_picture = True

    chain: tuple[Filter, ...]
    segments: tuple[Segment, ...]

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts

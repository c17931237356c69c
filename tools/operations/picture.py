"""Operations on the picture: its size, its frame, and filters on it."""

from __future__ import annotations

from dataclasses import dataclass

from tools.facts import Facts
from tools.operations.base import Filter, Operation, Spans


@dataclass(frozen=True, slots=True)
class Crop(Operation):
    """Keep a rectangle of the picture, in pixels; ``x`` and ``y`` count from the top left."""

    on_picture = True

    width: int
    height: int
    x: int
    y: int

    def after(self, facts: Facts) -> Facts:
        """The size of the rectangle."""
        return facts.with_video(width=self.width, height=self.height)


@dataclass(frozen=True, slots=True)
class Scale(Operation):
    """Resample the picture to this size in pixels.

    Attributes:
        width: Width in pixels.
        height: Height in pixels.
        lanczos: Whether by the slower method that keeps edges sharper.
    """

    on_picture = True

    width: int
    height: int
    lanczos: bool = False

    def after(self, facts: Facts) -> Facts:
        """The new size."""
        return facts.with_video(width=self.width, height=self.height)


@dataclass(frozen=True, slots=True)
class Turn(Operation):
    """Turn the picture clockwise by quarters of a circle: 1, 2 or 3 of them."""

    on_picture = True

    quarters: int

    def after(self, facts: Facts) -> Facts:
        """Width and height change places when it lies on its side."""
        if facts.video is None or self.quarters % 2 == 0:
            return facts
        return facts.with_video(width=facts.video.height, height=facts.video.width)


@dataclass(frozen=True, slots=True)
class Pad(Operation):
    """Lay the picture on a larger canvas.

    Attributes:
        width: Width of the canvas in pixels.
        height: Height of the canvas in pixels.
        x: Where the picture's left edge lies on it.
        y: Where the picture's upper edge lies on it.
        color: Colour of the canvas, ``#rrggbb``.
        blurred: Whether the canvas shows the picture itself, enlarged and out of focus.
    """

    on_picture = True

    width: int
    height: int
    x: int
    y: int
    color: str = "#000000"
    blurred: bool = False

    def after(self, facts: Facts) -> Facts:
        """The size of the canvas."""
        return facts.with_video(width=self.width, height=self.height)


@dataclass(frozen=True, slots=True)
class VideoFilter(Operation):
    """Filters on the picture that keep its size, rate and length.

    Attributes:
        chain: Filters in order. Each works on single frames: it gives the same for a frame
            whatever comes before or after it, so that cuts may be moved in front of it.
        spans: When it applies.
    """

    on_picture = True

    chain: tuple[Filter, ...]
    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Ramp:
    """An effect that is not there at once.

    Attributes:
        rise: Seconds at the start of its time in which it comes in.
        fall: Seconds at the end of its time in which it goes away.
    """

    rise: float = 0.0
    fall: float = 0.0


@dataclass(frozen=True, slots=True)
class TimedFilter(Operation):
    """Filters on the picture that look at when a frame comes: fades, grain that lives.

    Attributes:
        chain: Filters in order; they keep size, rate and length.
        spans: When they apply.
        ramp: How they come in and go away.
    """

    on_picture = True

    chain: tuple[Filter, ...]
    spans: Spans = ()
    ramp: Ramp | None = None

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class BoxFilter(Operation):
    """Filters on a rectangle of the picture; what lies around it stays as it is.

    Attributes:
        chain: Filters in order; unless ``timed``, each works on single frames.
        width: Width of the rectangle in pixels.
        height: Height of the rectangle in pixels.
        x: Pixels left of it.
        y: Pixels above it.
        spans: When they apply.
        timed: Whether they look at when a frame comes.
        ramp: How they come in and go away; only where ``timed``.
    """

    on_picture = True

    chain: tuple[Filter, ...]
    width: int
    height: int
    x: int
    y: int
    spans: Spans = ()
    timed: bool = False
    ramp: Ramp | None = None

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Tile(Operation):
    """All frames beside and below each other on one picture; places left over are black."""

    on_picture = True

    columns: int
    rows: int

    def after(self, facts: Facts) -> Facts:
        """One frame, as large as all of them."""
        if facts.video is None:
            return facts
        width, height = facts.video.width * self.columns, facts.video.height * self.rows
        return facts.with_video(width=width, height=height).lasting(float(1 / facts.video.fps))

"""Arrangement: operations that the optimiser leaves where they were asked for, or moves by a rule.

They add to ``operations``: turning and framing the whole picture, playing it backwards, holding a
frame, and filters whose result depends on when a frame comes. What no rule of the optimiser names
is a barrier to it: nothing is moved past it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tools.facts import Facts
from tools.operations import Filter, Operation, Spans


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
class TimedFilter(Operation):
    """Filters on the picture that look at when a frame comes: fades, grain that lives, counters.

    Attributes:
        chain: Filters in order; they keep size, rate and length.
        spans: When they apply.
    """

    on_picture = True

    chain: tuple[Filter, ...]
    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class BoxFilter(Operation):
    """Filters on a rectangle of the picture; what lies around it stays as it is.

    Attributes:
        chain: Filters in order, each working on single frames.
        width: Width of the rectangle in pixels.
        height: Height of the rectangle in pixels.
        x: Pixels left of it.
        y: Pixels above it.
        spans: When they apply.
    """

    on_picture = True

    chain: tuple[Filter, ...]
    width: int
    height: int
    x: int
    y: int
    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Reverse(Operation):
    """Play picture and sound backwards.

    Attributes:
        bounce: Whether they play forward first and backwards then.
    """

    on_picture = on_sound = True

    bounce: bool = False

    def after(self, facts: Facts) -> Facts:
        """The same length, or twice as long."""
        return facts.lasting(facts.duration * 2) if self.bounce else facts


@dataclass(frozen=True, slots=True)
class Hold(Operation):
    """Let the frame that shows at a time stand still; the sound is silent meanwhile.

    Attributes:
        at: The time, in seconds.
        seconds: How much longer the frame shows.
    """

    on_picture = on_sound = True

    at: float
    seconds: float

    def after(self, facts: Facts) -> Facts:
        """Longer by that."""
        return facts.lasting(facts.duration + self.seconds)


@dataclass(frozen=True, slots=True)
class SoundFilter(Operation):
    """Filters on the sound that look at when it comes, or at all of it: fades, loudness, pitch.

    They may give a little more or less than they got; what is missing at the end is silence.

    Attributes:
        chain: Filters in order.
    """

    on_sound = True

    chain: tuple[Filter, ...]

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Channels(Operation):
    """Mix the channels anew.

    Attributes:
        count: How many there are then: 1 or 2.
        left: Shares of the left and the right channel in the new left one.
        right: Their shares in the new right one.
    """

    on_sound = True

    count: int
    left: tuple[float, float] = (1.0, 0.0)
    right: tuple[float, float] = (0.0, 1.0)

    def after(self, facts: Facts) -> Facts:
        """So many channels."""
        if facts.audio is None:
            return facts
        return replace(facts, audio=replace(facts.audio, channels=self.count))

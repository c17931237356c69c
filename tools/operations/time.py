"""Operations on time: which frames and samples play, in what order, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tools.facts import Facts
from tools.operations.base import Operation, Span, Spans


@dataclass(frozen=True, slots=True)
class Cut(Operation):
    """Keep these ranges and play them in this order; they may overlap and repeat."""

    on_picture = on_sound = True

    ranges: Spans

    def __post_init__(self) -> None:
        if not self.ranges:
            raise ValueError("a cut keeps at least one range")

    def after(self, facts: Facts) -> Facts:
        """The length of the kept ranges together."""
        return facts.lasting(sum(span.length for span in self.ranges))


@dataclass(frozen=True, slots=True)
class Retime(Operation):
    """Play ``factor`` times as fast, whole or only within ``span``; pitch is kept unless told."""

    on_picture = on_sound = True

    factor: float
    span: Span | None = None
    keep_pitch: bool = True

    def after(self, facts: Facts) -> Facts:
        """Shorter or longer by what the part that is retimed loses or gains."""
        part = self._part(facts)
        return facts.lasting(facts.duration - part + part / self.factor)

    def _part(self, facts: Facts) -> float:
        """Length of what is retimed, which starts and ends at the nearest frames."""
        if self.span is None:
            return facts.duration
        if facts.video is None:
            return self.span.length
        first, last = facts.frame_at(self.span.start), facts.frame_at(self.span.end)
        return float((last - first) / facts.video.fps)


@dataclass(frozen=True, slots=True)
class Rate(Operation):
    """Show this many frames per second, dropping or repeating whole frames."""

    on_picture = True

    fps: Fraction

    def after(self, facts: Facts) -> Facts:
        """The new rate, at even times."""
        return facts.with_video(fps=self.fps, variable_rate=False).lasting(facts.duration)


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

"""Operations on time: which frames and samples play, in what order, and how fast."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
        return facts.lasting(sum(end - start for start, end in self.kept(facts)))

    def kept(self, facts: Facts) -> Iterator[tuple[float, float]]:
        """Start and end of each range; with a picture, up to where its last frame ends."""
        whole = facts.whole
        for span in self.ranges:
            past = facts.video is not None and span.end >= min(facts.duration, whole)
            end = whole if past else span.end
            yield min(span.start, end), end


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
        return facts.lasting(facts.whole - part + part / self.factor)

    def _part(self, facts: Facts) -> float:
        """Length of what is retimed, which starts and ends at the nearest frames."""
        if self.span is None:
            return facts.whole
        if facts.video is None:
            return self.span.length
        first, last = facts.frame_at(self.span.start), facts.frame_at(self.span.end)
        return float((last - first) / facts.video.fps)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedRamp(Operation):
    """Change the speed gradually within ``span``: evenly over the time of what is played.

    At ``t`` seconds into a span of length ``L`` it plays ``v(t) = first + (last - first) * t / L``
    times as fast, so that moment is shown after ``log(v(t) / first) * L / (last - first)``.

    Attributes:
        first: Speed at the beginning of the span.
        last: Speed at its end; another one.
        span: Where it happens.
        keep_pitch: Whether voices keep their pitch.
        seconds: How long the span plays then; None computes it. The sound is told, so that it is
            as long as the whole frames that are shown.
    """

    on_picture = on_sound = True

    first: float
    last: float
    span: Span
    keep_pitch: bool = True
    seconds: float | None = None

    def plays(self, length: float) -> float:
        """Seconds that the beginning of the span plays, given its length in the source."""
        slope = (self.last - self.first) / self.span.length
        return math.log((self.first + slope * length) / self.first) / slope

    def after(self, facts: Facts) -> Facts:
        """Shorter or longer by what the span loses or gains."""
        ramp = self.on_frames(facts) if self.seconds is None else self
        if ramp is None:
            return facts
        plays = ramp.plays(ramp.span.length) if ramp.seconds is None else ramp.seconds
        return facts.lasting(facts.whole - ramp.span.length + plays)

    def on_frames(self, facts: Facts) -> SpeedRamp | None:
        """The ramp from frame to frame, a whole number of frames long then; None for no frames."""
        if facts.video is None:
            return self
        fps = facts.video.fps
        first, end = facts.frame_at(self.span.start), facts.frame_at(self.span.end)
        end = min(end, facts.frames)
        if end <= first:
            return None
        snapped = replace(self, span=Span(float(first / fps), float(end / fps)), seconds=None)
        become = max(1, facts.frame_at(snapped.plays(snapped.span.length)))
        return replace(snapped, seconds=float(become / fps))


@dataclass(frozen=True, slots=True)
class Rate(Operation):
    """Show this many frames per second.

    Attributes:
        fps: Frames per second.
        smooth: Whether frames between those that there are are made from their motion; else
            whole frames are dropped or repeated.
    """

    on_picture = True

    fps: Fraction
    smooth: bool = False

    def after(self, facts: Facts) -> Facts:
        """The new rate, at even times."""
        return facts.with_video(fps=self.fps, variable_rate=False).lasting(facts.duration)


@dataclass(frozen=True, slots=True)
class Reverse(Operation):
    """Play picture and sound backwards.

    Attributes:
        bounce: Whether they play forward first and backwards then.
        span: The part that plays backwards; None for all of it. It does not bounce.
    """

    on_picture = on_sound = True

    bounce: bool = False
    span: Span | None = None

    def after(self, facts: Facts) -> Facts:
        """The same length, or twice as long."""
        return facts.lasting(facts.whole * 2) if self.bounce else facts


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
        return facts.lasting(facts.whole + self.seconds)


@dataclass(frozen=True, slots=True)
class Excerpt(Operation):
    """Only these frames are read, at the times that they have; written by the engine alone.

    Part of a long clip is rendered with it: whatever goes by the time of a frame finds that time,
    and whatever asks how long the clip is hears of the whole.

    Attributes:
        first: The first frame that is read.
        end: The one after the last.
    """

    on_picture = True

    first: int
    end: int

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts

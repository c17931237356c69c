"""Operations: the small language between the tools, which write it, and the engine, which reads it.

An operation is an immutable description of one change to the stream that reaches it. Its times
are seconds on that stream, its sizes displayed pixels. ``Operation.after`` predicts the facts.

Between operations a picture is a whole number of frames that each last ``1 / fps``; a time within
a frame means that frame. So lengths are whole frames too, and sound follows them to the sample.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar, Literal

from tools.facts import AudioFacts, Facts


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time, ``start <= t < end``, in seconds."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    @property
    def length(self) -> float:
        """Length in seconds."""
        return self.end - self.start


Spans = tuple[Span, ...]
"""Stretches of time; empty means the whole clip."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One ffmpeg filter with its options. Nothing a person typed ever stands in it.

    Attributes:
        name: Name of the filter.
        options: Pairs of option and value, in order.
    """

    name: str
    options: tuple[tuple[str, str | int | float], ...] = ()


class Operation(ABC):
    """One change to a clip.

    Attributes:
        on_picture: Whether it changes the picture.
        on_sound: Whether it changes the sound.
    """

    __slots__ = ()

    on_picture: ClassVar[bool] = False
    on_sound: ClassVar[bool] = False

    @abstractmethod
    def after(self, facts: Facts) -> Facts:
        """Facts of the clip after this operation, given those before it."""


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
    """Resample the picture to this size in pixels."""

    on_picture = True

    width: int
    height: int

    def after(self, facts: Facts) -> Facts:
        """The new size."""
        return facts.with_video(width=self.width, height=self.height)


@dataclass(frozen=True, slots=True)
class Rate(Operation):
    """Show this many frames per second, dropping or repeating whole frames."""

    on_picture = True

    fps: Fraction

    def after(self, facts: Facts) -> Facts:
        """The new rate, at even times."""
        return facts.with_video(fps=self.fps, variable_rate=False).lasting(facts.duration)


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
class AudioFilter(Operation):
    """Filters on the sound that keep its length and layout.

    Attributes:
        chain: Filters in order.
        spans: When it applies.
        stateless: Whether a sample's result depends on that sample alone (a volume, say), so
            that cuts may be moved in front of it without a trace.
    """

    on_sound = True

    chain: tuple[Filter, ...]
    spans: Spans = ()
    stateless: bool = False

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Mute(Operation):
    """Silence within ``spans``; without spans the sound is taken away altogether."""

    on_sound = True

    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """No sound when all of it is taken away."""
        return facts if self.spans else replace(facts, audio=None)


Anchor = Literal[
    "top-left", "top", "top-right", "left", "center", "right",
    "bottom-left", "bottom", "bottom-right",
]  # fmt: skip
TextStyle = Literal["plain", "outline", "shadow", "box", "subtitle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Words on the picture. They reach the picture through an ASS file, never a filter string.

    Attributes:
        text: What to write; line breaks are kept, long lines wrap.
        anchor: One of the nine places, or the centre of the text as fractions of width and height.
        style: How it is set off from the picture.
        color: ``#rrggbb``.
        size: Height of a line as a fraction of the picture's shorter side.
        bold: Whether in bold.
        font: Family to prefer; None takes the default one.
        span: When it shows; None means all the time.
        fade: Seconds to fade in and out.
    """

    text: str
    anchor: Anchor | tuple[float, float] = "bottom"
    style: TextStyle = "outline"
    color: str = "#ffffff"
    size: float = 0.09
    bold: bool = True
    font: str | None = None
    span: Span | None = None
    fade: float = 0.0


@dataclass(frozen=True, slots=True)
class Titles(Operation):
    """Titles drawn over the picture, later ones on top."""

    on_picture = True

    titles: tuple[Title, ...]

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Words that a speech engine is to speak.

    Attributes:
        text: What to say.
        voice: Name of the voice, as in ``tools.services.speech.VOICES``.
        speed: 1.0 is the voice's own pace.
        language: BCP 47 tag such as ``en``; the text's own when told so by the tool.
    """

    text: str
    voice: str
    speed: float = 1.0
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix(Operation):
    """Another sound on top, starting at ``at`` seconds; what passes the clip's end is not heard.

    Attributes:
        sound: What to hear: words that a speech engine is still to speak.
        at: When it starts, in seconds.
        gain_db: Change of its level.
        duck_db: How far the sound below goes down while it is heard, 0 or negative.
    """

    on_sound = True

    sound: Utterance
    at: float = 0.0
    gain_db: float = 0.0
    duck_db: float = -12.0

    def after(self, facts: Facts) -> Facts:
        """Sound, if there was none."""
        return facts if facts.audio else replace(facts, audio=AudioFacts())

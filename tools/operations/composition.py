"""Operations that bring other files in: joined to the clip, laid over it, put behind it.

What is brought in is a ``Material``: a file with operations of its own. A tool makes it fit the
clip, in size and rate, before it joins it or lays it over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tools.facts import AudioFacts, Facts, Source
from tools.operations.base import Operation, Spans
from tools.operations.picture import Ramp

TransitionName = Literal[
    "none", "crossfade", "fade_black", "fade_white", "blur", "pixelize", "zoom",
    "wipe_left", "wipe_right", "wipe_up", "wipe_down",
    "slide_left", "slide_right", "slide_up", "slide_down",
    "cover_left", "cover_right", "reveal_left", "reveal_right",
    "circle_open", "circle_close", "doors_open", "doors_close", "diagonal", "clock", "squeeze",
]  # fmt: skip
"""How one clip goes over into the next. Directions tell where the picture moves."""

# So many channels does sound have that is brought in: more are mixed down.
_MOST_CHANNELS = 2


@dataclass(frozen=True, slots=True)
class Material:
    """A further file, and what is done to it before it is used.

    Attributes:
        source: The file.
        operations: What is done to it, in order.
        loops: How many times in a row it is played before that.
        reader: Tells uses of the same file apart; set by the engine.
    """

    source: Source
    operations: tuple[Operation, ...] = ()
    loops: int = 1
    reader: int = 0

    @property
    def stored(self) -> Facts:
        """What it is before its operations, read at even times."""
        facts = self.source.facts.with_video(variable_rate=False)
        return facts if self.loops == 1 else facts.lasting(facts.duration * self.loops)

    @property
    def facts(self) -> Facts:
        """What it is after them."""
        facts = self.stored
        for operation in self.operations:
            facts = operation.after(facts)
        return facts

    @property
    def stands_still(self) -> bool:
        """Whether it shows one picture for as long as it is looked at."""
        return self.facts.frames == 1

    @property
    def sources(self) -> tuple[Source, ...]:
        """Its file, and those that its operations need."""
        return (self.source, *(s for each in self.operations for s in each.sources))

    def then(self, *operations: Operation) -> Material:
        """The same with further operations."""
        return replace(self, operations=self.operations + operations)


def with_sound(facts: Facts, added: AudioFacts | None) -> Facts:
    """Facts of a clip once other sound is added to it: as many channels as either has."""
    if added is None:
        return facts
    channels = min(added.channels, _MOST_CHANNELS)
    present = facts.audio or AudioFacts(sample_rate=added.sample_rate, channels=channels)
    return replace(facts, audio=replace(present, channels=max(present.channels, channels)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Operation):
    """Another clip after this one, or before it.

    Attributes:
        material: The other clip, of the size and rate of this one.
        before: Whether it comes first.
        transition: How the first goes over into the second; both go on meanwhile.
        seconds: How long that takes.
    """

    on_picture = on_sound = True

    material: Material
    before: bool = False
    transition: TransitionName = "none"
    seconds: float = 0.0

    @property
    def sources(self) -> tuple[Source, ...]:
        """The other clip's."""
        return self.material.sources

    def parts(self, facts: Facts) -> tuple[float, float, float]:
        """Seconds of the clip, of the other one, and of the time that both are there.

        With a picture each is a whole number of its frames.
        """
        second = facts.lasting(self.material.facts.duration)
        seconds = self.seconds if self.transition != "none" else 0.0
        if facts.video is None:
            shared = min(seconds, facts.duration / 2, second.duration / 2)
            return facts.duration, second.duration, shared
        frames = min(facts.frame_at(seconds), facts.frames - 1, second.frames - 1)
        first = float(facts.frames / facts.video.fps)
        return first, second.duration, float(max(0, frames) / facts.video.fps)

    def after(self, facts: Facts) -> Facts:
        """Both lengths, less what they share; sound, if either has it."""
        first, second, shared = self.parts(facts)
        joined = facts.lasting(first + second - shared)
        return with_sound(joined, self.material.facts.audio)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPart(Operation):
    """A ``Join`` of which a part of the result is made; written by the engine alone.

    Its frames come at the times that they have in the whole (see ``Excerpt``).

    Attributes:
        join: The whole of it.
        first: The first frame that is made.
        alone: Whether only what comes second is looked at, and so begins no earlier than it is
            alone.
    """

    on_picture = True

    join: Join
    first: int
    alone: bool

    @property
    def sources(self) -> tuple[Source, ...]:
        """The other clip's."""
        return self.join.sources

    def after(self, facts: Facts) -> Facts:
        """As of the whole."""
        return self.join.after(facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSound(Operation):
    """What a ``Join`` is to the sound, which knows no frames; written by the engine alone.

    Attributes:
        material: The other clip, with what is done to its sound.
        before: Whether it comes first.
        first: Seconds of the clip.
        second: Seconds of the other one.
        shared: Seconds in which one goes over into the other.
    """

    on_sound = True

    material: Material
    before: bool
    first: float
    second: float
    shared: float

    def after(self, facts: Facts) -> Facts:
        """Both lengths, less what they share; sound, if either has it."""
        length = self.first + self.second - self.shared
        return with_sound(replace(facts, duration=length), self.material.facts.audio)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay(Operation):
    """Another picture on top, still or moving.

    Attributes:
        material: The other picture, of the size that it is shown in and the rate of the clip.
        x: Pixels left of it; negative where it begins outside.
        y: Pixels above it, likewise.
        start: When a moving picture begins to play.
        opacity: How much it hides of what lies below, 0 to 1.
        roundness: How round its corners are: 0 is a rectangle, 1 an ellipse.
        spans: When it shows; a moving picture shows from ``start`` until it ends, at most.
        ramp: How it comes in and goes away.
    """

    on_picture = True

    material: Material
    x: int
    y: int
    start: float = 0.0
    opacity: float = 1.0
    roundness: float = 0.0
    spans: Spans = ()
    ramp: Ramp | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The other picture's."""
        return self.material.sources

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Background(Operation):
    """Another picture, which shows where the clip's own is transparent.

    Attributes:
        material: The other picture, of the size and rate of the clip. A shorter one stays on its
            last frame.
    """

    on_picture = True

    material: Material

    @property
    def sources(self) -> tuple[Source, ...]:
        """The other picture's."""
        return self.material.sources

    def after(self, facts: Facts) -> Facts:
        """Transparent only where the other picture is, too."""
        video = self.material.facts.video
        return facts.with_video(alpha=video is not None and video.alpha)

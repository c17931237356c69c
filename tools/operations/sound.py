"""Operations on the sound: filters, levels, channels, and what is mixed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tools.facts import AudioFacts, Facts, Source
from tools.operations.base import Filter, Operation, Spans
from tools.operations.composition import Material, with_sound


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
class Mute(Operation):
    """Silence within ``spans``; without spans the sound is taken away altogether."""

    on_sound = True

    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """No sound when all of it is taken away."""
        return facts if self.spans else replace(facts, audio=None)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Words that a speech engine is to speak.

    Attributes:
        text: What to say.
        voice: Name of the voice, as in ``tools.values.voices.VOICES``, or an ``OwnVoice``.
        speed: 1.0 is the voice's own pace.
        language: BCP 47 tag such as ``en``; the text's own when told so by the tool.
        engine: The engine that the person named; empty leaves it open.
        style: In what mood: neutral, excited, calm or dramatic.
        content: What kind of text: narration, conversation or announcement.
        stability: How even the voice is, 0 to 1; None leaves it to voice and content.
        similarity: How close it keeps to the recorded voice, likewise.
        expression: How much it exaggerates, likewise.
        lasting: Seconds that the sound is to take; None takes what it takes.
    """

    text: str
    voice: str
    speed: float = 1.0
    language: str = "en"
    engine: str = ""
    style: str = "neutral"
    content: str = "narration"
    stability: float | None = None
    similarity: float | None = None
    expression: float | None = None
    lasting: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix(Operation):
    """Another sound on top, starting at ``at`` seconds; what passes the clip's end is not heard.

    Attributes:
        sound: What to hear: words that a speech engine is still to speak, or a file.
        at: When it starts, in seconds.
        gain_db: Change of its level.
        duck_db: How far the sound below goes down while it is heard, 0 or negative.
        yield_db: How far it goes down itself while something is heard below, 0 or negative.
    """

    on_sound = True

    sound: Utterance | Material
    at: float = 0.0
    gain_db: float = 0.0
    duck_db: float = -12.0
    yield_db: float = 0.0

    @property
    def sources(self) -> tuple[Source, ...]:
        """The file's, if it is one."""
        return self.sound.sources if isinstance(self.sound, Material) else ()

    def after(self, facts: Facts) -> Facts:
        """Sound, if there was none."""
        if isinstance(self.sound, Material):
            return with_sound(facts, self.sound.facts.audio)
        return facts if facts.audio else replace(facts, audio=AudioFacts())


def utterances(operations: Iterable[Operation]) -> tuple[Utterance, ...]:
    """The words that are to be spoken for operations, each once."""
    sounds = [each.sound for each in operations if isinstance(each, Mix)]
    return tuple(dict.fromkeys(each for each in sounds if isinstance(each, Utterance)))

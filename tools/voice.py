"""Voice: words spoken over the clip."""

from __future__ import annotations

import unicodedata

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Mix, Utterance
from tools.titles import shown
from tools.values import (
    Decibels,
    Language,
    Seconds,
    SpeechEngine,
    Speed,
    Trait,
    Voice,
    VoiceContent,
    VoiceStyle,
    format_length,
    format_seconds,
    guess_language,
    speaking_seconds,
)
from tools.values.voices import MAX_CHARACTERS, MAX_SECONDS, SPEECH_ENGINES, called_voice, own_voice

MIN_SPEED, MAX_SPEED = 0.5, 2.0
DUCK_DB = -12.0
"""How far the clip's own sound goes down while words are spoken."""
# The built-in guess of a length is off by a third at times.
_LEEWAY = 1.5


def generate_voice(
    clip: Clip,
    text: str,
    voice: Voice = "professional_male",
    speed: Speed = 1.0,
    at: Seconds = 0.0,
    language: Language | None = None,
    style: VoiceStyle = "neutral",
    content: VoiceContent = "narration",
    lasting: Seconds | None = None,
    duck: Decibels = DUCK_DB,
    engine: SpeechEngine | None = None,
    stability: Trait | None = None,
    similarity: Trait | None = None,
    expression: Trait | None = None,
) -> Clip:
    """Speak words over the clip as a voice-over; the clip's own sound goes down meanwhile.

    Args:
        clip: The clip.
        text: The words to speak, at most 3,000 characters or 90 seconds.
        voice: Who speaks; "my voice Anna" is one that the person cloned.
        speed: Pace of speaking, 0.5 to 2.
        at: When the voice begins.
        language: Language of the words; told from them when left out.
        style: In what mood.
        content: What kind of text it is.
        lasting: Seconds that the words are to take.
        duck: How far the clip's own sound goes down meanwhile.
        engine: Who makes the voice, if the person names one.
        stability: How even the voice is, 0 to 1.
        similarity: How close it keeps to the recorded voice, 0 to 1.
        expression: How much it exaggerates, 0 to 1.

    Examples:
        add a voice-over saying "Welcome to my channel" at the start
        narrate "this is how it began" with a female voice
        say "thanks for watching" at 0:08
        add a voice that says hello everyone
        read "Chapter one" slowly in an old man's voice
        speak "bienvenidos a mi canal" over it
        put a child's voice saying "look at that!" at 3 seconds
        let the narrator say "once upon a time"
        voiceover: "now in stores"
        read "welcome to the show" out loud in a calm woman's voice
        say "and the winner is" excitedly with ElevenLabs
        say "only today, fifty percent off" in 3 seconds
        speak this text: "Welcome to my channel"
    """
    words = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").strip()
    if not any(letter.isalnum() for letter in words):
        raise BadInput('There are no words to speak. Say what to speak, such as text="Hello".')
    if not MIN_SPEED <= speed <= MAX_SPEED:
        raise BadInput(
            f"A voice speaks at {MIN_SPEED:g} to {MAX_SPEED:g} times its own pace, "
            f"and {speed:g} is outside that."
        )
    if duck > 0:
        raise BadInput(f"The sound below goes down by 0 or more decibels, and not by {-duck:g}.")
    seconds = _fitted(_checked_length(words, speed), lasting)
    length = clip.facts.duration
    if at > max(0.0, length - 0.1):
        raise BadInput(
            f"The clip is {format_length(length)} long, so a voice at {format_seconds(at)} would "
            f"not be heard. Choose a moment before {format_seconds(length)}."
        )
    utterance = Utterance(
        text=words,
        voice=voice,
        speed=speed,
        language=language or guess_language(words),
        engine=SPEECH_ENGINES[engine] if engine else "",
        style=style,
        content=content,
        stability=stability,
        similarity=similarity,
        expression=expression,
        lasting=lasting,
    )
    late = at + seconds > length + 1
    return clip.then(
        Mix(sound=utterance, at=at, duck_db=duck),
        done=f"added a voice-over “{shown(words)}” {_manner(utterance, at)}",
        note=f"The words take about {seconds:.0f} s and the clip ends before; "
        "the rest will not be heard."
        if late
        else "",
    )


def _manner(utterance: Utterance, at: float) -> str:
    """When, by whom and how."""
    own = own_voice(utterance.voice)
    name = own.name if own else (called_voice(utterance.voice) or "").title()
    parts = [
        "at the start" if at == 0 else f"at {format_seconds(at)}",
        f"in the voice {name}" if name else "",
        f"in {format_seconds(utterance.lasting)}" if utterance.lasting else "",
        f"by {utterance.engine}" if utterance.engine else "",
    ]
    return " ".join(filter(None, parts))


def _fitted(seconds: float, lasting: float | None) -> float:
    """About how long the words take, fitted to a length.

    Raises:
        BadInput: Nobody could speak that fast, or that slowly.
    """
    if lasting is None:
        return seconds
    fastest = seconds / MAX_SPEED / _LEEWAY
    slowest = seconds / MIN_SPEED * _LEEWAY
    if not fastest <= lasting <= slowest:
        least, most = format_length(seconds / MAX_SPEED), format_length(seconds / MIN_SPEED)
        raise BadInput(
            f"The words take about {format_length(seconds)} to speak, and can be made to last "
            f"{least} to {most}; {format_length(lasting)} is too "
            f"{'short' if lasting < seconds else 'long'}."
        )
    return lasting


def _checked_length(words: str, speed: float) -> float:
    """About how long the words take.

    Raises:
        BadInput: They are more than is spoken at once.
    """
    if len(words) > MAX_CHARACTERS:
        raise BadInput(
            f"The text is {len(words):,} characters long, and at most {MAX_CHARACTERS:,} are "
            "spoken at once. Shorten it, or split it into several voice-overs."
        )
    seconds = speaking_seconds(words, speed)
    if seconds > MAX_SECONDS:
        raise BadInput(
            f"The text would take about {seconds:.0f} s to speak, and at most {MAX_SECONDS:.0f} s "
            "are made at once. Shorten it, speak faster, or split it into several voice-overs."
        )
    return seconds

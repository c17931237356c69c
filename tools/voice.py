"""Voice: words spoken over the clip."""

from __future__ import annotations

import unicodedata

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Mix, Utterance
from tools.titles import shown
from tools.values import (
    Language,
    Seconds,
    Speed,
    Voice,
    format_length,
    format_seconds,
    guess_language,
    speaking_seconds,
)
from tools.values.voices import MAX_CHARACTERS, MAX_SECONDS

MIN_SPEED, MAX_SPEED = 0.5, 2.0


def generate_voice(
    clip: Clip,
    text: str,
    voice: Voice = "professional_male",
    speed: Speed = 1.0,
    at: Seconds = 0.0,
    language: Language | None = None,
) -> Clip:
    """Speak words over the clip as a voice-over; the clip's own sound goes down meanwhile.

    Args:
        clip: The clip.
        text: The words to speak, at most 3,000 characters or 90 seconds.
        voice: Who speaks.
        speed: Pace of speaking, 0.5 to 2; 1 is the voice's own.
        at: When the voice begins; the start of the clip when left out.
        language: Language of the words; told from the words themselves when left out.

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
    """
    words = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").strip()
    if not any(letter.isalnum() for letter in words):
        raise BadInput('There are no words to speak. Say what to speak, such as text="Hello".')
    if not MIN_SPEED <= speed <= MAX_SPEED:
        raise BadInput(
            f"A voice speaks at {MIN_SPEED:g} to {MAX_SPEED:g} times its own pace, "
            f"and {speed:g} is outside that."
        )
    seconds = _checked_length(words, speed)
    length = clip.facts.duration
    if at > max(0.0, length - 0.1):
        raise BadInput(
            f"The clip is {format_length(length)} long, so a voice at {format_seconds(at)} would "
            f"not be heard. Choose a moment before {format_seconds(length)}."
        )
    utterance = Utterance(
        text=words, voice=voice, speed=speed, language=language or guess_language(words)
    )
    when = "at the start" if at == 0 else f"at {format_seconds(at)}"
    late = at + seconds > length + 1
    return clip.then(
        Mix(sound=utterance, at=at),
        done=f"added a voice-over “{shown(words)}” {when}",
        note=f"The words take about {seconds:.0f} s and the clip ends before; "
        "the rest will not be heard."
        if late
        else "",
    )


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

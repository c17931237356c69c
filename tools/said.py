"""Said: what is said in a clip, word by word. Somebody listened before (see ``tools.analysis``).

The sound is listened to once, as it is before its words are cut, moved or stretched; they are
followed through what is done to the clip later. So a second request need not wait again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from tools.analysis import Analysis
from tools.clip import Clip
from tools.cues import Cue
from tools.errors import BadInput
from tools.facts import Facts
from tools.following import followed
from tools.operations import (
    AudioFilter,
    Channels,
    Cut,
    Hold,
    Mute,
    Normalize,
    Operation,
    Retime,
    SpeedRamp,
)
from tools.values.languages import LANGUAGES

# What is done to the sound and leaves the words as they are, or moves them.
_HARMLESS = (AudioFilter, Channels, Normalize, Mute, Cut, Retime, SpeedRamp, Hold)
# Who wants a short piece of something long does not wait for all of it to be listened to.
_LONG, _PIECE = 120.0, 0.5
# A word of which less is left was cut away.
_HEARD = 0.5
_SILENT_LETTERS = re.compile(r"[^\w']+")


@dataclass(frozen=True, slots=True)
class Transcript(Analysis):
    """What is said.

    Attributes:
        language: Tag of the language that is spoken; empty leaves it to the engine.
        engine: Name of the engine that the person chose; empty for the best.
    """

    listens = lasting = True

    language: str = ""
    engine: str = ""


class TranscriptFound(TypedDict):
    """What ``Transcript`` finds.

    Attributes:
        words: Each as [text, start, end, how sure the engine is], in the order of time.
        language: Tag of the language; empty where the engine does not tell.
        engine: Name of the engine.
        rough: Whether it often mistakes words.
        unclear: Stretches that were not understood, as [start, end].
        notes: What the person must be told besides.
    """

    words: list[tuple[str, float, float, float]]
    language: str
    engine: str
    rough: bool
    unclear: list[list[float]]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is said.

    Attributes:
        text: As it is written, with the punctuation after it.
        start: When it begins, in seconds on the clip.
        end: When it ends.
        sure: How sure the engine is of it, 0 to 1.
    """

    text: str
    start: float
    end: float
    sure: float = 1.0

    @property
    def plain(self) -> str:
        """The word alone: without punctuation, marks and capital letters."""
        return plain_word(self.text)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in a clip as it is now.

    Attributes:
        words: The words, in the order of time.
        language: Tag of the language; empty where that is not known.
        engine: Who listened.
        rough: Whether it often mistakes words.
        notes: What the person must be told.
    """

    words: tuple[Word, ...]
    language: str
    engine: str
    rough: bool
    notes: tuple[str, ...]


def plain_word(text: str) -> str:
    """A word without punctuation, marks and capital letters."""
    letters = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SILENT_LETTERS.sub("", bare).strip("'_")


def said(clip: Clip, tool: str, language: str | None = None, engine: str | None = None) -> Said:
    """What is said in a clip.

    Args:
        clip: The clip.
        tool: Who asks, for messages.
        language: Tag of the language that is spoken; None leaves it to the engine.
        engine: Name of the engine that the person chose.

    Raises:
        BadInput: It has no sound, or nothing is said in it.
        Unseen: Nobody has listened yet.
    """
    wish = Transcript(language or "", engine or "")
    heard = _listened(clip, tool, wish)
    found: TranscriptFound = heard.finding(wish)
    words = [Word(*row) for row in found["words"]]
    words = _followed(words, heard, clip.operations[len(heard.operations) :])
    if not words:
        raise BadInput(_nobody_speaks(clip, found))
    return Said(
        words=tuple(words),
        language=found["language"],
        engine=found["engine"],
        rough=found["rough"],
        notes=tuple(_notes(clip, found)),
    )


def _listened(clip: Clip, tool: str, wish: Transcript) -> Clip:
    """The clip as it was when it was listened to, or as it should be."""
    first = _first(clip.operations)
    for count in range(len(clip.operations), first - 1, -1):
        earlier = _before(clip, count)
        if earlier.facts.audio is not None and wish.key(earlier) in clip.findings:
            return earlier
    earlier = _before(clip, first)
    if earlier.facts.audio is None:
        clip.need_audio(tool)
        earlier.need_audio(tool)
    long = earlier.facts.duration > _LONG
    if long and clip.facts.audio and clip.facts.duration < _PIECE * earlier.facts.duration:
        return clip
    return earlier


def _first(operations: Sequence[Operation]) -> int:
    """How many operations have to be there for the words to be those of the clip."""
    for number in range(len(operations), 0, -1):
        operation = operations[number - 1]
        if operation.on_sound and not isinstance(operation, _HARMLESS):
            return number
    return 0


def _before(clip: Clip, count: int) -> Clip:
    """The clip as it was after so many operations."""
    facts = clip.source.facts
    for operation in clip.operations[:count]:
        facts = operation.after(facts)
    return replace(clip, facts=facts, operations=clip.operations[:count])


def _followed(words: list[Word], clip: Clip, operations: Sequence[Operation]) -> list[Word]:
    """Where the words are after further operations."""
    facts = clip.facts
    for operation in operations:
        after = operation.after(facts)
        words = list(_after(words, operation, facts, after))
        facts = after
    return words


def _after(
    words: Sequence[Word], operation: Operation, before: Facts, after: Facts
) -> Iterator[Word]:
    cues = tuple(Cue(each.start, each.end, str(n)) for n, each in enumerate(words))
    for cue in followed(cues, operation, before, after):
        word = words[int(cue.text)]
        if isinstance(operation, Cut) and cue.end - cue.start < _HEARD * (word.end - word.start):
            continue
        yield replace(word, start=cue.start, end=cue.end)


def _nobody_speaks(clip: Clip, found: TranscriptFound) -> str:
    where = "left of it" if clip.operations and found["words"] else "in it"
    return (
        f"I hear no words {where}: {found['engine'] or 'the recogniser'} listened to the whole of "
        f"“{clip.source.name[:80]}”. If somebody does speak, cleaning up the voice first may help."
    )


def _notes(clip: Clip, found: TranscriptFound) -> Iterator[str]:
    yield from found["notes"]
    if found["rough"]:
        yield (
            f"It was written down by the built-in recogniser, {found['engine']}, a rough one: "
            "expect wrong words, names above all. faster-whisper (pip install 'vfxb[whisper]') or "
            "OpenAI (OPENAI_API_KEY) understand far more."
        )
    if found["unclear"]:
        lost = sum(end - start for start, end in found["unclear"])
        yield f"{lost:.0f} s of it I did not understand: music, noise or another language."


def language_name(tag: str) -> str:
    """What people call a language."""
    return LANGUAGES.get(tag, tag)

"""Sphinx: the built-in recogniser, pocketsphinx with its model of US English. Rough, and at hand.

It runs in children that stay: the library is C, works on one part at a time, and takes half a
second to load its model. Long sound is cut at its silences, so that all cores have work.

How sure it is of a word is the word's share among all readings of the sound. On clear speech it is
0.87 on average, weighted by the words' lengths, and still 0.77 with audible noise; on a robot's
voice 0.6. On German, French, Spanish, Italian, Polish, Russian and Chinese speech it is 0.2 to 0.5,
on music 0.3 to 0.4, and rain gives hardly a word.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tools.resident import Crashed, Overdue, Residents
from tools.services.failures import ServiceError
from tools.services.keeper import Model, ModelKeeper
from tools.services.transcription.parts import Part, parts_of
from tools.services.transcription.protocol import Heard, Row, Tell
from tools.services.transcription.sphinx_child import recognise
from tools.together import together

SURE = 0.55
"""Where it is less sure of a part, it does not understand what is said: its words are nonsense."""
_SEVERAL, _SURE_OF_FEW = 4, 0.3

_MOST = min(8, os.cpu_count() or 2)
# Memory of a child with the model, measured and rounded up.
_BYTES = 160 << 20
# Seconds of a part: short enough to share the work, long enough for words to explain each other.
_PART, _REST = 15.0, 2.0
# Seconds that a second of sound may take; music on a busy machine takes two.
_PATIENCE, _START = 12.0, 30.0
# No word takes longer than this, and so much for each of its letters.
_WORD, _LETTER = 0.6, 0.12
_ALONE = {"i": "I", "i'm": "I'm", "i'll": "I'll", "i've": "I've", "i'd": "I'd"}


def _awake() -> Residents:
    return Residents(_MOST, modules=("pocketsphinx", recognise.__module__))


_MODEL = Model("PocketSphinx", _MOST * _BYTES, _awake, Residents.close)


class Sphinx:
    """The built-in engine.

    Args:
        keeper: Keeps its children, with the model in them.
    """

    name = "PocketSphinx"
    version = "2"
    product = "builtin/pocketsphinx"
    paid = False
    local = True
    longest: float | None = None
    languages: frozenset[str] | None = frozenset({"en"})
    rough = True

    def __init__(self, keeper: ModelKeeper | None = None) -> None:
        self._keeper = keeper or ModelKeeper()

    async def ready(self) -> str | None:
        """It always is."""
        return None

    async def transcribe(self, sound: Path, language: str, tell: Tell) -> Heard:
        """What is said in a file.

        Raises:
            ServiceError: The library broke down, or is stuck.
        """
        parts = await asyncio.to_thread(parts_of, sound, _PART, _REST)
        found = await together(partial(self._words, sound), parts)
        return judged(parts, [[_written(row) for row in rows if _is_spoken(row)] for rows in found])

    async def _words(self, sound: Path, part: Part) -> list[Row]:
        seconds = _START + _PATIENCE * part.length
        path = str(Path.cwd() / sound)
        try:
            async with self._keeper.using(_MODEL) as children:
                return await children.run(seconds, recognise, path, part.start, part.end)
        except Overdue as error:
            raise ServiceError(self.name, "timeout", f"{seconds:.0f} s") from error
        except Crashed as error:
            raise ServiceError(self.name, "broken", "it crashed") from error


def judged(parts: Sequence[Part], found: Sequence[list[Row]]) -> Heard:
    """The words that are no nonsense, and the parts whose words are.

    A few words by themselves explain each other little, so less is asked of them; unless all that
    is heard are such words, of which it is not sure on the whole.
    """
    heard = Heard(language="en", words=[], unclear=[])
    for part, words in zip(parts, found, strict=True):
        if certainty(words) >= (SURE if len(words) >= _SEVERAL else _SURE_OF_FEW):
            heard["words"] += words
        else:
            heard["unclear"].append((part.start, part.end))
    if heard["words"] and certainty(heard["words"]) < SURE:
        return Heard(language="en", words=[], unclear=[(part.start, part.end) for part in parts])
    return heard


def certainty(words: Sequence[Row]) -> float:
    """How sure it is on the whole, 0 to 1: longer words count for more."""
    length = sum(end - start for _, start, end, _ in words)
    return sum((end - start) * sure for _, start, end, sure in words) / length if length else 0.0


def _is_spoken(row: Row) -> bool:
    """Whether a word is not too long to be one: noise is taken for drawn-out words."""
    text, start, end, _ = row
    return end - start <= _WORD + _LETTER * len(text)


def _written(row: Row) -> Row:
    return (_ALONE.get(row[0], row[0]), *row[1:])

"""The built-in embedding: hashed words and letter groups. No weights, no network, no state.

Texts are near each other when they share words, word forms or parts of words, so typos and
inflections do little harm. Words of equal meaning that look different stay apart.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSIONS = 1024
MAX_CHARACTERS = 2_000
"""What is read of a text; the rest of a very long message says little about what it is about."""

_WORD = re.compile(r"\d+(?:[.:]\d+)*|[^\W\d_]+|[^\w\s!-/:-@\[-`{-~]")
_GRAM = 3
_GRAMS_SHARE = 0.7
_PAIR_WEIGHT = 0.4
_NUMBER_WEIGHT = 0.5
_FILLER_WEIGHT = 0.1
_FILLER_TEXT = """
a about all also always an and any are as at be but by can could did do for from get give had has
have hey hi how i if in into is it its just let like make me my need now of off on one or our out
please pls should so some than thanks that the their them then there these they this those to too
up us very want was we were what when which will with would you your
"""
_FILLERS = frozenset(_FILLER_TEXT.split())
_SUFFIXES = ("ings", "ing", "edly", "ies", "ed", "ly", "es", "s")
_VOWELS = frozenset("aeiouy")


class LexicalEmbedding:
    """Counts of words, of pairs of neighbouring words and of letter groups, hashed into a vector.

    Attributes:
        name: Name with its version: another way to count is another embedding.
        floor: Similarity below which two texts have nothing to do with each other.
    """

    name = "lexical-1"
    floor = 0.2

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, one row per text."""
        return self.vectors(texts)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same, at once: it takes some microseconds per word."""
        import numpy as np

        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for place, weight in _features(text):
                row[place] += weight
            norm = float(np.linalg.norm(row))
            if norm:
                row /= norm
            else:
                row[0] = 1.0
        return rows


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, in order, without their endings."""
    return [stem(word) for word in _words(text) if word not in _FILLERS]


def stem(word: str) -> str:
    """A word without its English ending: ``cropping`` and ``crops`` become ``crop``."""
    for suffix in _SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= 3 and _VOWELS & set(rest) and not word.endswith("ss"):
            word = rest + "y" if suffix == "ies" else rest
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if len(word) > 4 and word.endswith("our"):
        word = word[:-3] + "or"
    if len(word) > 3 and word.endswith("y"):
        word = word[:-1] + "i"
    return word.removesuffix("e") if len(word) > 3 else word


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS].casefold())
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _WORD.findall(unicodedata.normalize("NFC", kept))


def _features(text: str) -> Iterator[tuple[int, float]]:
    words = _words(text)
    for word, times in Counter(words).items():
        # The tenth time a word says little more than the second.
        often = 1.0 + math.log(times)
        for place, weight in _word_features(word):
            yield place, weight * often
    kept = [word for word in words if word not in _FILLERS]
    for first, second in sorted(set(zip(kept, kept[1:], strict=False))):
        # Written as one word, so that "voice over" meets "voiceover".
        yield _place(stem(first + second), _PAIR_WEIGHT)


@lru_cache(maxsize=20_000)
def _word_features(word: str) -> tuple[tuple[int, float], ...]:
    if word in _FILLERS:
        return (_place(word, _FILLER_WEIGHT),)
    if word[0].isdigit():
        return (_place(word, _NUMBER_WEIGHT),)
    root = stem(word)
    padded = f"<{root}>"
    grams = {padded[at : at + _GRAM] for at in range(len(padded) - _GRAM + 1)}
    share = _GRAMS_SHARE / max(1.0, len(grams) ** 0.5)
    return (_place(root, 1.0), *(_place(f"#{gram}", share) for gram in sorted(grams)))


def _place(feature: str, weight: float) -> tuple[int, float]:
    code = crc32(feature.encode("utf-8", "replace"))
    return code % DIMENSIONS, weight if code & 0x8000_0000 else -weight

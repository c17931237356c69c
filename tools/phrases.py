"""Phrases: words that are said, in groups that one can read: for captions and transcripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tools.said import Word

# A silence as long as this ends a phrase, and as long as that a paragraph.
PAUSE, REST = 0.6, 2.0
_SENTENCE = re.compile(r"[.!?…。！？]['\"”’)]*$")
_CLAUSE = re.compile(r"[,;:，、；：]['\"”’)]*$")
# A phrase should not end with one of these: they belong to what comes next.
_LEADS = (
    "a an the and or but of to in on at for with from by as is are was were be my your his her its "
    "our their this that these those i you he she we they it if when who which not very so"
)
_LEADING = frozenset(_LEADS.split())
# Languages that are written without spaces.
_UNSPACED = frozenset({"zh", "ja", "th"})
# What it costs to break where a clause goes on, after a word that leads on, and to leave one alone.
_GOES_ON, _LEADS_ON, _ALONE = 0.12, 0.35, 0.5
# What it costs to go on over a silence.
_OVER = 0.9
# A silence of so many seconds is as good a place to break as a comma.
_BREATH = 0.25


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are shown together."""

    words: tuple[Word, ...]
    language: str = ""

    @property
    def start(self) -> float:
        """When its first word begins."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """When its last word ends."""
        return self.words[-1].end

    @property
    def text(self) -> str:
        """Its words as they are written."""
        return joined((word.text for word in self.words), self.language)


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with a word as it is written."""
    return _SENTENCE.search(text) is not None


def joined(texts: Iterable[str], language: str = "") -> str:
    """Words as they are written in a language."""
    return ("" if language in _UNSPACED else " ").join(texts)


def phrases(
    words: Sequence[Word], most: int, language: str = "", seconds: float = 6.0
) -> tuple[Phrase, ...]:
    """Words in phrases of readable length.

    They end at silences and at the ends of sentences; what is longer than that is divided evenly,
    where a clause ends or somebody draws breath rather than after "the".

    Args:
        words: The words, in the order of time.
        most: Letters that no phrase has more of, unless a word has.
        language: Tag of their language.
        seconds: Seconds that none lasts longer than.
    """
    found: list[Phrase] = []
    for stretch in _stretches(words):
        found += [Phrase(each, language) for each in _divided(stretch, most, seconds)]
    return tuple(found)


def paragraphs(words: Sequence[Word], language: str = "", most: int = 400) -> tuple[Phrase, ...]:
    """Words in paragraphs, for reading: as long as nobody rests."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1] if found else None
        ended = last is not None and (
            word.start - last[-1].end >= REST
            or (_length(last) > most and _SENTENCE.search(last[-1].text))
        )
        if last is None or ended:
            found.append([word])
        else:
            last.append(word)
    return tuple(Phrase(tuple(each), language) for each in found)


def with_capitals(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words of a recogniser that knows no sentences, with a capital letter after each silence.

    Words of one that does are left as they are.
    """
    if any(word.text[:1].isupper() and word.text not in _ALWAYS for word in words):
        return tuple(words)
    found, before = [], None
    for word in words:
        begins = before is None or word.start - before.end >= _BREATH
        text = word.text[:1].upper() + word.text[1:] if begins else word.text
        found.append(replace(word, text=text))
        before = word
    return tuple(found)


_ALWAYS = frozenset({"I", "I'm", "I'll", "I've", "I'd"})


def _stretches(words: Sequence[Word]) -> list[list[Word]]:
    """Words between silences and ends of sentences."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        if last is None or word.start - last.end >= PAUSE or _SENTENCE.search(last.text):
            found.append([word])
        else:
            found[-1].append(word)
    return found


def _divided(words: Sequence[Word], most: int, seconds: float) -> list[tuple[Word, ...]]:
    """A stretch in the fewest and most even phrases, by dynamic programming."""
    # The cheapest way to divide the words before each place, and where its last phrase begins.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        ways = []
        for start in range(end - 1, -1, -1):
            taken = words[start:end]
            fits = _length(taken) <= most and taken[-1].end - taken[0].start <= seconds
            if not fits and end - start > 1:
                break
            cost = best[start][0] + _cost(taken, most, words[end] if end < len(words) else None)
            ways.append((cost, start))
        best.append(min(ways))
    cuts, at = [len(words)], len(words)
    while at:
        at = best[at][1]
        cuts.append(at)
    return [tuple(words[start:end]) for start, end in pairwise(reversed(cuts))]


def _cost(taken: Sequence[Word], most: int, following: Word | None) -> float:
    """How bad a phrase is: short of its length, over a silence, alone, or broken off."""
    cost = 0.5 + (1 - min(1.0, _length(taken) / most)) ** 2
    cost += _OVER * sum(b.start - a.end >= _BREATH for a, b in pairwise(taken))
    if following is None:
        return cost
    last = taken[-1]
    if _CLAUSE.search(last.text) or following.start - last.end >= _BREATH:
        return cost
    cost += _LEADS_ON if last.plain in _LEADING else _GOES_ON
    return cost + (_ALONE if len(taken) == 1 else 0.0)


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.text) + 1 for word in words) - 1

"""Spelling: chat forms are written out, misspelt words become the words they were meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from agent.planner.lexicon.field import field_words
from agent.planner.lexicon.places import COLORS
from agent.planner.lexicon.reading import word_set
from agent.planner.lexicon.words import FILLERS, PLAIN, SPELLINGS
from agent.planner.reading.items import Item, Items
from agent.planner.reading.numberwords import NUMBER_WORDS
from agent.planner.reading.phrases import chatter, meanings

_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ly", "'s")
# A word of up to this many letters may have one wrong letter, a longer one two.
_SHORT = 6
_SHORTEST = 4
_COLORS = frozenset(COLORS.split("|"))

UNITS = word_set(
    """
    second seconds sec secs minute minutes min mins hour hours frame frames millisecond
    milliseconds percent pixel pixels degree degrees semitone semitones decibel decibels half
    third quarter beginning start end middle first last final halfway till until before after
    onward onwards between width height wide tall high kilobit megabyte bitrate through times twice
    """
)


class Speller:
    """Knows the words that matter, and puts misspelt ones right.

    Args:
        words: Further words that matter: those of the tools.
    """

    def __init__(self, words: Iterable[str]) -> None:
        targets = (
            meanings().words | chatter().words | UNITS | NUMBER_WORDS | FILLERS | field_words()
        )
        self.known = targets | set(words) | PLAIN | set(SPELLINGS)
        wanted = (targets | set(words)) - FILLERS
        self._targets = sorted(w for w in wanted if len(w) >= _SHORTEST and w.isalpha())
        self.read = cache(self._read)

    def apply(self, items: Items) -> Items:
        """The row, word by word in its intended spelling."""
        row: list[Item] = []
        for item in items:
            if item.is_value or not item.word[0].isalnum() and item.word not in SPELLINGS:
                row.append(item)
            else:
                row += [item.saying(word) for word in self.read(item.word).split()]
        return tuple(row)

    def _read(self, word: str) -> str:
        """The word that was meant; the word itself when none is near."""
        if word in SPELLINGS:
            return SPELLINGS[word]
        if word in self.known:
            return word
        for candidate in self._shrunk(word):
            if candidate in SPELLINGS:
                return SPELLINGS[candidate]
            if candidate in self.known:
                return candidate
        known = _tinged(word) or self._doubled(word) or self.stem(word) or self._nearest(word)
        return known or word

    def _doubled(self, word: str) -> str:
        """The known word that has one of two equal letters in a row less: "feelling"."""
        pairs = (at for at in range(1, len(word)) if word[at] == word[at - 1])
        shorter = (word[:at] + word[at + 1 :] for at in pairs)
        return next((less for less in shorter if less in self.known), "")

    def stem(self, word: str) -> str:
        """A known word that this one is a form of; empty when there is none."""
        for ending in _ENDINGS:
            if len(word) - len(ending) < 3 or not word.endswith(ending):
                continue
            base = word[: -len(ending)]
            undoubled = base[:-1] if base[-1] == base[-2] else base
            for candidate in (base, base + "e", undoubled):
                if candidate in self.known:
                    return candidate
        return ""

    def _shrunk(self, word: str) -> tuple[str, ...]:
        """Readings of a word with drawn-out letters: "speeeed", "blurrrr"."""
        if not _STRETCHED.search(word):
            return ()
        return (
            _STRETCHED.sub(r"\1\1", word),
            _STRETCHED.sub(r"\1", word),
            _DOUBLED.sub(r"\1", word),
        )

    def _nearest(self, word: str) -> str:
        word = _STRETCHED.sub(r"\1\1", word)
        if not _SHORTEST <= len(word) <= 24 or not word.isascii() or not word.isalpha():
            return ""
        allowed = 1 if len(word) <= _SHORT else 2
        found = process.extract(
            word, self._targets, scorer=OSA.distance, score_cutoff=allowed, limit=6
        )
        near = [
            (distance, _is_swapped(word, target), target[0] != word[0], target)
            for target, distance, _ in found
            if len(word) > _SHORTEST or len(target) != len(word) or sorted(target) == sorted(word)
        ]
        return min(near)[-1] if near else ""


def _tinged(word: str) -> str:
    """“greenish”: the colour, and that it is not wholly so."""
    base = word.removesuffix("ish")
    undoubled = base[:-1] if base[-2:-1] == base[-1:] else base
    color = next((c for c in (base, undoubled, f"{base}e") if c in _COLORS), "")
    return f"{color} ish" if color and base != word else ""


def _is_swapped(word: str, target: str) -> bool:
    """Whether a letter stands for another: letters are rather lost, doubled or turned round."""
    return len(word) == len(target) and sorted(word) != sorted(target)

"""Language: requests in Spanish, German, French, Portuguese and Russian become English words.

Which language it is, the words decide: the one that knows the most of them, if it knows more than
English does. A word that the language's table does not hold stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from text_to_num import alpha2digit

from agent.planner.lexicon.words import FILLERS, PLAIN
from agent.planner.reading.items import Item, Items
from agent.planner.reading.phrases import Phrases, Reading, meanings
from agent.planner.reading.scan import scan

LANGUAGES = ("es", "de", "fr", "pt", "ru")
# Languages whose number words the library reads; Russian ones stand in its table.
_COUNTED = frozenset({"es", "de", "fr", "pt"})
# "giralo", "ponmelo": pronouns that hang on a verb.
_CLITICS = ("melos", "melas", "melo", "mela", "selo", "sela", "los", "las", "les", "lo", "la", "le",
            "me")  # fmt: skip


def folded(word: str) -> str:
    """The word without accents: "título" is "titulo", "größer" is "grosser"."""
    if word.isascii():
        return word
    plain = word.replace("ß", "ss").replace("ё", "е").replace("й", "\ue000")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return plain.replace("\ue000", "й").replace("’", "'")


class Tongue:
    """One language: its phrases, and how to read them.

    Args:
        tag: Its two letters.
    """

    def __init__(self, tag: str) -> None:
        table: Mapping[str, str] = import_module(f"agent.planner.lexicon.languages.{tag}").WORDS
        entries: dict[str, Reading] = {}
        for english, phrases in table.items():
            reading = tuple((word, None) for word in english.split())
            for phrase in phrases.split("|"):
                entries[folded(phrase).replace("-", "")] = reading
        self.tag = tag
        self.phrases = Phrases(entries)
        self.words = self.phrases.words

    def apply(self, items: Items) -> Items:
        """The row in English, as far as the table goes."""
        plain = tuple(
            item if item.is_value else item.saying(self._number(self._bare(folded(item.word))))
            for item in items
        )
        return self.phrases.apply(tuple(_numbered(item) for item in plain))

    def knows(self, word: str) -> bool:
        """Whether a word without accents is in the table, with a pronoun or without."""
        return self._bare(word) in self.words

    def _bare(self, word: str) -> str:
        """The word without the pronoun that hangs on it, where only that is in the table."""
        if self.tag != "es" or word in self.words:
            return word
        for ending in _CLITICS:
            base = word.removesuffix(ending)
            if base != word and base in self.words:
                return base
        return word

    def _number(self, word: str) -> str:
        if self.tag not in _COUNTED or word in self.words:
            return word
        digits = alpha2digit(word, self.tag, threshold=0)
        return digits if digits.isdecimal() else word


def _numbered(item: Item) -> Item:
    if not item.is_value and item.word.isdecimal():
        return Item("<num>", item.start, item.end, float(item.word))
    return item


@cache
def tongues() -> tuple[Tongue, ...]:
    """All languages besides English."""
    return tuple(Tongue(tag) for tag in LANGUAGES)


@cache
def _english() -> frozenset[str]:
    return frozenset(FILLERS | PLAIN | meanings().words)


def language_of(items: Items) -> Tongue | None:
    """The language of a row of words; None for English and for too little to tell."""
    words = [folded(item.word) for item in items if not item.is_value and item.word[0].isalpha()]
    if not words:
        return None
    english = sum(word in _english() for word in words)
    known = {tongue: sum(map(tongue.knows, words)) for tongue in tongues()}
    best = max(known, key=lambda tongue: known[tongue])
    clear = known[best] > english and known[best] * 2 >= len(words)
    return best if clear else None


def written_in(message: str) -> str:
    """The language that a message is surely in, by its two letters; empty for English."""
    tongue = language_of(scan(message))
    return tongue.tag if tongue else ""


def read_language(items: Items) -> Items:
    """The row in English."""
    tongue = language_of(items)
    return items if tongue is None else tongue.apply(items)

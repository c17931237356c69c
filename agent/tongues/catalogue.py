"""Catalogue: all that is said in another language, by what is said in English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.tongues.template import HOLE, WORD, Template

LANGUAGES = ("en", "es")
"""Languages that people can be answered in; the first one is what is said anyway."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """What a language says.

    Attributes:
        fixed: Sentences and words without holes.
        templates: Those with holes, the one that says most first.
        by_word: Places of templates by a word that stands in each; those without one by none.
        same: Words that are the same in both languages: units, formats, names of products.
        joiners: ``and`` and ``or``.
    """

    fixed: Mapping[str, str]
    templates: tuple[Template, ...]
    by_word: Mapping[str, Sequence[int]]
    same: frozenset[str]
    joiners: Mapping[str, str]

    def fitting(self, text: str) -> Iterator[Template]:
        """Templates that may have made the text, the one that says most first."""
        words = {"", *WORD.findall(text)}
        places = sorted(place for word in words for place in self.by_word.get(word, ()))
        found = (self.templates[place] for place in places)
        return (template for template in found if template.anchor in text)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language; it is read when it is first asked for."""
    entries: dict[str, str] = {}
    same: list[str] = []
    for text in _texts(language):
        table = tomllib.loads(text)
        same += table.pop("same", [])
        for english, other in table.items():
            entries[english.strip()] = other.strip()
    joiners = {word: entries[word] for word in ("and", "or")}
    holed = [Template(english, other) for english, other in entries.items() if HOLE.search(english)]
    holed.sort(key=lambda template: -template.weight)
    by_word: dict[str, list[int]] = {}
    for place, template in enumerate(holed):
        by_word.setdefault(template.word, []).append(place)
    return Catalogue(
        fixed={english: other for english, other in entries.items() if not HOLE.search(english)},
        templates=tuple(holed),
        by_word=by_word,
        same=frozenset(same),
        joiners=joiners,
    )


def _texts(language: str) -> Iterator[str]:
    """The files of a language."""
    if not re.fullmatch(r"[a-z]{2}", language):
        return
    for file in sorted((files("agent.tongues") / language).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            yield file.read_text(encoding="utf-8")

"""Template: a sentence with holes, read in one language and written in another.

A hole is written ``{name}``. What stands in it, within a sentence, is a phrase of its own, which
has to be known or to need no words, such as ``0:02`` or ``8 s``; one called ``n`` holds a number,
``start``, ``end`` and ``time`` hold one word, ``what`` as much as there is, ``error`` sentences.
``{name?}`` may be empty. ``{name!}`` is a word that is kept as it is, ``{name!!}`` are several,
``{name!!!}`` are sentences. So is what stands between quotes, the words of a person or the name of
a file; where it is a request of our own, the hole is ``{name~}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

HOLE = re.compile(r"\{(?P<name>\w+)(?P<marks>[?!^~]*)\}")
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
"""A word of letters alone, as ``Template.word`` is one."""
_KEPT = {"!": r"\S", "!!": r"(?:(?![.?!] |\n).)", "!!!": "."}
_ONLY = {"n": r"[\d.,+-]", "times": "[0-9:., and]", "error": "."} | dict.fromkeys(
    ("start", "end", "time"), r"[^\s,;]"
)
_OPENING = ("'", "“", "«", '"')


@dataclass(frozen=True, eq=False)
class Template:
    """A template of the catalogue.

    Attributes:
        english: What is said.
        other: The same in the other language. ``{name^}`` there begins with a capital.
    """

    english: str
    other: str

    @cached_property
    def holes(self) -> Mapping[str, bool]:
        """Names of the holes, with whether what stands there is kept as it is."""
        return {
            hole["name"]: "!" in hole["marks"]
            or "~" not in hole["marks"]
            and self.english[: hole.start()].endswith(_OPENING)
            for hole in HOLE.finditer(self.english)
        }

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What stands between the holes."""
        return tuple(filter(None, (part for part in HOLE.sub("\0", self.english).split("\0"))))

    @cached_property
    def anchor(self) -> str:
        """The longest piece between holes: where it is missing, the template does not fit."""
        return max(self.literals, key=len, default="")

    @cached_property
    def word(self) -> str:
        """The longest word of it that touches no hole; empty where there is none."""
        return max(WORD.findall(HOLE.sub("_", self.english)), key=len, default="")

    @cached_property
    def weight(self) -> int:
        """How much it says by itself; of two that fit, the heavier one is meant."""
        return sum(map(len, self.literals))

    def match(self, text: str) -> Mapping[str, str] | None:
        """What stands in the holes; None where the text is something else."""
        found = self._pattern.fullmatch(text)
        return found.groupdict() if found else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts, at, seen = [], 0, set[str]()
        for hole in HOLE.finditer(self.english):
            before = self.english[at : hole.start()]
            again = hole["name"] in seen
            parts += [re.escape(before), f"(?P={hole['name']})" if again else _holds(hole, before)]
            seen.add(hole["name"])
            at = hole.end()
        parts.append(re.escape(self.english[at:]))
        return re.compile("".join(parts), re.DOTALL)

    def filled(self, values: Mapping[str, str]) -> str:
        """The other language's sentence with these values; no value is looked into again."""

        def value(hole: re.Match[str]) -> str:
            found = values[hole["name"]]
            return capital(found) if "^" in hole["marks"] else found

        return HOLE.sub(value, self.other)


def _holds(hole: re.Match[str], before: str) -> str:
    """What may stand in a hole, as a regular expression."""
    one = r"(?:“[^”]*”|(?![.?!] [A-Z]).)"
    if before.endswith("“"):
        one = "[^”]"
    elif hole["marks"] in _KEPT:
        one = _KEPT[hole["marks"]]
    elif hole["name"] in _ONLY:
        one = _ONLY[hole["name"]]
    much = "*" if "?" in hole["marks"] else "+"
    return f"(?P<{hole['name']}>{one}{much}{'' if hole['name'] == 'what' else '?'})"


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]

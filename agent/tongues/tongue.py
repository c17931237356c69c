"""Tongue: says in another language what was said in English; a whole sentence, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.tongues.catalogue import Catalogue
from agent.tongues.numbers import with_comma
from agent.tongues.template import Template, capital

_LONGEST_LIST = 24
_DEEPEST = 8
"""Holes within holes; what is said has three or four."""
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
_DIVIDES = re.compile(r", | and | or |; | / ")
_ENDS = (".", "?", "!", ":", ")")
_WORD = re.compile(r"(?<![\w#])[^\W\d_][^\s,;()]*")
_QUOTED = re.compile(r"[“'«\"]([^“”'«»\"]*)[”'»\"]")


@dataclass(slots=True, eq=False)
class Tongue:
    """A language, for one message.

    Attributes:
        catalogue: What it says.
        known: Phrases of this message of which it is known what to say for them.
    """

    catalogue: Catalogue
    known: Mapping[str, str] = field(default_factory=dict)
    _found: dict[str, str | None] = field(default_factory=dict)

    def told(self, text: str) -> str:
        """The text, with every sentence of it that is known in the other language."""
        whole = self.phrase(text.strip()) if text.strip() else text
        return whole or "\n".join(map(self._line, text.split("\n")))

    def phrase(self, text: str, depth: int = 0) -> str | None:
        """The whole text; None where anything in it is not known."""
        if text in self.known:
            return self.known[text]
        if text not in self._found:
            self._found[text] = None  # What is being looked for is no part of itself.
            self._found[text] = self._phrase(text, depth)
        return self._found[text]

    def joined(self, phrases: Sequence[str], word: str = "and") -> str | None:
        """Phrases as one: a, b and c. None where one of them is not known."""
        said = [self.phrase(phrase) for phrase in phrases]
        if any(each is None for each in said):
            return None
        return self.listed([each for each in said if each is not None], word)

    def _phrase(self, text: str, depth: int) -> str | None:
        if depth > _DEEPEST:
            return None
        single = self._single(text, depth)
        return single if single is not None else self._list(text, depth)

    def _single(self, text: str, depth: int) -> str | None:
        """A phrase that is no list."""
        if (fixed := self.catalogue.fixed.get(text)) is not None:
            return fixed
        if " " not in text and (fixed := self.catalogue.fixed.get(text.lower())) is not None:
            return capital(fixed)
        if (plain := self._wordless(text)) is not None:
            return plain
        return self._templated(text, depth)

    def _templated(self, text: str, depth: int) -> str | None:
        for template in self.catalogue.fitting(text):
            if (said := self._filled(template, text, depth)) is not None:
                return said
        return None

    def _wordless(self, text: str) -> str | None:
        """What needs no words of another language: quotes, numbers with units, names."""
        if quoted := _QUOTED.fullmatch(text):
            return f"«{quoted[1]}»"
        same = self.catalogue.same
        words = (word.strip(".:!?%") for word in _WORD.findall(text))
        if all(word in same or word.lower() in same for word in words):
            return with_comma(text)
        return None

    def _filled(self, template: Template, text: str, depth: int) -> str | None:
        values = template.match(text)
        if values is None:
            return None
        said: dict[str, str] = {}
        for name, value in values.items():
            if template.holes[name] or not value.strip():
                said[name] = value
                continue
            inner = self.phrase(value.strip(), depth + 1)
            if inner is None and name == "error" and depth < _DEEPEST:
                inner = self._sentences(value.strip())
            if inner is None:
                return None
            said[name] = value.replace(value.strip(), inner)
        return template.filled(said)

    def _list(self, text: str, depth: int) -> str | None:
        """A list, each item of which is known; what divides items may also stand within one."""
        marks = list(_DIVIDES.finditer(text))
        if not marks or len(marks) > _LONGEST_LIST:
            return None
        starts, ends = [0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(text)]
        rests: dict[int, str | None] = {len(starts): ""}
        for first in reversed(range(len(starts))):
            rests[first] = None
            for last in reversed(range(first, len(starts))):
                if rests[last + 1] is None or last - first == len(marks):
                    continue
                item = self._item(text[starts[first] : ends[last]], depth + 1)
                if item is not None:
                    mark = marks[last][0] if last < len(marks) else ""
                    rests[first] = item + self._mark(mark, rests[last + 1] or "")
                    break
        return rests[0]

    def _item(self, text: str, depth: int) -> str | None:
        key = f"\0{text}"  # A list within a list is none.
        if key not in self._found:
            self._found[key] = self.known.get(text) or self._single(text, depth)
        return self._found[key]

    def _mark(self, mark: str, rest: str) -> str:
        word = self.catalogue.joiners.get(mark.strip(), "")
        return f" {before(word, rest)}" if word else f"{mark}{rest}"

    def listed(self, items: Sequence[str], word: str) -> str:
        """Items that are said already, as one."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {before(self.catalogue.joiners[word], items[-1])}"

    def _line(self, line: str) -> str:
        """A line, sentence by sentence."""
        return " ".join(said or piece for piece, said in self._pieces(line)) if line else line

    def _sentences(self, text: str) -> str | None:
        """Several sentences; None where one of them is not known."""
        said = [said for _, said in self._pieces(text)]
        return None if None in said else " ".join(each for each in said if each is not None)

    def _pieces(self, line: str) -> Iterator[tuple[str, str | None]]:
        """The longest pieces that are known, and the sentences between that are not."""
        starts = [0, *(found.end() for found in _SENTENCE.finditer(line)), len(line)]
        at = 0
        while at < len(starts) - 1:
            for end in range(len(starts) - 1, at, -1):
                piece = line[starts[at] : starts[end]].strip()
                if (said := self._sentence(piece)) is not None or end == at + 1:
                    yield piece, said
                    at = end
                    break

    def _sentence(self, piece: str) -> str | None:
        """A sentence that is known; a word by itself may be anybody's, such as a transcript's."""
        if piece in self.known or piece.endswith(_ENDS):
            return self.phrase(piece) or self._without_stop(piece)
        return self._templated(piece, 0)

    def _without_stop(self, piece: str) -> str | None:
        """A sentence that is known without its full stop."""
        bare = piece.removesuffix(".")
        if bare == piece or " " not in bare:
            return None
        said = self.phrase(bare) or self.phrase(bare[:1].lower() + bare[1:])
        return None if said is None else f"{capital(said) if bare[0].isupper() else said}."


def before(word: str, following: str) -> str:
    """``y`` or ``o`` with what follows it: before their own sound they are ``e`` and ``u``."""
    sound = following.lstrip("«¿¡“'\"(").lower()
    if word == "y" and re.match(r"h?i(?!a|e|o|u)|hí|í", sound):
        word = "e"
    elif word == "o" and re.match(r"h?[oó]|8|11 ", sound):
        word = "u"
    return f"{word} {following}"

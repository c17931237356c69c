"""Items: a message as a row of words and values, and the rules that turn words into values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One word or one value of a message.

    Attributes:
        word: A lower-case word, or the kind of the value in angle brackets, such as ``<span>``.
        start: Where it begins in the message.
        end: Where it ends.
        value: The value, for a kind in angle brackets.
    """

    word: str
    start: int
    end: int
    value: Any = None

    @property
    def is_value(self) -> bool:
        """Whether it carries a value and not a word."""
        return self.word.startswith("<")

    def saying(self, word: str) -> Item:
        """The same place of the message, read as another word."""
        return Item(word, self.start, self.end)


Items = tuple[Item, ...]


def words_of(items: Iterable[Item]) -> str:
    """The row as one line of words."""
    return " ".join(item.word for item in items)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a rule's pattern was found.

    Attributes:
        match: The match of the regular expression.
        items: The items that it covers.
        offsets: Where each of them starts in the matched line.
    """

    match: re.Match[str]
    items: Items
    offsets: tuple[int, ...]

    def __getitem__(self, group: str) -> Item:
        """The first item of a named group that took part in the match."""
        return self.items[bisect_right(self.offsets, self.match.start(group)) - 1]

    def has(self, group: str) -> bool:
        """Whether a named group took part in the match."""
        return self.match.group(group) is not None

    def under(self, group: str) -> list[Item]:
        """All items under a named group."""
        begin, end = self.match.span(group)
        return [
            item
            for item, offset in zip(self.items, self.offsets, strict=True)
            if begin <= offset < end
        ]

    def value(self, group: str) -> Any:
        """The value under a named group; None when it took no part."""
        return self[group].value if self.has(group) else None

    def word(self, group: str) -> str:
        """The words under a named group; empty when it took no part."""
        return self.match.group(group) or ""


Built = tuple[str, Any] | str | list[Item] | None
"""What a match becomes: a kind with its value, words, other items, or None to leave it."""


@dataclass(frozen=True)
class Rule:
    """A pattern over the words of a row, and what its matches become.

    Attributes:
        pattern: Regular expression over words that are parted by single blanks.
        build: Gives what a match becomes.
    """

    pattern: str
    build: Callable[[Found], Built]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, anchored to whole words."""
        return re.compile(rf"(?:(?<= )|^)(?:{self.pattern})(?= |$)")

    def apply(self, items: Items, line: str) -> Items:
        """The row with every match replaced, from left to right.

        Args:
            items: The row.
            line: Its words as one line.
        """
        # Nearly all rules match nothing, and a search tells that in a third of the time.
        if not self.regex.search(line):
            return items
        matches = [match for match in self.regex.finditer(line) if match.end() > match.start()]
        offsets = [0, *accumulate(len(item.word) + 1 for item in items)]
        row: list[Item] = []
        done = 0
        for match in matches:
            first = bisect_right(offsets, match.start()) - 1
            last = bisect_right(offsets, match.end() - 1)
            new = self._replacement(match, items[first:last], tuple(offsets[first:last]))
            if new is None:
                continue
            row += items[done:first]
            row += new
            done = last
        return (*row, *items[done:])

    def _replacement(
        self, match: re.Match[str], covered: Items, offsets: tuple[int, ...]
    ) -> Items | None:
        built = self.build(Found(match, covered, offsets))
        if built is None:
            return None
        start, end = covered[0].start, covered[-1].end
        if isinstance(built, list):
            return tuple(built)
        if isinstance(built, str):
            return tuple(Item(word, start, end) for word in built.split())
        kind, value = built
        return (Item(kind, start, end, value),)


def rewrite(items: Items, rules: Iterable[Rule]) -> Items:
    """The row after all rules, each applied once, in order."""
    line = words_of(items)
    for rule in rules:
        changed = rule.apply(items, line)
        if changed is not items:
            items, line = changed, words_of(changed)
    return items


def raw(message: str, items: Items) -> str:
    """The person's own words under these items."""
    if not items:
        return ""
    start = min(item.start for item in items)
    end = max(item.end for item in items)
    return message[start:end].strip()

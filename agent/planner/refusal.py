"""Refusal: what no tool here does, and what no message may make the planner do."""

from __future__ import annotations

import re
from functools import cache

from agent.planner.index import Index, tokens
from agent.planner.lexicon.field import ELSEWHERE, TRESPASS, Wanting

_TRESPASS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in TRESPASS)
# A wish that fits a tool this well is the tool's, whatever else its words remind of.
_TOOLS_OWN = 0.75


def trespasses(message: str) -> bool:
    """Whether a message reads like a command for the machine or an attempt to turn the planner."""
    bare = re.sub(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)", " ", message)
    return any(pattern.search(bare) for pattern in _TRESPASS)


NOT_FOR_COMMANDS = (
    "I do not run commands, open files or change how I work; I only edit the clip that you sent."
)
NEAREST_TO_COMMANDS = "Tell me the edit in plain words, such as “trim to the first 5 seconds”."


def lacking(line: str, index: Index, score: float, *, strictly: bool = False) -> Wanting | None:
    """The wish of our field that a line of spelled words is, if no tool is for it.

    Args:
        line: Spelled words.
        index: The tools.
        score: How well the best tool fits the line.
        strictly: Whether only a tool that has all words of a wish in one example is for it.
    """
    for wanting, pattern in _patterns():
        if score >= _TOOLS_OWN and not wanting.firm:
            continue
        firm = strictly or wanting.firm
        found = pattern.search(line)
        if found and not (_spoken if firm else _covered)(found[1], index):
            return wanting
    return None


def speaks_of_field(line: str) -> bool:
    """Whether a line holds a wish of our field, with a tool for it or not."""
    return any(pattern.search(line) for _, pattern in _patterns())


@cache
def _patterns() -> tuple[tuple[Wanting, re.Pattern[str]], ...]:
    return tuple(
        (wanting, re.compile(rf"(?:^| )({'|'.join(_longest_first(wanting.words))})(?= |$)"))
        for wanting in ELSEWHERE
    )


def _longest_first(words: str) -> list[str]:
    return [re.escape(phrase) for phrase in sorted(words.split("|"), key=len, reverse=True)]


def _spoken(phrase: str, index: Index) -> bool:
    """Whether a tool's example has every word of it."""
    sought = set(phrase.split()) - _ARTICLES
    return any(
        sought <= set(example.lower().split())
        for entry in index.clip_tools
        for example in entry.spec.examples
    )


_ARTICLES = frozenset({"a", "an", "the", "some", "my", "it", "to", "with"})


def _covered(phrase: str, index: Index) -> bool:
    """Whether a tool's own words already speak of it, as one of its examples does."""
    sought = tokens(index.reader.read(phrase).items)
    if all(token.startswith("<") for token in sought):
        return False
    return any(
        sought <= example
        for entry in index.clip_tools
        if not entry.answers
        for example in entry.examples
    )

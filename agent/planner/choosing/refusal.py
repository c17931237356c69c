"""Refusal: what no tool here does, and what no message may make the planner do."""

from __future__ import annotations

import re
from functools import cache

from agent.planner.choosing.choose import Choice
from agent.planner.choosing.index import Index, tokens
from agent.planner.lexicon.field import ELSEWHERE, TRESPASS, Wanting

_TRESPASS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in TRESPASS)
# "get it ready to upload to youtube" wants it prepared.
_MEANT_LATER = re.compile(r"\b(?:(?<!you )to|for|can|before i|when i|so i) $")
_PLACES = frozenset({"<x>", "<y>", "<region>", "<position>"})


def trespasses(message: str) -> bool:
    """Whether a message reads like a command for the machine or an attempt to turn the planner."""
    bare = re.sub(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)", " ", message)
    return any(pattern.search(bare) for pattern in _TRESPASS)


NOT_FOR_COMMANDS = (
    "I do not run commands, open files or change how I work; I only edit the clip that you sent."
)
NEAREST_TO_COMMANDS = "Tell me the edit in plain words, such as “trim to the first 5 seconds”."


def lacking(
    line: str,
    index: Index,
    choice: Choice | None = None,
    *,
    strictly: bool = False,
    before: str = "",
) -> Wanting | None:
    """The wish of our field that a line of spelled words is, if no tool is for it.

    Args:
        line: Spelled words.
        index: The tools.
        choice: The tool that fits the line best, if one does.
        strictly: Whether only a tool that has all words of a wish in one example is for it.
        before: The words that stand before it in the message.
    """
    if never := ruled_out(line, before):
        return never
    for wanting, pattern in _patterns():
        if (
            wanting.never
            or choice is not None
            and not wanting.firm
            and (choice.clear or _is_placed(choice))
        ):
            continue
        found = pattern.search(line)
        if not found:
            continue
        if strictly or wanting.firm:
            taken = _spoken(found[1], index)
        else:
            taken = _covered(found[1], index) or _answers_to(choice, found[1], index)
        if not taken:
            return wanting
    return None


def ruled_out(line: str, before: str = "") -> Wanting | None:
    """The wish of a line of spelled words that no tool is for, whatever its words.

    Args:
        line: Spelled words.
        before: The words that stand before them: "I want to" upload it says what it is for.
    """
    for wanting, pattern in _patterns():
        found = pattern.search(line) if wanting.never else None
        if found and not _MEANT_LATER.search(f"{before} {line[: found.start(1)]}"):
            return wanting
    return None


def _is_placed(choice: Choice) -> bool:
    """Whether the place on the picture is told, so that nothing has to be found there."""
    return any(item.word in _PLACES for item in choice.form.used)


def _answers_to(choice: Choice | None, phrase: str, index: Index) -> bool:
    """Whether the tool that was chosen has all words of a phrase, if not in one example."""
    return choice is not None and tokens(index.reader.read(phrase).items) <= choice.entry.core


def speaks_of_field(line: str) -> bool:
    """Whether a line holds a wish of our field, with a tool for it or not."""
    return any(pattern.search(line) for _, pattern in _patterns())


@cache
def _patterns() -> tuple[tuple[Wanting, re.Pattern[str]], ...]:
    return tuple(
        (
            wanting,
            re.compile(rf"(?:^| )({_any_of(wanting.words)})(?= |$){_NO_SOUND}"),
        )
        for wanting in ELSEWHERE
    )


def _any_of(words: str) -> str:
    longest_first = sorted(words.split("|"), key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


def _spoken(phrase: str, index: Index) -> bool:
    """Whether a tool's example says it, articles aside."""
    sought = _bare(phrase)
    return any(
        f" {sought} " in f" {_bare(example.lower())} "
        for entry in index.clip_tools
        for example in entry.spec.examples
    )


# "remove the background noise" is about no background of the picture.
_NO_SOUND = r"(?! (?:noise|noises|hiss|hum|buzz|music|sound|audio)\b)"


def _bare(text: str) -> str:
    return " ".join(word for word in text.split() if word not in _ARTICLES)


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

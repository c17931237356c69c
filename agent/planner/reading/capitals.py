"""Capitals: what is shouted is meant word for word: "the text SALE 50% OFF in red"."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from agent.planner.reading.items import Item, Items

# How many words before it name what is written in capitals.
_NEAR = 3
_MOST = 60
# What may stand among words in capitals, and what a figure at their end would be one of.
_FIGURES = frozenset({"<num>", "<percent>", "<times>", "and", "&", "+"})
_COUNTED = re.compile(
    r"s|secs?|seconds?|m|mins?|minutes?|px|pixels?|frames?|fps|mb|times|degrees?|transparent|"
    r"opacity|opaque|size|bigger|smaller|larger|of"
)


def capitals(message: str, items: Items, naming: re.Pattern[str]) -> Items:
    """The row with words in capitals as quoted text, where the others are not shouted.

    Args:
        message: What the person wrote.
        items: Its words.
        naming: Words that name what is written.
    """
    letters = [char for char in message if char.isalpha()]
    if sum(map(str.isupper, letters)) * 2 > len(letters):
        return items
    row: list[Item] = []
    at = 0
    while at < len(items):
        named = any(naming.fullmatch(item.word) for item in row[-_NEAR:])
        run = _run(message, items, at) if named or _is_called(items, at, naming) else ()
        if run:
            start, end = run[0].start, run[-1].end
            row.append(Item("<quote>", start, end, _words(message, start, end)))
        else:
            row.append(items[at])
        at += len(run) or 1
    return tuple(row)


def _is_called(items: Items, at: int, naming: re.Pattern[str]) -> bool:
    """“add REC text”: whether what it is follows a word or two."""
    after = items[at + 1 : at + _NEAR]
    return at > 0 and not items[at].is_value and any(naming.fullmatch(i.word) for i in after)


def _run(message: str, items: Items, at: int) -> Items:
    """The words in capitals from here on, and the figures among them."""
    if items[at].word in {"and", "&", "+"}:
        return ()
    rest = islice(items, at, at + _MOST)
    run = tuple(takewhile(lambda i: i.word in _FIGURES or _is_capital(message, i), rest))
    while run and _is_loose(run[-1], items[at + len(run) : at + len(run) + 1]):
        run = run[:-1]
    return run if any(_is_capital(message, item) for item in run) else ()


def _is_loose(figure: Item, after: Items) -> bool:
    """Whether what ends a run is no part of it: the "3" of "GO 3 seconds"."""
    counting = bool(after) and bool(_COUNTED.fullmatch(after[0].word))
    return figure.word in _FIGURES and (counting or figure.word not in {"<num>", "<percent>"})


def _is_capital(message: str, item: Item) -> bool:
    written = message[item.start : item.end]
    return not item.is_value and len(written) > 1 and written.isupper()


def _words(message: str, start: int, end: int) -> str:
    """The person's own spelling, with the "!" or "?" that ends it."""
    mark = re.match(r"[!?]+", message[end : end + 3])
    return re.sub(r"\s+", " ", message[start:end]) + (mark[0] if mark else "")

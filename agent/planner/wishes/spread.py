"""Spread: what is said once and meant for several wishes: "undo the blur and the title"."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.planner.reading.items import Item, Items
from agent.planner.reading.message import Reading
from agent.planner.wishes.split import Wish

_NAMING = re.compile(r"^(?:(?:the|my|that) )?(?!(?:add|make|put|then)\b)\S+(?: \S+){0,2}$")
_UNMAKING = re.compile(r"^(?:please |now |then |and |can you |okay )*(?:undo|revert|take back)\b")
_LENGTHS = frozenset({"<length>", "<for>"})
_LOOKS = frozenset({"<color>", "<position>", "size", "<more>", "<less>", "bold", "italic"})


def spread(wishes: tuple[Wish, ...], reading: Reading) -> tuple[Wish, ...]:
    """The wishes, each with what was said for it elsewhere.

    Args:
        wishes: The wishes of a message.
        reading: The message.
    """
    return _each(_unmade(wishes, reading), reading)


def _unmade(wishes: tuple[Wish, ...], reading: Reading) -> tuple[Wish, ...]:
    """“undo the sepia and the title”: the verb goes for both."""
    row: list[Wish] = []
    unmaking = False
    for wish in wishes:
        line = reading.spelled_under(wish.pieces[0])
        carried = unmaking and wish.together and bool(re.match(r"(?:the|my|that) ", line))
        carried = carried and bool(_NAMING.match(line))
        unmaking = carried or bool(_UNMAKING.match(line))
        if carried:
            verb = Item("undo", wish.items[0].start, wish.items[0].start)
            wish = replace(wish, pieces=((verb, *wish.pieces[0]), *wish.pieces[1:]))
        row.append(wish)
    return tuple(row)


def _alike(wishes: tuple[Wish, ...], reading: Reading) -> tuple[Wish, ...]:
    """'"Sub" from 2 to 4 and "Scribe" from 4 to 6, both yellow': the look goes for all texts."""
    look: Items = tuple(
        item
        for piece in wishes[-1].pieces[1:]
        if {"both", "all", "each"} & set(reading.spelled_under(piece).split())
        for item in piece
        if item.word in _LOOKS
    )
    kinds = {item.word for item in look}
    return tuple(
        wish.having(look) if _writes(wish) and not kinds & {i.word for i in wish.items} else wish
        for wish in wishes
    )


def _writes(wish: Wish) -> bool:
    return any(item.word == "<quote>" for item in wish.items)


def _each(wishes: tuple[Wish, ...], reading: Reading) -> tuple[Wish, ...]:
    """“fade in and fade out, 0.5 seconds each”: the length goes for both."""
    if len(wishes) < 2:
        return wishes
    last = wishes[-1]
    shared: Items = tuple(
        item
        for piece in last.pieces
        if {"each", "both"} & set(reading.spelled_under(piece).split())
        for item in piece
        if item.word in _LENGTHS
    )
    if not shared:
        return _alike(wishes, reading)
    return tuple(
        wish if _LENGTHS & {item.word for item in wish.items} else wish.having(shared)
        for wish in wishes
    )

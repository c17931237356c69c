"""Each way: "fade in over 1 s and out over 0.5": one wish for each way, with its own length."""

from __future__ import annotations

from dataclasses import replace

from agent.planner.choosing.index import Entry
from agent.planner.reading.items import Item
from agent.planner.reading.moments import Amount
from agent.planner.wishes.split import Wish

_WAYS = ("in", "out")
_LENGTHS = frozenset({"<length>", "<for>"})


def each_way(wish: Wish, entry: Entry) -> list[Wish]:
    """A wish for each of the two ways, where each is told how long it takes; else none.

    Args:
        wish: The wish.
        entry: Its tool.
    """
    both = any({*_WAYS, "both"} <= set(slot.choices) for slot in entry.slots)
    if not both or entry.slot("span_length") is None:
        return []
    ways = [item for item in wish.items if item.word in _WAYS and _leads(wish, item)]
    lengths = [item for item in wish.items if item.word in _LENGTHS or item.word == "<num>"]
    if sorted(item.word for item in ways) != list(_WAYS) or len(lengths) != len(ways):
        return []
    if not any(item.word in _LENGTHS for item in lengths):
        return []
    gone = {*ways, *lengths}
    return [_alone(wish, gone, way, length) for way, length in zip(ways, lengths, strict=True)]


def _leads(wish: Wish, item: Item) -> bool:
    """Whether an "in" says which way, and not when: "in the first 2 seconds"."""
    after = [i.word for i in wish.items if i.start >= item.end][:1]
    return after not in (["the"], ["<span>"])


def _alone(wish: Wish, gone: set[Item], way: Item, length: Item) -> Wish:
    if length.word == "<num>":
        length = replace(length, word="<length>", value=Amount(float(length.value)))
    rest = tuple(item for item in wish.items if item not in gone)
    return replace(wish, pieces=((*rest[:1], way, length, *rest[1:]),))

"""Clash: two calls of one message that undo each other, so that one of them cannot be meant."""

from __future__ import annotations

from agent.planner.choosing.index import Entry
from agent.planner.plan import Call

_ONLY_ONE = frozenset({"aspect", "resolution", "format", "container"})


def clash(entry: Entry, first: Call, second: Call) -> bool:
    """Whether both calls are for this tool and go opposite ways on the same part of the clip."""
    if first.tool != second.tool or second.tool != entry.name:
        return False
    return _same_place(entry, first, second) and _opposite(entry, first, second)


def _same_place(entry: Entry, first: Call, second: Call) -> bool:
    """Whether they are about the same time and, where there is a kind to choose, the same kind."""
    names = [slot.name for slot in entry.slots if slot.kind in {"start", "end", "at"}]
    names += [slot.name for slot in entry.slots if slot.choices and slot.required]
    return all(first.args.get(name) == second.args.get(name) for name in names)


def _opposite(entry: Entry, first: Call, second: Call) -> bool:
    for slot in entry.slots:
        one, two = first.args.get(slot.name), second.args.get(slot.name)
        if one is None or two is None:
            continue
        if slot.kind in {"speed", "factor"} and (one - 1) * (two - 1) < 0:
            return True
        if slot.kind in {"decibels", "level"} and one * two < 0:
            return True
        if one != two and (slot.kind in _ONLY_ONE or slot.name in _ONLY_ONE):
            return True
    # A level that is left out is the tool's own, upward one.
    level = entry.slot("level")
    if level is not None:
        values = [call.args.get(level.name) for call in (first, second)]
        return None in values and any(value is not None and value < 0 for value in values)
    return False

"""There: "add WOW there too", "and no sound there": the stretch that was spoken of last."""

from __future__ import annotations

import re
from typing import Any

from agent.planner.choosing.index import Entry
from agent.planner.draft import Meant
from agent.planner.referring.earlier import Earlier
from agent.planner.wishes.split import Wish

_THERE = re.compile(
    r"\b(?:(?<!over )(?<!is )(?<!are )there(?! (?:is|are|was|were)\b)|(?:in|during|over|for|at) "
    r"(?:that|this|the same) (?:part|stretch|section|time|bit|moment|segment|range)|"
    r"at the same time|meanwhile|during that)\b"
)
_BREATH = re.compile(r"[,;.!?\n]| and | then ")
_TIMES = frozenset({"<span>", "<moment>", "<for>", "<length>"})


def taken_there(earlier: Earlier, wish: Wish, meant: Meant) -> Meant:
    """What a wish means, within the stretch that "there" points at.

    Args:
        earlier: The steps so far, and the plan.
        wish: The wish.
        meant: What it was understood as, without that.
    """
    draft = earlier.draft
    if len(meant.calls) != 1 or meant.calls[0] not in draft.calls:
        return meant
    if any(item.word in _TIMES for item in wish.items) or not _points(earlier, wish):
        return meant
    (call,) = meant.calls
    at = draft.calls.index(call)
    entry = earlier.index.entries.get(call.tool)
    if entry is None or not _is_limited(entry) or {"start", "end"} & call.args.keys():
        return meant
    stretch = _last_stretch(earlier, at)
    if stretch is None or draft.amend(at, stretch):
        return meant
    return Meant(calls=(draft.calls[at],))


def _points(earlier: Earlier, wish: Wish) -> bool:
    """Whether "there" is said in a wish, or right behind it."""
    behind = _BREATH.split(earlier.reading.message[wish.extent[1] :].lower(), maxsplit=1)[0]
    return bool(_THERE.search(f"{earlier.said(wish)} {behind.strip()}"))


def _is_limited(entry: Entry) -> bool:
    return entry.slot("start") is not None and entry.slot("end") is not None


def _last_stretch(earlier: Earlier, at: int) -> dict[str, Any] | None:
    """The stretch of the edit that was asked for last before a call, as it lies after it."""
    made = [(call.tool, call.args) for call in earlier.draft.calls[:at]]
    known = [(step.tool, step.args) for step in earlier.draft.base.steps]
    for tool, args in reversed([*known, *made]):
        start, end = args.get("start"), args.get("end")
        entry = earlier.index.entries.get(tool)
        if entry is None or not _is_limited(entry) or start is None and end is None:
            continue
        if tool in {earlier.chooser.keeper, earlier.chooser.remover}:
            return None  # What was cut out is not there any more, and the rest is all there is.
        if (
            end is not None
            and isinstance(factor := args.get("factor"), int | float)
            and (tool == "change_speed")
        ):
            end = round((start or 0.0) + (end - (start or 0.0)) / factor, 3)
        return {"start": start or 0.0} | ({} if end is None else {"end": end})
    return None

"""Pieces: "just the middle one", after a clip was split: that piece of it, and no others."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from agent.planner.draft import Meant
from agent.planner.plan import Call
from agent.planner.referring.earlier import Earlier
from agent.planner.wishes.split import Wish

_ONE = re.compile(
    r"^(?:(?:please|and|now|okay|no|but|i|only|just|want|need|give|send|show|keep|use|take|me|the|"
    r"deliver|actually)\s)*"
    r"(?P<nth>first|second|2nd|third|3rd|fourth|4th|fifth|5th|middle|last|final)"
    r"(?: (?:one|part|piece|bit|section|file|clip|segment))?(?: please| only| of them)*$"
)
_NTH = {
    "first": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4,
    "5th": 4, "last": -1, "final": -1,
}  # fmt: skip


def piece_of_split(earlier: Earlier, wish: Wish) -> Meant | None:
    """One piece of a clip that was split last; None when the wish is about something else."""
    found = _ONE.match(earlier.reading.line.strip(" ;,.!"))
    number = len(earlier.steps)
    entry = earlier.entry(number) if number else None
    if found is None or entry is None or entry.name != "split_clip":
        return None
    facts = earlier.facts_before(number)
    edges = _edges(earlier.steps[-1].args, facts.duration) if facts else []
    pieces = list(zip(edges, edges[1:], strict=False))
    at = len(pieces) // 2 if found["nth"] == "middle" else _NTH[found["nth"]]
    if not -len(pieces) <= at < len(pieces) or found["nth"] == "middle" and len(pieces) % 2 == 0:
        return Meant(question=f"There are {len(pieces)} pieces. Which one: the first, the second?")
    start, end = pieces[at]
    words = wish.words(earlier.reading.message)
    times = {"start": round(start, 3), "end": round(end, 3)}
    calls = (
        Call(tool="undo", args={"what": str(number)}, wish=words),
        Call(tool=earlier.chooser.keeper, args=times, wish=words),
    )
    for call in calls:
        if error := earlier.draft.add(call):
            return Meant(question=error, about="value")
    return Meant(calls=calls)


def _edges(args: Mapping[str, Any], duration: float) -> list[float]:
    """Where the pieces begin, and where the last one ends, in seconds."""
    if parts := args.get("parts"):
        inner = [duration * n / parts for n in range(1, int(parts))]
    elif every := args.get("every"):
        inner = [every * n for n in range(1, math.ceil(duration / every))]
    else:
        inner = [float(at) for at in args.get("at") or ()]
    return [0.0, *inner, duration]

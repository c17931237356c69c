"""Variants: one verb for several parts or texts becomes one wish for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from agent.planner.choosing.index import Entry, Index
from agent.planner.draft import Draft
from agent.planner.filling.choices import STACKED
from agent.planner.reading.items import Item, Items
from agent.planner.reading.moments import Stretch
from agent.planner.wishes.split import Wish

# Parts that are nearer than this touch.
_TOUCHING = 0.01


def is_vague(item: Item) -> bool:
    """Whether an item names only a region of time, without a length."""
    return isinstance(item.value, Stretch) and item.value.vague


def variants(wish: Wish, entry: Entry) -> list[Wish]:
    """One wish per part or per text, where one verb is meant for several."""
    kinds = {slot.kind for slot in entry.slots}
    quotes = [piece for piece in wish.pieces if any(i.word == "<quote>" for i in piece)]
    words = {item.word for item in wish.items}
    if "text" in kinds and len(quotes) > 1 and not STACKED & words:
        verb = tuple(i for i in wish.pieces[0] if not i.is_value)
        rest = tuple(i for p in wish.pieces if p not in quotes for i in p if i.is_value)
        return [replace(wish, pieces=((*verb, *(i for i in p if i not in verb), *rest),))
                for p in quotes]  # fmt: skip
    if "text" in kinds and (texts := _each_text(wish)):
        return texts
    regions = [item for item in wish.items if item.word == "<region>"]
    if len(regions) > 1 and any(slot.name == "region" for slot in entry.slots):
        return [_without(wish, set(regions) - {region}) for region in regions]
    points = [item for item in wish.items if item.word == "<moment>"]
    if len(points) > 1 and "at" in kinds and not any(item.value.is_edge for item in points):
        # Holding a frame moves what comes after it, so the last moment goes first.
        if "span_length" in kinds and {"hold", "freeze"} & entry.vocabulary:
            points.reverse()
        return [_without(wish, set(points) - {point}) for point in points]
    spans = [item for item in wish.items if item.word == "<span>" and not item.value.vague]
    if len(spans) < 2 or not {"start", "end"} <= kinds or "ranges" in kinds:
        return [wish]
    if (told := _started(spans)) is not None:
        length = replace(told, word="<length>", value=told.value.middle)
        pieces = tuple(tuple(length if i is told else i for i in p) for p in wish.pieces)
        return [replace(wish, pieces=pieces)]
    if _same_twice(spans):
        return [_without(wish, set(spans[1:]))]
    return [_without(wish, set(spans) - {span}) for span in spans]


def _each_text(wish: Wish) -> list[Wish]:
    """'"One" 0-3 s "Two" 3-6 s': one wish per text, each with the values beside it."""
    items = wish.items
    quotes = [at for at, item in enumerate(items) if item.word == "<quote>"]
    if len(quotes) < 2 or STACKED & {item.word for item in items}:
        return []
    ahead = any(item.word in {"<span>", "<moment>", "<position>"} for item in items[: quotes[0]])
    edges = [0, *(at + 1 for at in quotes)] if ahead else [*quotes, len(items)]
    verb = tuple(item for item in items[: quotes[0]] if not item.is_value)
    parts = [items[a:b] for a, b in pairwise(edges)]
    if ahead:  # what is said behind the last one
        parts[-1] = (*parts[-1], *items[edges[-1] :])
    return [replace(wish, pieces=((*verb, *(i for i in part if i not in verb)),)) for part in parts]


def _started(spans: list[Item]) -> Item | None:
    """“the middle 5 seconds (from 5 s)”: the part whose place the other one tells better."""
    part, begin = spans[0], spans[1]
    known = part.value.share and begin.value.end is None and begin.value.start is not None
    return part if len(spans) == 2 and known and part.value.middle is not None else None


def _same_twice(spans: list[Item]) -> bool:
    """Whether a part is only said again: "cut 13-17 ... it should skip 13 to 17"."""
    return len({repr(span.value) for span in spans}) == 1


def _without(wish: Wish, gone: set[Item]) -> Wish:
    pieces: tuple[Items, ...] = tuple(
        tuple(item for item in piece if item not in gone) for piece in wish.pieces
    )
    return replace(wish, pieces=pieces)


def complement(kept: Sequence[Mapping[str, Any]], length: float) -> list[Mapping[str, Any]]:
    """What lies between the parts that are kept, from the last to the first.

    Args:
        kept: Start and end of each part; left out, they are those of the clip.
        length: Length of the clip.
    """
    spans = sorted((a.get("start") or 0.0, a.get("end") or length) for a in kept)
    gaps, at = [], 0.0
    for start, end in spans:
        if start - at > _TOUCHING:
            gaps.append((at, start))
        at = max(at, end)
    if length - at > _TOUCHING:
        gaps.append((at, length))
    return [{"start": a, "end": b} for a, b in reversed(gaps)]


def apart(draft: Draft, index: Index) -> None:
    """“title: One and subtitle: Two”: the title goes where the subtitle is not."""
    placed = []
    for number, call in enumerate(draft.calls):
        entry = index.entries.get(call.tool)
        if entry is not None and entry.slot("text") and entry.slot("position"):
            placed.append((number, call))
    subtitled = any(call.args.get("style") == "subtitle" for _, call in placed)
    for number, call in placed:
        plain = call.args.get("style") != "subtitle" and "position" not in call.args
        if subtitled and plain and len(placed) > 1:
            draft.amend(number, {"position": "top"})

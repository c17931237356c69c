"""Adjust: "a bit more", "bigger", "less" as a new value for an argument of an earlier step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from agent.planner.choosing.index import Entry
from agent.planner.choosing.kinds import Slot
from agent.planner.filling.fill import Form
from agent.planner.lexicon.vague import DECIBELS, SIZES, STRENGTH_STEP, Degree
from agent.planner.wishes.split import Wish
from tools.recipe import Step

_LARGEST_LETTERS = 0.5
USUAL_LETTERS = 0.08
"""Height of letters whose size was left to the tool, as a share of the picture's shorter side."""
# Amounts that are 1 at most, with what they are about when nothing was said of them.
_LEVELS = {"share": 0.25, "volume": 0.25, "opacity": 1.0}


def size_slot(entry: Entry) -> Slot | None:
    """The argument of a tool that says how large the result is."""
    sized = entry.slot("text_size", "share")
    if sized is not None:
        return sized
    width = entry.slot("width")
    return width if width is not None and isinstance(width.default, int | float) else None


def moved(slot: Slot, now: Any, way: str, how: Degree) -> float:
    """The strength after "a bit more" or "less".

    Args:
        slot: The argument.
        now: Its present value; None where that is the tool's own.
        way: ``more`` or ``less``.
        how: How much.
    """
    up = way == "more"
    if slot.kind in _LEVELS:
        step = SIZES["more"][how]
        value = (now or _LEVELS[slot.kind]) * (step if up else 1 / step)
        return round(min(1.0, max(0.02, value)), 4)
    if slot.kind == "text_size":
        return _scaled(float(now or USUAL_LETTERS), up, how, letters=True)
    if slot.kind in {"speed", "factor"}:
        return _scaled(float(now or 1.0), up, how, letters=False)
    if slot.kind == "decibels":
        level = float(now or 0.0)
        return level + DECIBELS[how] if up == (level >= 0) else level - DECIBELS[how]
    level = 0.5 if now is None else float(now)
    size = abs(level) + (STRENGTH_STEP[how] if up else -STRENGTH_STEP[how])
    size = min(1.0, max(0.05, size))
    return round(size if level >= 0 else -size, 4)


def _scaled(now: float, up: bool, how: Degree, *, letters: bool) -> float:
    """A factor further from 1, or nearer to it; letters just larger or smaller."""
    step = SIZES["more"][how]
    value = now * step if up == (now >= 1 or letters) else now / step
    return round(min(_LARGEST_LETTERS, value) if letters else value, 4)


def eased(slot: Slot, now: Any, way: str) -> float:
    """The strength that meets a complaint: half way back, or further where it was too little.

    Args:
        slot: The argument.
        now: Its present value; None where that is the tool's own.
        way: ``more`` or ``less``, as what is wanted.
    """
    plain = 1.0 if slot.kind in {"speed", "factor"} else 0.0
    if now is None or slot.kind == "text_size" or slot.kind in _LEVELS:
        return moved(slot, now, way, "plain")
    value = float(now)
    if slot.kind in {"level", "intensity"} and value > plain and way == "less":
        return round(value / 2, 4)
    back = way == ("less" if value > plain else "more")
    return round((value + plain) / 2, 4) if back else moved(slot, now, way, "plain")


def told_strength(phrases: Sequence[str], number: int) -> float:
    """The tool's own strength: its phrase tells it where it is not all ("blurred it (50%)")."""
    phrase = phrases[number - 1] if number <= len(phrases) else ""
    told = re.search(r"\((\d+)%\)", phrase)
    return int(told[1]) / 100 if told else 1.0


def only_details(wish: Wish) -> bool:
    """Values that say how an edit is done, whatever it is."""
    return all(i.word in {"<fps>", "<color>", "<position>"} for i in wish.items if i.is_value)


def same_kind(form: Form, step: Step) -> bool:
    """Whether the closed choices that are named are those of the step."""
    chosen = {s.name for s in form.entry.slots if s.choices and s.required} & set(form.args)
    return all(step.args.get(name) == form.args[name] for name in chosen)


def downward(form: Form) -> Iterable[str]:
    """Strengths that were given a way already: "less contrast" is an edit of its own."""
    return [s.name for s in form.entry.slots if s.kind == "level" and form.args.get(s.name, 1) < 0]


_NTH = {"first": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1, "other": -2}


def counted(numbers: list[int], words: list[str]) -> int | None:
    """Which of several steps alike is meant: the one that is counted out, or the latest."""
    if not numbers:
        return None
    at = next((_NTH[word] for word in words if word in _NTH), -1)
    return numbers[at] if -len(numbers) <= at < len(numbers) else numbers[-1]


def takes_length(entry: Entry, wish: Wish) -> bool:
    """Whether a bare length is how long what the step does takes: a fade, a held frame."""
    values = {item.word for item in wish.items if item.is_value}
    return values <= {"<length>", "<for>"} and bool(entry.slot("span_length"))


def takes_size(entry: Entry, wish: Wish) -> bool:
    """Whether a bare size is that of the file that the step makes: a GIF's."""
    values = {item.word for item in wish.items if item.is_value}
    return values <= {"<width>", "<px>"} and size_slot(entry) is not None


def without_markers(wish: Wish, *, denied: bool) -> Wish:
    """The wish without "this time" and the like, which say only that it corrects."""
    words = [item.word for item in wish.items]
    places = [item for item in wish.items if item.word == "<position>"]
    if denied and len(places) > 1:  # "not at the top, at the bottom"
        kept = tuple(tuple(i for i in p if i is not places[0]) for p in wish.pieces)
        return replace(wish, pieces=kept)
    if not any(first == "this" and second == "time" for first, second in pairwise(words)):
        return wish
    pieces = tuple(tuple(i for i in p if i.word not in {"this", "time"}) for p in wish.pieces)
    return replace(wish, pieces=pieces)

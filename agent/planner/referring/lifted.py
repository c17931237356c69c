"""Lifted: "without the box", "never mind the ducking", "don't loop it": a detail of an edit goes.

The edit itself stays: who wants its fade gone still wants the music.
"""

from __future__ import annotations

import re
from typing import Any

from agent.planner.choosing.index import Entry, tokens
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Meant
from agent.planner.plan import Call
from agent.planner.referring.earlier import Earlier
from agent.planner.referring.steps import step_named
from agent.planner.wishes import negation
from agent.planner.wishes.split import Wish
from tools.recipe import Step

_LET_BE = re.compile(
    r"^(?:(?:oh|wait|please|no|,) )*(?:no|do not(?: do (?:that|it|this))?)[ ,;.]+(?:please )?"
    r"(?:leave|keep) (?:it|that|the \w+)(?: \w+)? (?:alone|untouched|unchanged|original|"
    r"(?:as|like|how|the way) it (?:is|was))$"
)
_DENIALS = frozenset({"remove", "without", "no", "not", "never", "undo", "away", "off"})
_LENGTHS = frozenset({"fade_in", "fade_out"})


def lifted(earlier: Earlier, wish: Wish) -> Meant | None:
    """The change that takes a detail away again; None when the wish is about something else."""
    said = earlier.line_of(wish)
    if earlier.steps and _LET_BE.match(earlier.reading.line.strip(" ;,.!")):
        return _taken_back(earlier, wish)
    words = {item.word for item in wish.items}
    if any(item.is_value for item in wish.items):
        return None
    if not (words & {"remove", "without", "undo"} or negation.negated(said, wish)):
        return None
    named = {_stem(earlier, token) for token in tokens(wish.items) - _DENIALS}
    if not named:
        return None
    touched = earlier.touched if earlier.steps else 0
    if touched and (others := _others(earlier, touched, named)):
        names = f"{', '.join(others[:-1])} or {others[-1]}"
        return Meant(question=f"Which one do you mean: {names}?")
    for number in (touched, *range(len(earlier.steps), 0, -1)):
        entry = earlier.entry(number) if number else None
        args = _without(earlier, entry, number, named, words) if entry else {}
        if args:
            return earlier.change(number, args, wish)
    return None


_STAYING = re.compile(
    r"^(?:(?:and|but|please|then|just|only|,) )*(?:keep|leave|retain)\b(?! (?:it|only|from|the (?:"
    r"first|last|middle|part|bit))\b)"
)


def stays(earlier: Earlier, wish: Wish) -> bool:
    """“undo the cut but keep the black and white”: whether a wish only names what is to stay."""
    if any(item.is_value for item in wish.items) or not _STAYING.match(earlier.line_of(wish)):
        return False
    named = frozenset(tokens(wish.items)) - {"keep", "leave"}
    return bool(named) and step_named(named, earlier.index, earlier.draft, wholly=True) is not None


def _taken_back(earlier: Earlier, wish: Wish) -> Meant:
    """“no don't, leave the sound alone”, right after an edit."""
    call = Call(tool="undo", wish=wish.words(earlier.reading.message))
    error = earlier.draft.add(call)
    return Meant(question=error, about="value") if error else Meant(calls=(call,))


def _others(earlier: Earlier, number: int, named: set[str]) -> list[str]:
    """“no karaoke”, said of captions: the other kinds; the captions stay."""
    entry, step = earlier.entry(number), earlier.steps[number - 1]
    for slot in entry.slots if entry else ():
        now = step.args.get(slot.name, slot.default)
        if not slot.required and len(slot.choices) > 2 and {now} == named:
            return [choice.replace("_", " ") for choice in slot.choices if choice != now]
    return []


def _stem(earlier: Earlier, word: str) -> str:
    """The word without its ending: "ducking" is about what is called "duck"."""
    bare = word.removesuffix("ing").removesuffix("ed")
    return bare if len(bare) > 2 and earlier.index.knows(bare) else word


def _without(
    earlier: Earlier, entry: Entry, number: int, named: set[str], words: set[str]
) -> dict[str, Any]:
    """The argument that is named, as it is where nobody speaks of it; empty for none."""
    step = earlier.steps[number - 1]
    for slot in entry.slots:
        own = tokens(earlier.index.reader.read(slot.name.replace("_", " ")).items)
        if own != named or slot.required or not own:
            continue
        if slot.name in _LENGTHS and not set(slot.name.split("_")) <= words:
            continue  # "no fade out" is about no fade in
        if off := _off(slot, step):
            return off
    return {}


def _off(slot: Slot, step: Step) -> dict[str, Any]:
    now = step.args.get(slot.name, slot.default)
    if slot.kind == "flag":
        return {slot.name: False} if now else {}
    if slot.name in _LENGTHS:
        return {slot.name: 0.0} if now else {}
    return {slot.name: slot.default} if slot.name in step.args and now != slot.default else {}

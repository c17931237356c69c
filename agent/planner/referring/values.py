"""Values: "make it 4", "another 3", "3x is better": a value alone, for the edit made last.

Who says a value and nothing else goes on speaking of the edit before, where it takes such a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.planner.choosing.index import Entry
from agent.planner.choosing.kinds import Kind, Slot
from agent.planner.draft import Meant
from agent.planner.filling.fill import fill
from agent.planner.lexicon.words import FILLERS
from agent.planner.reading.items import Item, Items
from agent.planner.reading.moments import Amount
from agent.planner.referring.correction import lasting
from agent.planner.referring.earlier import Earlier
from agent.planner.wishes.split import Wish

_AROUND = FILLERS | frozenset(
    {"keep", "back", "more", "another", "further", "extra", "instead", "rather", "actually", "no",
     "only", "just", "until", "till", "less", "fewer", "plus", "minus", "say", "try", "okay",
     "please", "maybe", "long", "is", "up", "down", "-", "nicer", "wait", "that's", "in", "total",
     "each", "times", "time", "fine", "plenty"}
)  # fmt: skip
_ADDING = re.compile(r"\b(?:another|more|further|extra|additional)\b")
_TAKING = re.compile(r"\b(?:less|fewer)\b")
_TIMES: frozenset[Kind] = frozenset({"start", "end", "at"})
_DEGREES = frozenset({"<more>", "<less>", "<small>", "<large>"})
_SPOKEN = frozenset({"<num>", "<count>"})
# What says itself what is wanted, and what only says when.
_TELLING = frozenset({"<aspect>", "<lines>", "<size>", "<mb>", "<quote>", "<file>", "<color>",
                      "<position>", "<region>", "<fps>", "<kbps>", "<hz>"})  # fmt: skip
_LENGTHS = frozenset({"<length>", "<for>"})
_WHEN = frozenset({"<span>", "<moment>", "<length>", "<for>", "<every>"})
_SHARES: frozenset[Kind] = frozenset({"intensity", "volume", "opacity", "share", "level"})
_FACTORS: frozenset[Kind] = frozenset({"factor", "speed"})
_SIGNED: frozenset[Kind] = frozenset({"decibels", "degrees", "level"})
_BELOW = frozenset({"semitones", "lufs", "later"})
# Above this a number that is said of a factor is a percentage.
_LARGEST_FACTOR = 20.0
_NUMBERS: frozenset[Kind] = (
    _SHARES | _FACTORS | frozenset({"number", "decibels", "degrees", "span_length"})
)


def valued(earlier: Earlier, wish: Wish) -> Meant | None:
    """What a value alone changes about the edit made last; None when it is about something else."""
    number = earlier.touched if earlier.steps else 0
    entry = earlier.entry(number) if number else None
    if entry is None or not earlier.is_settled(number):
        return None
    items = _one_more(earlier.items(wish))
    values = [item for item in items if item.is_value and item.word not in _DEGREES]
    if "keep" in earlier.said(wish).split():
        return None
    if len(values) != 1 or not (_says_nothing_else(items) or _goes_on(earlier, number, items)):
        return None
    args = _changed(earlier, number, entry, items, values[0], earlier.said(wish))
    return earlier.change(number, args, wish) if args else None


def _one_more(items: Items) -> Items:
    """“make it one more” counts, although "one" mostly stands for a thing."""
    words = [item.word for item in items]
    if "one" not in words or not {"<more>", "<less>"} & set(words):
        return items
    return tuple(replace(i, word="<num>", value=1.0) if i.word == "one" else i for i in items)


def _says_nothing_else(items: Items) -> bool:
    words = (item.word for item in items if not item.is_value)
    return all(word in _AROUND or not word[0].isalpha() for word in words)


def _goes_on(earlier: Earlier, number: int, items: Items) -> bool:
    """“still late, another 0.1”: what was done is to be done further, the same way."""
    entry, step = earlier.entry(number), earlier.steps[number - 1]
    line = " ".join(item.word for item in items)
    if entry is None or not _ADDING.search(line):
        return False
    words = {i.word for i in items if not i.is_value and i.word[0].isalpha()}
    form = fill(entry, items, earlier.reading.message, earlier.chooser.facts)
    chosen = {slot.name: form.args[slot.name] for slot in entry.slots
              if slot.choices and slot.name in form.args}  # fmt: skip
    same = all(step.args.get(name) == value for name, value in chosen.items())
    return same and words <= _AROUND | entry.vocabulary


def _changed(
    earlier: Earlier, number: int, entry: Entry, items: Items, item: Item, said: str
) -> dict[str, Any]:
    step = earlier.steps[number - 1]
    if item.word in _SPOKEN:
        told = counted(entry, step.args, item, earlier.reading.message, said)
        return told or _as_length(earlier, number, entry, item)
    if item.word in _LENGTHS and (_ADDING.search(said) or _TAKING.search(said)):
        return _longer(earlier, number, entry, item, said)
    if item.word == "<span>":
        return _another_part(earlier, number, entry, items)
    if item.word in _TELLING | _WHEN:
        return {}
    form = fill(entry, items, earlier.reading.message, earlier.facts_before(number))
    if form.unused or not form.args or any(slot.choices for slot in _filled(entry, form.args)):
        return {}
    return _keeping_signs(entry, step.args, form.args, item, earlier.reading.message)


def _as_length(earlier: Earlier, number: int, entry: Entry, item: Item) -> dict[str, Any]:
    """“make it 5”, after "cut the last 3 seconds": as long as that."""
    facts = earlier.facts_before(number)
    if facts is None or item.value <= 0:
        return {}
    length = replace(item, word="<length>", value=Amount(float(item.value)))
    return lasting(entry, earlier.steps[number - 1], (length,), facts)


def _longer(earlier: Earlier, number: int, entry: Entry, item: Item, said: str) -> dict[str, Any]:
    """“another half a second”: on top of the seconds that the step has."""
    facts, args = earlier.facts_before(number), earlier.steps[number - 1].args
    slot = _meant(entry, args)
    if facts is None or slot is None or slot.kind not in {"span_length", "number"}:
        return {}
    if slot.whole or slot.name == "semitones":
        return {}
    bare = replace(item, word="<num>", value=item.value.seconds(facts))
    return counted(entry, args, bare, earlier.reading.message, said)


def _filled(entry: Entry, args: Mapping[str, Any]) -> list[Slot]:
    return [slot for slot in entry.slots if slot.name in args]


def _another_part(earlier: Earlier, number: int, entry: Entry, items: Items) -> dict[str, Any]:
    """“until 7”, "3 to 8", after an edit that is limited in time already."""
    step, chooser = earlier.steps[number - 1], earlier.chooser
    limits = {slot.name for slot in entry.slots if slot.kind in {"start", "end"}}
    if entry.name in {chooser.keeper, chooser.remover} or not limits & step.args.keys():
        return {}
    span = next(item for item in items if item.word == "<span>")
    if span.value.share or span.value.vague:
        return {}
    form = fill(entry, (span,), earlier.reading.message, earlier.facts_before(number))
    return {name: value for name, value in form.args.items() if name in limits}


def counted(
    entry: Entry, args: Mapping[str, Any], item: Item, message: str, said: str
) -> dict[str, Any]:
    """A bare number in place of the one that a step was given, or on top of it.

    Args:
        entry: The tool of the step.
        args: The step's arguments.
        item: The number.
        message: The message that it is from.
        said: The spelled words around it.
    """
    slot = _meant(entry, args)
    if slot is None:
        return {}
    now = args.get(slot.name, slot.default)
    value = _in_its_unit(slot, now, float(item.value))
    way = 1 if _ADDING.search(said) else -1 if _TAKING.search(said) else 0
    if way and slot.kind in _SHARES and isinstance(now, int | float):
        value = min(1.0, max(0.0, now + way * value))
    elif way and slot.kind not in _SHARES | _FACTORS and isinstance(now, int | float):
        sign = -1 if now < 0 else 1
        value = now + way * sign * abs(value)
        value = value if slot.kind in _SIGNED or slot.name in _BELOW else max(0.0, value)
    elif way:
        value = _further(now, way, float(item.value))
    else:
        value = _signed(slot, now, value, item, message)
    return {slot.name: round(value) if slot.whole else round(value, 4)}


def _meant(entry: Entry, args: Mapping[str, Any]) -> Slot | None:
    """The one argument that a number may be for."""
    given = [
        slot
        for slot in entry.slots
        if isinstance(args.get(slot.name), int | float)
        and not isinstance(args[slot.name], bool)
        and not (slot.kind == "start" and not args[slot.name])
    ]
    plain = [slot for slot in given if slot.kind not in _TIMES] or given
    if not plain:
        plain = [slot for slot in entry.slots if slot.kind in _NUMBERS]
        plain = [slot for slot in plain if slot.required] or plain
    return plain[0] if len(plain) == 1 else None


def _in_its_unit(slot: Slot, now: Any, value: float) -> float:
    """The number as the argument counts: "30", said of a strength, is a percentage."""
    if slot.kind in _SHARES and value > 1:
        return value / 100
    if slot.kind not in _FACTORS or value <= _LARGEST_FACTOR:
        return value
    more = isinstance(now, int | float) and now > 1 and value < 100
    return 1 + value / 100 if more else value / 100


def _further(now: Any, way: int, points: float) -> float:
    """“5 more”, after 10% louder: so many percent more of what was done, or less of it."""
    start = float(now) if isinstance(now, int | float) else 1.0
    up = start >= 1 or start <= 0
    return max(0.0, start + way * (1 if up else -1) * points / 100)


def _signed(slot: Slot, now: Any, value: float, item: Item, message: str) -> float:
    """“make it 5”, after 3 dB less: 5 dB less."""
    falls = slot.kind in _SIGNED or slot.name in _BELOW
    below = isinstance(now, int | float) and now < 0 < value
    risen = "+" in message[max(0, item.start - 1) : item.end]
    return -value if falls and below and not risen else value


def _keeping_signs(
    entry: Entry, now: Mapping[str, Any], args: Mapping[str, Any], item: Item, message: str
) -> dict[str, Any]:
    signed: dict[str, Any] = {}
    for slot in _filled(entry, args):
        value = args[slot.name]
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = _signed(slot, now.get(slot.name, slot.default), value, item, message)
        signed[slot.name] = value
    return signed

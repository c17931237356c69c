"""Correction: what "no wait, make it 12" and "the other way" change about an earlier step."""

from __future__ import annotations

import re
from typing import Any

from agent.planner.choosing.choose import choose
from agent.planner.choosing.index import Entry, tokens
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Meant
from agent.planner.filling.fill import fill
from agent.planner.reading.items import Item, Items
from agent.planner.reading.moments import Moment, tidy
from agent.planner.referring.earlier import Earlier
from agent.planner.wishes.split import Wish
from tools.facts import Facts
from tools.recipe import Step

_OTHER_WAY = re.compile(
    r"\b(?:other|wrong|opposite) (?:way|direction|side|end|around)\b|\bthe opposite\b|"
    r"\bother way (?:a)?round\b"
)
_OPPOSITES = {
    "left": "right", "right": "left", "top": "bottom", "bottom": "top", "top-left": "top-right",
    "top-right": "top-left", "bottom-left": "bottom-right", "bottom-right": "bottom-left",
}  # fmt: skip
# A stretch that ends this near the end of the clip ends there.
_AT_THE_END = 0.05
_EMPTY = frozenset({"keep", "no", "rather", "instead", "wait", "long", "size"})
_SIGNED = frozenset({"degrees", "level", "decibels"})


def correction(earlier: Earlier, wish: Wish) -> Meant | None:
    """What a second thought changes about the step made or changed last; None when nothing."""
    number = earlier.touched if earlier.steps else 0
    entry = earlier.entry(number) if number else None
    if entry is None:
        return None
    args = _new_args(earlier, number, wish)
    return earlier.change(number, args, wish) if args else None


def turns_round(line: str) -> bool:
    """Whether a line of spelled words asks for the opposite of what was done."""
    return bool(_OTHER_WAY.search(line))


def other_way(earlier: Earlier, wish: Wish) -> Meant | None:
    """“the other way”, “wrong side”: the last step, turned round."""
    number = earlier.touched if earlier.steps else 0
    entry = earlier.entry(number) if number else None
    if entry is None or not (turns_round(earlier.reading.line) and _says_only_that(wish)):
        return None
    for slot in entry.slots:
        turned = _turned(slot, earlier.steps[number - 1].args.get(slot.name, slot.default))
        if turned is not None:
            return earlier.change(number, {slot.name: turned}, wish)
    return None


def _says_only_that(wish: Wish) -> bool:
    return not tokens(wish.items) - {"direction", "side", "way", "opposite", "round", "wrong"}


def _turned(slot: Slot, now: Any) -> Any:
    sides = [choice for choice in slot.choices if choice not in {"both", "still", "in_out"}]
    if len(sides) == 2 and now in sides:
        return sides[1 - sides.index(now)]
    if slot.kind == "position" and now in _OPPOSITES:
        return _OPPOSITES[now]
    if slot.kind in _SIGNED or slot.name == "semitones":
        return -now if isinstance(now, int | float) and now else None
    return None


_UP = frozenset({"up", "higher", "louder", "raise", "more", "upwards"})
_DOWN = frozenset({"down", "lower", "deeper", "quieter", "less", "downwards"})
_WAYS = _UP | _DOWN | {"in", "out", "later", "earlier", "sooner", "left", "right", "both"}
_LITTLE = frozenset({"the", "it", "a", "bit", "way", "please", "not", "make", "go", "move", "turn"})


def turned_to(line: str) -> str:
    """The way that a line of spelled words says, and nothing else; empty for other lines."""
    words = {word for word in line.split() if word.isalpha()} - _LITTLE
    return "".join(words) if len(words) == 1 and words <= _WAYS else ""


def _turned_to(entry: Entry, step: Step, said: str) -> dict[str, Any]:
    """“no, down”, "out": the other way of the step, where only that way is said."""
    word = turned_to(said)
    for slot in entry.slots:
        now = step.args.get(slot.name, slot.default)
        if word and word in slot.choices and now != word:
            return {slot.name: word}
        signed = slot.kind in _SIGNED or slot.name == "semitones"
        against = isinstance(now, int | float) and now and word in (_DOWN if now > 0 else _UP)
        if signed and against:
            return {slot.name: -now}
    return {}


def _new_args(earlier: Earlier, number: int, wish: Wish) -> dict[str, Any]:
    """The arguments of the step that the wish gives anew; empty when it is about another edit."""
    entry, facts = earlier.entry(number), earlier.facts_before(number)
    if entry is None or facts is None:
        return {}
    if turned := _turned_to(entry, earlier.steps[number - 1], earlier.said(wish)):
        return turned
    if tokens(wish.items) <= {"<more>", "<less>"}:
        return {}
    choice = choose(wish, earlier.reading.message, earlier.index, earlier.chooser.facts)
    said = {t for t in tokens(wish.items) if not t.startswith("<")} - _EMPTY
    same = choice is not None and choice.entry is entry
    if said - entry.vocabulary and not same:
        return {}
    if choice is not None and said and not same and choice.clear:
        return {}
    step = earlier.steps[number - 1]
    if told := lasting(entry, step, wish.items, facts):
        return told
    form = fill(entry, wish.items, earlier.reading.message, facts)
    bare = [item for item in form.unused if item.word == "<num>"]
    if not form.args and len(bare) == 1:
        return _counted(entry, step, bare[0])
    if not form.args or any(item.word not in _DEGREES for item in form.unused):
        return {}
    args = dict(form.args)
    if any(_says_both_ends(item) for item in form.used):
        # "The last 3 s" says both of its ends, be it by leaving one open.
        edges = (slot for slot in entry.slots if slot.kind in {"start", "end"})
        args = {slot.name: None for slot in edges if slot.name in step.args} | args
    return args


def _says_both_ends(item: Item) -> bool:
    """“the last 3 s” and "at the end" say where a part begins and where it stops."""
    point = item.value
    if item.word == "<moment>" and isinstance(point, Moment):
        return point.is_edge
    return item.word == "<span>" and bool(point.share or point.vague)


_DEGREES = frozenset({"<more>", "<less>", "<small>", "<large>"})


def lasting(entry: Entry, step: Step, items: Items, facts: Facts) -> dict[str, Any]:
    """“4 seconds” in place of "3 seconds from the end": the same stretch, longer or shorter."""
    said = [item for item in items if item.is_value]
    edges = {slot.kind: slot.name for slot in entry.slots if slot.kind in {"start", "end"}}
    start, end = (step.args.get(edges.get(kind, "")) for kind in ("start", "end"))
    if len(edges) < 2 or [i.word for i in said] != ["<length>"] or start is end is None:
        return {}
    length = said[0].value.seconds(facts)
    if not start:
        return {edges["end"]: tidy(length)}
    if end is None or facts.duration - end < _AT_THE_END:
        return {edges["start"]: tidy(facts.duration - length)}
    return {edges["end"]: tidy(start + length)}


def _counted(entry: Entry, step: Step, item: Item) -> dict[str, Any]:
    """A bare number in place of the one number that the step was given."""
    numbers: dict[str, float] = {}
    for slot in entry.slots:
        now = step.args.get(slot.name)
        if isinstance(now, bool) or not isinstance(now, int | float):
            continue
        if slot.kind == "start" and not now:
            continue
        numbers[slot.name] = now
    if len(numbers) != 1:
        return {}
    ((name, _),) = numbers.items()
    slot = next(slot for slot in entry.slots if slot.name == name)
    value = round(item.value) if slot.whole else item.value
    return {name: value}

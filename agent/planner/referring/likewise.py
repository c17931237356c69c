"""Likewise: "also 10-12", "and another at 5 s", "and the treble too": the last edit once more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from agent.planner.choosing.index import Entry, tokens
from agent.planner.draft import Meant
from agent.planner.filling.fill import fill
from agent.planner.plan import Call
from agent.planner.referring.earlier import Earlier
from agent.planner.wishes.split import Wish

_ADDING = re.compile(
    r"^(?:(?:okay|ok|yes|oh|please|now) )*(?:and|also|plus)\b|\b(?:too|as well|also|likewise)$|"
    r"\banother(?: one)?\b|\bone more\b|"
    r"^(?:(?:please|now|then|okay|ok|can you|could you) )*(?:do )?"
    r"(?:(?:the )?same(?: (?:thing|again|edit|effect|one))?|do (?:that|this|it)) "
    r"(?:for|with|at|from|to|in|on|between|during)\b"
)
# Arguments that tell one such edit from another; the others are the same again.
_OWN = frozenset({"start", "end", "at", "text", "ranges", "moments"})
_PLACES = frozenset({"position", "x", "y"})
_EMPTY = frozenset({"keep", "also", "too", "another", "more"})


def likewise(earlier: Earlier, wish: Wish) -> Meant | None:
    """The last edit for another part, moment or text; None when the wish is something else."""
    number = earlier.touched
    entry = earlier.entry(number) if number else None
    line = earlier.reading.line.strip(" ;,.!")
    if entry is None or not _ADDING.search(line) or entry.answers:
        return None
    said = {token for token in tokens(wish.items) if not token.startswith("<")} - _EMPTY
    step = earlier.steps[number - 1]
    plain = not any(item.is_value for item in wish.items)
    if twin := plain and _twin(entry, step.args, said) or _both_ways(entry, step.args, line, said):
        return earlier.change(number, twin, wish)
    if said - entry.vocabulary:
        return None
    form = fill(entry, wish.items, earlier.reading.message, earlier.chooser.facts)
    own = {slot.name for slot in entry.slots if slot.kind in _OWN}
    if not own & form.args.keys() or form.unused:
        return None
    gone = own | {slot.name for slot in entry.slots if slot.kind in _PLACES}
    gone -= {slot.name for slot in entry.required}
    kept = {name: value for name, value in step.args.items() if name not in gone}
    call = Call(
        tool=entry.name, args={**kept, **form.args}, wish=wish.words(earlier.reading.message)
    )
    if error := earlier.draft.add(call):
        return Meant(question=error, about="value")
    return Meant(calls=(call,))


def _both_ways(entry: Entry, args: Mapping[str, Any], line: str, said: set[str]) -> dict[str, Any]:
    """“and out as well”, after a fade in."""
    for slot in entry.slots:
        if not {"in", "out", "both"} <= set(slot.choices) or said - {"fade"}:
            continue
        now = str(args.get(slot.name, slot.default))
        if now == "both" and {"in", "out"} & set(line.split()):
            return {slot.name: now}
        other = {"in": "out", "out": "in"}.get(now)
        if other and other in line.split():
            return {slot.name: "both"}
    return {}


def _twin(entry: Entry, args: Mapping[str, Any], said: set[str]) -> dict[str, Any]:
    """“and the treble too”: the same amount for another argument of its kind."""
    slots = [slot for slot in entry.slots if slot.kind in {"level", "decibels"}]
    given = [args[slot.name] for slot in slots if args.get(slot.name)]
    named = [slot for slot in slots if slot.name in said and not args.get(slot.name)]
    rest = said - {slot.name for slot in named}
    if len(slots) < 2 or len(given) != 1 or not named or rest:
        return {}
    return {slot.name: given[0] for slot in named}

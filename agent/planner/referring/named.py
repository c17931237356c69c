"""Named: "zoom more", "a different colour, maybe gold", "shift the text 1 second later".

An earlier edit is named, by its verb, its thing or one of its details, and only that is changed.
"""

from __future__ import annotations

import re

from agent.planner.choosing.index import Entry, tokens
from agent.planner.draft import Meant
from agent.planner.filling.amounts import direction
from agent.planner.filling.fill import fill
from agent.planner.referring.earlier import STRENGTHS, Earlier
from agent.planner.referring.steps import step_named
from agent.planner.wishes.split import Wish
from tools.recipe import Step

_ELSE = re.compile(
    r"^(?:please |and |now |but |okay |no |maybe |try |use |can (?:you|we|i) |let us |have |"
    r"make it |i want |in |with )*(?:an?(?:other)?|some other|another|different|other) "
    r"(?:different |other )?"
    r"(?:color|font|position|place|spot|corner|size|style|speed|shape|format)\b"
)
_SHIFTED = re.compile(r"\b(?:shift|move|delay|show|put|bring)\b.*\b(?P<way>later|earlier|sooner)\b")
_SHIFT_WORDS = frozenset(
    {"<time>", "later", "earlier", "sooner", "keep", "shift", "move", "delay", "delayed", "show"}
)
_STRONGER = frozenset({"<more>", "<less>"})


def differently(earlier: Earlier, wish: Wish) -> Meant | None:
    """“a different colour, maybe gold”: that detail of the last edit that has it."""
    found = _ELSE.match(earlier.said(wish))
    values = [item for item in wish.items if item.is_value]
    if found is None or not values:
        return None
    number = earlier.latest(lambda entry, step: bool(_filled(earlier, entry, wish)))
    entry = earlier.entry(number) if number else None
    if not number or entry is None:
        return None
    return earlier.change(number, _filled(earlier, entry, wish), wish)


def _filled(earlier: Earlier, entry: Entry, wish: Wish) -> dict[str, object]:
    values = tuple(item for item in wish.items if item.is_value)
    form = fill(entry, values, earlier.reading.message, earlier.chooser.facts)
    return {} if form.unused else dict(form.args)


def more_of_it(earlier: Earlier, wish: Wish) -> Meant | None:
    """“zoom more”, “blur it less”: the edit of that name, with more or less of it."""
    said = tokens(wish.items)
    if not (said & _STRONGER and direction([item.word for item in wish.items])):
        return None
    if any(item.is_value and item.word not in _STRONGER for item in wish.items):
        return None
    verb = said - _STRONGER
    if len(verb) != 1:
        return None
    number = earlier.latest(lambda entry, step: verb <= _verbs(entry, step))
    entry = earlier.entry(number) if number else None
    if not number or entry is None:
        return None
    slots = [slot for slot in entry.slots if slot.kind in STRENGTHS]
    if not slots or entry.slot("speed") or earlier.draft.made[number - 1] is not None:
        return None  # How fast it is has words of its own.
    return earlier.stronger(number, slots[0], wish)


def _verbs(entry: Entry, step: Step) -> set[str]:
    """What a step does in one word: its tool's name, and what of its kind was chosen."""
    chosen = {str(step.args.get(slot.name)) for slot in entry.slots if slot.choices}
    return {entry.name.split("_")[0], *chosen}


def shifted(earlier: Earlier, wish: Wish) -> Meant | None:
    """“shift the text 1 second later”: the edit that is named, at another time."""
    found = _SHIFTED.search(earlier.said(wish))
    lengths = [item for item in wish.items if item.word in {"<length>", "<for>"}]
    named = frozenset(t for t in tokens(wish.items) - _SHIFT_WORDS if not t.startswith("<"))
    if found is None or len(lengths) != 1 or not named:
        return None
    number = step_named(named, earlier.index, earlier.draft, wholly=True)
    entry = earlier.entry(number) if number else None
    facts = earlier.facts_before(number) if number else None
    if not number or entry is None or facts is None:
        return None
    if entry.slot("start") is None or entry.slot("end") is None:
        return None
    by = lengths[0].value.seconds(facts) * (1 if found["way"] == "later" else -1)
    now = earlier.steps[number - 1].args
    edges = {"start": now.get("start") or 0.0, "end": now.get("end")}
    args = {
        name: round(min(max(0.0, at + by), facts.duration), 3)
        for name, at in edges.items()
        if at is not None
    }
    return earlier.change(number, args, wish)

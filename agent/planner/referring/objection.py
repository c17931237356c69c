"""Objection: "that's too fast", "not so strong", "the fade longer": an earlier edit is corrected.

Who complains about an edit wants that edit changed, and not a second one on top of it.
"""

from __future__ import annotations

import re
from typing import Any

from agent.planner.choosing.choose import choose
from agent.planner.choosing.index import Entry, tokens
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Meant
from agent.planner.filling.amounts import degree, direction
from agent.planner.lexicon.vague import SIZES
from agent.planner.plan import Call
from agent.planner.referring.adjust import same_kind, size_slot
from agent.planner.referring.earlier import STRENGTHS, Earlier
from agent.planner.wishes.split import Wish
from tools.recipe import Step

_STRONG = r"(?:much|strong|strongly|heavy|heavily|intense|extreme|hard|harsh|obvious)"
_OVERDONE = re.compile(
    rf"\b(?:too {_STRONG}|not (?:quite )?(?:so|that|as|too) {_STRONG}|less strong|overdone|"
    r"over the top|a bit much)\b"
)
_UNDERDONE = re.compile(
    r"\b(?:too (?:weak|little|subtle|faint|soft)|"
    r"not (?:strong|much|intense|visible|heavy) enough)\b"
)
_AROUND = frozenset(
    {"that", "it", "this", "is", "was", "were", "a", "bit", "little", "way", "far", "no", "hmm",
     "the", "effect", "filter", "still", "looks", "look", "please", "now", "make", "just", "but",
     "okay", "oh", "well", "title", "one", "be", "do", "should", ",", ";", "i", "find", "think"}
)  # fmt: skip
_TOO = re.compile(r"\btoo \w+|\bnot (?:so|that|as) \w+")
_THING = re.compile(
    r"\b(?:meant?|not (?:the|that) (?:title|text|caption) but) (?:the |my |its )?(?:whole )?"
    r"(picture|video|clip|image|footage|frame)$"
)


def objects(line: str) -> bool:
    """Whether a line of spelled words complains of the strength of what was done."""
    found = _OVERDONE.search(line) or _UNDERDONE.search(line)
    return bool(found) and _only(line, found[0] if found else "")


def means_other(line: str) -> bool:
    """Whether a line says that the picture was meant, and not what was changed."""
    return bool(_THING.search(line.strip(" ;,.")))


def _only(line: str, core: str) -> bool:
    return set(line.replace(core, " ").split()) <= _AROUND


def objection(earlier: Earlier, wish: Wish) -> Meant | None:
    """What a complaint changes about an earlier step; None when the wish is none."""
    said = _with_not(earlier, wish)
    if objects(said):
        return _overdone(earlier, wish, "less" if _OVERDONE.search(said) else "more")
    for way in (_other_thing, _too, _longer):
        if meant := way(earlier, wish):
            return meant
    return None


def _with_not(earlier: Earlier, wish: Wish) -> str:
    """The words of the wish with the "not" right before them, which is no part of a wish."""
    start = min((item.start for item in wish.items), default=0)
    before = [item.word for item in earlier.reading.spelled if item.end <= start]
    said = earlier.said(wish)
    return f"not {said}" if before[-1:] == ["not"] else said


def _overdone(earlier: Earlier, wish: Wish, way: str) -> Meant | None:
    number = earlier.latest(lambda entry, step: _strength(entry, step) is not None)
    entry = number and earlier.entry(number)
    slot = _strength(entry, earlier.steps[number - 1]) if number and entry else None
    now = earlier.value(number, slot) if number and slot else None
    if slot is not None and slot.kind == "decibels" and isinstance(now, int | float) and now < 0:
        way = "more" if way == "less" else "less"  # less of a fall
    return earlier.relieve(number, slot, way, wish) if number and slot else None


def _strength(entry: Entry, step: Step) -> Slot | None:
    """The argument that says how strong a step is: one that was said before one that may be."""
    slots = [slot for slot in entry.slots if slot.kind in STRENGTHS]
    said = [slot for slot in slots if slot.name in step.args]
    return next(iter(said or slots), None)


def _too(earlier: Earlier, wish: Wish) -> Meant | None:
    """“too fast”: less of the speed-up that was made."""
    way = direction([item.word for item in wish.items])
    said = _with_not(earlier, wish)
    if not way or not _TOO.search(said):
        return None
    if said != earlier.said(wish):  # "not so slow" wants it faster
        way = "less" if way == "more" else "more"
    choice = choose(wish, earlier.reading.message, earlier.index, earlier.chooser.facts)
    if choice is None:
        return None
    for number in range(len(earlier.steps), 0, -1):
        step = earlier.steps[number - 1]
        slot = _strength(choice.entry, step)
        if step.tool == choice.entry.name and same_kind(choice.form, step) and slot:
            return earlier.relieve(number, slot, way, wish)
    return None


def _longer(earlier: Earlier, wish: Wish) -> Meant | None:
    """“make the fade longer”, "by a second": the length that the step itself takes."""
    words = [item.word for item in wish.items]
    way = direction(words)
    if "length" not in words or not way:
        return None
    named = tokens(wish.items) - {"length", "<more>", "<less>", "<time>", "by"}
    for number in range(len(earlier.steps), 0, -1):
        entry = earlier.entry(number)
        slot = next((s for s in entry.slots if s.kind == "span_length"), None) if entry else None
        if entry and slot and named and named <= entry.vocabulary and named & entry.named:
            return earlier.change(number, {slot.name: _length(earlier, number, slot, wish)}, wish)
    return None if named else _outlasting(earlier, wish, way)


def _outlasting(earlier: Earlier, wish: Wish, way: str) -> Meant | None:
    """“longer”, "a second shorter", said right after an edit that takes a length or has an end."""
    number = earlier.touched
    entry, facts = earlier.entry(number), earlier.facts_before(number)
    if entry is None or facts is None:
        return None
    if slot := entry.slot("span_length"):
        return earlier.change(number, {slot.name: _length(earlier, number, slot, wish)}, wish)
    end, start = entry.slot("end"), entry.slot("start")
    args = earlier.steps[number - 1].args
    if end is None or start is None or not isinstance(args.get(end.name), int | float):
        return None
    begins, stops = float(args.get(start.name) or 0.0), float(args[end.name])
    amount = next((i.value for i in wish.items if i.word in {"<length>", "<for>"}), None)
    by = amount.seconds(facts) if amount else (stops - begins) / 2
    value = stops + by if way == "more" else stops - by
    if amount is not None and re.search(r"\bto (?:about |only )?<num>", earlier.said(wish)):
        value = begins + by  # "extend that to 6 seconds"
    return earlier.change(number, {end.name: round(min(value, facts.duration), 3)}, wish)


def _length(earlier: Earlier, number: int, slot: Slot, wish: Wish) -> float:
    words = [item.word for item in wish.items]
    way, facts = direction(words), earlier.chooser.facts
    now = float(earlier.steps[number - 1].args.get(slot.name, slot.default) or 1.0)
    amount = next((i.value for i in wish.items if i.word in {"<length>", "<for>"}), None)
    if amount is None or facts is None:
        return round(now * SIZES[way][degree(words)], 3)
    seconds = float(amount.seconds(facts))
    return round(now + seconds if way == "more" else max(0.0, now - seconds), 3)


def _other_thing(earlier: Earlier, wish: Wish) -> Meant | None:
    """“make it smaller” - "no, I meant the picture": the size goes back, the picture changes."""
    found = _THING.search(earlier.reading.line.strip(" ;,."))
    number = earlier.touched
    entry = earlier.entry(number) if number else None
    slot = size_slot(entry) if entry else None
    before = earlier.before
    if not found or slot is None or len(before) != len(earlier.steps):
        return None
    old = before[number - 1].args.get(slot.name, slot.default)
    new = earlier.steps[number - 1].args.get(slot.name, slot.default)
    if old == new:
        return None
    done = earlier.change(number, {slot.name: old}, wish)
    return done if done.question else _resized(earlier, wish, found[1], _smaller(slot, old, new))


def _smaller(slot: Slot, old: Any, new: Any) -> bool:
    read = [slot.read(v) if isinstance(v, str) else v for v in (old, new)]
    return bool(read[1] < read[0])


def _resized(earlier: Earlier, wish: Wish, thing: str, smaller: bool) -> Meant:
    text = f"make the {thing} {'smaller' if smaller else 'bigger'}"
    facts, index = earlier.chooser.facts, earlier.index
    choice = choose(Wish((index.reader.read(text).items,)), text, index, facts, earlier.draft)
    if choice is None or choice.form.missing:
        return Meant()
    call = Call(
        tool=choice.entry.name, args=choice.form.args, wish=wish.words(earlier.reading.message)
    )
    if error := earlier.draft.add(call):
        return Meant(question=error, about="value")
    return Meant(calls=(call,))

"""Numbers: arguments that count, measure or amount to something by a unit or by their name."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from agent.planner.choosing.index import tokens
from agent.planner.choosing.kinds import NUMBERS, Slot
from agent.planner.filling.amounts import degree, direction
from agent.planner.lexicon.vague import POLARITY, SEMITONES, STEPS, WORDS
from agent.planner.reading.items import Item
from tools.values import parse_decibels

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form


def number(form: Form, slot: Slot) -> None:
    """A number whose unit fits the argument's name; a bare one where it is the only number."""
    if slot.name == "later":
        _late(form, slot)
        return
    if _qualifiers(slot) and not _qualifiers(slot) <= set(form.words):
        return
    units = _units(slot)
    if "<count>" in units and _is_counted_out(form) or _in_a_grid(form, slot):
        return
    if item := _called(form, slot) or ("<count>" in units and _counted(form)) or None:
        form.put(slot, _whole(slot, item.value), item)
        return
    for kind in (f"<{slot.name}>", *units):
        if item := form.free(kind):
            form.put(slot, _whole(slot, _signed(form, kind, item.value)), item)
            return
    if "<mb>" in units and _share_of_file(form, slot):
        return
    only = sum(other.kind in {"number", "fps"} for other in form.entry.slots) == 1
    if only and _is_plain(slot) and (item := form.free("<num>", "<count>", "<times>")):
        value = _signed(form, "<semitones>", item.value) if "<semitones>" in units else item.value
        form.put(slot, _whole(slot, value), item)
    elif "<semitones>" in units and slot.required and (way := direction(form.words)):
        size = SEMITONES[degree(form.words)]
        form.put(slot, -size if way == "less" else size)


def _late(form: Form, slot: Slot) -> None:
    """“half a second later”, "2 s earlier": by how much something comes later than it did."""
    item, words = form.free("<length>", "<for>"), set(form.words)
    if item is None or form.facts is None or not words & {"later", "earlier"}:
        return
    seconds = round(item.value.seconds(form.facts), 3)
    form.put(slot, -seconds if "earlier" in words else seconds, item)


def _called(form: Form, slot: Slot) -> Item | None:
    """A number beside the argument's own name: "4 columns", "density 5", "parts: 3"."""
    names = {form for word in slot.name.split("_") for form in (word, word.rstrip("s"), f"{word}s")}
    for at, item in enumerate(form.items):
        if item.word not in {"<num>", "<count>"} or item in form.used:
            continue
        before = [i.word for i in form.items[max(0, at - 3) : at] if i.word not in _LINKS]
        after = [i.word for i in form.items[at + 1 : at + 3] if i.word not in _LINKS]
        if names & set(after) or before[-1:] and before[-1] in names:
            return item
    return None


_LINKS = frozenset({"to", "of", "=", ":", "is", "at", "by", "be", "a", "with", "and", ","})


def _counted(form: Form) -> Item | None:
    """“10 screenshots”: a number right before a thing that the tool makes."""
    for item, thing in pairwise(form.items):
        counted = bool(tokens([thing]) & form.entry.core)
        if item.word == "<num>" and item not in form.used and counted and not thing.is_value:
            return item
    half = form.free("<times>")
    if half is not None and 0 < half.value < 1:  # "split it in half"
        form.used.add(half)
        return Item("<count>", half.start, half.end, 1 / half.value)
    return None


def _in_a_grid(form: Form, slot: Slot) -> bool:
    """“5x3” for a tool that counts columns and rows."""
    counts = [s for s in form.entry.slots if s.name in {"columns", "rows"}]
    grid = form.free("<size>") if slot in counts and len(counts) == 2 else None
    if grid is not None:
        for count, value in zip(counts, grid.value, strict=True):
            form.put(count, value, grid)
    return grid is not None


def _is_counted_out(form: Form) -> bool:
    """Whether moments are told already, so that how many there are says nothing more."""
    told = any(slot.kind == "moments" and form.has(slot) for slot in form.entry.slots)
    if told:
        form.used.update(i for i in form.items if i.word in {"<num>", "<count>", "<times>"})
    return told


def _is_plain(slot: Slot) -> bool:
    """Whether a bare number may be for it: not where its name says what it is a detail of."""
    return slot.required or "_" not in slot.name


_DOWN = frozenset({"down", "lower", "downwards"})


def _signed(form: Form, kind: str, value: float) -> float:
    """“down 3 semitones” is -3."""
    falls = direction(form.words) == "less" or bool(_DOWN & set(form.words))
    return -abs(value) if kind == "<semitones>" and falls else value


def _share_of_file(form: Form, slot: Slot) -> bool:
    """“reduce the file size by half”: so much of the size that the file has."""
    item = form.free("<times>", "<percent>") if "filesize" in form.words else None
    size = form.facts.size_bytes if form.facts else None
    if item is None or not size or not 0 < item.value < 1:
        return False
    form.put(slot, round(size * item.value / 1e6, 3), item)
    return True


def _units(slot: Slot) -> list[str]:
    """The kinds of values that go by the argument's name, or by the end of it."""
    return [
        kind
        for kind, names in NUMBERS.items()
        if any(slot.name == name or slot.name.endswith(f"_{name}") for name in names)
    ]


def _qualifiers(slot: Slot) -> set[str]:
    """What a name has before its unit: the "audio" of ``audio_kbps``, which must be said too."""
    parts = slot.name.split("_")
    return set(parts[:-1]) & {"audio", "sound", "video", "picture"} if len(parts) > 1 else set()


def _whole(slot: Slot, value: Any) -> Any:
    return round(value) if slot.whole else value


def named_amount(form: Form, slot: Slot) -> None:
    """One of several amounts, by its name: "bass +6 dB", "more contrast and less saturation"."""
    at = next((i for i, item in enumerate(form.items) if item.word == slot.name), None)
    if at is None:
        if slot.kind == "number":
            number(form, slot)
        return
    if slot.kind == "number" and (item := _called(form, slot)):
        form.put(slot, _whole(slot, item.value), item)
        return
    if (item := _beside(form, at)) is not None:
        value = float(item.value)
        value = value - 1 if item.word == "<times>" else value
        lowered = value > 0 and item.word != "<times>" and _is_lowered(form, at)
        form.put(slot, _whole(slot, round(-value if lowered else value, 4)), item)
        return
    around = form.words[max(0, at - 3) : at + 3]
    before = form.words[max(0, at - 1) : at]
    way = direction(before) or direction(around)
    way = way or next((POLARITY[w] for w in form.words if w in POLARITY), "")
    if not way:
        return
    how = degree(around)
    size = STEPS[how] if slot.kind == "level" else parse_decibels(f"{WORDS[how]}louder")
    form.put(slot, -size if way == "less" else size)


def _is_lowered(form: Form, at: int) -> bool:
    """“less treble, 4 dB”: an amount by which something goes down, and not one that it gets."""
    before = [word for word in form.words[max(0, at - 2) : at] if word != "the"]
    return before[-1:] == ["<less>"] and "to" not in form.words[at : at + 3]


def _beside(form: Form, at: int) -> Item | None:
    """The number that stands right behind a name, or right before it."""
    kinds = {"<num>", "<percent>", "<db>", "<times>"}
    for item in form.items[at + 1 : at + 4]:
        if item.word in kinds and item not in form.used:
            return item
        if item.word not in {"to", "of", "by", "=", ":", "at", "<more>", "<less>"}:
            break
    before = form.items[at - 1] if at else None
    return before if before and before.word in kinds and before not in form.used else None

"""Amounts: arguments that are numbers, whether said in digits or hinted at ("a bit faster")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.planner.choosing.kinds import Slot
from agent.planner.filling import strips
from agent.planner.lexicon.vague import SIZES, TIMELAPSE, WORDS, Degree
from agent.planner.reading.items import Item
from tools.values import parse_decibels, parse_speed

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form


def degree(words: list[str]) -> Degree:
    """How much is asked for: a bit, a lot, or nothing said."""
    if "<small>" in words:
        return "small"
    return "large" if "<large>" in words else "plain"


def direction(words: list[str]) -> str:
    """``more``, ``less``, or empty where no way is said."""
    downs = words.count("<less>") + ("remove" in words)
    ups = words.count("<more>")
    if downs:
        return "less"
    return "more" if ups else ""


def speed(form: Form, slot: Slot) -> None:
    """A speed: "2x", "half", "75%", "a bit faster", "so that it takes 10 seconds"."""
    if "speed" not in form.words and _says_speed_of_voice(form):
        return
    item = form.free("<times>", "<percent>", "<count>", "<num>")
    way = direction(form.words)
    if item is not None:
        value = float(item.value)
        if _is_change(form, item) and way and not _is_target(form, item):
            value = 1 + value if way == "more" else 1 - value
        elif way == "less" and value > 1:
            value = 1 / value
        form.put(slot, round(value, 4), item)
    elif (lasts := form.free("<length>")) and form.facts and "speed" in form.words:
        seconds = lasts.value.seconds(form.facts)
        if seconds > 0:
            said = [item for item in form.items if item.word == "<length>"]
            form.put(slot, round(form.facts.duration / seconds, 4), *said)
    elif "timelapse" in form.words:
        form.put(slot, TIMELAPSE)
    elif "slowmotion" in form.words or way and "speed" in form.words:
        how = degree(form.words)
        # A voice at half its pace is a caricature: where speed is a side matter, take a bit.
        how = "small" if how == "plain" and not slot.required else how
        form.put(slot, parse_speed(f"{WORDS[how]}{'faster' if way == 'more' else 'slower'}"))


def _says_speed_of_voice(form: Form) -> bool:
    """A tool whose speed is a side matter takes it only when speed is spoken of."""
    return not any(slot.kind == "speed" for slot in form.entry.required)


def _is_target(form: Form, item: Item) -> bool:
    """Whether a percentage says what it shall be ("to 50%", "at 50%") and not by how much."""
    before = form.items[: form.items.index(item)]
    return bool(before) and before[-1].word in {"to", "at", "of", "into", "around"}


def _is_change(form: Form, item: Item) -> bool:
    """Whether an amount may say by how much: "20%", "a third"; "0.5x" is what it is to be."""
    written = form.message[item.start : item.end]
    share = item.word == "<times>" and 0 < item.value < 1 and not any(map(str.isdigit, written))
    return item.word == "<percent>" or share


def factor(form: Form, slot: Slot) -> None:
    """A factor: "half", "150%", "2x", "bigger"; not when another amount was said already."""
    if _said(form):
        return
    item = form.free("<times>", "<percent>", "<count>")
    way = direction(form.words)
    if item is None and slot.required:
        item = form.free("<num>")
    item = item or _plain_number(form)
    if item is not None:
        value = float(item.value)
        if _is_change(form, item) and way and not _is_target(form, item):
            value = 1 + value if way == "more" else max(0.0, 1 - value)
        elif item.word == "<percent>" and value < 1 < (slot.default or 0):
            value = 1 + value  # "punch in 20%": what only enlarges is told by how much
        elif way == "less" and value > 1:
            value = 1 / value
        form.put(slot, round(value, 4), item)
    elif way and "size" in form.words:
        form.put(slot, round(SIZES[way][degree(form.words)], 4))


def _plain_number(form: Form) -> Item | None:
    """“volume 0.3”: a bare number right behind the thing it is about."""
    item = form.free("<num>")
    return item if item is not None and 0 <= item.value <= 20 else None


def _said(form: Form) -> bool:
    """Whether one of the tool's exclusive amounts is filled already."""
    kinds = {"factor", "decibels", "width", "height", "resolution"}
    return any(slot.kind in kinds and form.has(slot) for slot in form.entry.slots)


def decibels(form: Form, slot: Slot) -> None:
    """A change of level: "+3 dB", "10 decibels quieter", "a bit louder"."""
    item = form.free("<db>")
    way = direction(form.words)
    if item is not None:
        value = -abs(item.value) if way == "less" else item.value
        form.put(slot, value, item)
    elif not form.free("<times>", "<percent>", "<num>") and _is_volume(form, slot) and way:
        louder = "louder" if way == "more" else "quieter"
        form.put(slot, parse_decibels(f"{WORDS[degree(form.words)]}{louder}"))


def _is_volume(form: Form, slot: Slot) -> bool:
    """Whether "more" and "less" are about a level of sound: a threshold is none."""
    return slot.required or "volume" in form.words and "volume" in form.entry.core


def strength(form: Form, slot: Slot) -> None:
    """A strength: "50%", "strong", "a little"; downwards where the kind goes below zero."""
    item = form.free("<percent>", "<times>")
    if item is None and (bare := form.free("<num>")) and -1 <= bare.value <= 1:
        item = bare
    down = slot.kind == "level" and "<less>" in form.words
    if item is not None:
        value = item.value - 1 if item.word == "<times>" else item.value
        size = min(1.0, abs(value)) if item.word == "<percent>" else abs(value)
        negative = slot.kind == "level" and (down or value < 0)
        form.put(slot, round(-size if negative else size, 4), item)
        return
    how = degree(form.words)
    if how == "plain":
        if down:
            form.put(slot, -0.3)
        return
    value = 0.25 if how == "small" else 0.85
    form.put(slot, -value if down else value)


def aspect(form: Form, slot: Slot) -> None:
    """A shape: "9:16", "square"."""
    if item := form.free("<aspect>"):
        width, height = item.value
        form.put(slot, f"{width:g}:{height:g}", item)


def resolution(form: Form, slot: Slot) -> None:
    """Lines: "480p", "full hd"."""
    if item := form.free("<lines>"):
        form.put(slot, item.value, item)


def side(form: Form, slot: Slot) -> None:
    """One number of a rectangle: "640x360", "320 px wide", "x=100"."""
    if slot.kind == "width" and strips.band(form):
        return
    if slot.kind in {"width", "height"} and (size := form.free("<size>")) is not None:
        _both_sides(form, size)
    elif item := form.free(f"<{slot.kind}>"):
        form.put(slot, round(item.value), item)
    elif slot.kind in {"width", "height"} and (strips.several(form) or strips.one(form, slot)):
        return
    elif slot.kind == "width" and not strips.lies_across(form) and (item := form.free("<px>")):
        form.put(slot, round(item.value), item)


def _both_sides(form: Form, size: Item) -> None:
    for index, name in enumerate(("width", "height")):
        if (slot := form.entry.slot(name)) is not None:
            form.put(slot, size.value[index], size)


def degrees(form: Form, slot: Slot) -> None:
    """An angle, clockwise: "90 degrees to the left" is -90, "upside down" half a turn."""
    item = form.free("<degrees>", "<num>")
    words = form.words
    side = None if form.entry.slot("position") else form.free("<position>")
    turned = side is not None and side.value == "left" or bool(_BACKWARDS & set(words))
    slightly = "<small>" in words and "upside" not in words
    angle = float(item.value) if item else 180.0 if "upside" in words else 5.0 if slightly else 90.0
    if item is None and not (turned or side is not None or "upside" in words):
        return
    form.put(slot, -angle if turned else angle, *(i for i in (item, side) if i))


_BACKWARDS = frozenset({"counterclockwise", "anticlockwise", "counter", "anti"})


def text_size(form: Form, slot: Slot) -> None:
    """A size of letters: "big", "small", "very large"."""
    words = form.words
    if "size" not in words:
        return
    names = {
        "more": {"small": "large", "plain": "large", "large": "huge"},
        "less": {"small": "small", "plain": "small", "large": "tiny"},
    }
    if way := direction(words):
        said = (form.message[i.start : i.end].lower() for i in form.items if i.word == "size")
        extreme = next((word for word in said if word in _EXTREMES), "")
        form.put(slot, extreme or names[way][degree(words)])


_EXTREMES = frozenset({"huge", "tiny"})

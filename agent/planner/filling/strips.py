"""Strips: what is cut off at the sides of the picture, or is all that is kept of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from agent.planner.choosing.kinds import Slot
from agent.planner.reading.items import Item
from tools.facts import VideoFacts

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form

_AMOUNTS = frozenset({"<px>", "<percent>", "<num>"})
_AWAY = frozenset({"off", "remove", "away", "out"})
_EVERY = frozenset({"each", "every", "all", "sides", "both"})
_HALF = 0.5
_CORNERS = frozenset({"top-left", "top-right", "bottom-left", "bottom-right"})
_SIDES = {"left": "width", "right": "width", "top": "height", "bottom": "height"}
_OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


def one(form: Form, slot: Slot) -> bool:
    """“crop off the bottom 10%”, "keep the left half": a part of the picture at one side."""
    kept, region = form.entry.slot("position"), form.free("<region>")
    place, share = region or form.free("<position>"), form.free("<percent>", "<times>", "<px>")
    if not (place and kept and (region or share)):
        return False
    side = region.value[0] if region else place.value
    if region and side in _CORNERS and not _is_away(form, place):
        return _corner(form, slot, kept, place)
    if _SIDES.get(side) != slot.kind or form.facts is None or form.facts.video is None:
        return False
    away = _is_away(form, place)
    whole = form.facts.video.width if slot.kind == "width" else form.facts.video.height
    part = float(region.value[1] if region else share.value if share else 0.0)
    part = part / whole if share is not None and share.word == "<px>" else part
    if not 0 < part < 1 or not away and share is not None and share.word == "<px>":
        return False
    form.put(slot, round(whole * (1 - part if away else part)), *([share] if share else []))
    form.put(kept, _OPPOSITE[side] if away else side, place)
    return True


def _corner(form: Form, slot: Slot, kept: Slot, place: Item) -> bool:
    """“only the upper right quarter”: half of each side."""
    video = form.facts.video if form.facts else None
    if video is None or slot.kind not in {"width", "height"}:
        return False
    for name, long in (("width", video.width), ("height", video.height)):
        if (side := next((s for s in form.entry.slots if s.name == name), None)) is not None:
            form.put(side, round(long * _HALF), place)
    form.put(kept, place.value[0], place)
    return True


def band(form: Form) -> bool:
    """“the bottom 100 pixels”, "the left third": a rectangle at one side of the picture."""
    slots = {name: form.entry.slot(name) for name in ("x", "y", "width", "height")}
    region = next((slot for slot in form.entry.slots if slot.name == "region"), None)
    video = form.facts.video if form.facts else None
    found = _band(form) if region and video and all(slots.values()) else None
    if found is None or region is None or video is None:
        return False
    side, share, items = found
    long = video.width if _SIDES[side] == "width" else video.height
    size = round(share if share > 1 else long * share)
    if not 0 < size < long:
        return False
    form.args.pop(region.name, None)
    across, along = ("x", "width") if _SIDES[side] == "width" else ("y", "height")
    for name, value in ((across, 0 if side in {"left", "top"} else long - size), (along, size)):
        if (slot := slots[name]) is not None:
            form.put(slot, value, *items)
    return True


def _band(form: Form) -> tuple[str, float, list[Item]] | None:
    """The side, how much of it, and where that is said."""
    for place, amount in pairwise(form.items):
        if place.word == "<position>" and place.value in _SIDES and amount.word == "<px>":
            return place.value, amount.value, [place, amount]
    part = next((item for item in form.items if item.word == "<region>"), None)
    if part is None or part.value[0] not in _SIDES or part.value[1] == _HALF:
        return None
    return part.value[0], part.value[1], [part]


def several(form: Form) -> bool:
    """“200 px from the left and 100 from the right”, "50 pixels off every side"."""
    video = form.facts.video if form.facts else None
    x, y = form.entry.slot("x"), form.entry.slot("y")
    width, height = form.entry.slot("width"), form.entry.slot("height")
    places = [i for i in form.items if i.word == "<position>" and i.value in _SIDES]
    amounts = [i for i in form.items if i.word in _AMOUNTS]
    if not (video and x and y and width and height and amounts):
        return False
    if places:
        cut = {place.value: _amount_of(place, amounts) for place in places}
    elif len(amounts) == 1 and _EVERY & set(form.words):
        cut = dict.fromkeys(_SIDES, amounts[0])
    else:
        return False
    if len(cut) < 2 or places and not _is_away(form, places[0]):
        return False
    gone = {side: _pixels(cut[side], video, side) if side in cut else 0 for side in _SIDES}
    left = video.width - gone["left"] - gone["right"], video.height - gone["top"] - gone["bottom"]
    if min(left) <= 0:
        return False
    for slot, value in ((x, gone["left"]), (y, gone["top"]), (width, left[0]), (height, left[1])):
        form.put(slot, value, *places, *amounts)
    return True


def lies_across(form: Form) -> bool:
    """“the top 100 pixels off”: an amount that is a height, which is filled in later."""
    place = next((i for i in form.items if i.word == "<position>" and i.value in _SIDES), None)
    return place is not None and _SIDES[place.value] == "height" and _is_away(form, place)


def _is_away(form: Form, place: Item) -> bool:
    """Whether what lies at a place is to go: "cut it off", "200 px from the left"."""
    before = [item.word for item in form.items[: form.items.index(place)] if item.word != "the"]
    return bool(_AWAY & set(form.words)) or before[-1:] == ["from"]


def _amount_of(place: Item, amounts: list[Item]) -> Item:
    """The amount that was said last before a place, or the first one where none was."""
    return next((each for each in reversed(amounts) if each.start < place.start), amounts[0])


def _pixels(amount: Item, video: VideoFacts, side: str) -> int:
    whole = video.width if _SIDES[side] == "width" else video.height
    return int(amount.value * whole if amount.word == "<percent>" else amount.value)

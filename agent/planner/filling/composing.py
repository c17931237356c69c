"""Composing: how large, how transparent and how loud something is that is brought in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.planner.choosing.kinds import Slot
from agent.planner.filling.amounts import degree, direction
from agent.planner.reading.items import Item

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form

_SHARES = {
    "more": {"small": 0.3, "plain": 0.4, "large": 0.6},
    "less": {"small": 0.2, "plain": 0.14, "large": 0.08},
}
_CLEARNESS = {"small": 0.75, "plain": 0.5, "large": 0.25}
_QUIET = {"small": 0.2, "plain": 0.15, "large": 0.08}
_LOUD = {"small": 0.4, "plain": 0.6, "large": 1.0}
_TRANSPARENT = frozenset({"transparent", "transparency", "translucent", "see-through", "ghostly"})
_OPAQUE = frozenset({"opacity", "opaque", "alpha", "visible", "visibility"})
_FILLING = re.compile(r"\bfull[- ]?(?:screen|size|frame)\b")
_HUSHED = re.compile(r"\b(?:quiet|soft|low|gentle|gently|faint|subtle|subtly)(?:ly)?\b")
# "lower it when someone speaks": it is to give way to speech.
SPEECH = re.compile(
    r"\b(?:speak|speaks|speaking|talk|talks|talking|speech|voice|voices|dialogue|says)\b"
)


def share(form: Form, slot: Slot) -> None:
    """A width: "20% of the width", "200 px", "half the screen", "big", "full screen"."""
    words = form.words
    if _FILLING.search(_said(form)):
        form.put(slot, 1.0)
    elif pixels := form.free("<px>", "<width>"):
        form.put(slot, slot.read(f"{pixels.value:g}px") if form.facts is None
                 else _of_clip(form, pixels), pixels)  # fmt: skip
    elif amount := form.free("<percent>", "<times>"):
        if 0 < amount.value <= 1:
            form.put(slot, round(float(amount.value), 4), amount)
    elif "size" in words and (way := direction(words)):
        form.put(slot, _SHARES[way][degree(words)])


def _of_clip(form: Form, pixels: Item) -> float:
    video = form.facts.video if form.facts else None
    return round(min(1.0, max(0.02, pixels.value / video.width)), 4) if video else 0.2


def opacity(form: Form, slot: Slot) -> None:
    """How much is hidden: "30% opacity", "half transparent", "80% transparent"."""
    words = set(form.words)
    clear, dense = words & _TRANSPARENT, words & _OPAQUE
    if not (clear or dense):
        return
    said = [item for item in form.items if item.word in _TRANSPARENT | _OPAQUE]
    amount = form.free("<percent>", "<times>")
    if amount is None and (bare := form.free("<num>")) and 0 < bare.value <= 1:
        amount = bare
    if amount is not None and 0 < amount.value <= 1:
        value = float(amount.value) if dense and not clear else 1 - float(amount.value)
        form.put(slot, round(value, 4) or 0.05, amount, *said)
    elif clear:
        form.put(slot, _CLEARNESS[degree(form.words)], *said)


def volume(form: Form, slot: Slot) -> None:
    """A level: "at 20%", "-12 dB", "half as loud", "quietly"; or that it gives way to speech."""
    yields = next((each for each in form.entry.slots if each.name == "duck"), None)
    if yields is not None and SPEECH.search(_said(form)):
        form.put(yields, True)
    if item := form.free("<db>"):
        form.put(slot, round(10 ** (-abs(item.value) / 20), 4), item)
    elif item := form.free("<percent>", "<times>"):
        form.put(slot, round(float(item.value), 4), item)
    elif (bare := form.free("<num>")) and 0 < bare.value <= 1:
        form.put(slot, bare.value, bare)
    elif yields is not None and form.has(yields):
        return
    elif way := direction(form.words):
        levels = _LOUD if way == "more" else _QUIET
        form.put(slot, levels[degree(form.words)])
    elif "<small>" in form.words:
        form.put(slot, _QUIET["small"])
    elif _HUSHED.search(_said(form)):
        form.put(slot, _QUIET["plain"])


def _said(form: Form) -> str:
    """The person's own words for the wish."""
    return " ".join(form.message[item.start : item.end].lower() for item in form.items)

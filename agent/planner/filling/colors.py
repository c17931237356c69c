"""Colors: which of the colours that are named is that of the letters, their box, or a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.planner.choosing.kinds import Slot
from agent.planner.reading.items import Item

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form


def color(form: Form, slot: Slot) -> None:
    """A colour; that of a box or an outline is not the letters' own."""
    if any(each.name == _LIT for each in form.entry.slots):
        colors = [item for item in form.items if item.word == "<color>" and item not in form.used]
        item = next((each for each in colors if _part_of(form, each) == slot.name), None)
    elif form.entry.slot("text") is None:
        item = form.free("<color>")
        while item is not None and item.value in form.args.values():  # "green screen, the green"
            form.used.add(item)
            item = form.free("<color>")
    else:
        colors = [item for item in form.items if item.word == "<color>" and item not in form.used]
        around = slot.name in _NOT_LETTERS
        wordless = slot.name == "background" and not any(i.word == "<quote>" for i in form.items)
        item = next((each for each in colors if wordless or _is_beside(form, each) == around), None)
    if item is not None:
        form.put(slot, item.value, item)


_AROUND_LETTERS = frozenset(
    {"box", "background", "outline", "outlines", "shadow", "border", "bar", "band", "banner",
     "backdrop", "edge", "edges", "stroke", "outlined", "card", "screen", "slide"}
)  # fmt: skip
_NOT_LETTERS = frozenset({"edge_color", "background"})


_LIT = "highlight"
_SPOKEN = frozenset(
    {"voiceover", "spoken", "highlight", "highlighted", "highlights", "active", "current", "lit",
     "highlighting"}
)  # fmt: skip


def _part_of(form: Form, color: Item) -> str:
    """Which argument of captions a colour is: that of the letters, of a word, or around them."""
    if _is_lit(form, color):
        return _LIT
    edged = any(slot.name == "edge_color" for slot in form.entry.slots)
    return "edge_color" if edged and _is_beside(form, color) else "color"


def _is_lit(form: Form, color: Item) -> bool:
    """Whether a colour is that of the word that is being spoken: "the spoken word in green"."""
    at = form.items.index(color)
    near = form.items[max(0, at - 4) : at + 3]
    return any(item.word in _SPOKEN for item in near)


def _is_beside(form: Form, color: Item) -> bool:
    """Whether a colour is that of what stands around the letters: "with a black box"."""
    at = form.items.index(color)
    return any(item.word in _AROUND_LETTERS for item in form.items[at + 1 : at + 3])

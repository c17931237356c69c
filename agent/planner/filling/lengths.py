"""Lengths: how long something takes, and which of several lengths is meant by which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.planner.choosing.kinds import Slot
from agent.planner.reading.items import Item
from agent.planner.reading.moments import tidy

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form


def length(form: Form, slot: Slot) -> None:
    """A length: "for 3 seconds", "over 2 s"."""
    said = ("<every>", "<for>", "<length>") if slot.name in _INTERVALS else ("<for>", "<length>")
    item = _length_for(form, slot, said)
    if form.facts is None or any(
        other.kind == "moments" for other in [slot for slot in form.entry.slots if form.has(slot)]
    ):
        return
    if item is not None and not _is_of_other(form, slot):
        form.put(slot, tidy(item.value.seconds(form.facts)), item)
    elif not form.entry.slot("start") and (stretch := form.free("<span>")):
        begins, stops = stretch.value.seconds(form.facts)
        if stretch.value.share and begins is not None and stops is not None:
            form.put(slot, tidy(stops - begins), stretch)


def _length_for(form: Form, slot: Slot, kinds: tuple[str, ...]) -> Item | None:
    """The length that is said for this argument, where its tool takes several."""
    names = {each.name for each in form.entry.slots} & SPOKEN_OF.keys()
    if not names:
        return form.free(*kinds)
    lengths = [item for item in form.items if item.word in kinds and item not in form.used]
    for item in lengths:
        spoken = {name for name in names if SPOKEN_OF[name].is_meant(form, item)}
        if slot.name in spoken or slot.name not in names and not spoken:
            return item
    return None


@dataclass(frozen=True, slots=True)
class Spoken:
    """By which words people speak of a length that is not a tool's main one.

    Attributes:
        plainly: Words that name it.
        loosely: Words that may stand for it where the length is a short one.
        most: The longest that is a short one, seconds.
    """

    plainly: frozenset[str]
    loosely: frozenset[str]
    most: float

    def is_meant(self, form: Form, item: Item) -> bool:
        """Whether the words around a length say that it is this one."""
        around = _around(form, item)
        short = form.facts is not None and item.value.seconds(form.facts) <= self.most
        return bool(self.plainly & around or short and self.loosely & around)


def _around(form: Form, item: Item) -> set[str]:
    """The person's words around a value, as far as the next break."""
    at = form.items.index(item)
    before = form.items[max(0, at - 4) : at]
    breaks = [n for n, each in enumerate(before, 1) if each.word in _BREAKS]
    after = form.items[at + 1 : at + 4]
    stop = next((n for n, each in enumerate(after) if each.word in _BREAKS), len(after))
    near = (*before[breaks[-1] if breaks else 0 :], *after[:stop])
    return {form.message[each.start : each.end].lower() for each in near}


_BREAKS = frozenset({"and", "but", ",", ";", "then"})
SPOKEN_OF = {
    "margin": Spoken(
        frozenset({"margin", "margins", "padding", "pad", "buffer", "around", "handles"}),
        frozenset({"leave", "leaving", "keep", "keeping", "stay", "stays", "left", "breath"}),
        most=2.0,
    )
}
"""Lengths that are details, by the names of their arguments."""


def _is_of_other(form: Form, slot: Slot) -> bool:
    """“this picture as an intro for 3 s”: the length is that of the still, which is named."""
    if slot.name in {"fade_in", "fade_out"} and "fade" in form.words:
        return slot.name.removeprefix("fade_") not in form.words
    others = [s for s in form.entry.slots if s.kind == "span_length" and s is not slot]
    own, named = slot.name.split("_")[0], {*form.words, *form.message.lower().split()}
    stills = {s.name.split("_")[0] for s in others} & _SHOWN.keys()
    if own in _SHOWN:
        return not _SHOWN[own] & named
    return any(_SHOWN[name] & named for name in stills) and not _CHANGES & named


_SHOWN = {
    "still": frozenset({"still", "picture", "image", "photo", "photos", "logo", "screenshot"})
}
_CHANGES = frozenset({"transition", "crossfade", "wipe", "fade", "dissolve"})
_INTERVALS = frozenset({"every", "interval", "step", "period", "each"})

"""Fill: the arguments of a tool from what a wish says, each by the kind of value it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.planner.choosing.index import Entry
from agent.planner.choosing.kinds import Kind, Slot
from agent.planner.filling import (
    amounts,
    choices,
    closed,
    colors,
    composing,
    lengths,
    numbers,
    timing,
)
from agent.planner.reading.items import Item, Items
from tools.facts import Facts


@dataclass(slots=True)
class Form:
    """The arguments of one tool, being filled in.

    Attributes:
        entry: The tool.
        items: What the wish says.
        message: The message, for the person's own words.
        facts: The clip as it is then; None without a clip.
        args: What was filled in so far.
        used: The items that went into it.
    """

    entry: Entry
    items: Items
    message: str
    facts: Facts | None
    args: dict[str, Any] = field(default_factory=dict)
    used: set[Item] = field(default_factory=set)

    @property
    def words(self) -> list[str]:
        """The words of the wish."""
        return [item.word for item in self.items]

    def free(self, *kinds: str) -> Item | None:
        """The item of one of these kinds that is meant: behind "to" if there is such, or the first.

        "convert 60 fps to 25 fps", "fit these 20 seconds into 10 seconds" name the wanted one last.
        """
        found = [
            (at, item)
            for at, item in enumerate(self.items)
            if item.word in kinds and item not in self.used
        ]
        for at, item in found:
            before = self.items[at - 1].word if at else ""
            if before in {"to", "into"} or before == "-" and item.word in _CHANGED:
                return item
        return found[0][1] if found else None

    def put(self, slot: Slot, value: Any, *items: Item) -> None:
        """Fill an argument from these items."""
        self.args[slot.name] = value
        self.used.update(items)

    def has(self, slot: Slot) -> bool:
        """Whether the argument is filled."""
        return slot.name in self.args

    @property
    def missing(self) -> tuple[Slot, ...]:
        """Arguments that the tool cannot do without and that nothing was said for."""
        return tuple(slot for slot in self.entry.required if slot.name not in self.args)

    @property
    def unused(self) -> Items:
        """Values that went into no argument."""
        return tuple(item for item in self.items if item.is_value and item not in self.used)


# What a dash or an arrow leads from one to another of: "16:9 -> 9:16".
_CHANGED = frozenset({"<aspect>", "<size>", "<lines>", "<fps>"})
Filler = Callable[[Form, Slot], None]

_FILLERS: dict[Kind, Filler] = {
    "text": choices.text,
    "scene": choices.scene,
    "saying": choices.saying,
    "words": choices.named,
    "choice": closed.choice,
    "flag": choices.flag,
    "color": colors.color,
    "position": choices.position,
    "aspect": amounts.aspect,
    "speed": amounts.speed,
    "resolution": amounts.resolution,
    "width": amounts.side,
    "height": amounts.side,
    "x": amounts.side,
    "y": amounts.side,
    "fps": numbers.number,
    "number": numbers.number,
    "degrees": amounts.degrees,
    "ranges": timing.ranges,
    "moments": timing.moments,
    "file": choices.file,
    "texts": choices.texts,
    "parsed": closed.parsed,
    "factor": amounts.factor,
    "decibels": amounts.decibels,
    "level": amounts.strength,
    "intensity": amounts.strength,
    "text_size": amounts.text_size,
    "share": composing.share,
    "opacity": composing.opacity,
    "volume": composing.volume,
    "at": timing.at,
    "span_length": lengths.length,
}

# What is said by number comes before what is only hinted at; a choice helps to read a strength.
_ORDER: tuple[Kind, ...] = (
    "text", "scene", "saying", "choice", "speed", "aspect", "resolution", "width", "height", "x",
    "y", "fps", "moments", "number", "degrees", "ranges", "file", "texts", "decibels", "factor",
    "level", "intensity", "color", "position", "text_size", "opacity", "volume", "share", "flag",
    "at", "span_length", "parsed", "words",
)  # fmt: skip


# Where a tool takes several of these, only their names tell them apart.
_AMOUNTS = frozenset({"level", "decibels", "number"})


def fill(entry: Entry, items: Items, message: str, facts: Facts | None) -> Form:
    """The tool's arguments, as far as the wish says them.

    Args:
        entry: The tool.
        items: What the wish says.
        message: The whole message.
        facts: The clip as it is when the wish's turn comes.
    """
    form = Form(entry, items, message, facts)
    several = sum(slot.kind in _AMOUNTS for slot in entry.slots) > 1
    # What has to be named, such as the sound's own rate, is looked for before what has not.
    for slot in sorted(entry.slots, key=_rank):
        filler = _FILLERS.get(slot.kind)
        if several and slot.kind in _AMOUNTS:
            filler = numbers.named_amount
        if filler and not form.has(slot):
            filler(form, slot)
    timing.part(form)
    _silent_words(form)
    return form


def _rank(slot: Slot) -> tuple[int, bool]:
    place = _ORDER.index(slot.kind) if slot.kind in _ORDER else len(_ORDER)
    return place, slot.kind == "number" and "_" not in slot.name


def _silent_words(form: Form) -> None:
    """Directions and degrees are part of an amount; what names the clip's file is no argument."""
    quiet = {"<more>", "<less>", "<small>", "<large>", "<file>", "<url>", "<every>"}
    form.used.update(item for item in form.items if item.word in quiet)

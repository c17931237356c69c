"""Brought in: "put the logo on the left", "softer music", "use a crossfade".

A file that is in use already is meant as it is there: the step that brought it in is changed,
unless somebody says that it is to come once more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.planner.choosing.choose import Choice, choose
from agent.planner.choosing.index import Entry
from agent.planner.draft import Meant
from agent.planner.filling.amounts import direction
from agent.planner.filling.composing import SPEECH
from agent.planner.filling.fill import fill
from agent.planner.wishes.split import Wish
from tools.media import ID_LENGTH

if TYPE_CHECKING:
    from agent.planner.referring.earlier import Earlier

_ONCE_MORE = frozenset(
    {"add", "another", "new", "also", "again", "too", "extra", "insert", "append"}
)
_MUSIC = re.compile(r"\b(?:music|song|track|soundtrack|tune|beat)\b", re.IGNORECASE)
_ORDERS = ("end", "front")
_ORDER = re.compile(
    r"\b(?:second|other|new|last)(?: (?:one|clip|video))? (?:first|before|in front)\b"
    r"|\bother (?:order|way)\b|\bswap (?:them|both|the (?:order|clips|videos|two))\b"
    r"|\b(?:reverse|change|switch) the order\b",
    re.IGNORECASE,
)
# Amounts that "bigger" and "softer" move from where they are.
_MOVED = ("share", "volume", "opacity")


def brought(earlier: Earlier, wish: Wish) -> Meant | None:
    """What a wish changes about a step that brought a file in; None when it is about none."""
    if meant := _swapped(earlier, wish) or _passing(earlier, wish):
        return meant
    if _ONCE_MORE & set(earlier.said(wish).split()):
        return None
    if meant := _softer(earlier, wish):
        return meant
    choice = choose(
        wish, earlier.reading.message, earlier.index, earlier.chooser.facts, earlier.draft
    )
    if choice is None or choice.entry.slot("file") is None:
        return None
    number = _step(earlier, choice.entry.name)
    args = {name: value for name, value in choice.form.args.items() if value not in ("", [])}
    if not number or not args or choice.entry.spec.files.keys() & args.keys():
        return None
    if _is_fresh(earlier, choice, number):
        return None
    slot = choice.entry.slot(*_MOVED)
    if slot is not None and args.keys() == {slot.name} and direction(_words(wish)):
        return earlier.stronger(number, slot, wish)
    return earlier.change(number, args, wish)


_FIRST = re.compile(
    r"\b(?:it|that|this|they|one|clip|video) (?:should |must |has to |needs to |ought to )?(?:come|"
    r"comes|go|goes|be|play|plays|stand) (?:at the |in )?(?:very )?"
    r"(?:(?P<front>first|before|front|beginning|start)|(?:last|after|behind|end))\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:in )?between (?:them|both|these|those|the (?:two|clips|videos|parts))\b|"
    r"\binto (?:this (?:one|clip|video)|the (?:other|second|first|next) (?:one|clip|video)|"
    r"each other|one another)\b"
)


_PASSING = frozenset({"transition", "seconds"})


def _passing(earlier: Earlier, wish: Wish) -> Meant | None:
    """“fade through white between them”, said of clips that were joined."""
    number = earlier.latest(lambda entry, step: entry.name == "join_clips")
    entry: Entry | None = earlier.entry(number) if number else None
    if not number or entry is None or not _BETWEEN.search(earlier.line_of(wish)):
        return None
    form = fill(entry, wish.items, earlier.reading.message, earlier.chooser.facts)
    args = {name: value for name, value in form.args.items() if name in _PASSING}
    return earlier.change(number, args, wish) if "transition" in args else None


def _swapped(earlier: Earlier, wish: Wish) -> Meant | None:
    """“the second one first”, "swap them", said of clips that were joined."""
    number = earlier.touched
    entry = earlier.entry(number) if number else None
    slot = next((s for s in entry.slots if s.choices == _ORDERS), None) if entry else None
    said = wish.words(earlier.reading.message)
    placed = _FIRST.search(said)
    if slot is None or not (placed or _ORDER.search(said)):
        return None
    now = earlier.steps[number - 1].args.get(slot.name, slot.default)
    turned = next(choice for choice in _ORDERS if choice != now)
    if placed and bool(placed["front"]) != (turned == "front"):
        return None
    return earlier.change(number, {slot.name: turned}, wish)


def _softer(earlier: Earlier, wish: Wish) -> Meant | None:
    """“softer music”, "turn the song up": the level of what was mixed in."""
    said = wish.words(earlier.reading.message).lower()
    if not direction(_words(wish)) or not _MUSIC.search(said) or SPEECH.search(said):
        return None
    number = earlier.latest(lambda entry, step: entry.slot("volume") is not None)
    entry: Entry | None = earlier.entry(number) if number else None
    slot = entry.slot("volume") if entry else None
    if not number or slot is None or any(item.word == "<file>" for item in wish.items):
        return None
    return earlier.stronger(number, slot, wish)


def _words(wish: Wish) -> list[str]:
    return [item.word for item in wish.items]


def _step(earlier: Earlier, tool: str) -> int | None:
    """Number of the last step of a tool."""
    numbers = [number for number, step in enumerate(earlier.steps, 1) if step.tool == tool]
    return numbers[-1] if numbers else None


def _is_fresh(earlier: Earlier, choice: Choice, number: int) -> bool:
    """Whether a file of the same kind as the step's is at hand that is not in use so far."""
    clip = earlier.draft.clip
    if clip is None:
        return False
    named = str([earlier.steps[number - 1].args.get(name) for name in choice.entry.spec.files])
    kinds = {source.kind for source in clip.media if source.id[:ID_LENGTH] in named}
    return any(source.kind in kinds and source not in clip.used for source in clip.media)

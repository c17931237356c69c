"""Captions: "bigger captions", "make the subtitles yellow": those that are there are meant.

A clip has one set of captions. Whoever names them after they were added wants them otherwise,
hardly a second set on top of the first.
"""

from __future__ import annotations

from dataclasses import replace

from agent.planner.choosing.index import tokens
from agent.planner.draft import Meant
from agent.planner.filling.fill import fill
from agent.planner.referring.earlier import Earlier
from agent.planner.referring.retelling import refined
from agent.planner.wishes.split import Wish

_THEIR_NAMES = frozenset({"caption", "subtitle"})
_MORE_OF_THEM = frozenset({"add", "another", "new", "also", "extra", "too", "second", "both"})


def captioned(earlier: Earlier, wish: Wish) -> Meant | None:
    """What a wish changes about the captions; None where there are none, or more are wanted."""
    named = [item for item in wish.items if tokens((item,)) & _THEIR_NAMES]
    if not named or _MORE_OF_THEM & set(earlier.said(wish).split()):
        return None
    number = next(
        (n for n in range(len(earlier.steps), 0, -1) if _THEIR_NAMES & _name(earlier, n)), None
    )
    entry = earlier.entry(number) if number else None
    if not number or entry is None or number > len(earlier.draft.base.steps):
        return None
    # Their name alone may stand for a style, which is not asked for here.
    pieces = tuple(tuple(item for item in piece if item not in named) for piece in wish.pieces)
    bare = replace(wish, pieces=pieces)
    form = fill(entry, bare.items, earlier.reading.message, earlier.facts_before(number))
    now = {slot.name: slot.default for slot in entry.slots} | dict(earlier.steps[number - 1].args)
    args = refined(earlier, form, number, bare)
    # "They are hard to read" asks for nothing that they are not already.
    if form.unused or all(now.get(name) == value for name, value in args.items()):
        return None
    return earlier.change(number, args, wish)


def _name(earlier: Earlier, number: int) -> set[str]:
    """What the tool of a step is called, word by word, in the singular."""
    return {word.removesuffix("s") for word in earlier.steps[number - 1].tool.split("_")}

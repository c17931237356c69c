"""Earlier: the steps that are there already: which one is meant, and changing one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agent.planner.choosing.index import Entry
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Meant
from agent.planner.filling.amounts import degree, direction
from agent.planner.lexicon.vague import SIZES
from agent.planner.plan import Call
from agent.planner.reading.items import Items, words_of
from agent.planner.reading.message import Reading
from agent.planner.referring.adjust import eased, moved, told_strength
from agent.planner.take import Chooser
from agent.planner.wishes.split import Wish
from tools.analysis import Unseen
from tools.facts import Facts
from tools.recipe import Step

_POINTING = re.compile(
    r"\bthe (?:(?P<nth>first|second|2nd|third|3rd|last|other)|(?P<place>top|bottom|left|right|"
    r"center|middle)) (?:one|text|title|caption)\b"
)
_NTH = {"first": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1, "other": -2}
STRENGTHS = (
    "level", "intensity", "speed", "decibels", "factor", "text_size", "volume", "opacity",
)  # fmt: skip
_SLOWEST_VOICE, _FASTEST_VOICE = 0.5, 2.0
SO_ALREADY = "That is how it is already. What else should I change?"
AS_FAR_AS_IT_GOES = "That is as strong as it gets. What else should I change?"


class Earlier:
    """The steps of the recipe so far.

    Args:
        chooser: The tools and the plan so far.
        reading: The message.
    """

    def __init__(self, chooser: Chooser, reading: Reading) -> None:
        self.chooser = chooser
        self.index = chooser.index
        self.draft = chooser.draft
        self.reading = reading

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, in order."""
        return self.draft.history.steps

    def said(self, wish: Wish) -> str:
        """The spelled words of a wish."""
        return self.reading.spelled_under(wish.items)

    def is_settled(self, number: int) -> bool:
        """Whether a step was there before this message, or was changed by it."""
        made = self.draft.made
        return number > len(made) or made[number - 1] is None

    def line_of(self, wish: Wish) -> str:
        """The spelled words of a wish, with those that lead up to it."""
        return words_of(_with_lead(self.reading.spelled, wish)).strip(" ;,.")

    def items(self, wish: Wish) -> Items:
        """What a wish says, before a verb of cutting was read into it."""
        return _with_lead(self.reading.items, wish)

    def entry(self, number: int) -> Entry | None:
        """The tool of a step."""
        return self.index.entries.get(self.steps[number - 1].tool)

    @property
    def before(self) -> tuple[Step, ...]:
        """The steps as they were before the last change."""
        history = self.draft.base
        head = history.version(history.head)
        parent = history.version(head.parent) if head and head.parent else None
        return parent.steps if parent else ()

    @property
    def touched(self) -> int:
        """Number of the step that was made or changed last; of several the latest."""
        before = self.before
        changed: list[int] = [
            number
            for number, step in enumerate(self.steps, 1)
            if number > len(before) or before[number - 1] != step
        ]
        same_length = len(before) == len(self.steps)
        return changed[-1] if changed and same_length else len(self.steps)

    def pointed(self, wish: Wish) -> int | None:
        """Number of the step that "the second one", "the top one" points at."""
        found = _POINTING.search(self.said(wish))
        if found is None:
            return None
        last = self.steps[-1].tool if self.steps else ""
        alike = [n for n, step in enumerate(self.steps, 1) if step.tool == last]
        numbers = alike if len(alike) > 1 else list(range(1, len(self.steps) + 1))
        if place := found["place"]:
            placed = [n for n in numbers if place in str(self.steps[n - 1].args.get("position"))]
            return placed[-1] if placed else None
        at = _NTH[found["nth"]]
        return numbers[at] if -len(numbers) <= at < len(numbers) else None

    @staticmethod
    def without_pointing(wish: Wish) -> Wish:
        """The wish without the place that only tells which step is meant."""
        places = [item for item in wish.items if item.word == "<position>"]
        gone = places[0] if places else None
        pieces = tuple(tuple(i for i in piece if i is not gone) for piece in wish.pieces)
        return replace(wish, pieces=pieces)

    def facts_before(self, number: int) -> Facts | None:
        """The clip as it is when a step's turn comes; None where only a look would tell."""
        history = self.draft.history
        before = replace(history, steps=history.steps[: number - 1])
        try:
            return self.draft.clip_of(before).facts if history.source else None
        except Unseen:
            return None

    def latest(self, fits: Callable[[Entry, Step], bool]) -> int | None:
        """The step touched last that fits, or the last one that does."""
        number: int
        for number in (self.touched, *range(len(self.steps), 0, -1)):
            entry = self.entry(number) if number else None
            if entry is not None and fits(entry, self.steps[number - 1]):
                return number
        return None

    def change(self, number: int, args: dict[str, Any], wish: Wish) -> Meant:
        """The change of a step; of one that this plan makes, its call is changed."""
        words = wish.words(self.reading.message)
        owner = self.draft.made[number - 1] if number <= len(self.draft.made) else None
        if owner is not None:
            error = self.draft.amend(owner, args)
            return Meant(question=error, about="value") if error else Meant()
        calls = self.draft.calls
        if calls and calls[-1].tool == "change_edit" and calls[-1].args.get("step") == number:
            merged = {**calls[-1].args["args"], **args}
            error = self.draft.amend(len(calls) - 1, {"args": merged})
            return Meant(question=error, about="value") if error else Meant()
        call = Call(tool="change_edit", args={"step": number, "args": args}, wish=words)
        if error := self.draft.add(call):
            return Meant(question=error, about="value")
        return Meant(calls=(call,))

    def value(self, number: int, slot: Slot) -> Any:
        """The strength that a step has now."""
        now = self.steps[number - 1].args.get(slot.name, slot.default)
        if now is None and slot.kind in {"level", "intensity"}:
            return told_strength(self.draft.history.phrases, number)
        return now

    def stronger(self, number: int, slot: Slot, wish: Wish) -> Meant:
        """The step with more or less of what it does, as the wish says."""
        words = [item.word for item in wish.items]
        now = self.value(number, slot)
        value = moved(slot, now, direction(words), degree(words))
        if value == now:
            return Meant(question=AS_FAR_AS_IT_GOES, about="whole")
        return self.change(number, {slot.name: value}, wish)

    def at_pace(self, number: int, slot: Slot, way: str, wish: Wish) -> Meant:
        """The step at another pace: "slower" is slower, be it fast or slow by now."""
        now = float(self.value(number, slot) or 1.0)
        value = now * SIZES[way][degree([item.word for item in wish.items])]
        if not slot.required:
            value = min(_FASTEST_VOICE, max(_SLOWEST_VOICE, value))
        if value == now:
            return Meant(question=AS_FAR_AS_IT_GOES, about="whole")
        return self.change(number, {slot.name: round(value, 4)}, wish)

    def relieve(self, number: int, slot: Slot, way: str, wish: Wish) -> Meant:
        """The step with so much less, or more, that a complaint about it is met."""
        value = eased(slot, self.value(number, slot), way)
        return self.change(number, {slot.name: value}, wish)


_BREAKS = frozenset({",", ";", "then", "and", "but"})


def _with_lead(row: Items, wish: Wish) -> Items:
    """The items of a wish and those before it, back to the last break."""
    if not wish.items:
        return ()
    start, end = wish.extent
    before = [item for item in row if item.end <= start]
    breaks = [at for at, item in enumerate(before, 1) if item.word in _BREAKS]
    lead = before[breaks[-1] if breaks else 0 :]
    return (*lead, *(item for item in row if start <= item.start and item.end <= end))

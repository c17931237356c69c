"""Refer: wishes about an earlier edit: "put it at the bottom instead", "bigger", "a bit more".

They change that step of the recipe and keep the others. Which step is meant, its arguments tell:
a place or a colour is about the last title, "only from 5 to 8" about the last edit that can be
limited in time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from agent.planner.adjust import (
    counted,
    downward,
    moved,
    only_details,
    same_kind,
    size_slot,
    told_strength,
)
from agent.planner.amounts import degree, direction
from agent.planner.choose import Choice, choose
from agent.planner.draft import Meant
from agent.planner.fill import Form, fill
from agent.planner.index import Entry, tokens
from agent.planner.kinds import Slot
from agent.planner.lexicon.vague import SIZES
from agent.planner.plan import Call
from agent.planner.reading import Reading
from agent.planner.split import Wish
from agent.planner.take import Chooser
from tools.recipe import Step

_NEW = frozenset({"add", "another", "new", "write", "also", "extra", "more"})
_CHANGING = frozenset({"change", "replace", "rename", "update", "edit", "modify", "correct"})
_AGAIN = re.compile(
    r"^(?:and |okay |now |please |yes |just )*(?:(?:do|apply|repeat|run|use)(?: that| it| this| "
    r"the same| this thing| that thing"
    r"| the last (?:one|edit|step)| same)?(?: (?:thing|edit|effect|filter))?(?: again| once more| "
    r"one more time| twice)?"
    r"|(?:once|one time) more|again|one more time|same again|the same again|repeat|same thing "
    r"again)"
    r"(?: please)?$"
)
_INSTEAD = re.compile(r"\binstead\b|\brather\b|^(?:no|nope|wrong|not that|actually)\b|\bi meant?\b")
_LATER = re.compile(r"\b(later|earlier|sooner|longer|shorter)\b")
_STRENGTHS = ("level", "intensity", "speed", "decibels", "factor", "text_size")


class Referrer:
    """Finds the earlier edit that a wish is about.

    Args:
        chooser: The tools and the plan so far.
        reading: The message.
    """

    def __init__(self, chooser: Chooser, reading: Reading) -> None:
        self._chooser = chooser
        self._index = chooser.index
        self._draft = chooser.draft
        self._reading = reading
        self.instead = bool(_INSTEAD.search(reading.line))

    @property
    def steps(self) -> tuple[Step, ...]:
        return self._draft.history.steps

    def refer(self, wish: Wish) -> Meant | None:
        """What the wish changes about an earlier edit; None when it is a new one."""
        said = self._reading.spelled_under(wish.items)
        if _AGAIN.match(said.replace(" ;", "").strip(" ;,.")):
            return self._again(wish)
        if not self.steps:
            return self._again(wish) if self._reading.line.startswith("same ") else None
        for way in (self._nudge, self._named, self._only, self._sized, self._valued, self._more):
            if meant := way(wish):
                return meant
        return None

    def correct(self, choice: Choice, wish: Wish) -> Meant | None:
        """“no, sharpen I mean”: the last edit gives way to this one."""
        if not self.instead or not self.steps or choice.form.missing:
            return None
        number = len(self.steps)
        if self.steps[-1].tool == choice.entry.name:
            return self.change(number, choice.form.args, wish)
        if self.entry(number) is None or not _INSTEAD.match(self._reading.line):
            return None
        words = wish.words(self._reading.message)
        undone = Call(tool="undo", args={"what": str(number)}, wish=words)
        trial = self._draft.copy()
        if trial.add(undone):
            return None
        self._draft.add(undone)
        return None

    def entry(self, number: int) -> Entry | None:
        return self._index.entries.get(self.steps[number - 1].tool)

    def latest(self, fits: Callable[[Entry, Step], bool]) -> int | None:
        for number in range(len(self.steps), 0, -1):
            entry = self.entry(number)
            if entry is not None and fits(entry, self.steps[number - 1]):
                return number
        return None

    def change(self, number: int, args: dict[str, Any], wish: Wish) -> Meant:
        """The change of a step; of one that this plan makes, its call is changed."""
        words = wish.words(self._reading.message)
        owner = self._draft.made[number - 1] if number <= len(self._draft.made) else None
        if owner is not None:
            error = self._draft.amend(owner, args)
            return Meant(question=error, about="value") if error else Meant()
        calls = self._draft.calls
        if calls and calls[-1].tool == "change_edit" and calls[-1].args.get("step") == number:
            merged = {**calls[-1].args["args"], **args}
            error = self._draft.amend(len(calls) - 1, {"args": merged})
            return Meant(question=error, about="value") if error else Meant()
        call = Call(tool="change_edit", args={"step": number, "args": args}, wish=words)
        if error := self._draft.add(call):
            return Meant(question=error, about="value")
        return Meant(calls=(call,))

    def _again(self, wish: Wish) -> Meant:
        """“do that again”: the edits of the last turn once more."""
        if not self.steps:
            return Meant(
                question="What should I do again? Nothing was done to this clip yet. "
                "Tell me an edit, such as “make it a bit faster”.",
            )
        history = self._draft.history
        head = history.version(history.head)
        parent = history.version(head.parent) if head and head.parent else None
        known = parent.steps if parent else ()
        fresh = self.steps[len(known) :] if self.steps[: len(known)] == known else ()
        made = []
        for step in fresh or self.steps[-1:]:
            call = Call(
                tool=step.tool, args=dict(step.args), wish=wish.words(self._reading.message)
            )
            if error := self._draft.add(call):
                return Meant(question=error, about="value")
            made.append(call)
        return Meant(calls=tuple(made))

    def _named(self, wish: Wish) -> Meant | None:
        """“make the title yellow”, "a stronger blur": the edit is named, only details are new."""
        choice = choose(wish, self._reading.message, self._index, self._chooser.facts, self._draft)
        if choice is None or set(self._reading.spelled_under(wish.items).split()) & _NEW:
            return None
        form = choice.form
        alike = [
            number
            for number, step in enumerate(self.steps, 1)
            if step.tool == choice.entry.name and same_kind(form, step)
        ]
        number = counted(alike, self._reading.spelled_under(wish.items).split())
        if number is None:
            return None
        changing = _CHANGING & set(self._reading.spelled_under(wish.items).split())
        if form.args and (form.missing or changing and choice.entry.slot("text")):
            return self.change(number, self._refined(form, number, wish), wish)
        strong = choice.entry.slot("level", "intensity")
        chosen = next((s for s in choice.entry.required if s.choices), None)
        way = direction([item.word for item in wish.items])
        if strong and chosen and way and strong.name not in downward(form):
            return self._stronger(number, strong, wish)
        return None

    def _refined(self, form: Form, number: int, wish: Wish) -> dict[str, Any]:
        """The new details; a size that is compared starts from the one there is."""
        sized = next((s for s in form.entry.slots if s.kind == "text_size"), None)
        args = dict(form.args)
        if sized is not None and sized.name in args:
            args[sized.name] = self._resized(number, sized, wish)
        return args

    def _only(self, wish: Wish) -> Meant | None:
        """“only from 5 to 8 sec”: the last edit that covers the whole clip is limited to that."""
        said = self._reading.spelled_under(wish.pieces[0]).split()
        spans = [i for i in wish.items if i.word == "<span>"]
        if len(spans) != 1 or {"keep", "trim", "cut", "show", "want", "use"} & set(said):
            return None
        limiting = {"only", "just", "same"} & {*said, *self._reading.line.split()[:2]}
        if tokens(wish.items) - {"keep", "<time>", "rest"} or not limiting:
            return None
        number = len(self.steps)
        entry, step = self.entry(number), self.steps[-1]
        if entry is None or not (entry.slot("start") and entry.slot("end")):
            return None
        if {"start", "end"} & set(step.args) or entry.name in {
            self._chooser.keeper,
            self._chooser.remover,
        }:
            return None
        form = fill(entry, wish.items, self._reading.message, self._chooser.facts)
        times = {s.name: form.args[s.name] for s in entry.slots
                 if s.kind in {"start", "end"} and s.name in form.args}  # fmt: skip
        return self.change(number, times, wish) if times else None

    def _sized(self, wish: Wish) -> Meant | None:
        """“bigger”, "make it smaller": the last thing that has a size."""
        words = [item.word for item in wish.items]
        if tokens(wish.items) - {"size", "<more>", "<less>", "<times>"} or "size" not in words:
            return None
        if not (way := direction(words)) or any(i.word == "<times>" for i in wish.items):
            return None
        number = self.latest(lambda entry, step: bool(size_slot(entry)))
        entry = number and self.entry(number)
        slot = size_slot(entry) if entry else None
        if not number or slot is None:
            return None
        if slot.kind == "text_size":
            return self.change(number, {slot.name: self._resized(number, slot, wish)}, wish)
        now = self.steps[number - 1].args.get(slot.name, slot.default)
        factor = SIZES[way][degree(words)]
        return self.change(number, {slot.name: max(16, round(now * factor))}, wish)

    def _resized(self, number: int, slot: Slot, wish: Wish) -> Any:
        words = [item.word for item in wish.items]
        now = self.steps[number - 1].args.get(slot.name, slot.default)
        way = direction(words)
        if not isinstance(now, int | float) or not way:
            return now
        return round(min(0.5, max(0.02, now * SIZES[way][degree(words)])), 4)

    def _valued(self, wish: Wish) -> Meant | None:
        """“at the top instead”, "in red", "10 fps": values alone, for the step that takes them."""
        if any(not token.startswith("<") for token in tokens(wish.items)):
            return None
        values = [i for i in wish.items if i.is_value and i.word not in _SOFT]
        if not values or any(i.word == "<span>" for i in values) and not self.instead:
            return None
        number = self.latest(lambda entry, step: self._accepts(entry, wish))
        entry = number and self.entry(number)
        if not number or not entry:
            return None
        form = fill(entry, wish.items, self._reading.message, self._chooser.facts)
        return self.change(number, dict(form.args), wish)

    def _accepts(self, entry: Entry, wish: Wish) -> bool:
        """Whether every value finds an argument that only says how the edit is done."""
        if not self.instead and not entry.slot("text") and not only_details(wish):
            return False
        form = fill(entry, wish.items, self._reading.message, self._chooser.facts)
        return bool(form.args) and not form.unused

    def _more(self, wish: Wish) -> Meant | None:
        """“a bit more”, "stronger", "less": the last edit that has a strength."""
        words = [item.word for item in wish.items]
        if tokens(wish.items) - {"<more>", "<less>"} or not direction(words):
            return None
        number = self.latest(lambda entry, step: entry.slot(*_STRENGTHS) is not None)
        entry = number and self.entry(number)
        if not number or not entry:
            return None
        slots = [slot for slot in entry.slots if slot.kind in _STRENGTHS]
        said = [slot for slot in slots if slot.name in self.steps[number - 1].args]
        return self._stronger(number, (said or slots)[0], wish)


_SOFT = frozenset({"<more>", "<less>", "<small>", "<large>", "<file>", "<num>"})

"""Refer: wishes about an earlier edit: "put it at the bottom instead", "bigger", "a bit more".

They change that step of the recipe and keep the others. Which step is meant, its arguments tell:
a place or a colour is about the last title, "only from 5 to 8" about the last edit that can be
limited in time.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from agent.planner.choosing.choose import Choice, choose
from agent.planner.choosing.index import Entry, tokens
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Meant
from agent.planner.filling.amounts import degree, direction
from agent.planner.filling.fill import Form, fill
from agent.planner.lexicon.vague import SIZES
from agent.planner.plan import Call
from agent.planner.reading.message import Reading
from agent.planner.referring.adjust import (
    counted,
    downward,
    only_details,
    same_kind,
    size_slot,
    takes_length,
    takes_size,
    without_markers,
)
from agent.planner.referring.captions import captioned
from agent.planner.referring.correction import other_way
from agent.planner.referring.details import detailed, postponed
from agent.planner.referring.earlier import STRENGTHS, Earlier
from agent.planner.referring.fitting import fitted, played
from agent.planner.referring.likewise import likewise
from agent.planner.referring.named import differently, more_of_it, shifted
from agent.planner.referring.objection import objection
from agent.planner.referring.pieces import piece_of_split
from agent.planner.referring.retelling import nudge, refined, resized, retold, shown
from agent.planner.referring.starting import starting
from agent.planner.referring.values import valued
from agent.planner.take import Chooser
from agent.planner.wishes.brought import brought
from agent.planner.wishes.split import Wish

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
_NOT_THERE = re.compile(r"^(?:no |and |please |but )*not (?:at |in |on )?")
_WRONG = frozenset({"no", "not", "wrong", "actually", "rather", "instead", "i"})


# What may be meant, in order.
_WAYS = (
    piece_of_split, brought, captioned, other_way, valued, likewise, shown, differently, shifted,
    starting, postponed, played, more_of_it, detailed, nudge, retold,
)  # fmt: skip


class Referrer(Earlier):
    """Finds the earlier edit that a wish is about.

    Args:
        chooser: The tools and the plan so far.
        reading: The message.
        corrects: Whether it takes back what was said before it.
    """

    def __init__(self, chooser: Chooser, reading: Reading, *, corrects: bool = False) -> None:
        super().__init__(chooser, reading)
        self.instead = corrects or bool(_INSTEAD.search(reading.line))
        self._corrects = corrects
        # "that is too fast, make it 1.2x"
        self._objected = False

    def refer(self, wish: Wish) -> Meant | None:
        """What the wish changes about an earlier edit; None when it is a new one."""
        said = self.reading.spelled_under(wish.items)
        if _AGAIN.match(said.replace(" ;", "").strip(" ;,.")):
            return self._again(wish)
        if not self.steps:
            return self._again(wish) if self.reading.line.startswith("same ") else None
        wish = without_markers(wish, denied=_NOT_THERE.match(self.reading.line) is not None)
        if meant := objection(self, wish):
            self._objected = True
            return meant
        for know in _WAYS:
            if meant := know(self, wish):
                return meant
        for way in (self._named, self._only, self._sized, self._valued, self._more):
            if meant := way(wish):
                return meant
        return fitted(self, wish)

    def correct(self, choice: Choice, wish: Wish) -> Meant | None:
        """“no, sharpen I mean”: an edit of the same tool is changed, or the last one gives way."""
        if not self.instead or not self.steps or choice.form.missing:
            return None
        alike = [n for n, step in enumerate(self.steps, 1) if step.tool == choice.entry.name]
        first = self.reading.items[0].word if self.reading.items else ""
        corrects = bool(_INSTEAD.match(self.reading.line)) and first in _WRONG or self._corrects
        if self.touched in alike:
            return self.change(self.touched, choice.form.args, wish)
        if not corrects:
            return None
        if alike and not _NEW & set(self.said(wish).split()):
            return self.change(alike[-1], choice.form.args, wish)
        self._give_way(wish)
        return None

    def _give_way(self, wish: Wish) -> None:
        """What was done last is taken back; the wish itself is still to be done."""
        if self.draft.calls and self._corrects:
            self.draft.drop_last()
            return
        if self.draft.calls or self.entry(self.touched) is None:
            return
        words = wish.words(self.reading.message)
        undone = Call(tool="undo", args={"what": ""}, wish=words)
        if not self.draft.copy().add(undone):
            self.draft.add(undone)

    def _again(self, wish: Wish) -> Meant:
        """“do that again”: the edits of the last turn once more."""
        if not self.steps:
            return Meant(
                question="What should I do again? Nothing was done to this clip yet. "
                "Tell me an edit, such as “make it a bit faster”.",
            )
        history = self.draft.history
        head = history.version(history.head)
        parent = history.version(head.parent) if head and head.parent else None
        known = parent.steps if parent else ()
        fresh = self.steps[len(known) :] if self.steps[: len(known)] == known else ()
        made = []
        for step in fresh or self.steps[-1:]:
            call = Call(tool=step.tool, args=dict(step.args), wish=wish.words(self.reading.message))
            if error := self.draft.add(call):
                return Meant(question=error, about="value")
            made.append(call)
        return Meant(calls=tuple(made))

    def _named(self, wish: Wish) -> Meant | None:
        """“make the title yellow”, "a stronger blur": the edit is named, only details are new."""
        choice = choose(wish, self.reading.message, self.index, self.chooser.facts, self.draft)
        if choice is None or set(self.reading.spelled_under(wish.items).split()) & _NEW:
            return None
        form = choice.form
        alike = [
            number
            for number, step in enumerate(self.steps, 1)
            if step.tool == choice.entry.name and same_kind(form, step)
        ]
        spoken = self.entry(self.touched)
        if not alike and spoken and (slot := self._worded(choice, spoken, wish)):
            return self.change(self.touched, {slot.name: form.args[slot.name]}, wish)
        number = self.pointed(wish) or counted(alike, self.said(wish).split())
        if number is None or number not in alike:
            return None
        changing = _CHANGING & set(self.reading.spelled_under(wish.items).split())
        if form.args and (form.missing or changing and choice.entry.slot("text")):
            return self.change(number, refined(self, form, number, wish), wish)
        strong = choice.entry.slot("level", "intensity")
        chosen = next((s for s in choice.entry.required if s.choices), None)
        way = direction([item.word for item in wish.items])
        if strong and chosen and way and self._strengthens(form, strong):
            return self.stronger(number, strong, wish)
        return None

    def _worded(self, choice: Choice, spoken: Entry, wish: Wish) -> Slot | None:
        """“change the words to ...”, said of a voice: its text, and no title."""
        changing = _CHANGING & set(self.said(wish).split())
        slot = spoken.slot("text") if choice.entry.slot("text") and changing else None
        return slot if slot and slot.name in choice.form.args else None

    def _strengthens(self, form: Form, strong: Slot) -> bool:
        """Whether "weaker" means less of the effect, and not an edit of the other way."""
        if strong.name not in downward(form):
            return True
        return bool(self.draft.copy().add(Call(tool=form.entry.name, args=form.args)))

    def _only(self, wish: Wish) -> Meant | None:
        """“only from 5 to 8 sec”: the last edit that covers the whole clip is limited to that."""
        said = self.reading.spelled_under(wish.pieces[0]).split()
        spans = [i for i in wish.items if i.word == "<span>"]
        if len(spans) != 1 or {"keep", "trim", "cut", "show", "want", "use"} & set(said):
            return None
        limiting = {"only", "just", "same"} & {*said, *self.reading.line.split()[:2]}
        if tokens(wish.items) - {"keep", "<time>", "rest"} or not limiting:
            return None
        number = len(self.steps)
        entry, step = self.entry(number), self.steps[-1]
        if entry is None or not (entry.slot("start") and entry.slot("end")):
            return None
        if {"start", "end"} & set(step.args) or entry.name in {
            self.chooser.keeper,
            self.chooser.remover,
        }:
            return None
        form = fill(entry, wish.items, self.reading.message, self.facts_before(number))
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
        if slot.kind == "share":
            return self.stronger(number, slot, wish)
        if slot.kind == "text_size":
            return self.change(number, {slot.name: resized(self, number, slot, wish)}, wish)
        now = self.steps[number - 1].args.get(slot.name, slot.default)
        factor = SIZES[way][degree(words)]
        return self.change(number, {slot.name: max(16, round(now * factor))}, wish)

    def _valued(self, wish: Wish) -> Meant | None:
        """“at the top instead”, "in red", "10 fps": values alone, for the step that takes them."""
        if any(not token.startswith("<") for token in tokens(wish.items)):
            return None
        values = [i for i in wish.items if i.is_value and i.word not in _SOFT]
        if not values or any(i.word == "<span>" for i in values) and not self.instead:
            return None
        pointed = self.pointed(wish)
        # "It" at the bottom is rather what has a place already, or must have one, than an edit of
        # the whole picture that could be limited to its bottom.
        number = (
            pointed
            or self.latest(lambda entry, step: self._accepts(entry, wish, step.args.keys()))
            or self.latest(lambda entry, step: self._accepts(entry, wish, _not_limits(entry)))
            or self.latest(lambda entry, step: self._accepts(entry, wish))
        )
        entry = number and self.entry(number)
        if not number or not entry:
            return None
        if pointed:
            wish = self.without_pointing(wish)
        form = fill(entry, wish.items, self.reading.message, self.facts_before(number))
        return self.change(number, dict(form.args), wish)

    def _accepts(self, entry: Entry, wish: Wish, among: Collection[str] | None = None) -> bool:
        """Whether every value finds an argument that only says how the edit is done.

        Args:
            entry: The tool of an edit.
            wish: What is said about it.
            among: Arguments that it may be; None for any.
        """
        free = self.instead or self._objected or entry.slot("text") or only_details(wish)
        if not (free or takes_length(entry, wish) or takes_size(entry, wish)):
            return False
        form = fill(entry, wish.items, self.reading.message, self.chooser.facts)
        fits = among is None or form.args.keys() <= set(among)
        return bool(form.args) and not form.unused and fits

    def _more(self, wish: Wish) -> Meant | None:
        """“a bit more”, "stronger", "less": the last edit that has a strength."""
        words = [item.word for item in wish.items]
        if tokens(wish.items) - {"<more>", "<less>"} or not direction(words):
            return None
        number = self.latest(lambda entry, step: entry.slot(*STRENGTHS) is not None)
        entry = number and self.entry(number)
        if not number or not entry:
            return None
        slots = [slot for slot in entry.slots if slot.kind in STRENGTHS]
        said = [slot for slot in slots if slot.name in self.steps[number - 1].args]
        return self.stronger(number, (said or slots)[0], wish)


def _not_limits(entry: Entry) -> set[str]:
    """Arguments that do not limit an edit to a part of the picture."""
    return {slot.name for slot in entry.slots if slot.name != "region"}


_SOFT = frozenset({"<more>", "<less>", "<small>", "<large>", "<file>", "<num>"})

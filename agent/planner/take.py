"""Take: from a wish and the tool that it asks for to calls that work, or to a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from agent.planner.asking.back import ask_for, ask_keep_or_remove, ask_part, ask_which, explain
from agent.planner.asking.doubt import Doubts, at_a_point
from agent.planner.before import Before
from agent.planner.choosing.choose import TOLD, Choice, choose, other_choices
from agent.planner.choosing.clash import clash
from agent.planner.choosing.index import Index, tokens
from agent.planner.choosing.worth import SCOPES
from agent.planner.draft import Draft, Meant
from agent.planner.filling.eachway import each_way
from agent.planner.filling.fill import Form, fill
from agent.planner.lexicon.reading import word_set
from agent.planner.plan import Call
from agent.planner.reading.items import raw
from agent.planner.wishes.already import length_left
from agent.planner.wishes.beside import is_aim, is_denied
from agent.planner.wishes.split import Wish
from agent.planner.wishes.variants import complement, is_vague, variants
from tools.facts import Facts
from tools.values import format_length

# What somebody does to a thing, whatever it is, and when.
_VERBS = word_set(
    """
    replace remove cut swap take use put trim keep find after before behind next first second other
    come comes coming
    """
)


@dataclass(frozen=True, slots=True)
class Chooser:
    """Turns wishes into calls.

    Attributes:
        index: The tools.
        message: The message.
        draft: The plan so far; calls that work are added to it.
    """

    index: Index
    message: str
    draft: Draft

    @property
    def facts(self) -> Facts | None:
        """The clip as it is by now."""
        return self.draft.clip.facts if self.draft.clip else None

    def take(self, choice: Choice, wish: Wish) -> Meant:
        """What becomes of a wish for this tool."""
        if "unclear" in choice.form.words or "unclear" in [i.word for i in wish.items]:
            return self.unclear(wish)
        parts = each_way(wish, choice.entry) or variants(wish, choice.entry)
        if len(parts) > 1:
            return self._several(parts, choice)
        if parts[0] != wish:
            form = fill(choice.entry, parts[0].items, self.message, self.facts)
            return self.take_form(form, parts[0])
        return self.take_form(choice.form, wish)

    @staticmethod
    def _surely(found: Choice, main: Choice) -> bool:
        """Whether what was left over is certainly another edit, and complete."""
        same = found.entry is main.entry and not other_choices(main) & set(found.form.words)
        needs = any(slot.kind == "file" for slot in found.entry.slots)
        if same or needs or found.entry.answers or not found.clear or found.form.missing:
            return False
        # A verb that its examples happen to begin with is not what it is about.
        said = {token for token in tokens(found.form.items) if not token.startswith("<")}
        return not said or bool(said & found.entry.heads)

    def unclear(self, wish: Wish) -> Meant:
        """The question about "trim 5 seconds", which may mean keeping or removing them."""
        amount = next((i.value for i in wish.items if i.word == "<length>"), None)
        if amount is None or self.draft.clip is None:
            return ask_part([item.word for item in wish.items], self.draft)
        seconds = amount.seconds(self.draft.clip.facts)
        return ask_keep_or_remove(format_length(seconds).replace(" s", " seconds"))

    def take_form(self, form: Form, wish: Wish) -> Meant:
        """What becomes of a tool whose arguments are filled in."""
        if form.missing:
            asked = at_a_point(form) if form.entry.name == self.remover else None
            return asked or replace(
                ask_for(form, form.missing[0], self.draft), tool=form.entry.name
            )
        if (left := self._out_of_scope(form)) and not self._cut_before(form):
            return left
        call = Call(tool=form.entry.name, args=form.args, wish=wish.words(self.message))
        if self.before.takes(call, form, wish):
            return Meant()
        other = next((c for c in self.draft.calls if clash(form.entry, c, call)), None)
        if other is not None:
            return ask_which(other.wish, call.wish)
        if error := Doubts(self.draft, self.message, self.keeper, self.remover).about(call, form):
            return replace(error, tool=call.tool)
        self.draft.add(call)
        return Meant(calls=(call,))

    @property
    def before(self) -> Before:
        """The calls that were made for earlier wishes of the message."""
        return Before(self.index, self.draft)

    @property
    def keeper(self) -> str:
        """Name of the tool that keeps a stretch and throws away the rest."""
        return self._tool_for("keep")

    @property
    def remover(self) -> str:
        """Name of the tool that removes a stretch."""
        return self._tool_for("remove")

    def _tool_for(self, verb: str) -> str:
        ranked = self.index.rank(frozenset({verb, "<time>"}))
        return ranked[0][1].name if ranked else ""

    def _several(self, parts: list[Wish], choice: Choice) -> Meant:
        """“the first 3 and the last 4 seconds”: each part by its place on the clip as it is."""
        forms = [fill(choice.entry, v.items, self.message, self.facts) for v in parts]
        if any(form.missing for form in forms):
            return ask_for(forms[0], next(m for f in forms for m in f.missing), self.draft)
        whole = raw(self.message, tuple(i for v in parts for i in v.items)).strip(" ,;.")
        args: list[Mapping[str, Any]] = [form.args for form in forms]
        tool = choice.entry.name
        if tool == self.keeper and tool != self.remover:
            length = self.facts.duration if self.facts else 0.0
            tool, args = self.remover, complement(args, length)
        elif self.shortens(tool):
            args = sorted(args, key=lambda a: a.get("start") or 0.0, reverse=True)
        made = []
        trial = self.draft.copy()
        for each in args:
            call = Call(tool=tool, args=each, wish=whole)
            if error := trial.add(call):
                return self._together(parts, forms[0], whole) or explain(error)
            made.append(call)
        for call in made:
            self.draft.add(call)
        return Meant(calls=tuple(made))

    def _together(self, parts: list[Wish], form: Form, whole: str) -> Meant | None:
        """What a tool can do only once is done to the stretches put together."""
        joiner = next((e for e in self.index.clip_tools if e.slot("ranges")), None)
        spans = tuple(i for wish in parts for i in wish.items if i.word == "<span>")
        if joiner is None or len(spans) != len(parts):
            return None
        joined = fill(joiner, spans, self.message, self.facts)
        args = {slot.name: form.args[slot.name] for slot in form.entry.slots
                if slot.name in form.args and slot.kind not in {"start", "end", "at"}}  # fmt: skip
        made = (Call(tool=joiner.name, args=joined.args, wish=whole),
                Call(tool=form.entry.name, args=args, wish=whole))  # fmt: skip
        trial = self.draft.copy()
        if any(trial.add(call) for call in made):
            return None
        for call in made:
            self.draft.add(call)
        return Meant(calls=made)

    def shortens(self, tool: str) -> bool:
        """Whether the tool moves what comes after the part that it works on."""
        return tool == self.remover or any(
            slot.kind == "speed" for slot in self.index.entries[tool].required
        )

    def _out_of_scope(self, form: Form) -> Meant | None:
        """A part of the time or of the picture that the tool cannot be limited to."""
        # A place that the tool's own examples speak of is part of what it does.
        own = form.entry.core & {"<position>", "<region>"}
        limits = [item for item in form.unused if item.word in SCOPES - own and not is_vague(item)]
        if not limits:
            return None
        where = raw(self.message, tuple(limits)) or "that part"
        what = "picture" if limits[0].word in {"<position>", "<region>"} else "clip"
        return Meant(
            reason=f"I can do that only to the whole {what}, not just to “{where}”",
            nearest="Say it without the place or time, and I will do it to all of it.",
        )

    def _cut_before(self, form: Form) -> bool:
        """“a boomerang of the first 2 s”: the rest goes first."""
        limits = [item for item in form.unused if item.word in SCOPES]
        part = limits[0] if len(limits) == 1 and limits[0].word == "<span>" else None
        at = form.items.index(part) if part else 0
        before = [
            i.word for i in form.items[max(0, at - 2) : at] if i.word not in {"the", "just", "only"}
        ]
        if part is None or before[-1:] not in (["of"], ["from"]):
            return False
        keeper = self.index.entries.get(self.keeper)
        if keeper is None:
            return False
        args = fill(keeper, (part,), self.message, self.facts).args
        return not self.draft.add(
            Call(tool=keeper.name, args=args, wish=raw(self.message, form.items))
        )

    def _apart(self, other: Wish, main: Choice) -> bool:
        """“1080x1920, 30 fps”: whether each of the values is surely another edit."""
        singles = [Wish(((item,),)) for item in other.items if item.word in TOLD]
        if len(singles) < 2 or len(singles) < len(other.items):
            return False
        found = [choose(each, self.message, self.index, self.facts) for each in singles]
        return all(each is not None and self._surely(each, main) for each in found)

    def rest(self, choice: Choice, wish: Wish) -> tuple[Wish | None, str]:
        """What the tool left of a wish: another wish for another tool, or words to be told about.

        Only what another tool surely understands becomes a wish.
        """
        form = choice.form
        own = choice.entry.vocabulary - other_choices(choice)
        words = [i for i in wish.items if not i.is_value and i not in form.used
                 and self.index.knows(i.word) and tokens([i]) - own]  # fmt: skip
        words = [] if all(self.index.vague(i.word) or i.word in _VERBS for i in words) else words
        words = [] if all(is_aim(i, wish.items) for i in words) else words
        words = [i for i in words if not is_denied(i, wish.items)]
        scopes = SCOPES - {"<region>"} if words else frozenset()
        taken = {item.word for item in form.used}
        values = [i for i in form.unused if i.word in (TOLD | scopes) - taken]
        # A colour or a place alone is a detail that was lost, and no wish.
        telling = [i for i in values if i.word not in {"<color>", "<position>"}]
        if lasting := length_left(form, wish):
            return lasting, ""
        for group in (tuple(words + values) if words else (), tuple(telling)):
            other = Wish((tuple(sorted(group, key=lambda i: i.start)),)) if group else None
            found = other and choose(other, self.message, self.index, self.facts)
            if other and (found and self._surely(found, choice) or self._apart(other, choice)):
                return other, ""
        told = [item for item in values if item.word in TOLD - choice.entry.core]
        return None, raw(self.message, tuple(told)) if told else ""

"""Before: a wish may add to what the message asked for before it, in place of a call of its own."""

from __future__ import annotations

from agent.planner.choosing.index import Index, tokens
from agent.planner.draft import Draft
from agent.planner.filling.fill import Form, fill
from agent.planner.plan import Call
from agent.planner.wishes.split import Wish
from tools.facts import Facts

# What tells that the picture is to fade, and how long a fade takes that nobody timed.
_SEEN = frozenset({"video", "picture", "image", "black", "white", "screen", "clip", "<color>"})
_FADE_SECONDS = 2.0


class Before:
    """The calls of the plan so far.

    Args:
        index: The tools.
        draft: The plan.
    """

    def __init__(self, index: Index, draft: Draft) -> None:
        self._index = index
        self._draft = draft

    def takes(self, call: Call, form: Form, wish: Wish) -> bool:
        """Whether one of them takes in what a further call would do, or does it already."""
        return (
            self._turns_on(call, wish)
            or self._joins(call)
            or self._said_before(call)
            or self._fades_along(call, form)
        )

    def _joins(self, call: Call) -> bool:
        """Whether the call only completes the one before it: "as mp4, with h265"."""
        calls = self._draft.calls
        if not calls or calls[-1].tool != call.tool or not call.args:
            return False
        entry = self._index.entries[call.tool]
        several = sum(slot.kind in {"level", "decibels"} for slot in entry.slots) > 1
        timed = any(slot.kind == "start" for slot in entry.slots)
        exports = not entry.required and (several or not timed)
        if not exports or set(calls[-1].args) & set(call.args):
            return False
        return not self._draft.amend(len(calls) - 1, call.args)

    def completed(self, wish: Wish, message: str, facts: Facts | None) -> bool:
        """Whether a wish only says how a call is done: "split it ... and zip them".

        Args:
            wish: The wish.
            message: The message that it is from.
            facts: The clip as it is by now.
        """
        said = {token for token in tokens(wish.items) if not token.startswith("<")}
        for number, call in reversed(list(enumerate(self._draft.calls))):
            entry = self._index.entries[call.tool]
            if not said or not said <= entry.vocabulary:
                continue
            form = fill(entry, wish.items, message, facts)
            fresh = {name: value for name, value in form.args.items() if name not in call.args}
            if fresh and not self._draft.amend(number, fresh):
                return True
        return False

    def _turns_on(self, call: Call, wish: Wish) -> bool:
        """“replace the sound with the song and loop it”: it is the song that is looped."""
        calls, words = self._draft.calls, {item.word for item in wish.items}
        if not calls or "it" not in words or calls[-1].tool == call.tool:
            return False
        said = {token for token in tokens(wish.items) if not token.startswith("<")}
        flags = {s.name for s in self._index.entries[calls[-1].tool].slots if s.kind == "flag"}
        if len(said) != 1 or not said <= flags or call.args:
            return False
        return not self._draft.amend(len(calls) - 1, dict.fromkeys(said, True))

    def _fades_along(self, call: Call, form: Form) -> bool:
        """“music from 0:05, fade out at the end”: it is the music that fades."""
        calls, type_ = self._draft.calls, call.args.get("type")
        if not calls or form.entry.slot("choice") is None or type_ not in {"in", "out", "both"}:
            return False
        sides = ("in", "out") if type_ == "both" else (str(type_),)
        entry = self._index.entries[calls[-1].tool]
        names = [f"fade_{side}" for side in sides]
        known = {slot.name: slot.default for slot in entry.slots}
        if not known.keys() >= set(names) or _SEEN & {*form.words, *call.wish.lower().split()}:
            return False
        seconds = call.args.get("seconds", _FADE_SECONDS)
        return not self._draft.amend(len(calls) - 1, dict.fromkeys(names, seconds))

    def _said_before(self, call: Call) -> bool:
        """Whether the very same was asked before in this message, and is only spoken of again."""
        entry = self._index.entries[call.tool]
        plain = {slot.name: slot.default for slot in entry.slots if not slot.required}
        return any(
            made.tool == call.tool
            and ({**plain, **made.args} == {**plain, **call.args}
                 or not call.args and not entry.required)
            for made in self._draft.calls
        )  # fmt: skip

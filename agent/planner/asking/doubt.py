"""Doubt: what has to be asked before a call is made: it cannot be, or does not say enough."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.planner.asking.back import (
    ask_longer,
    ask_part,
    ask_shorter,
    ask_side,
    ask_what,
    ask_which_way,
    explain,
    in_vain,
)
from agent.planner.draft import Draft, Meant
from agent.planner.filling.amounts import direction
from agent.planner.filling.fill import Form
from agent.planner.plan import Call
from tools.errors import NotInClip
from tools.values import format_seconds

_SILENT = "The clip has no sound, so there was nothing to mute."
_FIXING = re.compile(r"\b(?:fix|correct|adjust|change|set)\b", re.IGNORECASE)
_LASTING = re.compile(r"\b(?:long|longer|lasts?|length|extend|stretch|duration)\b", re.IGNORECASE)


def at_a_point(form: Form) -> Meant | None:
    """“cut it at 0:12”: which side of it is to stay."""
    point = next((i.value for i in form.items if i.word == "<moment>"), None)
    spans = any(item.word == "<span>" for item in form.items)
    if spans or point is None or form.facts is None or point.is_edge:
        return None
    return ask_side(format_seconds(point.seconds(form.facts)))


class Doubts:
    """What is to be asked about a call.

    Args:
        draft: The plan so far, without the call.
        message: The message.
        keeper: Name of the tool that keeps a stretch and throws away the rest.
        remover: Name of the tool that removes a stretch.
    """

    def __init__(self, draft: Draft, message: str, keeper: str, remover: str) -> None:
        self._draft = draft
        self._facts = draft.clip.facts if draft.clip else None
        self._message = message
        self._keeper, self._remover = keeper, remover

    def about(self, call: Call, form: Form) -> Meant | None:
        """The question that a call raises; None where it can be made."""
        error = self._draft.copy().tried(call)
        if isinstance(error, NotInClip):
            return in_vain(str(error))
        if error:
            return self._impossible(call, str(error))
        timed = any(slot.kind in {"start", "end"} for slot in form.entry.slots)
        if timed and not call.args and not self._draft.changes(call):
            if call.tool == "mute_audio":
                return in_vain(_SILENT)
            return ask_what(form.entry) or ask_part(form.words, self._draft)
        return self._either_way(call, form)

    def _impossible(self, call: Call, error: str) -> Meant:
        edges = (call.args.get("start"), call.args.get("end"))
        if self._facts is not None and any(isinstance(edge, float) and edge < 0 for edge in edges):
            return ask_shorter(self._facts.duration)
        return self._backwards(call, error) or self._too_long(call) or explain(error)

    def _either_way(self, call: Call, form: Form) -> Meant | None:
        """“fix the exposure”: what can go up and down, and nothing tells which way."""
        level = form.entry.slot("level")
        chosen = next((slot for slot in form.entry.required if slot.choices), None)
        if level is None or chosen is None or form.has(level) or not _FIXING.search(self._message):
            return None
        down = replace(call, args={**call.args, level.name: -0.3})
        if direction(form.words) or self._draft.copy().add(down):
            return None
        name = str(call.args[chosen.name]).replace("_", " ")
        return ask_which_way(name)

    def _too_long(self, call: Call) -> Meant | None:
        """“make it last 30 seconds” of a shorter clip: by going slower, or by going round."""
        end = call.args.get("end")
        if call.tool != self._keeper or self._facts is None or not isinstance(end, float):
            return None
        longer = end > self._facts.duration and not call.args.get("start")
        if not longer or not _LASTING.search(self._message):
            return None
        return ask_longer(self._facts.duration, end)

    def _backwards(self, call: Call, error: str) -> Meant | None:
        """Times the wrong way round: a "yes" swaps them."""
        start, end = call.args.get("start"), call.args.get("end")
        if not (isinstance(start, float) and isinstance(end, float) and end < start):
            return None
        verb = (
            "keep" if call.tool == self._keeper else "remove" if call.tool == self._remover else ""
        )
        suggestion = f"{verb} {end:g}s to {start:g}s" if verb else ""
        return Meant(question=error, about="value", suggestion=suggestion)

"""Retelling: other values for a step that is named: its times, its size, what it was told."""

from __future__ import annotations

import re
from typing import Any

from agent.planner.choosing.choose import choose
from agent.planner.choosing.index import tokens
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Meant
from agent.planner.filling.amounts import degree, direction
from agent.planner.filling.fill import Form, fill
from agent.planner.lexicon.vague import SIZES
from agent.planner.plan import Call
from agent.planner.reading.items import Item
from agent.planner.reading.moments import Moment
from agent.planner.referring.adjust import USUAL_LETTERS, counted, same_kind
from agent.planner.referring.earlier import Earlier
from agent.planner.wishes.split import Wish

_RETELLING = re.compile(
    r"^(?:please |now |and |then |also |no |okay )*(?:change|make|set|adjust|update|alter|switch|"
    r"turn|let|correct) (?:the|that|my|this) |"
    r"^(?:the |that |my )?\w+(?: \w+)? should (?:be|last|take)\b"
)
_MEDIUM = frozenset({"video", "audio", "clip", "picture", "sound"})
_SEEING = re.compile(
    r"\b(?:show|shown|showing|display|displayed|visible|appear|appears|see|seen|stay|stays)\b"
)
# How long a title is shown that is only to be seen at the beginning or the end.
_READ_SECONDS = 3.0
_LATER = re.compile(r"\b(later|earlier|sooner|longer|shorter)\b")
_NEW = frozenset({"add", "another", "new", "write", "also", "extra", "more"})
_SOFT = frozenset({"<more>", "<less>", "<small>", "<large>", "<file>"})


def shown(earlier: Earlier, wish: Wish) -> Meant | None:
    """“only show it for the first second”, said of a title: when it is seen."""
    entry = earlier.entry(earlier.touched)
    if entry is None or not _SEEING.search(earlier.said(wish)):
        return None
    if not (entry.slot("text") and entry.slot("start") and entry.slot("end")):
        return None
    if tokens(wish.items) - {"keep", "<time>", "title"}:
        return None
    form = fill(entry, wish.items, earlier.reading.message, earlier.chooser.facts)
    times = {slot.name: form.args.get(slot.name) for slot in entry.slots
             if slot.kind in {"start", "end"}}  # fmt: skip
    step = earlier.steps[earlier.touched - 1]
    if brief := _at_one_end(earlier, wish):
        times = brief
    times = {k: v for k, v in times.items() if v is not None or k in step.args}
    told = any(value is not None for value in times.values())
    return earlier.change(earlier.touched, times, wish) if told else None


def _at_one_end(earlier: Earlier, wish: Wish) -> dict[str, Any]:
    """“only at the beginning”: for as long as a title takes to be read."""
    facts = earlier.facts_before(earlier.touched)
    values = [item.value for item in wish.items if item.is_value]
    if facts is None or len(values) != 1 or not isinstance(values[0], Moment):
        return {}
    if not values[0].is_edge:
        return {}
    if values[0].from_end:
        return {"start": round(max(0.0, facts.duration - _READ_SECONDS), 3), "end": None}
    return {"start": 0.0, "end": min(_READ_SECONDS, facts.duration)}


def nudge(earlier: Earlier, wish: Wish) -> Meant | None:
    """“start half a second later”, "end it 1 s earlier"."""
    said = earlier.reading.spelled_under(wish.items)
    found = _LATER.search(said)
    length = next((i for i in wish.items if i.word in {"<length>", "<for>"}), None)
    edge = "end" if re.search(r"\b(?:end|ends|stop|finish)", said) else (
        "start" if re.search(r"\b(?:start|starts|begin)", said) else ""
    )  # fmt: skip
    facts = earlier.chooser.facts
    if not (found and length and edge and facts):
        return None
    number = earlier.latest(lambda entry, step: entry.slot("start", "end") is not None)
    if not number:
        return None
    step = earlier.steps[number - 1]
    now = step.args.get(edge)
    if now is None:
        now = 0.0 if edge == "start" else facts.duration
    sign = -1 if found[1] in {"earlier", "sooner", "shorter"} else 1
    value = max(0.0, round(now + sign * length.value.seconds(facts), 3))
    return earlier.change(number, {edge: value}, wish)


def retold(earlier: Earlier, wish: Wish) -> Meant | None:
    """“change the trim to 1-2 seconds”: a step that is named gets the new values."""
    said = earlier.said(wish)
    if not _RETELLING.search(said) or _NEW & set(said.split()) or " by " in said:
        return None
    choice = choose(wish, earlier.reading.message, earlier.index, earlier.chooser.facts)
    if choice is None or not any(item in choice.form.used for item in _told(wish)):
        return None
    read = earlier.index.reader.read(said).items  # a verb of cutting may have become "keep"
    named = tokens((*wish.items, *read)) & choice.entry.named - _MEDIUM
    alike = [n for n, step in enumerate(earlier.steps, 1)
             if step.tool == choice.entry.name and same_kind(choice.form, step)]  # fmt: skip
    number = counted(alike, said.split())
    if not named or number is None or earlier.draft.made[number - 1] is not None:
        return None
    args = refined(earlier, choice.form, number, wish)
    trial = earlier.draft.copy()
    if trial.add(Call(tool="change_edit", args={"step": number, "args": args})):
        return None
    return earlier.change(number, args, wish)


def refined(earlier: Earlier, form: Form, number: int, wish: Wish) -> dict[str, Any]:
    """The new details; a size that is compared starts from the one there is."""
    sized = next((s for s in form.entry.slots if s.kind == "text_size"), None)
    args = dict(form.args)
    if sized is not None and sized.name in args:
        args[sized.name] = resized(earlier, number, sized, wish)
    return args


def resized(earlier: Earlier, number: int, slot: Slot, wish: Wish) -> Any:
    """The size of a step after "bigger" or "a bit smaller"."""
    words = [item.word for item in wish.items]
    now = earlier.steps[number - 1].args.get(slot.name, slot.default)
    way = direction(words)
    if now is None:
        now = USUAL_LETTERS
    if not isinstance(now, int | float) or not way:
        return now
    return round(min(0.5, max(0.02, now * SIZES[way][degree(words)])), 4)


def _told(wish: Wish) -> list[Item]:
    """The values that a wish gives in so many words."""
    return [item for item in wish.items if item.is_value and item.word not in _SOFT]

"""Asking: one short question for what is missing or cannot be, with examples that work."""

from __future__ import annotations

import re

from agent.planner.choosing.index import Entry
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Draft, Meant
from agent.planner.filling.fill import Form
from tools.values import format_length, format_seconds

# From this length on, examples are given in whole seconds.
_LONG = 6.0
# "change_speed: factor = '0': a speed of 0 ..." tells a person more without its beginning.
_PREFIX = re.compile(r"^[a-z]+_[a-z_]+: \w+ = '.*?': (?=\w)")
_NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_WHAT_SCENE = (
    "What should I look for? Say what is seen or heard there, such as “the part where people talk” "
    "or “the loudest part”; or tell the times, such as “0:05 to 0:08”."
)
NO_CLIP = (
    "I have no clip yet. Please send it along, and I will get to work. "
    "You can say it all in one message, such as “trim to 0:02-0:10 and make it black and white”."
)


def ask_for(form: Form, slot: Slot, draft: Draft) -> Meant:
    """The question for an argument that the tool cannot do without."""
    if slot.kind == "text":
        spoken = form.entry.slot("speed") is not None
        question = (
            "What should the voice say? Write it in quotes, such as “Welcome to my channel”."
            if spoken
            else "What should it say? Write the words in quotes, such as “Hello”."
        )
        return Meant(question=question, about="text")
    if slot.kind in {"start", "end", "at"}:
        return _ask_middle(form, draft) or ask_part(form.words, draft)
    if slot.choices:
        named = _listed([choice.replace("_", " ") for choice in slot.choices])
        return Meant(question=f"Which one do you mean: {named}?")
    if slot.kind == "scene":
        return Meant(question=_WHAT_SCENE)
    if slot.kind == "saying":
        return Meant(question="Which words do you mean? Write them in quotes, such as “you know”.")
    what = slot.description.split(";")[0].split(":")[0].rstrip(". ")
    what = what[:1].lower() + what[1:] if what else slot.name.replace("_", " ")
    return Meant(question=f"One thing is missing: {what}. What should I take?")


def _ask_middle(form: Form, draft: Draft) -> Meant | None:
    """“everything except the middle”: how much of it?"""
    spans = [item.value for item in form.items if item.word == "<span>"]
    vague = len(spans) == 1 and spans[0].vague and spans[0].start is spans[0].end is None
    if not vague or draft.clip is None:
        return None
    length = draft.clip.facts.duration
    verb = "remove" if "remove" in form.words else "keep"
    return Meant(
        question=f"Which part should I {verb}, how much of the middle? The clip is "
        f"{format_length(length)} long; you could say “the middle {_some(length)} seconds”."
    )


def ask_part(words: list[str], draft: Draft) -> Meant:
    """Which part of the clip is meant, to be kept, removed, or else."""
    if draft.clip is None:
        return Meant(question=NO_CLIP)
    length = draft.clip.facts.duration
    say = f"The clip is {format_length(length)} long"
    digits = 0 if length >= _LONG else 1
    a, b = (format_seconds(round(length * share, digits)) for share in (0.25, 0.75))
    if "remove" in words:
        return Meant(
            question=f"Which part should I remove? {say}; you could say “{a} to {b}” or "
            f"“the first {_some(length)} seconds”."
        )
    if "keep" in words:
        return Meant(
            question=f"Which part should I keep, or how long should it be? {say}; you could say "
            f"“{a} to {b}” or “the first {_some(length)} seconds”."
        )
    return Meant(question=f"From when to when? {say}; you could say “{a} to {b}”.")


def ask_keep_or_remove(amount: str) -> Meant:
    """“trim 5 seconds”: to 5 seconds, or 5 seconds less?"""
    return Meant(
        question=f"Should I keep the first {amount}, or remove them?",
        choices=(f"keep the first {amount}", f"remove the first {amount}"),
        about="verb",
    )


def ask_which(first: str, second: str) -> Meant:
    """Two wishes of one message that undo each other."""
    return Meant(
        question=f"“{first}” and “{second}” do not go together. Which one do you want?",
        choices=(first, second),
        about="whole",
    )


def ask_which_way(name: str) -> Meant:
    """“fix the exposure”: up or down?"""
    return Meant(
        question=f"Should I raise the {name}, or lower it?",
        choices=(f"more {name}", f"less {name}"),
        about="whole",
    )


def ask_longer(length: float, wanted: float) -> Meant:
    """A clip that shall last longer than it does."""
    return Meant(
        question=f"The clip is {format_length(length)} long. To make it last "
        f"{format_length(wanted)}, should I slow it down, or play it several times in a row?",
        choices=(f"slow it down so that it lasts {wanted:g} seconds", "loop it"),
        about="whole",
    )


def ask_shorter(length: float) -> Meant:
    """“the last 30 seconds” of a clip that has only 20."""
    return Meant(
        question=f"The clip is only {format_length(length)} long, so there is not that much of it. "
        "How many seconds do you mean?",
        about="value",
    )


def ask_side(moment: str) -> Meant:
    """“cut it at 0:12”: what is before it, or what comes after?"""
    return Meant(
        question=f"Should I keep what is before {moment}, or what comes after it?",
        choices=(f"keep everything before {moment}", f"keep everything after {moment}"),
        about="whole",
    )


def ask_what(entry: Entry) -> Meant | None:
    """Which of several amounts shall change; None for a tool that is about time alone."""
    amounts = [s.name.replace("_", " ") for s in entry.slots if s.kind in {"level", "decibels"}]
    if len(amounts) < 2:
        return None
    return Meant(
        question=f"What should I change: {_listed(amounts)}? You could say “a bit more "
        f"{amounts[0]}”."
    )


def explain(error: str) -> Meant:
    """A tool's own words for what cannot be: they name the values and what would do."""
    return Meant(question=_in_words(error), about="value")


def in_vain(error: str) -> Meant:
    """A tool's own words for what the clip lacks: nothing to ask, and no reason to stop."""
    return Meant(reason=_in_words(error).removesuffix("."))


def _in_words(error: str) -> str:
    said = _NAME.sub(lambda name: name[0].replace("_", " "), _PREFIX.sub("", error))
    return said[:1].upper() + said[1:]


def _some(length: float) -> str:
    return f"{max(1, round(length / 4)):g}"


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)

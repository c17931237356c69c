"""Worth: what speaks against a tool that the words fit: values it has no place for, failures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.draft import Draft
from agent.planner.filling.fill import Form
from agent.planner.plan import Call
from agent.planner.reading.sayings import SAYING
from agent.planner.reading.scenes import SCENE

SCOPES = frozenset({"<span>", "<moment>", "<position>", "<region>"})
"""Values that say where or when an edit is made."""

_PER_MISSING = 0.2
_PER_UNUSED = 0.07
_PER_ASIDE = 0.1
_PER_SCOPE = 0.25
_PER_ENGINE = 0.2
_PER_FAILURE = 0.3
_POINTING = SCOPES | {SAYING, SCENE}
# "the attached subtitles", "the srt file": sent along, be it there or not.
_SENT = frozenset({"file", "<file>", "attached", "attachment", "these"})
_TIME_KINDS = frozenset({"start", "end", "at", "span_length"})


def worth_of(
    score: float, form: Form, others: Sequence[Form], draft: Draft | None, *, whole: bool = True
) -> float:
    """The score of a tool less what speaks against it.

    Args:
        score: How well the words fit it.
        form: What was filled in.
        others: The tools that may be meant in its place, filled in.
        draft: The plan so far; with it, a call that works is preferred to one that does not.
        whole: Whether it speaks against it when something that it needs is missing.
    """
    # What fails because of a value is meant all the same where no other tool takes it.
    rivalled = any(_values_of(other) >= _values_of(form) for other in others)
    lost = _fails(form, draft) if rivalled else 0.0
    lost += _PER_ENGINE if _is_heavy(form, others) else 0.0
    return _filled(score, form, whole=whole) - lost


def _filled(score: float, form: Form, *, whole: bool) -> float:
    """The score less what was said in vain, and what is missing."""
    lost = sum(_PER_SCOPE if item.word in _POINTING else _PER_UNUSED for item in form.unused)
    # Words are rather for the tool that is about nothing else.
    aside = (slot for slot in form.entry.slots if slot.kind == "text" and not slot.required)
    lost += sum(_PER_SCOPE for item, thing in pairwise(form.items) if item.word == "<num>"
                and item in form.unused and thing.word in form.entry.core)  # fmt: skip
    lost += _PER_ASIDE * sum(form.has(slot) for slot in aside)
    return score - (_PER_MISSING * len(form.missing) if whole else 0.0) - lost


def _values_of(form: Form) -> int:
    """How many of the values that were said the tool takes."""
    return sum(item.is_value for item in form.used)


def _fails(form: Form, draft: Draft | None) -> float:
    """What it costs that the call lacks something that the tool cannot do without.

    Times that lie outside the clip are no sign that another tool is meant; they are asked about.
    """
    times = {slot.name: slot for slot in form.entry.slots if slot.kind in _TIME_KINDS}
    if draft is None or draft.clip is None or form.missing or _points(form):
        return 0.0
    if any(slot.required for slot in times.values()):
        return 0.0
    args = {name: value for name, value in form.args.items() if name not in times}
    if _about_level(form, draft):
        return _PER_FAILURE + _PER_SCOPE
    failed = draft.copy().add(Call(tool=form.entry.name, args=args))
    return _PER_FAILURE if failed else 0.0


def _points(form: Form) -> bool:
    """“replace the background with this”, “my subtitle file”: a file is meant, there or not."""
    if form.entry.slot("file") is None:
        return False
    if _SENT & {*form.words}:
        return True
    pointing = {"with", "by", "for"}, {"this", "these", "that"}
    return any(word in pointing[0] and after in pointing[1] for word, after in pairwise(form.words))


def _about_level(form: Form, draft: Draft) -> bool:
    """“the background music is too loud”: nothing is to be added from a file that is not there."""
    files = any(slot.kind == "file" for slot in form.entry.slots)
    moved = any(item.word in {"<more>", "<less>"} for item in form.items)
    return files and moved and draft.clip is not None and not draft.clip.media


def _is_heavy(form: Form, others: Sequence[Form]) -> bool:
    """Whether the tool takes an engine that nobody spoke of, where another does the same without.

    A "vintage" look is a filter before it is a restyling by a model.
    """
    engine = next((slot for slot in form.entry.slots if slot.name == "engine"), None)
    chosen = {form.args[slot.name] for slot in form.entry.slots if slot.choices and form.has(slot)}
    alike = (other for other in others if chosen & {v for v in other.args.values() if v in chosen})
    return engine is not None and not form.has(engine) and any(map(_is_light, alike))


def _is_light(form: Form) -> bool:
    return all(slot.name != "engine" for slot in form.entry.slots)

"""Revision: undo, redo, correct. Each gives another recipe; the clip is rendered anew from it.

These are tools like those on clips, with the conversation's ``History`` as their first argument.
All are pure. Plain ``undo`` and ``redo`` go back and forth between recipes that there have been;
everything else, undoing a certain step included, is a change that plain ``undo`` takes back.
Steps that were undone by name can be brought back by ``redo`` as well.

Whether the new recipe still fits the clip is checked where it is run (``agent.toolbox``), so that a
change which breaks a later step changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from agent.history import KEPT_CHANGES, History, Recipe, Version
from agent.reference import find_step, find_version, listed, name_of
from tools.analysis import Unseen
from tools.errors import BadInput, VfxbError
from tools.recipe import Step
from tools.values import format_seconds

_EVERYTHING = re.compile(r"\b(everything|all|all of it|original|start over|from scratch)\b", re.I)
_LAST = re.compile(
    r"\W*(?:(?:the|my|your|that|this|it|very|most|recent|last|latest|previous|edit|step|change|one|"
    r"thing)\b\W*)*",
    re.I,
)
_LAST_FEW = re.compile(r"\blast (\d+|two|three|four|five)\b", re.I)
_NOTHING = "There is nothing to undo: the clip is as you sent it."
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True, slots=True)
class Revision:
    """What a change of the recipe gives.

    Attributes:
        history: The conversation with its new recipe.
        said: What was done, a phrase in the past tense.
    """

    history: History
    said: str


def undo(history: History, what: str = "") -> Revision:
    """Take an edit back: the last one, a certain one, or all of them.

    Args:
        history: The conversation.
        what: Which edit: empty for the last change, whatever it was, "everything", the number of
            a step, or words that name it, such as "the black and white" or "the title".

    Examples:
        undo
        undo the black and white
        remove the title again
        undo step 2
        undo everything and start over
        take that back
    """
    if _LAST.fullmatch(what):
        return _taken_back(history)
    if not history.steps:
        raise BadInput(_NOTHING)
    if _EVERYTHING.search(what):
        return Revision(_without(history, ()), "undid all edits")
    if few := _LAST_FEW.search(what):
        count = _NUMBERS.get(few[1].lower()) or int(few[1])
        kept = history.steps[: max(0, len(history.steps) - count)]
        return Revision(_without(history, kept), f"undid the last {count} edits")
    index = find_step(history, what)
    kept = history.steps[:index] + history.steps[index + 1 :]
    return Revision(_without(history, kept), f"undid {_numbered(history, index)}")


def redo(history: History) -> Revision:
    """Bring back what was just undone.

    Args:
        history: The conversation.

    Examples:
        redo
        bring it back
        redo that
        put it back, I liked it
        undo the undo
    """
    if not history.undone:
        raise BadInput("There is nothing to redo: nothing was undone since the last edit.")
    restored = replace(
        history.at(history.undone[-1]),
        past=(*history.past, history.recipe)[-KEPT_CHANGES:],
        undone=history.undone[:-1],
    )
    return Revision(restored, "brought back what was undone")


def back_to(history: History, version: str) -> Revision:
    """Go back to an earlier version.

    Args:
        history: The conversation.
        version: Its name such as "v3", or "the first version", "the previous version",
            or "the original" for the untouched clip.

    Examples:
        back to v3
        go back to version 2
        I liked the first version better
        use the previous version
        back to the original
    """
    if not re.search(r"\d", version) and _EVERYTHING.search(version):
        original = replace(history.recipe, steps=())
        return Revision(history.changed(original), "went back to the original")
    wanted = find_version(history, version)
    moved = replace(history.changed(_recipe_of(wanted, history)), head=wanted.id)
    return Revision(moved, f"went back to {wanted.id}")


def start_from(history: History, version: str) -> History:
    """The conversation as it was at a version: no change that could be undone.

    Args:
        history: The conversation.
        version: The version's name.
    """
    wanted = find_version(history, version)
    recipe = _recipe_of(wanted, history)
    if recipe == history.recipe:
        return replace(history, head=wanted.id)
    past = history.past
    before = past[: past.index(recipe)] if recipe in past else ()
    return replace(history.at(recipe), head=wanted.id, past=before, undone=())


def change_edit(history: History, step: int, args: dict[str, Any]) -> Revision:
    """Change an edit that was made before, and keep all the others.

    Args:
        history: The conversation.
        step: Number of the step in the present recipe, counted from 1.
        args: The arguments to change, by name; the others stay.

    Examples:
        make the title yellow
        put the text at the top instead
        make it a bit faster than that
        start the trim half a second later
        use a stronger blur
    """
    from tools import SPECS
    from tools.recipe import afresh, apply

    if not 1 <= step <= len(history.steps):
        raise BadInput(f"There is no step {step}. {listed(history)}")
    old = history.steps[step - 1]
    settled = SPECS[old.tool].settled if old.tool in SPECS else frozenset()
    # What was found for other arguments is looked for anew.
    (left_open,) = [old] if settled & set(args) else afresh([old], SPECS)
    merged = {**left_open.args, **args}
    if history.source is not None and old.tool in SPECS:
        before = apply(
            history.source,
            history.steps[: step - 1],
            SPECS,
            media=history.at_hand,
            findings=history.findings,
        )
        merged = SPECS[old.tool].stored(merged, before.facts)
    steps = (*history.steps[: step - 1], Step(old.tool, merged), *history.steps[step:])
    changed = history.changed(replace(history.recipe, steps=steps))
    now, number = _anew(history, steps[step - 1], step), step - 1
    if now and now != name_of(history, number):
        return Revision(changed, f"changed step {step}: {now} (before: {name_of(history, number)})")
    said = ", ".join(_told(name, value) for name, value in args.items())
    return Revision(changed, f"changed {_numbered(history, number)}: {said}")


def _anew(history: History, step: Step, number: int) -> str:
    """What a step does in the place of the one of that number; empty where it cannot be told."""
    from tools import SPECS
    from tools.recipe import apply

    if history.source is None or step.tool not in SPECS:
        return ""
    before, findings = (*history.steps[: number - 1], step), history.findings
    try:
        clip = apply(history.source, before, SPECS, media=history.at_hand, findings=findings)
    except (VfxbError, Unseen):
        return ""
    return clip.done[-1] if len(clip.done) == len(before) else ""


def _told(name: str, value: Any) -> str:
    """An argument in words: its name, and the value as people write it."""
    told = name.replace("_", " ")
    if value is None:
        return f"{told} open"
    if name in {"start", "end"} and isinstance(value, int | float):
        return f"{told} {format_seconds(value)}"
    return f"{told} {value:g}" if isinstance(value, float) else f"{told} {value}"


def _taken_back(history: History) -> Revision:
    """The history before its last change; that change can be redone."""
    if not (history.past or history.steps):
        raise BadInput(_NOTHING)
    # Steps that came as a whole, or are older than what is kept, go one by one.
    before = history.past[-1] if history.past else _shortened(history.recipe)
    said = _difference(history, before)
    undone = (*history.undone, history.recipe)[-KEPT_CHANGES:]
    return Revision(replace(history.at(before), past=history.past[:-1], undone=undone), said)


def _without(history: History, kept: tuple[Step, ...]) -> History:
    """The history with these steps left: a change like others, which ``redo`` takes back, too."""
    changed = history.changed(replace(history.recipe, steps=kept))
    return replace(changed, undone=(*history.undone, history.recipe)[-KEPT_CHANGES:])


def _shortened(recipe: Recipe) -> Recipe:
    return replace(recipe, steps=recipe.steps[:-1])


def _difference(history: History, before: Recipe) -> str:
    """What going back to that recipe takes back."""
    now = history.recipe
    if before == _shortened(now):
        return f"undid {_numbered(history, len(now.steps) - 1)}"
    if (before.source_id, len(before.steps)) == (now.source_id, len(now.steps)):
        changed = [i for i, step in enumerate(now.steps) if step != before.steps[i]]
        if len(changed) == 1:
            return f"undid the change of {_numbered(history, changed[0])}"
    return "undid the last change"


def _numbered(history: History, index: int) -> str:
    return f"step {index + 1} ({name_of(history, index)})"


def _recipe_of(version: Version, history: History) -> Recipe:
    """The version's recipe; on the present clip where its own is not known any more."""
    known = {source.id for source in (history.source, *history.earlier) if source}
    return Recipe(
        version.steps,
        version.source_id if version.source_id in known else history.recipe.source_id,
    )

"""Revision: undo, redo, correct. Each gives another recipe; the clip is rendered anew from it.

These are tools like those on clips, with the conversation's ``History`` as their first argument.
All are pure. Whether the new recipe still fits the clip is checked where it is run
(``agent.toolbox``), so that a change which breaks a later step changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from agent.history import History
from agent.reference import find_step, find_version, listed, name_of
from tools.errors import BadInput
from tools.recipe import Step

_EVERYTHING = re.compile(r"\b(everything|all|all of it|original|start over|from scratch)\b", re.I)
_LAST_FEW = re.compile(r"\blast (\d+|two|three|four|five)\b", re.I)
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
        what: Which edit: empty for the last one, "everything", the number of a step, or words
            that name it, such as "the black and white" or "the title".

    Examples:
        undo
        undo the black and white
        remove the title again
        undo step 2
        undo everything and start over
        take that back
    """
    if not history.steps:
        raise BadInput("There is nothing to undo: the clip is as you sent it.")
    if _EVERYTHING.search(what):
        return Revision(_revised(history, ()), "undid all edits")
    if few := _LAST_FEW.search(what):
        count = _NUMBERS.get(few[1].lower()) or int(few[1])
        kept = history.steps[: max(0, len(history.steps) - count)]
        return Revision(_revised(history, kept), f"undid the last {count} edits")
    index = find_step(history, what) if what.strip() else len(history.steps) - 1
    kept = history.steps[:index] + history.steps[index + 1 :]
    return Revision(_revised(history, kept), f"undid step {index + 1} ({name_of(history, index)})")


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
    steps = history.undone[-1]
    restored = replace(history, steps=steps, undone=history.undone[:-1])
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
        return Revision(_revised(history, ()), "went back to the original")
    wanted = find_version(history, version)
    source = next(
        (s for s in (history.source, *history.earlier) if s and s.id == wanted.source_id),
        history.source,
    )
    if source is not None and history.source is not None and source.id != history.source.id:
        history = history.with_source(source)
    moved = replace(_revised(history, wanted.steps), head=wanted.id)
    return Revision(moved, f"went back to {wanted.id}")


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
    from tools.recipe import apply

    if not 1 <= step <= len(history.steps):
        raise BadInput(f"There is no step {step}. {listed(history)}")
    old = history.steps[step - 1]
    merged = {**old.args, **args}
    if history.source is not None and old.tool in SPECS:
        before = apply(history.source, history.steps[: step - 1], SPECS)
        merged = SPECS[old.tool].stored(merged, before.facts)
    steps = (*history.steps[: step - 1], Step(old.tool, merged), *history.steps[step:])
    said = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in args.items())
    return Revision(
        _revised(history, steps), f"changed step {step} ({name_of(history, step - 1)}): {said}"
    )


def show_edits(history: History) -> str:
    """Tell what was done so far: the steps of the present edit and the versions.

    Args:
        history: The conversation.

    Examples:
        what have you done so far?
        show my edits
        list the steps
        which versions are there?
        what did we change?
    """
    if history.source is None:
        return "No clip was sent yet."
    lines = [listed(history)]
    if history.versions:
        lines.append("Versions:")
        lines += [
            f"{v.id}{' (now)' if v.id == history.head else ''}: {v.description}"
            for v in history.versions
        ]
    return "\n".join(lines)


def _revised(history: History, steps: tuple[Step, ...]) -> History:
    return replace(history, steps=steps, undone=(*history.undone, history.steps))

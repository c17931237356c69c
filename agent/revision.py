"""Revision: undo, redo, correct. Each gives another recipe; the clip is rendered anew from it.

These are tools like those on clips, with the conversation's ``History`` as their first argument.
All are pure. Whether the new recipe still fits the clip is checked where it is run
(``agent.toolbox``), so that a change which breaks a later step changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from agent.history import History, Version
from tools.errors import BadInput
from tools.recipe import Step

_EVERYTHING = re.compile(r"\b(everything|all|all of it|original|start over|from scratch)\b", re.I)
_LAST_FEW = re.compile(r"\blast (\d+|two|three|four|five)\b", re.I)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_NUMBERED = re.compile(r"^(?:the\s+)?(?:step|edit|number|no\.?|#)?\s*(\d+)$", re.I)
_NOISE = frozenset(
    {"a", "an", "the", "that", "this", "my", "your", "our", "of", "it", "its", "to", "in", "on"}
    | {"at", "and", "or", "step", "edit", "effect", "thing", "bit", "one", "please", "pls"}
)
# Below it, a word of the person is not the word of the step, however it is spelled.
_SAME_WORD = 80.0


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
    return Revision(_revised(history, kept), f"undid step {index + 1} ({_name(history, index)})")


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
    wanted = _find_version(history, version)
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
        raise BadInput(f"There is no step {step}. {_listed(history)}")
    old = history.steps[step - 1]
    merged = {**old.args, **args}
    if history.source is not None and old.tool in SPECS:
        before = apply(history.source, history.steps[: step - 1], SPECS)
        merged = SPECS[old.tool].stored(merged, before.facts)
    steps = (*history.steps[: step - 1], Step(old.tool, merged), *history.steps[step:])
    said = ", ".join(f"{name} = {merged.get(name)}" for name in args)
    return Revision(_revised(history, steps), f"changed step {step} ({old.tool}): {said}")


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
    lines = [_listed(history)]
    if history.versions:
        lines.append("Versions:")
        lines += [
            f"{v.id}{' (now)' if v.id == history.head else ''}: {v.description}"
            for v in history.versions
        ]
    return "\n".join(lines)


def find_step(history: History, what: str) -> int:
    """Index of the step that is meant; of several alike, the latest.

    Raises:
        BadInput: None is.
    """
    if numbered := _NUMBERED.match(what.strip()):
        index = int(numbered[1]) - 1
        if not 0 <= index < len(history.steps):
            raise BadInput(f"There is no step {index + 1}. {_listed(history)}")
        return index
    words = [w for w in re.findall(r"\w+", what.lower()) if w not in _NOISE]
    if not words:
        return len(history.steps) - 1
    scores = [_likeness(words, _words(history, i)) for i in range(len(history.steps))]
    best = max(scores)
    if best == 0:
        raise BadInput(f"No edit matches '{what[:60]}'. {_listed(history)}")
    return max(index for index, score in enumerate(scores) if score == best)


def _revised(history: History, steps: tuple[Step, ...]) -> History:
    return replace(history, steps=steps, undone=(*history.undone, history.steps))


def _name(history: History, index: int) -> str:
    known = index < len(history.phrases)
    return history.phrases[index] if known else history.steps[index].tool


def _listed(history: History) -> str:
    if not history.steps:
        return "No edits yet: the clip is as you sent it."
    names = [f"{i + 1}. {_name(history, i)}" for i in range(len(history.steps))]
    return "\n".join(["Edits:", *names])


def _words(history: History, index: int) -> set[str]:
    step = history.steps[index]
    values = " ".join(str(value) for value in step.args.values())
    text = f"{step.tool.replace('_', ' ')} {values} {_name(history, index)}".lower()
    # "voice-over" is also meant by "voiceover", "blackwhite" by "black and white".
    return set(re.findall(r"\w+", text)) | set(re.findall(r"[\w-]+", text.replace("-", "")))


def _likeness(words: list[str], known: set[str]) -> float:
    met = [any(fuzz.ratio(word, other) >= _SAME_WORD for other in known) for word in words]
    return sum(met) / len(words)


def _find_version(history: History, name: str) -> Version:
    if not history.versions:
        raise BadInput("There is no version yet: nothing was delivered so far.")
    if number := re.search(r"\d+", name):
        found = history.version(f"v{int(number[0])}")
    elif re.search(r"\bfirst\b", name, re.I):
        found = history.versions[0]
    elif re.search(r"\b(last|latest|newest)\b", name, re.I):
        found = history.versions[-1]
    else:
        head = history.version(history.head)
        found = history.version(head.parent) if head else None
    if found is None:
        known = ", ".join(version.id for version in history.versions)
        raise BadInput(f"There is no version '{name[:40]}'. Versions: {known}.")
    return found

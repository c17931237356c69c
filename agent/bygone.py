"""Bygone: the tools that bring back what a person made before: their looks and earlier edits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from agent.days import when
from agent.mind import Mind, Restored
from memory.looks import key_of
from memory.memory import Look, Memo
from tools import SPECS
from tools.errors import BadInput
from tools.recipe import Step, afresh

LOOK_MODULES = frozenset(
    {"look", "filters", "styles", "grading", "denoising", "keying", "regions", "fading", "borders"}
)
"""Families of tools whose steps make a look; what cuts, frames, writes and sounds is no look."""
# A look is for the whole of any clip, however long.
_TIMES = frozenset({"start", "end"})
_NOT_LOOKS = frozenset({"fade_audio", "add_flash"})
_LATEST = re.compile(
    r"\W*(?:(?:the|my|your|that|this|last|latest|previous|same|edit|edits|recipe|one|from|of|"
    r"time|before|as|earlier)\b\W*)*",
    re.IGNORECASE,
)


async def save_look(mind: Mind, name: str) -> str:
    """Save the look of the present edit under a name, to be used on other clips.

    Args:
        mind: What is remembered about the person.
        name: What they call it.

    Examples:
        save this look as retro
        remember this style as my wedding look
        call this look vintage beach
        save these colours as sunny
    """
    steps = look_of(mind.steps)
    if not steps:
        raise BadInput(
            "There is no look to save yet: first change colours, light or effects, such as "
            "“make it warm with a vignette”."
        )
    kept = await mind.memory.keepsakes.save_look(mind.user, name, _plain(steps), mind.group)
    what = ", ".join(dict.fromkeys(_effect(step) for step in steps))
    return f"I saved {kept.text} ({what}). Say “use my {key_of(kept.name)} look” on any clip."


def _effect(step: Step) -> str:
    """What a step of a look is called: the effect that was chosen, or the tool."""
    chosen = step.args.get("filter_type") or step.args.get("name")
    return str(chosen or step.tool).replace("_", " ")


async def use_look(mind: Mind, name: str) -> Restored:
    """Give the clip a look that the person saved before under a name of their own.

    Args:
        mind: What is remembered about the person.
        name: What they call it.

    Examples:
        use my retro look
        apply my wedding look
        make it look like my sunny style
        give this clip the look that I saved as noir
    """
    kept = await mind.memory.keepsakes.all(mind.user, mind.group)
    looks = [each for each in kept if isinstance(each, Look)]
    found = own_look(looks, name)
    if found is None:
        known = ", ".join(f"“{look.name}”" for look in looks)
        saved = f"Saved are {known}." if known else "None is saved yet: “save this look as retro”."
        raise BadInput(f"You have no look called “{name[:60]}”. {saved}")
    return Restored(_steps(found.steps), f"gave it your {found.name} look")


async def use_edit(mind: Mind, which: str = "") -> Restored:
    """Do an edit of another day or another conversation again, on the present clip.

    Args:
        mind: What is remembered about the person.
        which: Which one: a day such as "yesterday" or "last Friday", words that describe it, or
            empty for the latest.

    Examples:
        use the edit from yesterday
        do the same as last week
        apply my edit from Monday
        use the recipe of the beach clip again
        edit it like the one with the yellow title
    """
    found = await _edit(mind, which)
    steps = afresh(_steps(found.data["recipe"]), SPECS)
    day = f"{found.at.astimezone():%d %B}".lstrip("0")
    return Restored(steps, f"did the edit of {day} again ({found.text})")


def own_look(looks: list[Look], name: str) -> Look | None:
    """The look that a person calls so."""
    wanted = key_of(name)
    return next((look for look in looks if key_of(look.name) == wanted), None)


def look_of(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps of a recipe that make its look, for the whole clip."""
    return tuple(
        Step(step.tool, {name: v for name, v in step.args.items() if name not in _TIMES})
        for step in steps
        if _family(step.tool) in LOOK_MODULES and step.tool not in _NOT_LOOKS
    )


async def _edit(mind: Mind, which: str) -> Memo:
    now = mind.memory.keepsakes.now.astimezone()
    span = when(which, now)
    if span is None and not _LATEST.fullmatch(which):
        recalled = await mind.memory.recall(mind.user, which, group=mind.group)
        edits: tuple[Memo, ...] = recalled.recipes
        about = f"about “{which[:60]}”"
    else:
        start, end = span or (datetime.min.replace(tzinfo=now.tzinfo), now + timedelta(days=1))
        edits = await mind.memory.keepsakes.edits(mind.user, start, end, mind.group)
        about = f"from {which.strip()[:60]}" if span else ""
    here = _plain(mind.steps)
    others = [edit for edit in edits if edit.data["recipe"] and edit.data["recipe"] != here]
    if not others:
        known = f"I know no edit of yours {about}".rstrip()
        raise BadInput(f"{known}. Tell me what to do instead.")
    return others[0]


def _family(tool: str) -> str:
    from tools import SPECS

    spec = SPECS.get(tool)
    return spec.function.__module__.removeprefix("tools.") if spec else ""


def _plain(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [{"tool": step.tool, "args": dict(step.args)} for step in steps]


def _steps(plain: Any) -> tuple[Step, ...]:
    rows: list[Mapping[str, Any]] = list(plain)
    return tuple(Step(row["tool"], row["args"]) for row in rows)

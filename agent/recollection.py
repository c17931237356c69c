"""Recollection: the tools that remember, forget and show what a person wants always."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from memory.memory import Forgotten, Preference
from tools import SPECS
from tools.errors import BadInput

if TYPE_CHECKING:
    from agent.afterwards import Afterwards
    from memory.assets import AssetStore
    from memory.memory import Memory

# "everything", "all about me", "everything that you know about me", "me".
_EVERYTHING = re.compile(
    r"\W*(?:(?:absolutely |really )?(?:everything|all|all of it|all of that)"
    r"(?: (?:that )?(?:you|i)(?: \w+){1,3}?)?(?: about)?(?: me)?|me)(?: please)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mind:
    """What is remembered about one person.

    Attributes:
        memory: The memory of everybody.
        user: Who the person is.
        assets: Where their clips and results lie.
        afterwards: What may still be about to be remembered.
    """

    memory: Memory
    user: str
    assets: AssetStore | None = None
    afterwards: Afterwards | None = None


async def remember_preference(
    mind: Mind, text: str, tool: str = "", argument: str = "", value: Any = None
) -> str:
    """Remember something that the person wants always, from now on and in every conversation.

    Args:
        mind: What is remembered about the person.
        text: The wish in the person's own words.
        tool: Name of the tool that it is about, when it sets an argument of one.
        argument: The argument that it sets, such as "color".
        value: The value that this argument takes whenever a request leaves it out.

    Examples:
        I always want my titles yellow
        remember that I like my text at the top
        from now on use the female voice
        my gifs should always be 320 wide
        by default make titles big
    """
    if tool:
        value = _checked(tool, argument, value)
    kept = await mind.memory.remember(
        mind.user, text=text, tool=tool, argument=argument, value=value
    )
    return f"I will remember that: “{kept.text}”."


async def forget_memory(mind: Mind, what: str = "") -> str:
    """Forget something that was remembered about the person.

    Args:
        mind: What is remembered about the person.
        what: Words that name it; empty or "that" for the latest; "everything" for all that is
            known about the person, their messages, edits and files too.

    Examples:
        forget that
        forget what I said about titles
        forget everything about me
        don't remember my favourite colour any more
        stop using yellow for my titles
    """
    if means_everything(what):
        return await _forget_everything(mind)
    gone = await mind.memory.forget(mind.user, what)
    if not gone:
        about = f" about '{what[:60]}'" if what.strip() else ""
        raise BadInput(f"There is nothing{about} to forget. {_listed(await _known(mind))}")
    return "I forgot " + " and ".join(f"“{preference.text}”" for preference in gone) + "."


async def show_memory(mind: Mind) -> str:
    """Tell the person what is remembered about them.

    Args:
        mind: What is remembered about the person.

    Examples:
        what do you remember about me?
        what are my preferences?
        show my memory
        what do you know about me?
        do you remember what I like?
    """
    known, extent = await _known(mind), await mind.memory.extent(mind.user)
    kept = _counted((extent.turns, "message"), (extent.recipes, "edit"))
    return _listed(known) + (f"\nI also remember {kept} of yours." if kept else "")


def means_everything(what: str) -> bool:
    """Whether words of ``forget_memory`` mean all that is known about the person."""
    return _EVERYTHING.fullmatch(what) is not None


async def _forget_everything(mind: Mind) -> str:
    """Forget the person; files go where nobody else needs them.

    A clip that somebody sends at this very moment may go with them; they are asked to send it
    again when they edit it.
    """
    if mind.afterwards:
        await mind.afterwards.settle()
    gone = await mind.memory.forget_person(mind.user)
    files = await asyncio.to_thread(_delete, gone, mind.assets) if mind.assets else 0
    extent = gone.extent
    forgot = _counted(
        (extent.preferences, "preference"), (extent.turns, "message"), (extent.recipes, "edit")
    )
    if not forgot and not files:
        return "I remember nothing about you."
    said = f"I forgot all that I remembered about you{': ' * bool(forgot)}{forgot}."
    if files:
        said += f" I deleted {_counted((files, 'file'))}: send a clip again to edit it."
    return f"{said} Each conversation itself still knows its edits and what was said last in it."


def _delete(gone: Forgotten, assets: AssetStore) -> int:
    """Delete the files of a forgotten person; how many they were."""
    for identity in gone.assets:
        assets.remove(identity)
    return len(gone.assets) + assets.remove_outputs(gone.files, gone.conversations)


def _counted(*amounts: tuple[int, str]) -> str:
    return ", ".join(f"{n:,} {noun}{'s' * (n != 1)}" for n, noun in amounts if n)


async def _known(mind: Mind) -> tuple[Preference, ...]:
    return tuple(await mind.memory.preferences(mind.user))


def _listed(preferences: tuple[Preference, ...]) -> str:
    if not preferences:
        return (
            "I remember no preferences of yours. "
            "Tell me one, such as “I always want my titles yellow”."
        )
    return "\n".join(["I remember:", *(f"- {preference.text}" for preference in preferences)])


def _checked(tool: str, argument: str, value: Any) -> Any:
    """The value as this tool's argument takes it.

    Raises:
        BadInput: There is no such tool or argument, or it does not take that value.
    """
    if tool not in SPECS:
        raise BadInput(f"There is no tool '{tool[:40]}'. Tools: {', '.join(SPECS)}.")
    spec = SPECS[tool]
    if argument not in spec.parameters:
        known = ", ".join(spec.parameters) or "none"
        raise BadInput(f"{tool} has no argument '{argument[:40]}'. It has: {known}.")
    annotation = get_type_hints(spec.function, include_extras=True)[argument]
    try:
        parsed = TypeAdapter(annotation).validate_python(value, context={"facts": None})
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise BadInput(f"{tool}: {argument} = {str(value)[:80]!r}: {reason}.") from error
    return to_jsonable_python(parsed)

"""Recollection: the tools that remember, forget and show what a person wants always."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from memory.memory import Preference
from tools import SPECS
from tools.errors import BadInput

if TYPE_CHECKING:
    from memory.memory import Memory


@dataclass(frozen=True, slots=True)
class Mind:
    """What is remembered about one person.

    Attributes:
        memory: The memory of everybody.
        user: Who the person is.
    """

    memory: Memory
    user: str


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
        what: Words that name it; empty or "that" for the latest; "everything" for all.

    Examples:
        forget that
        forget what I said about titles
        forget everything about me
        don't remember my favourite colour any more
        stop using yellow for my titles
    """
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
    return _listed(await _known(mind))


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

"""Recollection: the tools that remember, correct, forget, show and hand out what a person said."""

from __future__ import annotations

import json
import re
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from agent.mind import Mind
from memory.memory import Fact, Kept, Look, Preference
from tools import SPECS
from tools.errors import BadInput

# "everything", "all about me", "everything that you know about me", "me".
_EVERYTHING = re.compile(
    r"\W*(?:(?:absolutely |really )?(?:everything|all|all of it|all of that)"
    r"(?: (?:that )?(?:you|i)(?: \w+){1,3}?)?(?: about)?(?: me)?|me)(?: please)?\W*",
    re.IGNORECASE,
)


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
        mind.user, text=text, tool=tool, argument=argument, value=value, group=mind.group
    )
    return f"I will remember that: “{kept.text}”."


async def remember_fact(mind: Mind, text: str) -> str:
    """Remember what the person tells about their clip: who or what it shows, when, for what.

    Args:
        mind: What is remembered about the person.
        text: It in the person's own words.

    Examples:
        remember that this clip is from my sister's wedding
        this video is for my biology class, remember that
        note that this is the beach trip of 2019
        remember: the man in the red shirt is my uncle
    """
    source_id = mind.source.id if mind.source else ""
    kept = await mind.memory.keepsakes.add_fact(
        mind.user, text, conversation=mind.conversation, source_id=source_id, group=mind.group
    )
    about = " about this clip" if source_id else ""
    return f"I will remember{about}: “{kept.text}”."


async def correct_memory(mind: Mind, what: str, to: str) -> str:
    """Correct something that was remembered about the person or their clips.

    Args:
        mind: What is remembered about the person.
        what: Words that name what is wrong.
        to: How it should be instead, in the person's own words.

    Examples:
        correct my memory: the wedding was in 2018, not 2019
        you remember that wrong, it is my brother's wedding
        change what you remember about the beach trip to the lake trip
    """
    wrong = await mind.memory.forget(mind.user, what, mind.group)
    if not wrong:
        raise BadInput(f"There is nothing like '{what[:60]}' to correct. {await _all_listed(mind)}")
    for each in wrong:
        await _kept_as(mind, each, to)
    return f"I remember it as “{to}” now, and no longer as {_named(wrong)}."


async def _kept_as(mind: Mind, wrong: Kept, to: str) -> None:
    if isinstance(wrong, Fact):
        await mind.memory.keepsakes.add_fact(
            mind.user,
            to,
            conversation=mind.conversation,
            source_id=wrong.source_id,
            group=mind.group,
        )
    elif isinstance(wrong, Look):
        await mind.memory.keepsakes.save_look(mind.user, to, wrong.steps, mind.group)
    else:
        # Its value belonged to the old words: what the new ones set is not guessed.
        await mind.memory.remember(mind.user, text=to, group=mind.group)


async def forget_memory(mind: Mind, what: str = "") -> str:
    """Forget something that was remembered about the person: a preference, a look, a fact.

    Args:
        mind: What is remembered about the person.
        what: Words that name it; empty or "that" for the latest; "everything" for all that is
            known about the person, their messages, edits and files too.

    Examples:
        forget that
        forget what I said about titles
        forget everything about me
        forget the retro look
        don't remember my favourite colour any more
        stop using yellow for my titles
    """
    if means_everything(what):
        return await _forget_everything(mind)
    gone = await mind.memory.forget(mind.user, what, mind.group)
    if not gone:
        about = f" about '{what[:60]}'" if what.strip() else ""
        raise BadInput(f"There is nothing{about} to forget. {await _all_listed(mind)}")
    return f"I forgot {_named(gone)}."


async def show_memory(mind: Mind) -> str:
    """Tell the person what is remembered about them: wishes, looks, facts about their clips.

    Args:
        mind: What is remembered about the person.

    Examples:
        what do you remember about me?
        what are my preferences?
        show my memory
        what do you know about me?
        show my looks
        do you remember what I like?
    """
    extent = await mind.memory.extent(mind.user, mind.group)
    kept = _counted((extent.turns, "message"), (extent.recipes, "edit"))
    return await _all_listed(mind) + (f"\nI also remember {kept} of yours." if kept else "")


async def export_memory(mind: Mind) -> str:
    """Give the person all that is remembered about them, as JSON.

    Args:
        mind: What is remembered about the person.

    Examples:
        export my memory
        give me a copy of my data
        download everything you know about me
        send me my data as json
    """
    if mind.afterwards:
        await mind.afterwards.settle()
    data = await mind.memory.keepsakes.export(mind.user, mind.group)
    return json.dumps(data, ensure_ascii=False, indent=2) if data else _NOTHING_AT_ALL


_NOTHING_AT_ALL = "I remember nothing about you."


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
    files = 0
    if mind.erasure:
        files = await mind.erasure.of(mind.user, gone, mind.conversation)
    extent = gone.extent
    forgot = _counted(
        (extent.preferences, "preference"),
        (extent.looks, "look"),
        (extent.facts, "fact"),
        (extent.turns, "message"),
        (extent.recipes, "edit"),
    )
    if not forgot and not files:
        return _NOTHING_AT_ALL
    said = f"I forgot all that I remembered about you{': ' * bool(forgot)}{forgot}."
    if files:
        said += f" I deleted {_counted((files, 'file'))}: send a clip again to edit it."
    if gone.shared:
        said += " Edits in conversations with others stay there; what was said in them is gone."
    return said


def _counted(*amounts: tuple[int, str]) -> str:
    return ", ".join(f"{n:,} {noun}{'s' * (n != 1)}" for n, noun in amounts if n)


def _named(kept: tuple[Kept, ...]) -> str:
    return " and ".join(each.text if isinstance(each, Look) else f"“{each.text}”" for each in kept)


async def _all_listed(mind: Mind) -> str:
    kept = await mind.memory.keepsakes.all(mind.user, mind.group)
    wishes = [each.text for each in kept if isinstance(each, Preference)]
    looks = [each.name for each in kept if isinstance(each, Look)]
    facts = [each for each in kept if isinstance(each, Fact)]
    if not kept:
        return (
            "I remember no preferences of yours. "
            "Tell me one, such as “I always want my titles yellow”."
        )
    lines = ["I remember:", *(f"- {text}" for text in wishes)]
    lines += [f"- {fact.text}{_about(fact, mind)}" for fact in facts]
    lines += [f"- your looks: {', '.join(looks)}"] if looks else []
    return "\n".join(lines)


def _about(fact: Fact, mind: Mind) -> str:
    here = mind.source is not None and mind.source.id == fact.source_id
    return " (this clip)" if here else ""


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

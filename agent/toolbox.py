"""Toolbox: runs the calls of a plan on described things. No file is touched, nothing is rendered.

What tools there are, and of which family each one is, stands in ``agent.families``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from agent import bygone, consent, recollection
from agent.analyst import MOST_LOOKS, TOO_MANY, Look, looked_at, nobody_looks
from agent.control import Dialogue
from agent.families import (
    BYGONE_TOOLS,
    CONTROL_TOOLS,
    HISTORY_TOOLS,
    MEMORY_TOOLS,
    VOICE_TOOLS,
    all_tools,
)
from agent.history import History
from agent.mind import Mind, Restored
from agent.planner.plan import Call, Outcome
from agent.revision import Revision
from agent.studio import Studio
from memory.errors import MemoryFault
from memory.memory import Recalled
from tools import SPECS
from tools.analysis import Unseen
from tools.answer import Answer, Document
from tools.clip import Clip
from tools.errors import BadInput, NotInClip, Outage, VfxbError
from tools.facts import Facts
from tools.media import pinned
from tools.recipe import Step, apply
from tools.services.spending import Unapproved
from tools.spec import ToolSpec

Able = Callable[[Clip], Awaitable[None]]
"""Raises where nobody here could make a clip."""


async def everybody_is_able(clip: Clip) -> None:
    """Where nobody asks, whoever makes it will tell."""


@dataclass(slots=True, kw_only=True)
class Bench:
    """What the calls of one round work on.

    Attributes:
        history: The recipe; each call leaves the next one a new history.
        mind: What is remembered about the person.
        recalled: What was recalled for this message; its preferences fill in what a call leaves
            out.
        dialogue: What is said to the person.
        said: The person's own words: the message, and what it answers.
        notes: Sentences about values that were chosen for the person.
        answers: What tools found out, for an answer.
        suggestions: Requests that would make sense after these answers.
        documents: Files of text that come with them.
        look: Looks at clips for tools that have to know what is in them.
        able: Refuses a clip that nobody here could make.
        studio: Whose voices there are; None where there are only those that everybody has.
        idle: Whether the last call was an edit that changed nothing.
    """

    history: History
    mind: Mind
    recalled: Recalled = field(default_factory=Recalled)
    dialogue: Dialogue = field(default_factory=Dialogue)
    said: str = ""
    notes: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    look: Look = nobody_looks
    able: Able = everybody_is_able
    studio: Studio | None = None
    idle: bool = False


def described(history: History) -> Clip:
    """The described clip that the recipe gives.

    Raises:
        BadInput: There is no clip, or a step no longer fits it.
        Unseen: A step depends on what is in the clip, and nobody has looked yet.
    """
    if history.source is None:
        raise BadInput("There is no clip yet. Send one along with what to do to it.")
    return apply(
        history.source, history.steps, SPECS, media=history.at_hand, findings=history.findings
    )


async def run(call: Call, bench: Bench) -> Outcome:
    """Run one call. What goes wrong is told in the outcome, for the planner to repair.

    Where a tool has to know what is in the clip, that is looked at and the call run again.

    Args:
        call: The call, as planned.
        bench: What it works on; changed in place when the call succeeds.

    Raises:
        Unapproved: It takes a look that costs money, and nobody agreed to that yet.
    """
    for _ in range(MOST_LOOKS):
        try:
            return await _run(call, bench)
        except Unseen as unseen:
            try:
                bench.history = await looked_at(unseen, bench.history, bench.look)
            except (Unapproved, Outage):
                raise
            except VfxbError as error:
                return Outcome(call=call, error=str(error))
    return Outcome(call=call, error=TOO_MANY)


async def _run(call: Call, bench: Bench) -> Outcome:
    if call.broken:
        return Outcome(call=call, error=call.broken)
    noted, bench.idle = len(bench.notes), False
    try:
        result = await _handled(call, bench)
    except (Unseen, Unapproved, Outage):
        raise
    except VfxbError as error:
        return Outcome(call=call, error=str(error), in_vain=isinstance(error, NotInClip))
    note = " ".join(bench.notes[noted:])
    return Outcome(call=call, result=result, note=note, idle=bench.idle)


async def _handled(call: Call, bench: Bench) -> str:
    """What comes of a call, by the family of its tool.

    Raises:
        BadInput: There is no such tool.
    """
    if own := _own_look(call, bench):
        return await _bring_back(own, bench)
    for family, handle in _HANDLERS:
        if call.tool in family:
            return await handle(call, bench)
    known = ", ".join(all_tools())
    raise BadInput(f"There is no tool '{call.tool[:60]}'. Tools: {known}.")


async def _speak(call: Call, bench: Bench) -> str:
    spec = CONTROL_TOOLS[call.tool]
    said: str = spec.function(bench.dialogue, **spec.parse(call.args))
    return said


async def _edit(call: Call, bench: Bench) -> str:
    spec = SPECS[call.tool]
    clip = described(bench.history)
    args, liked = _with_preferences(spec, call.args, bench.recalled, clip)
    if bench.studio is not None and spec is SPECS["generate_voice"]:
        args = dict(await bench.studio.of(bench.history, bench.dialogue).prepared(args))
    stored = spec.stored(pinned(spec, args, clip), clip.facts)
    result = spec.call(clip, stored)
    if isinstance(result, str):
        return _answered(result, bench)
    await bench.able(result)
    if bench.studio is not None and (question := await bench.studio.refused(result, clip)):
        bench.dialogue.question = question
        return "asked"
    bench.notes += [*liked, *result.notes[len(clip.notes) :]]
    step = Step(call.tool, {**stored, **result.settled})
    bench.history = bench.history.with_step(step, result.done)
    bench.idle = replace(result, done=clip.done, notes=clip.notes, settled=clip.settled) == clip
    return "; ".join(result.done[len(clip.done) :])


def _with_preferences(
    spec: ToolSpec, args: Mapping[str, Any], recalled: Recalled, clip: Clip
) -> tuple[dict[str, Any], list[str]]:
    """The arguments, with what the person always wants where the call leaves it open."""
    filled, liked = dict(args), []
    for preference in recalled.preferences:
        if preference.tool != spec.name or preference.argument in args:
            continue
        trial = {**filled, preference.argument: preference.value}
        try:
            spec.parse(trial, clip.facts)
        except BadInput:
            continue
        filled = trial
        liked.append(f"As you like it: “{preference.text}”.")
    return filled, liked


async def _revise(call: Call, bench: Bench) -> str:
    spec = HISTORY_TOOLS[call.tool]
    result = spec.function(bench.history, **spec.parse(call.args, _facts(bench.history)))
    if isinstance(result, Revision):
        clip = described(result.history)  # Raises where a later step no longer fits.
        bench.history = replace(result.history, phrases=clip.done)
        return result.said
    return _answered(result, bench)


def _answered(answer: str, bench: Bench) -> str:
    bench.answers.append(str(answer))
    if isinstance(answer, Answer):
        bench.suggestions += answer.suggestions
        bench.documents += answer.documents
    return str(answer)


def _facts(history: History) -> Facts | None:
    """What the clip is now; None where there is none, or a stored step fits no more."""
    try:
        return described(history).facts
    except VfxbError:
        return None


async def _recollect(call: Call, bench: Bench) -> str:
    spec = MEMORY_TOOLS[call.tool]
    args = spec.parse(call.args)
    if call.id:  # A language model made it, perhaps not for the person.
        everything = recollection.means_everything(str(args.get("what", "")))
        consent.check(call.tool, args, bench.said, everything)
    try:
        said: str = await spec.function(_mind(bench), **args)
    except MemoryFault as error:
        raise BadInput(str(error)) from error
    bench.answers.append(said)
    known = tuple(await bench.mind.memory.preferences(bench.mind.user, bench.mind.group))
    bench.recalled = replace(bench.recalled, preferences=known)
    return said


async def _voiced(call: Call, bench: Bench) -> str:
    """A call about voices; what it tells is an answer, what it changes is part of the edit."""
    spec = VOICE_TOOLS[call.tool]
    args = spec.parse(call.args, _facts(bench.history))
    if call.id:
        consent.check(call.tool, args, bench.said)
    if bench.studio is None:
        raise BadInput("There are no voices here but those that everybody has.")
    try:
        result = await spec.function(bench.studio.of(bench.history, bench.dialogue), **args)
    except MemoryFault as error:
        raise BadInput(str(error)) from error
    if isinstance(result, Revision):
        clip = described(result.history)
        bench.history = replace(result.history, phrases=clip.done)
        return result.said
    told = _answered(result, bench) if result else ""
    # What a tool tells that may also change the edit must not pass for a change.
    return told if spec.answers else ""


def _mind(bench: Bench) -> Mind:
    """The person with what they are working on right now."""
    history = bench.history
    return replace(bench.mind, steps=history.steps, source=history.source)


def _own_look(call: Call, bench: Bench) -> Call | None:
    """The call that gives the person's own look, where a built-in one was called by its name."""
    if call.tool != "apply_look":
        return None
    name = str(call.args.get("name", ""))
    mine = bygone.own_look(list(bench.recalled.looks), name)
    return replace(call, tool="use_look", args={"name": mine.name}) if mine else None


async def _bring_back(call: Call, bench: Bench) -> str:
    """Steps out of memory, each checked as if it were asked for now; all of them, or none."""
    spec = BYGONE_TOOLS[call.tool]
    try:
        restored: Restored = await spec.function(_mind(bench), **spec.parse(call.args))
    except MemoryFault as error:
        raise BadInput(str(error)) from error
    clip = described(bench.history)
    steps = (*bench.history.steps, *restored.steps)
    trial = bench.history.changed(replace(bench.history.recipe, steps=steps))
    result = described(trial)
    bench.notes += result.notes[len(clip.notes) :]
    bench.history = replace(trial, phrases=result.done)
    return restored.said


_HANDLERS: tuple[tuple[Mapping[str, ToolSpec], Callable[[Call, Bench], Awaitable[str]]], ...] = (
    (HISTORY_TOOLS, _revise),
    (MEMORY_TOOLS, _recollect),
    (VOICE_TOOLS, _voiced),
    (BYGONE_TOOLS, _bring_back),
    (CONTROL_TOOLS, _speak),
    (SPECS, _edit),
)

"""Ingest: take in the message. New clips are stored and probed, limits are applied."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from langgraph.runtime import Runtime

from agent.history import History, from_json, to_json
from agent.replies import clip_line, names
from agent.revision import start_from
from agent.services import Services
from agent.state import TurnState, load_path
from agent.toolbox import described
from memory.errors import MemoryFault, StoreFailed
from tools.errors import BadInput, LimitExceeded, ToolFailed, VfxbError
from tools.facts import Source

_SAME_AGAIN = re.compile(
    r"\b(do|make|apply|give|edit|cut|treat)\b.{0,30}\b(same|likewise)\b"
    r"|\bsame (edits?|again|as before|thing|here|for)\b|\blike (before|the (last|other) one)\b",
    re.IGNORECASE,
)
# A message that says this and nothing else needs no planner.
_ONLY_SAME = re.compile(
    r"\W*(?:(?:please|pls|now|and|can you|could you)\W+)*"
    r"(?:(?:do|make|apply|give|edit|treat)\W+)?(?:it\W+|this(?: one)?\W+)?(?:exactly\W+)?"
    r"(?:(?:the|all the)\W+)?same(?:\W+(?:edits?|things?|again|changes|treatment))*"
    r"(?:\W+as (?:before|last time))?"
    r"(?:\W+(?:to|for|on|with|here)(?:\W+(?:this|that|it|the (?:new|other|next))"
    r"(?:\W+(?:one|clip|video|file))?)?)?"
    r"(?:\W+(?:please|pls|too|as well|thanks))*\W*",
    re.IGNORECASE,
)

# What a preview tells people to say; whatever the planner, this works.
_ONLY_FULL = re.compile(
    r"\W*(?:(?:please|pls|ok|okay|yes|now|and|can you|could you|render|export|send|give|make|do|"
    r"i want|me|it|that|this|in|at|the)\W+)*"
    r"(?:full|real|final)\W+(?:quality|resolution|version|one|thing|file|video|render|rendering)"
    r"(?:\W+(?:version|file|video|please|pls|now|thanks))*\W*",
    re.IGNORECASE,
)


async def ingest(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Store and probe what was sent; say at once what cannot be worked on."""
    settings = runtime.context.settings
    request = state["request"]
    history = from_json(state.get("history") or {})
    text = request["text"].strip()
    if len(text) > settings.max_message_characters:
        return _from(history) | {
            "refusal": f"That message is {len(text):,} characters long; I read up to "
            f"{settings.max_message_characters:,}. Please say it shorter.",
            "unusable": True,
        }
    try:
        if request["attachments"]:
            change = await _with_clip(state, history, runtime.context)
        elif request["version"]:
            start = start_from(history, request["version"])
            change = _from(history, replace(start, phrases=described(start).done))
        else:
            change = _from(history)
    except VfxbError as error:
        kept = f" I still have '{history.source.name}'." if history.source else ""
        failed = isinstance(error, ToolFailed)
        return _from(history) | {
            "refusal": f"{error}{kept}",
            "failed": failed,
            "unusable": not failed,
        }
    if history.source and not request["attachments"] and _ONLY_FULL.fullmatch(text):
        change["planned"] = True
    if not text:
        change["asking"] = _what_to_do(from_json(change["base"]))
    return change


def _from(history: History, start: History | None = None) -> dict[str, Any]:
    """Where the turn begins.

    Args:
        history: What remains if no edit succeeds.
        start: What the edits begin from, when that is something else.
    """
    begun = to_json(start or history)
    return {"base": to_json(history), "start": begun, "draft": begun}


async def _with_clip(state: TurnState, history: History, services: Services) -> dict[str, Any]:
    """The turn with what was attached as its clip."""
    source, notes = await _take_in(state["request"], services)
    same = history.source is not None and history.source.id == source.id
    if same and state["request"]["keep_edits"]:
        return _from(history) | {"told": [*state["told"], *notes]}
    switched = history.with_source(source)
    draft, note = _same_again(history, switched, state["request"]["text"])
    told = [*state["told"], *notes, *([note] if note else [])]
    planned = bool(draft.steps) and _ONLY_SAME.fullmatch(state["request"]["text"]) is not None
    return _from(switched) | {"draft": to_json(draft), "told": told, "planned": planned}


def _what_to_do(history: History) -> str:
    if history.source is None:
        return (
            "Send me a clip and say what to do with it, such as “trim to 0:10-0:30 and make it "
            "black and white”."
        )
    return (
        f"I have {clip_line(history.source)}. What should I do with it? "
        "For example “trim to the first 5 seconds” or “add the title Hello”."
    )


async def _take_in(request: dict[str, Any], services: Services) -> tuple[Source, list[str]]:
    """The first usable attachment, and what to say about it and the others.

    Raises:
        VfxbError: None of the attachments can be used.
    """
    from tools.engine.opening import shown_name

    attachments = [load_path(path) for path in request["attachments"]]
    most = services.settings.max_attachments
    if len(attachments) > most:
        raise LimitExceeded(f"That is {len(attachments)} files; I take up to {most} at once.")
    problems: list[VfxbError] = []
    for number, path in enumerate(attachments):
        try:
            source = await _store(path, request, services)
        except VfxbError as error:
            problems.append(error)
            continue
        unused = [shown_name(other.name) for other in attachments[number + 1 :]]
        return source, [*map(str, problems), *source.warnings, *_unused(source, unused)]
    raise problems[0] if len(problems) == 1 else BadInput(" ".join(map(str, problems)))


def _unused(source: Source, others: list[str]) -> list[str]:
    if not others:
        return []
    verb = "is" if len(others) == 1 else "are"
    return [f"I edit one clip at a time: '{source.name}' is used, {names(others)} {verb} not."]


async def _store(path: Path, request: dict[str, Any], services: Services) -> Source:
    """Probe a file, then copy it into the store."""
    from tools.engine.probe import probe

    limits = services.settings.limits
    try:
        # Probed where it lies, so that what is not media never enters the store; the id is known
        # once it was copied.
        source = await probe(path, name=path.name, limits=limits, id="unstored")
        asset = await services.assets.add(path, name=source.name, max_bytes=limits.source_bytes)
    except StoreFailed as error:
        raise ToolFailed(str(error)) from error
    except MemoryFault as error:
        raise BadInput(str(error)) from error
    user, conversation = request["user"], request["conversation"]
    record = services.memory.record_asset
    services.afterwards.add(partial(record, user=user, conversation=conversation, asset=asset))
    return replace(source, id=asset.id, path=asset.path)


def _same_again(before: History, switched: History, text: str) -> tuple[History, str]:
    """The new clip with the edits of the one before, where the person asks for that."""
    if not (before.steps and _SAME_AGAIN.search(text)):
        return switched, ""
    same = replace(switched, steps=before.steps)
    try:
        clip = described(same)
    except VfxbError as error:
        return switched, f"The same edits do not fit the new clip: {error}"
    return replace(same, phrases=clip.done), ""

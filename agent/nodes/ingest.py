"""Ingest: take in the message. New clips are stored and probed, limits are applied."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from langgraph.runtime import Runtime

from agent.analyst import Analyst, Look, after_looking
from agent.attachments import sorted_out, take_in
from agent.elsewhere import at_home
from agent.history import History, Recipe, from_json, to_json
from agent.presenting import canvas_for, starts_from_nothing
from agent.reference import find_version
from agent.replies import clip_line, names
from agent.revision import start_from
from agent.services import Services
from agent.state import TurnState
from agent.toolbox import described
from tools import SPECS
from tools.errors import Outage, ToolFailed, VfxbError
from tools.recipe import afresh

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
    history = at_home(from_json(state.get("history") or {}), runtime.context.assets)
    history = history.with_lasting_findings()
    text = request["text"].strip()
    if len(text) > settings.max_message_characters:
        return _from(history) | {
            "refusal": f"That message is {len(text):,} characters long; I read up to "
            f"{settings.max_message_characters:,}. Please say it shorter.",
            "unusable": True,
        }
    try:
        if request["attachments"]:
            look = Analyst(runtime.context, runtime.stream_writer)
            change = await _with_files(state, history, runtime.context, look)
        elif request["version"]:
            once_more = _ONLY_SAME.fullmatch(text) is not None
            start = (_once_more if once_more else start_from)(history, request["version"])
            look = Analyst(runtime.context, runtime.stream_writer)
            clip, start = await after_looking(described, start, look)
            change = _from(history, replace(start, phrases=clip.done)) | {"planned": once_more}
        elif history.source is None and starts_from_nothing(text):
            canvas = await canvas_for(runtime.context)
            change = _from(history, history.with_source(canvas))
        else:
            change = _from(history)
    except Outage:
        raise
    except VfxbError as error:
        kept = f" I still have '{history.source.name}'." if history.source else ""
        failed = isinstance(error, ToolFailed)
        return _from(history) | {
            "refusal": f"{error}{kept}",
            "failed": failed,
            "unusable": not failed,
        }
    if history.source and not request["attachments"] and _ONLY_FULL.fullmatch(text):
        change |= {"planned": True, "request": {**request, "preview": False}}
    if not text:
        change["asking"] = _what_to_do(from_json(change["base"]))
    return change


def _once_more(history: History, version: str) -> History:
    """A version's edits on the clip that is edited now; if it is the version's own, the version."""
    wanted = find_version(history, version)
    if history.source is None or wanted.source_id == history.source.id:
        return start_from(history, version)
    return replace(history.changed(Recipe(afresh(wanted.steps, SPECS), history.source.id)), head="")


def _from(history: History, start: History | None = None) -> dict[str, Any]:
    """Where the turn begins.

    Args:
        history: What remains if no edit succeeds.
        start: What the edits begin from, when that is something else.
    """
    begun = to_json(start or history)
    return {"base": to_json(history), "start": begun, "draft": begun}


async def _with_files(
    state: TurnState, history: History, services: Services, look: Look
) -> dict[str, Any]:
    """The turn with what was attached: a clip to edit, and files to use in an edit."""
    request = state["request"]
    arrived, notes = await take_in(request, services)
    clip, media = sorted_out(arrived, history.source, request["text"])
    told = [*state["told"], *notes]
    at_hand = history.with_media(media)
    if clip is None and history.source is None and starts_from_nothing(request["text"]):
        canvas = await canvas_for(services)
        begun = _from(at_hand, at_hand.with_source(canvas))
        return begun | {"told": told, "arrived": [each.id for each in media]}
    if clip is None and history.source is None:
        asking = f"I keep {names([each.name for each in media])}. Now send the clip to use it with."
        return _from(at_hand) | {"told": told, "asking": asking}
    if clip is None:
        return _from(at_hand) | {"told": told, "arrived": [each.id for each in media]}
    if history.source and history.source.id == clip.id and request["keep_edits"]:
        return _from(at_hand) | {"told": told, "arrived": [each.id for each in media]}
    switched = at_hand.with_source(clip)
    if request["group"]:
        switched = switched.with_sender(request["user"])
    draft, note = await _same_again(history, switched, request["text"], look)
    planned = bool(draft.steps) and _ONLY_SAME.fullmatch(request["text"]) is not None
    return _from(switched) | {
        "draft": to_json(draft),
        "told": [*told, *([note] if note else [])],
        "planned": planned,
        "arrived": [each.id for each in media],
    }


def _what_to_do(history: History) -> str:
    if history.source is None:
        return (
            "Send me a clip and say what to do with it, such as “trim to 0:10-0:30 and make it "
            "black and white”."
        )
    kept = names([source.name for source in history.media])
    besides = f" I keep {kept} to use in it." if kept else ""
    return (
        f"I have {clip_line(history.source)}.{besides} What should I do with it? "
        "For example “trim to the first 5 seconds” or “add the title Hello”."
    )


async def _same_again(
    before: History, switched: History, text: str, look: Look
) -> tuple[History, str]:
    """The new clip with the edits of the one before, where the person asks for that."""
    if not (before.steps and _SAME_AGAIN.search(text)):
        return switched, ""
    same = replace(switched, steps=afresh(before.steps, SPECS))
    try:
        clip, same = await after_looking(described, same, look)
    except Outage:
        raise
    except VfxbError as error:
        return switched, f"The same edits do not fit the new clip: {error}"
    return replace(same, phrases=clip.done), ""

"""Reply: say what was done, and make the draft the conversation's history where it was."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import time
from typing import Any

from langgraph.runtime import Runtime
from pydantic import TypeAdapter

from agent import replies
from agent.documents import written
from agent.history import History, Version, from_json, to_json
from agent.messages import Receipt, Reply
from agent.outages import told_as_failures
from agent.previews import part_of, wanted
from agent.services import Services
from agent.state import (
    KEPT_MESSAGES,
    KEPT_REPLY,
    TurnState,
    dump,
    load_documents,
    load_rounds,
    words_of,
)
from agent.suggestions import MOST_FOUND, suggest
from agent.toolbox import described
from tools.facts import Facts
from tools.services.account import account


async def reply(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Write the reply with its receipt; keep the new recipe only if its file is there."""
    if state["rendered"]:
        history, answer = _edit(state)
    else:
        history, answer = _words(state)
    if answer.kind in {"edit", "answer"} and state["documents"]:
        folder = runtime.context.assets.outputs(state["request"]["conversation"])
        documents = load_documents(state["documents"])
        files = await asyncio.to_thread(written, documents, folder)
        with told_as_failures():
            for file in files:
                await runtime.context.assets.publish(file)
        answer = replace(answer, files=(*answer.files, *files))
    asked = answer.text if answer.kind == "clarify" else ""
    words = words_of(state, runtime.context.settings.max_message_characters)
    messages = [
        *(state.get("dialogue") or []),
        ["person", words],
        ["vfxb", answer.text[:KEPT_REPLY]],
    ]
    return {
        "history": to_json(history),
        "dialogue": messages[-KEPT_MESSAGES:],
        "question": asked,
        "asked_about": words if asked else "",
        "reply": dump(answer),
    }


def _edit(state: TurnState) -> tuple[History, Reply]:
    rendered = state["rendered"]
    draft = from_json(state["draft"])
    facts: Facts = TypeAdapter(Facts).validate_python(rendered["facts"])
    files = tuple(map(Path, rendered["files"]))
    done = replies.done_phrases(load_rounds(state["rounds"])) or draft.phrases
    preview = wanted(state)
    made = replace(_version(draft, done, files, rendered["fitted"]), facts=facts)
    history = draft if preview else draft.as_delivered(made)
    version = "" if preview else history.head
    clip = described(history)
    suggestions = suggest(clip, history, state["suggestions"])
    receipt = _receipt(state, done, facts)
    shown = [part_of(preview)] if preview and part_of(preview) else []
    unused = replies.unused(clip, state["arrived"])
    text = replies.edit_text(
        done=done,
        result=replies.result_line(facts, rendered["count"], files),
        version=version,
        receipt=receipt,
        notes=[*state["told"], *state["notes"], *rendered["notes"], *unused, *shown],
        answers=[*state["answers"]],
        suggestions=suggestions,
    )
    return history, Reply(
        kind="edit",
        text=text,
        files=files,
        steps=history.steps,
        receipt=receipt,
        version=version,
        suggestions=suggestions,
        recipe=clip.done,
        owner=_owner(history, state["request"]),
    )


def _owner(history: History, request: Mapping[str, Any]) -> str:
    """Who sent the clip, where it was not the person who asked."""
    sender = history.senders.get(history.source.id, "") if history.source else ""
    return sender if sender != request["user"] else ""


def _version(
    draft: History, done: tuple[str, ...], files: tuple[Path, ...], fitted: int
) -> Version:
    """The version that the draft is from now on: its old one where it was delivered before."""
    version = draft.delivered() or Version(
        id=draft.next_version(),
        steps=draft.steps,
        parent=draft.head,
        description=replies.joined(done),
        source_id=draft.source.id if draft.source else "",
    )
    return replace(version, files=tuple(file.name for file in files), fitted=fitted)


def _words(state: TurnState) -> tuple[History, Reply]:
    """A reply without a file: the recipe stays as it was before the turn."""
    history = from_json(state["base"])
    receipt = _receipt(state, (), None)
    errors = replies.unresolved(load_rounds(state["rounds"]))
    if state["refusal"]:
        kind, text = "refuse", state["refusal"]
    elif state["asking"]:
        kind, text = "clarify", state["asking"]
    elif state["approval"] == "no":
        kind, text = "answer", "All right, I left it as it was."
    elif errors:
        kind, text = "clarify", " ".join(outcome.error for outcome in errors)
    elif state["say"] or state["answers"]:
        kind, text = "answer", state["say"] or "\n".join(state["answers"])
    elif state["left_out"]:
        kind, text = "refuse", "\n".join(state["left_out"])
    elif done := replies.done_phrases(load_rounds(state["rounds"])):
        kind, text = "answer", f"I {replies.joined(done)}, which leaves the clip as it was."
    else:
        kind, text = "clarify", replies.not_understood(history)
    suggestions = tuple(state["suggestions"][:MOST_FOUND]) if kind == "answer" else ()
    text = replies.with_notes(text, [*state["told"], *replies.next_lines(suggestions)])
    return history, Reply(
        kind=kind,  # type: ignore[arg-type]
        text=text,
        steps=history.steps,
        receipt=receipt,
        suggestions=suggestions,
        failed=state["failed"],
        unusable=state["unusable"],
    )


def _receipt(state: TurnState, done: tuple[str, ...], facts: Facts | None) -> Receipt:
    rounds, usage = load_rounds(state["rounds"]), state["usage"]
    asked = replies.wishes(rounds) or ((state["request"]["text"].strip(),))
    not_done = (*state["left_out"], *map(replies.not_done, replies.unresolved(rounds)))
    if state["refusal"] and not not_done:
        not_done = (state["refusal"],)
    return Receipt(
        asked=tuple(a for a in asked if a),
        done=done,
        not_done=not_done,
        idle=replies.idle(rounds),
        facts=facts,
        seconds=max(0.0, time() - state["request"]["started"]),
        cost=account().allowance.spent + usage.get("usd", 0.0),
        tokens=int(usage.get("sent", 0) + usage.get("answered", 0)),
        tokens_saved=int(usage.get("spared", 0)),
    )

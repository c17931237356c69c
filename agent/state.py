"""State: what the graph carries from node to node and keeps between turns. Plain JSON, all of it.

The turn works on ``draft``; ``history`` changes only when the turn has succeeded. A turn that
fails, is cancelled or dies with its process leaves the conversation as it was.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from pydantic import TypeAdapter

from agent.messages import Reply, Request
from agent.planner.plan import Call, Outcome
from memory.memory import Recalled
from tools.answer import Document

Json = dict[str, Any]

KEPT_MESSAGES = 50
CONTEXT_MESSAGES = 10
KEPT_REPLY = 2_000
"""Characters of a reply that are kept: an export of all memory would else be part of the next."""


class TurnState(TypedDict, total=False):
    """The conversation, and the turn under way.

    Attributes:
        history: The recipe and its versions, as ``agent.history.to_json`` writes it.
        dialogue: The last messages, oldest first: pairs of ``person`` or ``vfxb`` and the words.
        question: What was asked back last turn.
        asked_about: The message that led to that question.
        offered: What the person was asked to make a preference; empty when nothing was.
        request: The message of this turn.
        base: The history after a new clip was taken in; what remains when the edit fails.
        start: The draft before the planner's first edit; a draft that differs is rendered.
        draft: The history with this turn's edits.
        arrived: Ids of the files that came with the message, besides the clip.
        planned: Whether the draft is all that was asked for, so that no planner is needed.
        recalled: What memory gave for this message.
        calls: The planned calls that are to be run next.
        say: What the planner says in place of calls.
        rounds: Outcomes of the calls so far, round by round.
        brain: Name of the planner in use.
        plan_key: What the plan depends on, under which it is kept; empty when it is not.
        usage: Tokens that a language model was told (``sent``) and said (``answered``), what that
            cost (``usd``), and about what was spared (``spared``).
        asking: What is asked back in this turn.
        refusal: Why nothing is done in this turn.
        failed: Whether work was tried and failed.
        unusable: Whether the message, or what came with it, cannot be worked on.
        left_out: Wishes that are not done, each with its reason.
        told: Sentences for the person about clip and conversation.
        notes: Sentences for the person about the edits.
        answers: What tools found out.
        suggestions: Requests that would make sense after these answers.
        documents: Files of text that come with them.
        quoted: What the edit was estimated to take: what, seconds, cost.
        waits: Whether the quote has to be agreed to first.
        approval: The answer of the person to a quote: ``yes`` or ``no``; empty without one.
        rendered: The rendered file: path, facts, notes, seconds, and whether it is new.
        reply: The reply, as ``dump`` writes it.
        settled: The latest turn that was taken on for good, by its name, and its reply.
    """

    history: Json
    dialogue: list[list[str]]
    question: str
    asked_about: str
    offered: Json
    request: Json
    base: Json
    start: Json
    draft: Json
    arrived: list[str]
    planned: bool
    recalled: Json
    calls: list[Json]
    say: str
    rounds: list[list[Json]]
    brain: str
    plan_key: str
    usage: dict[str, float]
    asking: str
    refusal: str
    failed: bool
    unusable: bool
    left_out: list[str]
    told: list[str]
    notes: list[str]
    answers: list[str]
    suggestions: list[str]
    documents: list[Json]
    quoted: Json
    waits: bool
    approval: str
    rendered: Json
    reply: Json
    settled: Json


def fresh_turn(request: Request, started: float) -> TurnState:
    """What a message puts into the graph: the message, and everything of the last turn reset.

    Args:
        request: The message.
        started: Wall-clock time at which it came, seconds since the epoch.
    """
    message = {
        "conversation": request.conversation,
        "user": request.user,
        "group": request.group,
        # A command line can hold bytes that are no text; nothing after this can store them.
        "text": request.text.encode("utf-8", "replace").decode("utf-8"),
        "attachments": [_dump_path(path) for path in request.attachments],
        "preview": request.preview,
        "keep_edits": request.keep_edits,
        "version": request.version,
        "max_bytes": request.max_bytes,
        "turn": request.turn,
        "look_above": request.look_above,
        "ask_above_usd": request.ask_above_usd,
        "ask_above_seconds": request.ask_above_seconds,
        "likes": dict(request.likes),
        "started": started,
    }
    return {**no_turn(), "request": message}


def _dump_path(path: Path) -> str:
    """A path as text that can always be stored: one letter for each of its bytes."""
    return os.fsencode(path).decode("latin-1")


def load_path(data: str) -> Path:
    """The path that ``fresh_turn`` wrote."""
    return Path(os.fsdecode(data.encode("latin-1")))


def words_of(state: TurnState, longest: int) -> str:
    """What the person wrote last, shortened to what is worth keeping.

    Args:
        state: The turn under way.
        longest: How many characters are kept.
    """
    request = state["request"]
    text: str = request.get("answered") or request["text"]
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def no_turn() -> TurnState:
    """The part of the state that belongs to a turn, empty."""
    return TurnState(
        request={},
        base={},
        start={},
        draft={},
        arrived=[],
        planned=False,
        recalled={},
        calls=[],
        say="",
        rounds=[],
        brain="",
        plan_key="",
        usage={},
        asking="",
        refusal="",
        failed=False,
        unusable=False,
        left_out=[],
        told=[],
        notes=[],
        answers=[],
        suggestions=[],
        documents=[],
        quoted={},
        waits=False,
        approval="",
        rendered={},
        reply={},
    )


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(value: Reply | Recalled | Call | Outcome | Document) -> Json:
    """A value of ours as plain JSON."""
    kind: Any = type(value)
    data: Json = _adapter(kind).dump_python(value, mode="json")
    return data


def load_reply(data: Json) -> Reply:
    """The reply that ``dump`` wrote."""
    reply: Reply = _adapter(Reply).validate_python(data)
    return reply


def load_recalled(data: Json) -> Recalled:
    """The memories that ``dump`` wrote; none for an empty state."""
    recalled: Recalled = _adapter(Recalled).validate_python(data)
    return recalled


def load_call(data: Json) -> Call:
    """The call that ``dump`` wrote."""
    call: Call = _adapter(Call).validate_python(data)
    return call


def load_documents(data: list[Json]) -> list[Document]:
    """The files of text that ``dump`` wrote."""
    return [_adapter(Document).validate_python(each) for each in data]


def load_rounds(data: list[list[Json]]) -> tuple[tuple[Outcome, ...], ...]:
    """The rounds of outcomes that ``dump`` wrote."""
    adapter = _adapter(Outcome)
    return tuple(tuple(adapter.validate_python(item) for item in items) for items in data)

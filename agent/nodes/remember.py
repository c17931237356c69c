"""Remember: store the turn, the version and the clip for later turns and other conversations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from langgraph.runtime import Runtime

from agent.habit import choices
from agent.history import History, from_json
from agent.recollection import means_everything
from agent.services import Services
from agent.state import KEPT_REPLY, TurnState, load_rounds, no_turn, words_of
from memory.errors import StoreFailed
from memory.ledger import Tally
from tools.errors import ToolFailed
from tools.recipe import Step


async def remember(state: TurnState, runtime: Runtime[Services]) -> TurnState:
    """Have the turn written to memory; nothing of it needs to be kept in the state after that."""
    services = runtime.context
    request, reply = state["request"], state["reply"]
    history, start = from_json(state["history"]), from_json(state["start"])
    await _settled(history, services)
    delivered = history.version(reply["version"])
    if _was_told_to_forget(state):
        gone = await _forgotten(request["conversation"], state["history"], services)
        return {**gone, **_ended(state)}
    whose = {"user": request["user"], "group": request.get("group", "")}
    place = {**whose, "conversation": request["conversation"]}
    services.afterwards.add(
        partial(
            services.memory.archive.add_turn,
            **place,
            text=words_of(state, services.settings.max_message_characters),
            reply=reply["text"][:KEPT_REPLY],
            kind=reply["kind"],
            version=reply["version"],
            steps=_plain(step for step in history.steps if step not in start.steps),
        )
    )
    if delivered is not None and start.version(delivered.id) is None:
        services.afterwards.add(
            partial(
                services.memory.archive.add_version,
                **place,
                version=delivered.id,
                parent=delivered.parent,
                recipe=_plain(delivered.steps),
                description=delivered.description,
                source_id=delivered.source_id,
                files=_written_down(delivered.files, request["conversation"], services),
            )
        )
    if state["rendered"]:
        _note_choices(state, history, services)
    if any(state["usage"].values()):
        services.afterwards.add(partial(services.memory.ledger.count, _tally(state["usage"])))
    return {**no_turn(), **_ended(state)}


def _ended(state: TurnState) -> TurnState:
    """That the turn is done, where it may begin again without knowing."""
    turn = state["request"].get("turn")
    return TurnState(settled={"turn": turn, "reply": state["reply"]} if turn else {})


async def _settled(history: History, services: Services) -> None:
    """Wait until the files of the conversation are safely on the disk.

    Raises:
        ToolFailed: One could not be written; then the turn has not been.
    """
    sources = [*([history.source] if history.source else []), *history.media]
    try:
        await services.assets.settle(source.id for source in sources)
    except StoreFailed as error:
        raise ToolFailed(f"{error} Then send the clip again.") from error


async def _forgotten(
    conversation: str, history: Mapping[str, Any], services: Services
) -> TurnState:
    """The conversation without what was said in it; without its edits where they are nobody's."""
    change = TurnState(dialogue=[], question="", asked_about="", offered={})
    shared = await services.memory.is_shared(conversation)
    change["history"] = {**history, "senders": {}} if shared else {}
    return {**no_turn(), **change}


def _note_choices(state: TurnState, history: History, services: Services) -> None:
    """Have it counted what was asked for, and noted what the person was asked about."""
    made = choices(load_rounds(state["rounds"]), history)
    offered = state.get("offered") or {}
    asked = (offered["tool"], offered["argument"], offered["value"]) if offered else None
    if made or asked:
        note = services.memory.keepsakes.note_choices
        request = state["request"]
        plain = [choice.plain for choice in made]
        group = request.get("group", "")
        services.afterwards.add(partial(note, request["user"], plain, group, asked))


def _tally(usage: Mapping[str, float]) -> Tally:
    """What this turn took of a language model."""
    sent, answered = int(usage.get("sent", 0)), int(usage.get("answered", 0))
    spared = int(usage.get("spared", 0))
    return Tally(
        turns=int(sent + answered > 0),
        sent=sent,
        answered=answered,
        spared_turns=int(spared > 0),
        spared=spared,
        usd=usage.get("usd", 0.0),
    )


def _was_told_to_forget(state: TurnState) -> bool:
    """Whether the person had everything forgotten: then the wish is not kept either."""
    outcomes = (outcome for some in load_rounds(state["rounds"]) for outcome in some)
    return any(
        outcome.call.tool == "forget_memory"
        and not outcome.error
        and means_everything(str(outcome.call.args.get("what", "")))
        for outcome in outcomes
    )


def _written_down(files: Iterable[str], conversation: str, services: Services) -> list[str]:
    assets = services.assets
    return [assets.written_down(assets.outputs(conversation) / file) for file in files]


def _plain(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [{"tool": step.tool, "args": dict(step.args)} for step in steps]

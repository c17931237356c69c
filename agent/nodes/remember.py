"""Remember: store the turn, the version and the clip for later turns and other conversations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from langgraph.runtime import Runtime

from agent.history import from_json
from agent.recollection import means_everything
from agent.services import Services
from agent.state import TurnState, load_rounds, no_turn, words_of
from tools.recipe import Step


async def remember(state: TurnState, runtime: Runtime[Services]) -> TurnState:
    """Have the turn written to memory; nothing of it needs to be kept in the state after that."""
    services = runtime.context
    request, reply = state["request"], state["reply"]
    history, start = from_json(state["history"]), from_json(state["start"])
    delivered = history.version(reply["version"])
    if _was_told_to_forget(state):
        return no_turn()
    services.afterwards.add(
        partial(
            services.memory.record_turn,
            user=request["user"],
            conversation=request["conversation"],
            text=words_of(state, services.settings.max_message_characters),
            reply=reply["text"],
            kind=reply["kind"],
            version=reply["version"],
            steps=_plain(step for step in history.steps if step not in start.steps),
        )
    )
    if delivered is not None and start.version(delivered.id) is None:
        services.afterwards.add(
            partial(
                services.memory.record_version,
                user=request["user"],
                conversation=request["conversation"],
                version=delivered.id,
                parent=delivered.parent,
                recipe=_plain(delivered.steps),
                description=delivered.description,
                source_id=delivered.source_id,
                files=_written_down(delivered.files, request["conversation"], services),
            )
        )
    return no_turn()


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

"""Remember: store the turn, the version and the clip for later turns and other conversations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from langgraph.runtime import Runtime

from agent.history import from_json
from agent.services import Services
from agent.state import TurnState, no_turn, words_of
from tools.recipe import Step


async def remember(state: TurnState, runtime: Runtime[Services]) -> TurnState:
    """Write what happened to memory; nothing of the turn itself needs to be kept after it."""
    memory = runtime.context.memory
    request, reply = state["request"], state["reply"]
    user, conversation = request["user"], request["conversation"]
    history, start = from_json(state["history"]), from_json(state["start"])
    delivered = history.version(reply["version"])
    await memory.record_turn(
        user=user,
        conversation=conversation,
        text=words_of(state, runtime.context.settings.max_message_characters),
        reply=reply["text"],
        kind=reply["kind"],
        version=reply["version"],
        steps=_plain(step for step in history.steps if step not in start.steps),
    )
    if delivered is not None and start.version(delivered.id) is None:
        await memory.record_version(
            user=user,
            conversation=conversation,
            version=delivered.id,
            parent=delivered.parent,
            recipe=_plain(delivered.steps),
            description=delivered.description,
            source_id=delivered.source_id,
            file=delivered.file,
        )
    return no_turn()


def _plain(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [{"tool": step.tool, "args": dict(step.args)} for step in steps]

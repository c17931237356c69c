"""Remember: store the turn, the version and the clip for later turns and other conversations."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from langgraph.runtime import Runtime

from agent.history import from_json
from agent.services import Services
from agent.state import TurnState, no_turn, words_of
from memory.errors import MemoryFault
from tools.recipe import Step

log = logging.getLogger(__name__)


async def remember(state: TurnState, runtime: Runtime[Services]) -> TurnState:
    """Write what happened to memory; nothing of the turn itself needs to be kept after it."""
    try:
        await _record(state, runtime.context)
    except MemoryFault as error:
        # The edit is done and the conversation kept: only later recall goes without this turn.
        log.warning("a turn is not remembered: %s", error)
    return no_turn()


async def _record(state: TurnState, services: Services) -> None:
    request, reply = state["request"], state["reply"]
    user, conversation = request["user"], request["conversation"]
    history, start = from_json(state["history"]), from_json(state["start"])
    delivered = history.version(reply["version"])
    await services.memory.record_turn(
        user=user,
        conversation=conversation,
        text=words_of(state, services.settings.max_message_characters),
        reply=reply["text"],
        kind=reply["kind"],
        version=reply["version"],
        steps=_plain(step for step in history.steps if step not in start.steps),
    )
    if delivered is not None and start.version(delivered.id) is None:
        await services.memory.record_version(
            user=user,
            conversation=conversation,
            version=delivered.id,
            parent=delivered.parent,
            recipe=_plain(delivered.steps),
            description=delivered.description,
            source_id=delivered.source_id,
            file=delivered.file,
        )


def _plain(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [{"tool": step.tool, "args": dict(step.args)} for step in steps]

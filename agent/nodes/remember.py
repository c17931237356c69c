"""Remember: store the turn, the version and the clip for later turns and other conversations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langgraph.runtime import Runtime

from agent.history import from_json
from agent.services import Services
from agent.state import TurnState


async def remember(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Write what happened to memory."""
    memory = runtime.context.memory
    request, reply = state["request"], state["reply"]
    user, conversation = request["user"], request["conversation"]
    history = from_json(state["history"])
    steps = [{"tool": step.tool, "args": dict(step.args)} for step in history.steps]
    await memory.record_turn(
        user=user,
        conversation=conversation,
        text=request.get("answered") or request["text"],
        reply=reply["text"],
        kind=reply["kind"],
        version=reply["version"],
        steps=steps,
    )
    version = history.version(reply["version"])
    if version is not None and state["rendered"]:
        await memory.record_version(
            user=user,
            conversation=conversation,
            version=version.id,
            parent=version.parent,
            recipe=steps,
            description=version.description,
            source_id=version.source_id,
            file=Path(state["rendered"]["path"]).name,
        )
    return {}

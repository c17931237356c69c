"""Recall: ask memory for what matters to this message."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from agent.services import Services
from agent.state import TurnState, dump


async def recall(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Fetch this person's preferences, and turns and recipes like this one."""
    request = state["request"]
    recalled = await runtime.context.memory.recall(request["user"], request["text"])
    return {"recalled": dump(recalled)}

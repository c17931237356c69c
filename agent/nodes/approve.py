"""Approve: a step that costs money or long minutes waits for the person's yes."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agent.elsewhere import resumed
from agent.messages import Quote
from agent.replies import quote_text
from agent.services import Services
from agent.state import TurnState


async def approve(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Stop until the person answers the quote.

    This runs again from its beginning with the answer, perhaps under other settings and on another
    machine: what is asked may depend on nothing more than the state.
    """
    answer = interrupt(state["quoted"])
    request = state["request"]
    return {
        **resumed(state, runtime.context.assets),
        "approval": answer["answer"],
        "waits": False,
        "request": {
            **request,
            "answered": answer["text"],
            "started": answer["at"],
            "turn": answer["turn"],
        },
        "dialogue": [
            *(state.get("dialogue") or []),
            ["person", request["text"]],
            ["vfxb", quote_text(Quote(**state["quoted"]))],
        ],
    }

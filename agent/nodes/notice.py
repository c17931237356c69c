"""Notice: a person who asks for the same again and again is asked once whether it is for always."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from agent.habit import choices, noticed, question
from agent.history import from_json
from agent.state import TurnState, load_recalled, load_rounds


async def notice(state: TurnState) -> dict[str, Any]:
    """Ask along with the reply; what the next message answers, ``plan`` sees."""
    if not state["rendered"]:
        return {}
    made = choices(load_rounds(state["rounds"]), from_json(state["draft"]))
    found = noticed(made, load_recalled(state["recalled"]))
    if found is None:
        return {}
    offered = {"user": state["request"]["user"], **asdict(found)}
    return {"offered": offered, "notes": [*state["notes"], question(found)]}

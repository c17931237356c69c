"""Recall: ask memory for what matters to this message."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from langgraph.runtime import Runtime

from agent.history import from_json
from agent.services import Services
from agent.state import TurnState, dump
from memory.errors import MemoryFault
from memory.memory import Preference

log = logging.getLogger(__name__)

_NOT_RECALLED = "My memory does not answer just now, so I did this without your preferences."


async def recall(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Fetch this person's preferences, and turns and recipes like this one."""
    request, source = state["request"], from_json(state["draft"]).source
    try:
        recalled = await runtime.context.memory.recall(
            request["user"],
            request["text"],
            group=request.get("group", ""),
            source_id=source.id if source else "",
        )
    except MemoryFault as error:
        log.warning("recall failed: %s", error)
        return {"told": [*state["told"], _NOT_RECALLED]}
    liked = (*_set_by_hand(request.get("likes") or {}), *recalled.preferences)
    return {"recalled": dump(replace(recalled, preferences=liked))}


def _set_by_hand(likes: Mapping[str, str]) -> Iterator[Preference]:
    """What the person set once and for all, as if they had said so."""
    for name, value in likes.items():
        tool, _, argument = name.partition(".")
        text = f"{argument} {value}".replace("_", " ")
        yield Preference(id="", text=text, tool=tool, argument=argument, value=value)

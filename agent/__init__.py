"""From words to edits: the graph, the planners, the settings and the facade ``VideoAgent``.

Front ends need ``Request``, ``Reply`` and ``VideoAgent`` only. They are imported when first asked
for, so that ``import agent`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.agent import VideoAgent
    from agent.messages import Reply, Request

__all__ = ["Reply", "Request", "VideoAgent"]

_HOMES = {
    "Reply": "agent.messages",
    "Request": "agent.messages",
    "VideoAgent": "agent.agent",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'agent' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)

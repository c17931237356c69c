"""Tools: what can be done to a clip, as pure functions on its description. Needs no agent.

``TOOLS`` is every built-in tool and ``SPECS`` what their signatures and docstrings say, by name.
Both are read on first use, so that importing one part of the package does not load the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.catalogue import SPECS, TOOLS

__all__ = ["SPECS", "TOOLS"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tools import catalogue

    return getattr(catalogue, name)

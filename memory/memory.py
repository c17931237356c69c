"""Memory: what is remembered about people, in one place."""

from __future__ import annotations

from memory.recalled import Memo, Preference, Recalled

__all__ = ["Memo", "Preference", "Recalled"]

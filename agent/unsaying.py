"""Unsaying: what of a conversation's state are people's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SAID: dict[str, Any] = {
    "dialogue": [],
    "question": "",
    "asked_about": "",
    "offered": {},
    "settled": {},
}


def without_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of a state changes when nothing was said: its clip and its edits stay."""
    changed = {name: empty for name, empty in _SAID.items() if name in values}
    if values.get("history"):
        changed["history"] = {**values["history"], "senders": {}}
    return changed

"""Beside: words that name no second edit: what one is aimed at, and what it shall not do."""

from __future__ import annotations

from agent.planner.reading.items import Item, Items

_AIMING = frozenset({"on", "into", "at", "towards", "around", "of", "behind", "over", "onto"})
_BETWEEN = frozenset({"the", "my", "his", "her", "their", "our", "a", "an", "its", "this", "your"})


def is_aim(item: Item, items: Items) -> bool:
    """“punch in on my face”: a thing that the edit is aimed at, and no second edit."""
    before = [i.word for i in items[: items.index(item)] if i.word not in _BETWEEN]
    return bool(before) and before[-1] in _AIMING


def is_denied(item: Item, items: Items) -> bool:
    """“without cropping”: what is not to be done."""
    at = items.index(item)
    return any(before.word in {"without", "not", "never"} for before in items[max(0, at - 2) : at])

"""Packing: many recipes that are much alike, as little more than their differences.

A conversation of 500 edits has hundreds of versions of hundreds of steps. Each step is written once
here, and of each recipe how much of the one before it stays, and which steps follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from tools.recipe import Step

Steps = tuple[Step, ...]


def packed(recipes: Iterable[Steps]) -> dict[str, Any]:
    """The recipes as plain JSON values."""
    pool = _Pool()
    rows: list[list[int]] = []
    before: list[int] = []
    for steps in recipes:
        numbers = [pool.number(step) for step in steps]
        pairs = zip(before, numbers, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        rows.append([same, *numbers[same:]])
        before = numbers
    return {"steps": pool.plain, "recipes": rows}


def unpacked(data: Mapping[str, Any]) -> list[Steps]:
    """The recipes that ``packed`` wrote; equal steps are one object."""
    pool = [Step(step["tool"], step["args"]) for step in data.get("steps", ())]
    recipes: list[Steps] = []
    before: Steps = ()
    for same, *numbers in data.get("recipes", ()):
        before = (*before[:same], *(pool[number] for number in numbers))
        recipes.append(before)
    return recipes


class _Pool:
    """Steps, each once."""

    def __init__(self) -> None:
        self.plain: list[dict[str, Any]] = []
        self._by_content: dict[str, int] = {}
        # A step is mostly the same object in all recipes; those are held by their owners.
        self._by_object: dict[int, int] = {}

    def number(self, step: Step) -> int:
        """Which one it is."""
        if (known := self._by_object.get(id(step))) is not None:
            return known
        content = json.dumps([step.tool, dict(step.args)], sort_keys=True)
        number = self._by_content.setdefault(content, len(self.plain))
        if number == len(self.plain):
            self.plain.append({"tool": step.tool, "args": dict(step.args)})
        self._by_object[id(step)] = number
        return number

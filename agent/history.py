"""History: the recipe of a conversation with its versions, and the tools that change it.

Undo, redo and corrections never touch a file: they give another recipe, which is rendered again
from the source. Every function here is pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.facts import Source
from tools.recipe import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A delivered version.

    Attributes:
        id: ``v1``, ``v2`` ... in the order of delivery.
        steps: Its whole recipe.
        parent: The version it was made from; empty for the first.
        description: What changed, in a line.
    """

    id: str
    steps: tuple[Step, ...]
    parent: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Where a conversation stands.

    Attributes:
        source: The clip being edited; None before one was sent.
        steps: The recipe now.
        undone: Recipes that ``redo`` can bring back, the next one last.
        versions: What was delivered so far.
        head: The version that ``steps`` started from; empty before the first.
        phrases: What each step of ``steps`` did, a phrase each, for people.
    """

    source: Source | None = None
    steps: tuple[Step, ...] = ()
    undone: tuple[tuple[Step, ...], ...] = ()
    versions: tuple[Version, ...] = ()
    head: str = ""
    phrases: tuple[str, ...] = field(default=())


def to_json(history: History) -> Mapping[str, object]: ...

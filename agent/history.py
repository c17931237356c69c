"""History: the recipe of a conversation with its versions. Never a file, always a recipe."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from tools.facts import Source
from tools.recipe import Step

KEPT_VERSIONS = 200
"""So many versions can be gone back to; older ones remain in memory's tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A delivered version.

    Attributes:
        id: ``v1``, ``v2`` ... in the order of delivery.
        steps: Its whole recipe.
        parent: The version it was made from; empty for the first.
        description: What changed, in a line.
        source_id: The source it was made from.
        file: Name of its file in the conversation's folder.
    """

    id: str
    steps: tuple[Step, ...]
    parent: str = ""
    description: str = ""
    source_id: str = ""
    file: str = ""


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
        earlier: Sources that were edited before this one, oldest first.
    """

    source: Source | None = None
    steps: tuple[Step, ...] = ()
    undone: tuple[tuple[Step, ...], ...] = ()
    versions: tuple[Version, ...] = ()
    head: str = ""
    phrases: tuple[str, ...] = field(default=())
    earlier: tuple[Source, ...] = ()

    def version(self, name: str) -> Version | None:
        """The version of that name, as in ``v3``."""
        return next((version for version in self.versions if version.id == name), None)

    def delivered(self) -> Version | None:
        """The version that already has this recipe on this source, if there is one."""
        if self.source is None:
            return None
        key = (self.source.id, self.steps)
        return next((v for v in reversed(self.versions) if (v.source_id, v.steps) == key), None)

    def with_source(self, source: Source) -> History:
        """A new clip, untouched, takes the place of the present one; versions stay."""
        known = [s for s in self.earlier if s.id != source.id]
        if self.source is not None and self.source.id != source.id:
            known.append(self.source)
        return replace(
            self, source=source, steps=(), undone=(), head="", phrases=(), earlier=tuple(known)
        )

    def as_delivered(self, version: Version) -> History:
        """The history after that version was delivered with the present recipe."""
        others = tuple(v for v in self.versions if v.id != version.id)
        ordered = sorted((*others, version), key=lambda v: int(v.id[1:]))
        return replace(self, versions=tuple(ordered[-KEPT_VERSIONS:]), head=version.id)

    def next_version(self) -> str:
        """Name of the version that the recipe gets: its old one where it was delivered before."""
        if known := self.delivered():
            return known.id
        return f"v{int(self.versions[-1].id[1:]) + 1}" if self.versions else "v1"


@cache
def _adapter() -> TypeAdapter[History]:
    return TypeAdapter(History)


def to_json(history: History) -> dict[str, Any]:
    """The history as plain JSON values, for the checkpoint."""
    data: dict[str, Any] = _adapter().dump_python(history, mode="json")
    return data


def from_json(data: object) -> History:
    """The history that ``to_json`` wrote."""
    return _adapter().validate_python(data)

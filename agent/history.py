"""History: the recipe of a conversation with its versions. Never a file, always a recipe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from agent.packing import packed, unpacked
from tools.facts import Facts, Source
from tools.recipe import Step

KEPT_VERSIONS = 200
"""So many versions can be gone back to; older ones remain in memory's tables."""

KEPT_CHANGES = 50
"""So many changes of the recipe can be taken back one by one, and brought back."""

KEPT_MEDIA = 40
"""So many further files are at hand; older ones have to be sent again."""

KEPT_FINDINGS = 20
"""So many findings travel with the conversation; others are looked up or made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A delivered version.

    Attributes:
        id: ``v1``, ``v2`` ... in the order of delivery.
        steps: Its whole recipe.
        parent: The version it was made from; empty for the first.
        description: What changed, in a line.
        source_id: The source it was made from.
        files: Names of its files in the conversation's folder.
        fitted: Bytes that they were made to fit into, where they could not be delivered as they
            were; 0 for none.
        facts: What the first of them is, measured.
    """

    id: str
    steps: tuple[Step, ...]
    parent: str = ""
    description: str = ""
    source_id: str = ""
    files: tuple[str, ...] = ()
    fitted: int = 0
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe that the conversation had once.

    Attributes:
        steps: Its steps.
        source_id: The source that they were for; empty before a clip was sent.
    """

    steps: tuple[Step, ...]
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Where a conversation stands.

    Attributes:
        source: The clip being edited; None before one was sent.
        steps: The recipe now.
        past: Recipes before this one, the latest last: each change of the recipe adds the one that
            it changed, and ``undo`` goes back to it.
        undone: Recipes that ``redo`` can bring back, the next one last.
        versions: What was delivered so far.
        head: The version that ``steps`` started from; empty before the first.
        phrases: What each step of ``steps`` did, a phrase each, for people.
        earlier: Sources that were edited before this one, oldest first.
        media: Further files that were sent, oldest first: pictures, music, clips to join.
        findings: What analyses of clips found, by their key.
        senders: Who sent a clip in a group, by its id.
    """

    source: Source | None = None
    steps: tuple[Step, ...] = ()
    past: tuple[Recipe, ...] = ()
    undone: tuple[Recipe, ...] = ()
    versions: tuple[Version, ...] = ()
    head: str = ""
    phrases: tuple[str, ...] = field(default=())
    earlier: tuple[Source, ...] = ()
    media: tuple[Source, ...] = ()
    findings: Mapping[str, Any] = field(default_factory=dict)
    senders: Mapping[str, str] = field(default_factory=dict)

    @property
    def at_hand(self) -> tuple[Source, ...]:
        """Files that a step may name besides the clip, oldest first."""
        return (*self.earlier, *self.media)

    def with_media(self, sources: Iterable[Source]) -> History:
        """Further files at hand; one that is there already becomes the latest."""
        new = {source.id: source for source in sources}
        kept = [source for source in self.media if source.id not in new]
        return replace(self, media=(*kept, *new.values())[-KEPT_MEDIA:])

    def with_finding(self, key: str, finding: Any) -> History:
        """What an analysis found, for the steps that need it."""
        kept = dict(list(self.findings.items())[-KEPT_FINDINGS + 1 :])
        return replace(self, findings={**kept, key: finding})

    def with_lasting_findings(self) -> History:
        """Without those that may be found better the next time."""
        lasting = {
            key: found
            for key, found in self.findings.items()
            if not (isinstance(found, dict) and found.get("passing"))
        }
        return replace(self, findings=lasting)

    def with_sender(self, sender: str) -> History:
        """The history that knows who sent the clip; of clips that are gone it knows no more."""
        kept = {source.id for source in self.earlier}
        known = {id_: who for id_, who in self.senders.items() if id_ in kept}
        return replace(self, senders=known | ({self.source.id: sender} if self.source else {}))

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
            self,
            source=source,
            steps=(),
            past=(),
            undone=(),
            head="",
            phrases=(),
            earlier=tuple(known[-KEPT_VERSIONS:]),
        )

    @property
    def recipe(self) -> Recipe:
        """The recipe now."""
        return Recipe(self.steps, self.source.id if self.source else "")

    def at(self, recipe: Recipe) -> History:
        """The history with that recipe in place of the present one, and its clip."""
        now = self
        if recipe.source_id != self.recipe.source_id:
            source = next((s for s in self.earlier if s.id == recipe.source_id), None)
            now = self.with_source(source) if source else self
        return replace(now, steps=recipe.steps, past=self.past, undone=self.undone)

    def changed(self, recipe: Recipe) -> History:
        """The history after that change: it can be undone, and nothing is left to redo."""
        if recipe == self.recipe:
            return self
        past = (*self.past, self.recipe)[-KEPT_CHANGES:]
        return replace(self.at(recipe), past=past, undone=())

    def with_step(self, step: Step, phrases: tuple[str, ...]) -> History:
        """The history after one more edit.

        Args:
            step: The edit.
            phrases: What each step did, this one included.
        """
        recipe = replace(self.recipe, steps=(*self.steps, step))
        return replace(self.changed(recipe), phrases=phrases)

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
    """The history as plain JSON values, for the checkpoint; steps that recipes share are kept once.

    Equal recipes of the present have equal values under ``steps``.
    """
    lists = (history.past, history.undone, history.versions)
    recipes = packed(each.steps for some in lists for each in some)
    bare = replace(
        history,
        past=tuple(replace(each, steps=()) for each in history.past),
        undone=tuple(replace(each, steps=()) for each in history.undone),
        versions=tuple(replace(each, steps=()) for each in history.versions),
    )
    data: dict[str, Any] = _adapter().dump_python(bare, mode="json")
    return {**data, "packed": recipes}


def from_json(data: Mapping[str, Any]) -> History:
    """The history that ``to_json`` wrote."""
    plain = {name: value for name, value in data.items() if name != "packed"}
    bare = _adapter().validate_python(plain)
    recipes = iter(unpacked(data.get("packed") or {}))
    return replace(
        bare,
        past=tuple(replace(each, steps=next(recipes)) for each in bare.past),
        undone=tuple(replace(each, steps=next(recipes)) for each in bare.undone),
        versions=tuple(replace(each, steps=next(recipes)) for each in bare.versions),
    )

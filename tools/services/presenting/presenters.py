"""Presenters: the films of a clip's presenters, and the clip that shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tools.clip import Clip
from tools.operations import Present
from tools.presented import finding_of, key_of, shown
from tools.services.needs import Need
from tools.services.policy import Policy
from tools.services.presenting.protocol import CAPABILITY, Presenting, Tell
from tools.services.results import WEEK
from tools.values import speaking_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """A clip whose presenters speak.

    Attributes:
        clip: The clip, with operations that show the films.
        notes: What the person must be told.
        found: How long the films are, as findings of the clip.
    """

    clip: Clip
    notes: tuple[str, ...] = ()
    found: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


class Presenters:
    """Lets presenters speak.

    Args:
        policy: By which engines are asked.
        engines: They, best first, built-in last.
    """

    def __init__(self, policy: Policy, engines: Sequence[Presenting]) -> None:
        self._policy = policy
        self._engines = engines

    async def of(self, clip: Clip, tell: Tell) -> Presented:
        """The clip with its presenters' films in place; the same film is made once.

        Args:
            clip: The clip.
            tell: Told what is waited for.

        Raises:
            BadInput: Words cannot be spoken, or there is no such engine.
            Unapproved: It costs more than was agreed to.
            ToolFailed: All engines failed.
        """
        from tools.engine.probe.file import probe

        wanted = [each for each in clip.operations if isinstance(each, Present)]
        if not wanted:
            return Presented(clip=clip)
        films, notes = {}, list[str]()
        for present in wanted:
            path, told = await self._made(present, tell)
            films[present.presentation] = await probe(path, name="presenter")
            notes += told
        found = {
            finding_of(presentation): {"film": film.facts.duration}
            for presentation, film in films.items()
        }
        return Presented(clip=shown(clip, films), notes=tuple(dict.fromkeys(notes)), found=found)

    async def _made(self, present: Present, tell: Tell) -> tuple[Path, tuple[str, ...]]:
        need = needed(present)
        outcome = await self._policy.call(
            CAPABILITY,
            [each for each in self._engines if need.fits(each)],
            partial(self._film, present, str(need.key), tell),
            key=need.key,
            units=need.units,
            chosen=need.chosen,
            progress=tell,
            keep=WEEK,
            seconds=present.seconds,
        )
        return outcome.value, outcome.notes

    async def _film(self, present: Present, key: str, tell: Tell, engine: Presenting) -> Path:
        target = await asyncio.to_thread(self._policy.results.fresh, ".mp4")
        try:
            await engine.present(present.presentation, key, target, tell)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target


def needed(present: Present) -> Need:
    """What a presenter asks of a service."""
    script = present.presentation.script
    pictured = present.presentation.picture is not None
    return Need(
        capability=CAPABILITY,
        units={"seconds": speaking_seconds(script.text, script.speed)},
        key=key_of(present.presentation),
        chosen=present.engine or None,
        fits=lambda engine: engine.shows_pictures or not pictured,
    )

"""Copies: which clips are the same film in another encoding, so that it is not analysed again.

Only clips of one length, size and rate can be copies of each other, so for most clips nothing has
to be computed. Where two can, their fingerprints are compared, which takes one decoding of each.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.clip import Clip
from tools.engine.measure.fingerprint import Fingerprint, alike
from tools.engine.probe.file import probe
from tools.errors import VfxbError
from tools.facts import Facts, Source

MOST = 1_000
"""So many clips are known; those not met for longest are forgotten first."""

_SECONDS, _RATE = 0.12, 0.02

Take = Callable[[Clip], Awaitable[Fingerprint]]
"""Takes the fingerprint of a clip."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The clips that were analysed.

    Attributes:
        folder: A small file for each of them; made when it is needed.
    """

    folder: Path

    async def first_of(self, source: Source, take: Take) -> str:
        """Id of the clip of which this one is a copy; its own where it is none.

        Args:
            source: The clip.
            take: Takes fingerprints, where it comes to that.

        Raises:
            ToolFailed: The clip could not be read.
            LimitExceeded: It took too long.
        """
        known = await asyncio.to_thread(self._read, self.folder / f"{source.id}.json")
        if known is not None:
            return str(known["first"])
        mine: Fingerprint | None = None
        first = source.id
        for path in await asyncio.to_thread(self._alike, source.facts):
            other = await asyncio.to_thread(self._read, path)
            if other is None or (theirs := await self._of(other, path, source, take)) is None:
                continue
            mine = mine or await take(Clip.of(source))
            if alike(mine, theirs):
                first = str(other["first"])
                break
        note = {
            "path": str(source.path), "shape": _shape(source.facts), "first": first,
            "print": mine and mine.to_json(),
        }  # fmt: skip
        await asyncio.to_thread(self._write, f"{source.id}.json", note)
        return first

    async def _of(
        self, other: dict[str, Any], path: Path, source: Source, take: Take
    ) -> Fingerprint | None:
        """The fingerprint of a clip that is known; None where its file is gone."""
        if other["print"] is not None:
            return Fingerprint(**other["print"])
        file = Path(other["path"])
        try:
            theirs = await take(Clip.of(await probe(file)))
        except (VfxbError, OSError):
            return None  # Deleted meanwhile: it cannot be compared any more.
        other["print"] = theirs.to_json()
        await asyncio.to_thread(self._write, path.name, other)
        return theirs

    def _alike(self, facts: Facts) -> list[Path]:
        """The clips that may be the same film by their facts, those met last first."""
        shape = _shape(facts)
        return [path for path, note in self._all() if _may_be(shape, note["shape"])]

    def _all(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        if not self.folder.is_dir():
            return
        paths = sorted(self.folder.glob("*.json"), key=_met, reverse=True)
        for path in paths[MOST:]:
            path.unlink(missing_ok=True)
        for path in paths[:MOST]:
            if (note := self._read(path)) is not None and note["first"] == path.stem:
                yield path, note

    def _read(self, path: Path) -> dict[str, Any] | None:
        try:
            note = json.loads(path.read_bytes())
            if {"path", "shape", "first", "print"} <= note.keys():
                os.utime(path)
                return dict(note)
        except (OSError, ValueError, AttributeError):
            pass  # Not known, or damaged: it is noted anew.
        return None

    def _write(self, name: str, note: dict[str, Any]) -> None:
        # What only saves work must not stop any.
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self.folder / f".{uuid.uuid4().hex}"
            part.write_text(json.dumps(note), "utf-8")
            part.replace(self.folder / name)


def _shape(facts: Facts) -> list[float]:
    """What copies have in common; 0 for a picture or sound that is not there."""
    video = facts.video
    size = [video.width, video.height, float(video.fps)] if video else [0, 0, 0.0]
    return [facts.duration, *size, float(facts.audio is not None)]


def _may_be(one: list[float], other: list[float]) -> bool:
    near = abs(one[0] - other[0]) <= _SECONDS
    rate = abs(one[3] - other[3]) <= _RATE * max(one[3], other[3])
    return near and rate and one[1:3] == other[1:3] and one[4] == other[4]


def _met(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0

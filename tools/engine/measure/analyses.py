"""Analyses: a look at a clip as it is after its operations. Found once, then kept by content."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tools.analysis import Analysis, Backdrop, Faces, FacesFound, Loudness, Pauses, Quality, Scenes
from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.measure.backdrop import backdrop
from tools.engine.measure.motion import Motion, motion
from tools.engine.measure.paths import faces_in
from tools.engine.measure.picture import quality, scenes
from tools.engine.measure.run import Bench
from tools.engine.measure.sound import loudness, pauses
from tools.engine.measure.subjects import Subjects, SubjectsFound, subjects
from tools.engine.measure.timeline import pictures_and_levels, with_subjects
from tools.engine.render.folder import job_folder
from tools.errors import ToolFailed
from tools.facts import Source
from tools.operations import Utterance
from tools.sights import Timeline, TimelineFound

_MEASURES: Mapping[type[Analysis], Callable[..., Awaitable[Any]]] = MappingProxyType(
    {
        Backdrop: backdrop,
        Loudness: loudness,
        Motion: motion,
        Pauses: pauses,
        Quality: quality,
        Scenes: scenes,
        Subjects: subjects,
        Timeline: pictures_and_levels,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How clips are looked at.

    Attributes:
        cache: Where findings are kept.
        sounds: The spoken words that clips mix in.
        limits: Time and memory that a look may take.
        binary: The ffmpeg to use; the bundled one when None.
        on_progress: Called as a look goes on.
    """

    cache: Cache
    sounds: Mapping[Utterance, Source] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    binary: Path | None = None
    on_progress: Callable[[Tick], None] | None = None

    def bench(self, folder: Path) -> Bench:
        """The same within the directory of one look."""
        return Bench(
            folder=folder,
            sounds=self.sounds,
            limits=self.limits,
            binary=self.binary,
            on_progress=self.on_progress,
        )


async def analyse(clip: Clip, analysis: Analysis, looking: Looking) -> Any:
    """What an analysis finds in a clip, as plain JSON.

    Args:
        clip: The clip, as it is after its operations.
        analysis: What to look for.
        looking: How to look.

    Raises:
        ToolFailed: The clip could not be read.
        LimitExceeded: It took too long.
    """
    name = f"{analysis.key(clip)}.json"
    kept = looking.cache.get(name)
    if kept is not None:
        return json.loads(kept)
    if isinstance(analysis, Faces):
        seen: SubjectsFound = await analyse(clip, Subjects(), looking)
        return FacesFound(faces=faces_in(seen, clip.facts.duration, analysis.spans))
    found = await _measured(clip, analysis, looking)
    if isinstance(analysis, Timeline) and clip.facts.video is not None:
        found = await _with_subjects(clip, found, looking)
    looking.cache.put(name, json.dumps(found).encode())
    return found


async def _with_subjects(clip: Clip, found: TimelineFound, looking: Looking) -> TimelineFound:
    seen: SubjectsFound = await analyse(clip, Subjects(quick=True), looking)
    return with_subjects(found, seen, clip.facts.duration)


async def _measured(clip: Clip, analysis: Analysis, looking: Looking) -> Any:
    for source in (clip.source, *clip.used):
        if not source.path.is_file():
            raise ToolFailed(
                f"The original of '{source.name}' is not there any more. Please send it again."
            )
    with job_folder(looking.cache.folder) as folder:
        return await _MEASURES[type(analysis)](clip, analysis, looking.bench(folder))

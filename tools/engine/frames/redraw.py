"""Redraw: the picture of a clip after those of its operations that draw pictures anew.

The best engine that can be used does it; where it fails, the next one does, and the person is
told. An engine that the person chose is not replaced.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.frames.drawing import Drawing
from tools.engine.frames.passage import Passage
from tools.engine.frames.pieces import Shelf, digest
from tools.engine.measure.analyses import Looking
from tools.engine.optimize.tracks import optimize
from tools.engine.render.deliver import Share
from tools.engine.render.work import Job
from tools.errors import LimitExceeded, ToolFailed, VfxbError
from tools.facts import Source
from tools.operations import Operation, Redraw
from tools.services.failures import ServiceError
from tools.services.pictures.need import key_of
from tools.services.pictures.protocol import Filtered, PictureEngine
from tools.services.results import WEEK, name_of
from tools.services.spending import Unapproved

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture whose drawing is done.

    Attributes:
        source: The file that it is read from.
        operations: What is still to be done to it.
        notes: What people should be told.
    """

    source: Source
    operations: tuple[Operation, ...]
    notes: tuple[str, ...] = ()


async def redrawn(clip: Clip, job: Job) -> Redrawn | None:
    """The picture of a clip after the last operation that draws it anew; None without one.

    Raises:
        ServiceError: Every engine failed.
        ToolFailed: It could not be drawn, or there is no engine for it.
        LimitExceeded: It would pass a limit.
    """
    asked = optimize(clip).picture
    drawings = [at for at, each in enumerate(asked) if isinstance(each, Redraw)]
    if not drawings:
        return None
    found = Redrawn(clip.source, asked)
    for number, place in enumerate(drawings):
        at = len(found.operations) - (len(asked) - place)
        redraw = cast(Redraw, found.operations[at])
        before, after = found.operations[:at], found.operations[at + 1 :]
        passage = Passage(source=found.source, before=before, redraw=redraw)
        folder = job.folder / f"redrawn-{number}"
        folder.mkdir(exist_ok=True)
        share = Share.of(job.on_progress, number, [1.0] * len(drawings))
        work = replace(job, folder=folder, on_progress=share.tick if share else None)
        made = await _by_best(passage, work, key_of(clip.source, asked[: place + 1]))
        found = Redrawn(made.source, (*made.operations, *after), (*found.notes, *made.notes))
    return found


async def _by_best(passage: Passage, job: Job, key: str) -> Redrawn:
    """One drawing by the first engine that manages it.

    Args:
        passage: What is drawn.
        job: What it takes.
        key: Names it for the quote: once drawn it costs neither money nor time.
    """
    redraw = passage.redraw
    idle: list[str] = []
    passed: list[str] = []
    failed: VfxbError | None = None
    for engine in _engines(passage, job):
        if why := engine.refuses(redraw) or await engine.ready():
            idle.append(f"{engine.name} cannot be used: {why}.")
            continue
        try:
            made = await _by(engine, passage, job)
            await _noted(engine, passage.redraw, job, key)
        except (ToolFailed, LimitExceeded) as error:
            if isinstance(error, Unapproved) or (isinstance(error, LimitExceeded) and engine.local):
                raise
            logger.warning("%s did not draw: %s", engine.name, error)
            failed = error
            passed.append(error.what if isinstance(error, ServiceError) else str(error).rstrip("."))
            continue
        if not passed:
            return made
        note = f"{' and '.join(passed)}, so {engine.name} was used instead."
        return replace(made, notes=(note, *made.notes))
    raise failed or ToolFailed(" ".join(idle) or f"Nothing that is installed does {redraw.work}.")


def _engines(passage: Passage, job: Job) -> Sequence[PictureEngine]:
    """Who is asked, best first; only one where the person chose."""
    redraw = passage.redraw
    if job.capabilities is None:
        raise ToolFailed(f"Nothing that is installed does {redraw.work}.")
    there = cast(Sequence[PictureEngine], job.capabilities.of(redraw.work))
    if redraw.engine:
        return [each for each in there if each.name.casefold() == redraw.engine.casefold()]
    shares = job.capabilities.policy.shares
    return shares.ordered(redraw.work, there, passage.source.id)


async def _noted(engine: PictureEngine, redraw: Redraw, job: Job, key: str) -> None:
    if job.capabilities is not None and not isinstance(engine, Filtered):
        name = name_of(redraw.work, engine, key)
        await job.capabilities.policy.results.keep(name, {"drawn": True}, WEEK)


async def _by(engine: PictureEngine, passage: Passage, job: Job) -> Redrawn:
    """The drawing by one engine."""
    if isinstance(engine, Filtered):
        looking = Looking(
            cache=job.cache or Cache(job.folder / "looks"),
            sounds=job.sounds,
            limits=job.limits,
            binary=job.binary,
        )
        instead, notes = await engine.operations(passage.clip, passage.redraw, looking)
        return Redrawn(passage.source, (*passage.before, *instead), notes)
    if job.capabilities is None:
        raise ToolFailed("There is nobody to draw.")
    made, source = passage.made, passage.source
    what = (engine.name, engine.product, engine.version)
    name = digest(source, passage.before, passage.redraw, what)
    folder = job.folder / name[:16]  # its own: pieces of another engine have the same names
    folder.mkdir(exist_ok=True)
    drawing = Drawing(
        passage=passage,
        engine=engine,
        capabilities=job.capabilities,
        shelf=Shelf(name, folder, job.cache),
        limits=job.limits,
        binary=job.binary,
        tell=job.on_progress,
    )
    output = job.folder / f"{name}.mkv"
    notes = await drawing.run(output)
    drawn = Source(
        id=name, path=output, name=source.name, demuxer="matroska", facts=made, video_index=0
    )
    return Redrawn(drawn, (), notes)

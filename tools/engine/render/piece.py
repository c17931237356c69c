"""Piece: one clip as the files that it becomes: copied, cut by groups of pictures, or encoded."""

from __future__ import annotations

import asyncio
import logging
import shutil
from dataclasses import replace
from pathlib import Path

from tools.clip import Clip
from tools.engine.render.runs import losses, run
from tools.engine.render.work import Job, Rendered
from tools.engine.smartcut.cut import smart_cut
from tools.errors import ToolFailed
from tools.facts import Source

logger = logging.getLogger(__name__)


async def make_piece(clip: Clip, job: Job) -> Rendered:
    """One clip as the files that it becomes, still inside the job."""
    if _is_untouched(clip) and not job.preview:
        return await _copy(clip.source, job.folder)
    if job.preview:
        return await _encoded(clip, job)
    cut = await smart_cut(
        clip,
        job.folder,
        sounds=job.sounds,
        limits=job.limits,
        binary=job.binary,
        on_progress=job.on_progress,
    )
    if cut.path is None or cut.facts is None:
        made = await _encoded(clip, job)
        return replace(made, reasons=(*made.reasons, *cut.reasons))
    notes = (*cut.notes, *losses(cut.log))
    return Rendered(files=(cut.path,), facts=cut.facts, notes=notes, reasons=cut.reasons)


async def _encoded(clip: Clip, job: Job) -> Rendered:
    """The same, with what is not copied whole encoded."""
    on_hardware = job.hardware is not None and job.hardware.encodes(clip)
    try:
        return await run(clip, job)
    except ToolFailed as error:
        if job.preview or not on_hardware:
            raise
        # A session too many, a size that it does not know: the processor encodes everything.
        logger.warning("%s failed, so the processor encodes: %s", job.hardware, error)
        return await run(clip, replace(job, hardware=None))


def _is_untouched(clip: Clip) -> bool:
    facts = clip.source.facts
    return (
        not clip.operations
        and clip.encoding.container == facts.container
        and clip.encoding.video_codec != "copy"  # who says so wants a new file of these streams
        and (clip.copies_picture or facts.video is None)
        and (clip.copies_sound or facts.audio is None)
    )


async def _copy(source: Source, folder: Path) -> Rendered:
    """The file itself, for a clip that nothing was done to."""
    output = folder / f"copy.{source.facts.container}"
    await asyncio.to_thread(shutil.copyfile, source.path, output)
    return Rendered(
        files=(output,),
        facts=source.facts,
        reasons=("Nothing was changed, so the file was copied.",),
    )

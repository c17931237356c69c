"""Runs: as many runs of ffmpeg as a file takes, and the look at what they made."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.command import Command
from tools.engine.compile.clip import compile_clip
from tools.engine.frames.redraw import redrawn
from tools.engine.parts.making import made_in_parts
from tools.engine.render.deliver import Share
from tools.engine.render.passes import Attempt, told
from tools.engine.render.prepared import Prepared, Preparing, prepare
from tools.engine.render.work import Job, Rendered
from tools.engine.verify.animation import verify_animation
from tools.engine.verify.content import verify_content
from tools.engine.verify.file import Expectation, verify
from tools.engine.verify.sightings import Sightings
from tools.engine.verify.still import verify_sequence, verify_still
from tools.errors import ToolFailed
from tools.export_format import STILLS
from tools.facts import Facts, Source
from tools.values import format_size

# Part of their length by which files differ that show the same.
_AS_LONG = 0.02
# A packet that a decoder of ffmpeg gave back, by the kind of its stream.
_LOST = re.compile(r"^\[(?P<kind>[av])ist#.*Error submitting packet to decoder", re.M)
# Of the time for a clip with expensive operations, what these take, and what the rest does.
_EXPENSIVE_SHARE = (9.0, 1.0)
_KINDS = {"v": "picture", "a": "sound"}


async def _made(clip: Clip, job: Job) -> tuple[Clip, Command, str, bool]:
    """Carry out as many runs as the file takes.

    Returns the clip as it was made at last, the command for it, what ffmpeg warned of, and whether
    it was made in parts.
    """
    attempt, number = Attempt(clip) if job.preview else Attempt.first(clip), 0
    while True:
        prepared, job = await _prepared(attempt.clip, job)
        # A thread: looking for a rare character may read hundreds of fonts.
        command = await asyncio.to_thread(
            compile_clip,
            attempt.clip,
            sounds=job.sounds,
            preview=job.preview,
            turn=attempt.turn,
            hardware=job.hardware,
            prepared=prepared,
        )
        if prepared is not None:
            command = replace(command, notes=(*command.notes, *prepared.notes))
        if attempt.turn is None:
            joined = await made_in_parts(attempt.clip, command, job, prepared)
            if joined is not None:
                return attempt.clip, *joined, True
        share = Share.of(job.on_progress, min(number, 2), (1.0, 1.0, 1.0)) if attempt.turn else None
        log = await ffmpeg.run(
            command,
            job.folder,
            binary=job.binary,
            limits=job.limits,
            on_progress=share.tick if share else job.on_progress,
        )
        made = job.folder / command.output
        following = attempt.next(made.stat().st_size if made.is_file() else 0)
        if following is None:
            return attempt.clip, command, log, False
        attempt, number = following, number + 1


async def _prepared(clip: Clip, job: Job) -> tuple[Prepared | None, Job]:
    """The picture after its expensive operations, if there are any, and the job that is left."""
    shares = [Share.of(job.on_progress, number, _EXPENSIVE_SHARE) for number in (0, 1)]
    first = replace(job, on_progress=shares[0].tick if shares[0] else None)
    if (drawn := await redrawn(clip, first)) is not None:
        rest = replace(job, on_progress=shares[1].tick) if shares[1] else job
        return Prepared(drawn.source, drawn.operations, notes=drawn.notes), rest
    if job.cache is None or job.preview:
        return None, job
    work = Preparing(
        folder=job.folder,
        cache=job.cache,
        limits=job.limits,
        binary=job.binary,
        on_progress=first.on_progress,
    )
    prepared = await prepare(clip, work)
    if prepared is None or not prepared.fresh or shares[1] is None:
        return prepared, job
    return prepared, replace(job, on_progress=shares[1].tick)


async def run(asked: Clip, job: Job) -> Rendered:
    """Make the file of a clip, and check it."""
    started = time.monotonic()
    clip, command, log, divided = await _made(asked, job)
    notes = (*command.notes, *told(asked.facts, clip.facts), *losses(log))
    if clip.encoding.sequence:
        files = tuple(sorted(job.folder.glob(command.output.replace("%06d", "*"))))
        facts = await verify_sequence(files, command.expected)
        return Rendered(files=files, facts=facts, notes=notes, reasons=command.reasons)
    output = job.folder / command.output
    source = clip.source
    copied_picture, copied_sound = _copies(command, "v"), _copies(command, "a")
    expectation = Expectation(
        facts=command.expected,
        copied_picture=copied_picture,
        copied_sound=copied_sound,
        lead=source.audio_start * copied_sound - source.video_start * copied_picture,
        seconds=time.monotonic() - started,
    )
    if command.expected.container in STILLS:
        facts = await verify_still(output, command.expected)
    elif command.expected.container == "webp":
        facts = await verify_animation(output, command.expected, expectation.seconds)
    else:
        seen = Sightings()
        facts = await verify(output, expectation, job.limits, seen)
        await verify_content(output, seen, clip, job.limits)
    most, size = clip.encoding.max_bytes, output.stat().st_size
    if most is not None and size > most and not job.preview:
        raise ToolFailed(
            f"The file came out at {size / 1e6:.2f} MB, and {most / 1e6:.2f} MB were asked for. "
            "Make the picture smaller, or the clip shorter."
        )
    if most is not None and not job.preview:
        notes = (*notes, *_saved(source, facts))
    reasons = command.reasons
    return Rendered(files=(output,), facts=facts, notes=notes, reasons=reasons, divided=divided)


def _saved(source: Source, facts: Facts) -> list[str]:
    """How much smaller than the original a file is that shows as much of it."""
    before, size = source.facts.size_bytes or 0, facts.size_bytes or 0
    as_long = abs(facts.duration / source.facts.duration - 1) < _AS_LONG
    if not (0 < size < before and as_long):
        return []
    sizes = f"{format_size(before)} became {format_size(size)}"
    return [f"{sizes}: {before / size:.1f} times smaller."]


def _copies(command: Command, kind: str) -> bool:
    """Whether a command copies a kind of stream, ``v`` or ``a``, instead of encoding it."""
    return (f"-c:{kind}", "copy") in pairwise(command.args)


def losses(log: str) -> list[str]:
    """What could not be decoded, in words for the person."""
    lost = Counter(_KINDS[match["kind"]] for match in _LOST.finditer(log))
    return [
        f"The {kind} of the original is damaged: {count} pieces of it could not be read."
        for kind, count in lost.items()
    ]

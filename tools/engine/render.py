"""Render: a described clip becomes a file. The one entry to the engine."""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.analyses import Looking
from tools.engine.cache import Cache
from tools.engine.command import Command
from tools.engine.compile import compile_clip
from tools.engine.compile_preview import Preview
from tools.engine.deliver import Share, deliver, zipped
from tools.engine.hardware import Hardware
from tools.engine.job import job_folder
from tools.engine.limits import Limits
from tools.engine.looks import looked
from tools.engine.passes import Attempt, told
from tools.engine.prepared import Prepared, Preparing, prepare
from tools.engine.probe import probe
from tools.engine.sightings import Sightings
from tools.engine.smartcut import smart_cut
from tools.engine.verify import Expectation, verify
from tools.engine.verify_animation import verify_animation
from tools.engine.verify_content import verify_content
from tools.engine.verify_still import verify_sequence, verify_still
from tools.errors import LimitExceeded, ToolFailed
from tools.export_format import STILLS
from tools.facts import Facts, Source
from tools.operations import Utterance

logger = logging.getLogger(__name__)

# Part of their length by which files differ that show the same.
_AS_LONG = 0.02
# A packet that a decoder of ffmpeg gave back, by the kind of its stream.
_LOST = re.compile(r"^\[(?P<kind>[av])ist#.*Error submitting packet to decoder", re.M)
# Of the time for a clip with expensive operations, what these take, and what the rest does.
_EXPENSIVE_SHARE = (9.0, 1.0)
_KINDS = {"v": "picture", "a": "sound"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a clip was rendered to.

    Attributes:
        files: Where the files lie, in order; one unless the clip is split or a row of pictures.
        facts: What the first of them is, measured; before it went into an archive, if it did.
        count: Number of clips or pictures that were made, in an archive or not.
        notes: What people should be told besides.
        reasons: Why streams were copied or encoded.
        seconds: Wall time that it took.
    """

    files: tuple[Path, ...]
    facts: Facts
    count: int = 1
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def path(self) -> Path:
        """The first of the files."""
        return self.files[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all runs of one rendering share.

    Attributes:
        folder: Directory of their files, which is gone when the rendering is over.
        sounds: The spoken words that the clip mixes in.
        limits: Time, memory and sizes that it may take.
        binary: The ffmpeg to use; the bundled one when None.
        preview: Whether a small and fast rendering is enough.
        hardware: What encodes in place of the processor.
        cache: Where results of expensive operations are kept.
        on_progress: Called as a run goes on.
    """

    folder: Path
    sounds: Mapping[Utterance, Source]
    limits: Limits
    binary: Path | None
    preview: bool
    hardware: Hardware | None
    cache: Cache | None
    on_progress: Callable[[ffmpeg.Tick], None] | None


async def render(
    clip: Clip,
    folder: Path,
    *,
    stem: str,
    sounds: Mapping[Utterance, Path] | None = None,
    limits: Limits | None = None,
    binary: Path | None = None,
    on_progress: Callable[[ffmpeg.Tick], None] | None = None,
    preview: Preview | None = None,
    hardware: Hardware | None = None,
    cache: Cache | None = None,
) -> Rendered:
    """Render a clip into ``folder / f"{stem}.{container}"``, or into several files of such names.

    Files appear there whole and checked, or not at all; former ones stay until then.

    Args:
        clip: What to render.
        folder: Where the files go; made when missing.
        stem: Name of the file without its suffix. Never something that a person typed.
        sounds: The spoken words that the clip mixes in.
        limits: Time, memory and sizes that it may take.
        binary: The ffmpeg to use; the bundled one when not given.
        on_progress: Called as the rendering goes on.
        preview: What of it to look at in a small and fast rendering; None renders it in full.
        hardware: What encodes in place of the processor, where it can.
        cache: Where results of expensive operations are kept for the next rendering.

    Raises:
        ToolFailed: The rendering failed, or its result is not what was predicted.
        LimitExceeded: It would pass a limit.
    """
    if not stem or Path(stem).name != stem or stem.startswith("."):
        raise ValueError(f"not a bare file name: {stem!r}")
    started = time.monotonic()
    limits = limits or Limits()
    clip = preview.of(clip) if preview else clip
    pieces = clip.pieces()
    for piece in pieces:
        _check(piece, limits)
    try:
        with job_folder(folder) as root:
            spoken = {said: await probe(path) for said, path in (sounds or {}).items()}
            looking = Looking(
                cache=cache or Cache(root / "looks"),
                sounds=spoken,
                limits=limits,
                binary=binary,
                on_progress=_before(on_progress),
            )
            clip, seen = await looked(clip, looking)
            pieces = clip.pieces()
            made = []
            for number, piece in enumerate(pieces):
                inside = root / f"part-{number}"
                inside.mkdir()
                share = Share.of(on_progress, number, [piece.facts.duration for piece in pieces])
                job = Job(
                    folder=inside,
                    sounds=spoken,
                    limits=limits,
                    binary=binary,
                    preview=preview is not None,
                    hardware=hardware,
                    cache=cache,
                    on_progress=share.tick if share else None,
                )
                made.append(await _piece(piece, job))
            files = [file for each in made for file in each.files]
            if clip.zipped:
                archive = await asyncio.to_thread(zipped, files, root, stem)
                delivered = deliver([archive], folder, stem)
            else:
                delivered = deliver(files, folder, stem)
    except OSError as error:
        raise _not_stored(error) from error
    return Rendered(
        files=delivered,
        facts=made[0].facts,
        count=len(files),
        notes=tuple(dict.fromkeys((*seen, *(note for each in made for note in each.notes)))),
        reasons=tuple(dict.fromkeys(reason for each in made for reason in each.reasons)),
        seconds=time.monotonic() - started,
    )


def _before(
    on_progress: Callable[[ffmpeg.Tick], None] | None,
) -> Callable[[ffmpeg.Tick], None] | None:
    """Tells that work goes on which is no part of the rendering yet."""
    if on_progress is None:
        return None
    return lambda _tick: on_progress(ffmpeg.Tick(0.0, None))


async def _piece(clip: Clip, job: Job) -> Rendered:
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
    notes = (*cut.notes, *_losses(cut.log))
    return Rendered(files=(cut.path,), facts=cut.facts, notes=notes, reasons=cut.reasons)


async def _encoded(clip: Clip, job: Job) -> Rendered:
    """The same, with what is not copied whole encoded."""
    on_hardware = job.hardware is not None and job.hardware.encodes(clip)
    try:
        return await _run(clip, job)
    except ToolFailed as error:
        if job.preview or not on_hardware:
            raise
        # A session too many, a size that it does not know: the processor encodes everything.
        logger.warning("%s failed, so the processor encodes: %s", job.hardware, error)
        return await _run(clip, replace(job, hardware=None))


def _not_stored(error: OSError) -> ToolFailed:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ToolFailed(ffmpeg.DISK_FULL)
    reason = error.strerror or type(error).__name__
    return ToolFailed(f"The result could not be stored: {reason}. Nothing was changed.")


def _check(clip: Clip, limits: Limits) -> None:
    """Refuse what cannot be rendered before anything is started."""
    for source in (clip.source, *clip.used):
        if not source.path.is_file():
            raise ToolFailed(
                f"The original of '{source.name}' is not there any more. Please send it again."
            )
    output = clip.output
    if output.duration > limits.duration:
        raise LimitExceeded(
            f"The result would be {output.duration / 60:,.0f} minutes long; the limit is "
            f"{limits.duration / 60:,.0f} minutes."
        )
    if output.video and output.video.width * output.video.height > limits.pixels:
        raise LimitExceeded(
            f"The result would have pictures of {output.video.width}x{output.video.height} "
            f"pixels; the limit is {limits.pixels / 1e6:.0f} megapixels."
        )


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


async def _made(clip: Clip, job: Job) -> tuple[Clip, Command, str]:
    """Carry out as many runs as the file takes.

    Returns the clip as it was made at last, the command for it, and what ffmpeg warned of.
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
            return attempt.clip, command, log
        attempt, number = following, number + 1


async def _prepared(clip: Clip, job: Job) -> tuple[Prepared | None, Job]:
    """The picture after its expensive operations, if there are any, and the job that is left."""
    if job.cache is None or job.preview:
        return None, job
    shares = [Share.of(job.on_progress, number, _EXPENSIVE_SHARE) for number in (0, 1)]
    work = Preparing(
        folder=job.folder,
        cache=job.cache,
        limits=job.limits,
        binary=job.binary,
        on_progress=shares[0].tick if shares[0] else None,
    )
    prepared = await prepare(clip, work)
    if prepared is None or not prepared.fresh or shares[1] is None:
        return prepared, job
    return prepared, replace(job, on_progress=shares[1].tick)


async def _run(asked: Clip, job: Job) -> Rendered:
    """Make the file of a clip, and check it."""
    started = time.monotonic()
    clip, command, log = await _made(asked, job)
    notes = (*command.notes, *told(asked.facts, clip.facts), *_losses(log))
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
        await verify_content(seen, clip, job.limits)
    most, size = clip.encoding.max_bytes, output.stat().st_size
    if most is not None and size > most and not job.preview:
        raise ToolFailed(
            f"The file came out at {size / 1e6:.2f} MB, and {most / 1e6:.2f} MB were asked for. "
            "Make the picture smaller, or the clip shorter."
        )
    if most is not None and not job.preview:
        notes = (*notes, *_saved(source, facts))
    return Rendered(files=(output,), facts=facts, notes=notes, reasons=command.reasons)


def _saved(source: Source, facts: Facts) -> list[str]:
    """How much smaller than the original a file is that shows as much of it."""
    before, size = source.facts.size_bytes or 0, facts.size_bytes or 0
    as_long = abs(facts.duration / source.facts.duration - 1) < _AS_LONG
    if not (0 < size < before and as_long):
        return []
    return [f"{before / 1e6:.2f} MB became {size / 1e6:.2f} MB: {before / size:.1f} times smaller."]


def _copies(command: Command, kind: str) -> bool:
    """Whether a command copies a kind of stream, ``v`` or ``a``, instead of encoding it."""
    return (f"-c:{kind}", "copy") in pairwise(command.args)


def _losses(log: str) -> list[str]:
    """What could not be decoded, in words for the person."""
    lost = Counter(_KINDS[match["kind"]] for match in _LOST.finditer(log))
    return [
        f"The {kind} of the original is damaged: {count} pieces of it could not be read."
        for kind, count in lost.items()
    ]

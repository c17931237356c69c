"""Render: a described clip becomes a file. The one entry to the engine."""

from __future__ import annotations

import asyncio
import errno
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
from tools.engine.command import Command
from tools.engine.compile import compile_clip
from tools.engine.job import job_folder
from tools.engine.limits import Limits
from tools.engine.probe import probe
from tools.engine.verify import Expectation, verify
from tools.engine.verify_still import verify_still
from tools.errors import LimitExceeded, ToolFailed
from tools.export_format import STILLS
from tools.facts import Facts, Source
from tools.operations import Utterance

# A packet that a decoder of ffmpeg gave back, by the kind of its stream.
_LOST = re.compile(r"^\[(?P<kind>[av])ist#.*Error submitting packet to decoder", re.M)
_KINDS = {"v": "picture", "a": "sound"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A delivered file.

    Attributes:
        path: Where it lies.
        facts: What it is, measured.
        notes: What people should be told besides.
        reasons: Why streams were copied or encoded.
        seconds: Wall time that it took.
    """

    path: Path
    facts: Facts
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0


async def render(
    clip: Clip,
    folder: Path,
    *,
    stem: str,
    sounds: Mapping[Utterance, Path] | None = None,
    limits: Limits | None = None,
    binary: Path | None = None,
    on_progress: Callable[[ffmpeg.Tick], None] | None = None,
    preview: bool = False,
) -> Rendered:
    """Render a clip into ``folder / f"{stem}.{container}"``.

    The file appears there whole and checked, or not at all; a former one stays until then.

    Args:
        clip: What to render.
        folder: Where the file goes; made when missing.
        stem: Name of the file without its suffix. Never something that a person typed.
        sounds: The spoken words that the clip mixes in.
        limits: Time, memory and sizes that it may take.
        binary: The ffmpeg to use; the bundled one when not given.
        on_progress: Called as the rendering goes on.
        preview: Whether a small and fast rendering is enough.

    Raises:
        ToolFailed: The rendering failed, or its result is not what was predicted.
        LimitExceeded: It would pass a limit.
    """
    if not stem or Path(stem).name != stem or stem.startswith("."):
        raise ValueError(f"not a bare file name: {stem!r}")
    started = time.monotonic()
    limits = limits or Limits()
    _check(clip, limits)
    try:
        with job_folder(folder) as job:
            if _is_untouched(clip) and not preview:
                made = await _copy(clip.source, job)
            else:
                spoken = {said: await probe(path) for said, path in (sounds or {}).items()}
                # A thread: looking for a rare character may read hundreds of fonts.
                command = await asyncio.to_thread(
                    compile_clip, clip, sounds=spoken, preview=preview
                )
                made = await _run(clip, command, job, limits, binary, on_progress)
            target = folder / f"{stem}{made.path.suffix}"
            made.path.replace(target)
    except OSError as error:
        raise _not_stored(error) from error
    return replace(made, path=target, seconds=time.monotonic() - started)


def _not_stored(error: OSError) -> ToolFailed:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ToolFailed(ffmpeg.DISK_FULL)
    reason = error.strerror or type(error).__name__
    return ToolFailed(f"The result could not be stored: {reason}. Nothing was changed.")


def _check(clip: Clip, limits: Limits) -> None:
    """Refuse what cannot be rendered before anything is started."""
    if not clip.source.path.is_file():
        raise ToolFailed(
            f"The original of '{clip.source.name}' is not there any more. Please send it again."
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
        and (clip.copies_picture or facts.video is None)
        and (clip.copies_sound or facts.audio is None)
    )


async def _copy(source: Source, job: Path) -> Rendered:
    """The file itself, for a clip that nothing was done to."""
    output = job / f"copy.{source.facts.container}"
    await asyncio.to_thread(shutil.copyfile, source.path, output)
    return Rendered(
        path=output, facts=source.facts, reasons=("Nothing was changed, so the file was copied.",)
    )


async def _run(
    clip: Clip,
    command: Command,
    job: Path,
    limits: Limits,
    binary: Path | None,
    on_progress: Callable[[ffmpeg.Tick], None] | None,
) -> Rendered:
    """Carry out a command and check what it gave."""
    started = time.monotonic()
    log = await ffmpeg.run(command, job, binary=binary, limits=limits, on_progress=on_progress)
    output = job / command.output
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
    else:
        facts = await verify(output, expectation, limits)
    most, size = clip.encoding.max_bytes, output.stat().st_size
    if most is not None and size > most:
        raise ToolFailed(
            f"The file came out at {size / 1e6:.2f} MB, and {most / 1e6:.2f} MB were asked for. "
            "Make the picture smaller, or the clip shorter."
        )
    notes = (*command.notes, *_losses(log))
    return Rendered(path=output, facts=facts, notes=notes, reasons=command.reasons)


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

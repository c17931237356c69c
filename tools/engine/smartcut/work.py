"""The work of a smart cut: the child process for the picture, ffmpeg for the sound, one file."""

from __future__ import annotations

import asyncio
import json
import math
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from tools import process
from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.compile.clip import compile_clip
from tools.engine.compile.time import Pieces
from tools.engine.encode import MUXERS, container_options, file_name
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.smartcut.read import UnfitError
from tools.engine.verify.content import verify_content
from tools.engine.verify.file import Expectation, verify
from tools.engine.verify.sightings import Sightings
from tools.errors import VfxbError
from tools.export_format import Export
from tools.facts import Facts, Source
from tools.operations import Utterance

_CHILD = Path(__file__).with_name("child.py")
# Copying a smaller part than this saves no time.
_LEAST_SHARE = 0.25
# Seconds of work after which the time left can be told.
_SETTLED = 0.5


@dataclass(frozen=True, slots=True)
class SmartCut:
    """How a smart cut went.

    Attributes:
        path: The finished and checked file in the job directory; None where there is none.
        facts: What it is, measured.
        reasons: Why streams were copied or encoded, or why there is no file.
        notes: What people should be told besides.
        log: What ffmpeg warned of.
    """

    path: Path | None = None
    facts: Facts | None = None
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    log: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to do, and with what."""

    clip: Clip
    pieces: Pieces
    job: Path
    sounds: Mapping[Utterance, Source]
    limits: Limits
    binary: Path | None
    on_progress: Callable[[Tick], None] | None


async def made(work: Work, *, copies_sound: bool) -> SmartCut:
    """The finished file, with its sound copied or, where that cannot be, encoded."""
    try:
        return await _cut(work, copies_sound=copies_sound)
    except UnfitError as error:
        if not (copies_sound and error.sound):
            raise
    return await _cut(work, copies_sound=False)


async def _cut(work: Work, *, copies_sound: bool) -> SmartCut:
    started = time.monotonic()
    output = work.clip.output
    name = file_name(output.container)
    notes: tuple[str, ...] = ()
    log = ""
    if output.audio is None or copies_sound:
        told = await _pictures(work, name, output.container, with_sound=copies_sound)
    else:
        told, notes, log = await _joined(work, name)
    expectation = Expectation(facts=output, seconds=time.monotonic() - started)
    sightings = Sightings()
    facts = await verify(work.job / name, expectation, work.limits, sightings)
    await verify_content(work.job / name, sightings, work.clip, work.limits)
    sound = "no sound"
    if output.audio is not None:
        sound = "sound copied" if copies_sound else "sound encoded as aac"
    picture = (
        f"smart cut: {told['copied']:,} pictures copied, {told['encoded']:,} encoded as "
        f"{facts.video.codec if facts.video else 'none'}"
    )
    return SmartCut(work.job / name, facts, (picture, sound), notes, log)


async def _joined(work: Work, name: str) -> tuple[dict[str, Any], tuple[str, ...], str]:
    """Picture and sound, made side by side, in one file; with notes and warnings of the sound."""
    output = work.clip.output
    silent = f"picture.{output.container}"
    sound = compile_clip(_heard(work.clip), sounds=work.sounds)
    try:
        async with asyncio.TaskGroup() as tasks:
            picture = tasks.create_task(_pictures(work, silent, output.container, with_sound=False))
            heard = tasks.create_task(
                ffmpeg.run(sound, work.job, binary=work.binary, limits=work.limits)
            )
    except* (VfxbError, UnfitError, OSError) as errors:
        raise errors.exceptions[0] from None
    join = _join(silent, sound.output, name, output)
    await ffmpeg.run(join, work.job, binary=work.binary, limits=work.limits)
    return picture.result(), sound.notes, heard.result()


def _heard(clip: Clip) -> Clip:
    """The clip's sound alone, in a file of its own."""
    export = clip.encoding
    alone = Export(container="m4a", audio_kbps=export.audio_kbps, sample_rate=export.sample_rate)
    return replace(clip, export=alone)


def _join(picture: str, sound: str, name: str, output: Facts) -> Command:
    import ffmpeg as graph

    demuxer = MUXERS.get(output.container, "mov")
    streams = (graph.input(picture, format=demuxer)["v"], graph.input(sound, format="mov")["a"])
    made = graph.output(*streams, name, c="copy", **container_options(output))
    return Command(args=arguments(made), output=name, expected=output)


async def _pictures(work: Work, name: str, container: str, *, with_sound: bool) -> dict[str, Any]:
    """Let the child cut; gives how many pictures it copied and encoded.

    Raises:
        UnfitError: It cannot.
    """
    gauge = _Gauge(work.on_progress)
    cores = os.cpu_count() or 1
    done = await process.run(
        (sys.executable, "-I", _CHILD),
        cwd=work.job,
        stdin=_order(work, name, container, with_sound=with_sound),
        on_line=gauge.read,
        bounds=process.Bounds(
            seconds=work.limits.seconds,
            memory=work.limits.memory,
            file_bytes=work.limits.output_bytes,
            cpu_seconds=math.ceil(work.limits.seconds * cores),
        ),
    )
    if "unfit" in gauge.told:
        raise UnfitError(gauge.told["unfit"], sound=gauge.told["sound"])
    if done.code or "copied" not in gauge.told:
        raise UnfitError("its pictures could not be copied")
    return gauge.told


def _order(work: Work, name: str, container: str, *, with_sound: bool) -> bytes:
    """What the child is to do: JSON on its standard input."""
    source = work.clip.source
    video = source.facts.video
    return json.dumps(
        {
            "source": str(source.path.absolute()),
            "demuxer": source.demuxer,
            "start": str(Fraction(round(source.start_time * 1_000_000), 1_000_000)),
            "fps": str(video.fps if video else 0),
            "picture": source.video_index,
            "sound": source.audio_index if with_sound else None,
            "pieces": work.pieces,
            "target": name,
            "container": MUXERS.get(container, container),
            "least": _LEAST_SHARE,
            "limits": asdict(work.limits),
        }
    ).encode()


class _Gauge:
    """Turns the child's lines into ticks.

    Attributes:
        told: Its last line.
    """

    def __init__(self, on_progress: Callable[[Tick], None] | None) -> None:
        self.told: dict[str, Any] = {}
        self._tell = on_progress
        self._started = time.monotonic()

    def read(self, line: str) -> None:
        """Take a line such as ``{"fraction": 0.5}``."""
        self.told = json.loads(line)
        fraction = self.told.get("fraction")
        if fraction and self._tell is not None:
            spent = time.monotonic() - self._started
            eta = spent * (1 - fraction) / fraction if spent > _SETTLED else None
            self._tell(Tick(min(fraction, 0.99), eta))

"""Prepared: the picture after its expensive operations, in a file that later renderings share.

Some operations take ten and more times as long as an encoder does. A person who changes the title
after one of them should not wait for it again. So the picture is rendered up to the expensive
operation, kept without loss in a cache, and the rest is rendered from there. The sound is
not in it: it is compiled from the source as always.

When it pays: the further run decodes and encodes once more. That is some hundredth of what an
expensive operation takes, and the runs over the same picture that a bit rate or a size needs find
it done: so it is done the first time. Of a costly operation, which takes a few times as long as an
encoder, it would be a third: so it is done when the same picture is asked for again, as by a person
who tries titles; a single rendering is as fast as ever. What is cheaper (blurs, colours) is left
alone: one run is faster than two. So is reversing: it takes memory, and no time that reading a file
would not.

A file is named by all that it depends on: the content of the source, the operations in their
optimised order, the version of this module and the ffmpeg that was used.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.cache import Cache
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.compile.picture import compile_picture
from tools.engine.compile.time import walk
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.optimize.tracks import optimize
from tools.engine.titles.sheet import Sheet
from tools.engine.verify.file import Expectation, verify
from tools.errors import ToolFailed
from tools.facts import Facts, Source, VideoFacts
from tools.operations import Operation, Rate, Steady, Titles, VideoFilter

logger = logging.getLogger(__name__)

_VERSION = 1
# Filters that handle less than a tenth of the pixels that the encoder does in the same time, and
# those that handle less than a third.
_EXPENSIVE = frozenset({"nlmeans", "minterpolate", "bm3d", "dctdnoiz", "fftdnoiz", "owdenoise"})
_COSTLY = frozenset({"median", "vaguedenoiser", "deshake", "bilateral"})
# Pixels, over all pictures, that an expensive operation handles in about two seconds.
LEAST_PIXELS = 20_000_000
# Without loss, in some 40 Mbit for a second of 720p: what follows may look for motion or edges,
# and would find others where an encoder has been.
_SETTINGS = {
    "c:v": "libx264", "preset": "veryfast", "qp": 0, "pix_fmt": "yuv420p", "g": 50,
    "format": "matroska", "fflags": "+bitexact", "map_metadata": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture whose first operations are done.

    Attributes:
        source: The file that it is read from.
        operations: What is still to be done to it.
        fresh: Whether it was rendered just now.
        notes: What people should be told.
    """

    source: Source
    operations: tuple[Operation, ...]
    fresh: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparing:
    """What preparing takes.

    Attributes:
        folder: The job directory.
        cache: Where results are kept.
        limits: Time, memory and sizes that it may take.
        binary: The ffmpeg to use; the bundled one when None.
        on_progress: Called as it goes on.
        least_pixels: Fewer pixels, over all pictures, are not worth it.
    """

    folder: Path
    cache: Cache
    limits: Limits
    binary: Path | None = None
    on_progress: Callable[[Tick], None] | None = None
    least_pixels: int = LEAST_PIXELS


@dataclass(frozen=True, slots=True)
class _Step:
    """A prepared picture: after how many operations, the file, and whether it pays at once."""

    end: int
    made: Source
    at_once: bool


async def prepare(clip: Clip, work: Preparing) -> Prepared | None:
    """The picture of a clip after its expensive operations; None where it has none.

    Raises:
        ToolFailed: It could not be rendered.
        LimitExceeded: It would pass a limit.
    """
    source, operations = clip.source, optimize(clip).picture
    ends = expensive_ends(clip, operations, work.least_pixels)
    if not ends:
        return None
    binary = work.binary or Path(await asyncio.to_thread(ffmpeg.bundled))
    steps = [
        _Step(
            end,
            _described(clip, operations[:end], work.folder, binary),
            is_expensive(operations[end - 1]),
        )
        for end in ends
    ]
    done, fresh = 0, False
    for step in reversed(steps):
        if await _is_kept(step.made, work):
            source, done = step.made, step.end
            break
    for step in steps:
        if step.end > done and (step.at_once or _asked_before(step.made, work.cache)):
            await _render(source, operations[done : step.end], step.made, work)
            work.cache.keep(step.made.path.name, step.made.path)
            source, done, fresh = step.made, step.end, True
    return Prepared(source, operations[done:], fresh) if done else None


def _asked_before(made: Source, cache: Cache) -> bool:
    """Whether this picture was wanted before; the next time it was."""
    name = f"{made.id}.asked"
    if cache.get(name) is not None:
        return True
    cache.put(name, b"")
    return False


def expensive_ends(
    clip: Clip, operations: tuple[Operation, ...], least_pixels: int = LEAST_PIXELS
) -> list[int]:
    """After how many operations each expensive or costly one is over.

    Empty where nothing is that, or where pictures would not survive in such a file.
    """
    video, output = clip.source.facts.video, clip.output.video
    if video is None or output is None or output.alpha or output.hdr or video.alpha:
        return []
    ends: list[int] = []
    facts = clip.source.facts.with_video(variable_rate=False)
    for number, (operation, _, after) in enumerate(walk(facts, operations), 1):
        shown = after.video
        if shown is None or shown.alpha or shown.width % 2 or shown.height % 2:
            break
        if isinstance(operation, Titles):
            break  # what of them cannot be drawn is told by the run that draws them
        pixels = shown.width * shown.height * _touched(operation, after)
        if _is_costly(operation) and pixels >= least_pixels:
            ends.append(number)
    return ends


def _touched(operation: Operation, facts: Facts) -> int:
    """How many pictures an operation works on."""
    if isinstance(operation, VideoFilter) and operation.spans:
        return facts.lasting(sum(span.length for span in operation.spans)).frames
    return facts.frames


def is_expensive(operation: Operation) -> bool:
    """Whether an operation takes ten times as long as encoding its result, or longer."""
    match operation:
        case Rate(smooth=smooth):
            return smooth
        case VideoFilter(chain=chain):
            return any(each.name in _EXPENSIVE for each in chain)
    return False


def _is_costly(operation: Operation) -> bool:
    """Whether it takes three times as long, or longer."""
    match operation:
        case Steady():
            return True
        case VideoFilter(chain=chain) if any(each.name in _COSTLY for each in chain):
            return True
    return is_expensive(operation)


def _described(clip: Clip, operations: tuple[Operation, ...], folder: Path, binary: Path) -> Source:
    """The file of a prepared picture. Its name is a digest of what it depends on."""
    program, source = binary.stat(), clip.source
    parts = (
        str(_VERSION), repr(sorted(_SETTINGS.items())),
        binary.name, str(program.st_size), str(program.st_mtime_ns),
        source.id, repr(source.facts), repr(operations),
    )  # fmt: skip
    digest = hashlib.sha256("|".join(parts).encode()).hexdigest()
    facts = source.facts.with_video(variable_rate=False)
    for _, _, after in walk(facts, operations):
        facts = after
    shown = facts.video or VideoFacts(width=2, height=2, fps=Fraction(1))
    video = VideoFacts(width=shown.width, height=shown.height, fps=shown.fps)
    return Source(
        id=digest,
        path=folder / f"{digest}.mkv",
        name=source.name,
        demuxer="matroska",
        facts=Facts(duration=facts.duration, video=video, audio=None, container="mkv"),
        video_index=0,
    )


async def _is_kept(made: Source, work: Preparing) -> bool:
    """Whether a prepared picture is there, and whole."""
    if not await asyncio.to_thread(work.cache.take, made.path.name, made.path):
        return False
    try:
        await verify(made.path, Expectation(facts=made.facts), work.limits)
    except ToolFailed as error:
        logger.warning("a kept file is of no use: %s", error)
        work.cache.drop(made.path.name)
        return False
    return True


async def _render(
    source: Source, operations: tuple[Operation, ...], made: Source, work: Preparing
) -> None:
    import ffmpeg as graph

    output, sheet = made.facts.video, Sheet()
    if output is None:
        raise ValueError("a prepared picture is one")
    stream = compile_picture(source, operations, output, sheet)
    command = Command(
        args=arguments(graph.output(stream, made.path.name, **_SETTINGS)),
        output=made.path.name,
        expected=made.facts,
        files=sheet.files,
    )
    await ffmpeg.run(
        command,
        work.folder,
        binary=work.binary,
        limits=work.limits,
        on_progress=work.on_progress,
    )
    await verify(made.path, Expectation(facts=made.facts), work.limits)

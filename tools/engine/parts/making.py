"""Parts: a long clip rendered as several stretches at once, joined without a seam.

Whoever renders takes one part after the other, here and where ``Elsewhere`` has them made; the
sound is rendered beside. A part is kept by its content until the whole is done: a program that was
killed repeats none that was finished. Parts are joined only when each has exactly its frames, and
all are encoded alike; whatever else happens, the clip is rendered undivided.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from tools import signals
from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.cache import Cache
from tools.engine.command import Command
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.parts.command import (
    PART,
    Part,
    compile_joint,
    compile_parts,
    compile_sound_alone,
    obstacle,
    seekable,
)
from tools.engine.parts.dividing import Elsewhere
from tools.engine.parts.plan import at_once, divide
from tools.engine.probe.opening import open_media
from tools.engine.render.prepared import Prepared
from tools.engine.render.work import Job
from tools.errors import ToolFailed, VfxbError

logger = logging.getLogger(__name__)

# Of the progress, what the parts are; the rest is joining.
_SHARE = 0.98
# Seconds of rendering after which the time left can be told.
_SETTLED = 2.0


async def made_in_parts(
    clip: Clip, whole: Command, job: Job, prepared: Prepared | None = None
) -> tuple[Command, str] | None:
    """The clip, rendered in parts into the job's folder, where that is faster.

    Args:
        clip: The clip.
        whole: The run that would make it undivided.
        job: What the rendering shares.
        prepared: The picture after its first operations, where there is a file of it.

    Returns:
        The command that joined it, and what ffmpeg warned of; None where it is to be rendered
        undivided.

    Raises:
        LimitExceeded: It would pass a limit.
    """
    dividing = job.dividing
    if dividing is None or job.preview or whole.unbounded or obstacle(clip):
        return None
    elsewhere = dividing.elsewhere if prepared is None else None
    others = await elsewhere.free() if elsewhere is not None else 0
    division = divide(
        clip.output.frames,
        dividing.seconds,
        seekable=seekable(clip, prepared),
        others=others,
        wanted=dividing.parts,
    )
    if len(division.parts) < 2:
        logger.debug("not divided: %s", division.why)
        return None
    parts = await asyncio.to_thread(compile_parts, clip, division.parts, prepared)
    work = _Work(clip, job, parts, elsewhere)
    try:
        command, log = await work.done(whole, others)
    except ToolFailed as error:
        logger.warning("parts failed, so it is rendered undivided: %s", error)
        return None
    reason = f"in {len(parts)} parts: {division.why}"
    return replace(command, reasons=(*whole.reasons, reason)), log


async def make_part(
    part: Part,
    folder: Path,
    *,
    cache: Cache | None,
    limits: Limits,
    binary: Path | None = None,
    on_progress: Callable[[Tick], None] | None = None,
) -> str:
    """Have a part appear as ``folder / PART``: one that is kept, or a new one.

    Args:
        part: What it is.
        folder: Its own; made when missing.
        cache: Where parts are kept; None keeps none.
        limits: Time, memory and size that it may take.
        binary: The ffmpeg to use; the bundled one when None.
        on_progress: Called as it goes on.

    Returns:
        What ffmpeg warned of.

    Raises:
        ToolFailed: It could not be made, or is not what it should be.
    """
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    target = folder / PART
    if await _is_kept(part, target, cache, limits):
        return ""
    log = await ffmpeg.run(
        part.command, folder, binary=binary, limits=limits, on_progress=on_progress
    )
    if not await _is_whole(target, part, limits):
        raise ToolFailed(f"A part of the result does not have its {_length(part)} pictures.")
    if cache is not None:
        await asyncio.to_thread(cache.keep, kept_as(part), target)
    return log


def kept_as(part: Part) -> str:
    """What a part is called in a cache."""
    return f"{part.name}.part.mp4"


async def _is_kept(part: Part, target: Path, cache: Cache | None, limits: Limits) -> bool:
    """Whether a part was made before; it lies at ``target`` then."""
    if cache is None or not await asyncio.to_thread(cache.take, kept_as(part), target):
        return False
    if await _is_whole(target, part, limits):
        return True
    cache.drop(kept_as(part))
    return False


async def _is_whole(path: Path, part: Part, limits: Limits) -> bool:
    try:
        return (await asyncio.to_thread(_seen, path, limits))[0] == _length(part)
    except VfxbError:
        return False


def _seen(path: Path, limits: Limits) -> tuple[int, bytes]:
    """Pictures of a part, and what stands in its header about how they are encoded."""
    with open_media(path, limits=limits, demuxer="mov") as file:
        coding = file.streams.video[0].codec_context.extradata or b""
        return sum(1 for packet in file.demux(video=0) if packet.size), coding


def _length(part: Part) -> int:
    return part.frames[1] - part.frames[0]


@dataclass(slots=True)
class _Work:
    """The parts of one clip, and who makes them."""

    clip: Clip
    job: Job
    parts: Sequence[Part]
    elsewhere: Elsewhere | None
    waiting: deque[int] = field(default_factory=deque)
    fractions: dict[int, float] = field(default_factory=dict)
    logs: list[str] = field(default_factory=list)
    fetched: int = 0
    started: float = field(default_factory=time.monotonic)

    async def done(self, whole: Command, others: int) -> tuple[Command, str]:
        """Make all, and join them."""
        await self._begin()
        sound = compile_sound_alone(self.clip, self.job.sounds)
        try:
            async with asyncio.TaskGroup() as tasks:
                if sound is not None:
                    tasks.create_task(self._heard(sound))
                for _ in range(at_once()):
                    tasks.create_task(self._make_here())
                for _ in range(others):
                    tasks.create_task(self._have_made())
            # What came back from elsewhere when everybody here had gone.
            await self._make_here()
        except* (VfxbError, OSError) as errors:
            raise _first(errors) from None
        joint = await self._join(whole, sound)
        if (cache := self.job.cache) is not None:
            for part in self.parts:
                cache.drop(kept_as(part))
        here = len(self.parts) - self.fetched
        signals.emit(signals.Joined(here=here, elsewhere=self.fetched))
        return joint, "\n".join(self.logs)

    async def _begin(self) -> None:
        """Take the parts that a program finished which was killed; the others wait."""
        for number, part in enumerate(self.parts):
            folder = self._folder(number)
            await asyncio.to_thread(folder.mkdir, exist_ok=True)
            if await _is_kept(part, folder / PART, self.job.cache, self.job.limits):
                self._tell(number, 1.0)
            else:
                self.waiting.append(number)

    async def _heard(self, sound: Command) -> None:
        job = self.job
        log = await ffmpeg.run(sound, job.folder, binary=job.binary, limits=job.limits)
        self.logs.append(log)

    async def _make_here(self) -> None:
        job = self.job
        while self.waiting:
            number = self.waiting.popleft()
            log = await make_part(
                self.parts[number],
                self._folder(number),
                cache=job.cache,
                limits=job.limits,
                binary=job.binary,
                on_progress=partial(self._ticked, number),
            )
            self.logs.append(log)
            self._tell(number, 1.0)

    async def _have_made(self) -> None:
        """Have parts made elsewhere; the last ones first, so that these come back in time."""
        job, elsewhere = self.job, self.elsewhere
        while elsewhere is not None and self.waiting:
            number = self.waiting.pop()
            part, target = self.parts[number], self._folder(number) / PART
            try:
                await elsewhere.make(part.name, part.frames, target)
            except ToolFailed as error:
                logger.info("a part comes back: %s", error)
                self.waiting.append(number)
                return
            if not await _is_whole(target, part, job.limits):
                self.waiting.append(number)
                return
            if job.cache is not None:
                await asyncio.to_thread(job.cache.keep, kept_as(part), target)
            self.fetched += 1
            self._tell(number, 1.0)

    async def _join(self, whole: Command, sound: Command | None) -> Command:
        job = self.job
        paths = [Path(self._folder(number).name, PART) for number in range(len(self.parts))]
        seen = [await asyncio.to_thread(_seen, job.folder / path, job.limits) for path in paths]
        if len({coding for _, coding in seen}) > 1:
            raise ToolFailed("The parts are not encoded alike.")
        listed = [(path, part.frames) for path, part in zip(paths, self.parts, strict=True)]
        joint = compile_joint(self.clip, whole, listed, sound.output if sound else None)
        self.logs.append(await ffmpeg.run(joint, job.folder, binary=job.binary, limits=job.limits))
        return joint

    def _folder(self, number: int) -> Path:
        return self.job.folder / f"part-{number:03d}"

    def _ticked(self, number: int, tick: Tick) -> None:
        self._tell(number, tick.fraction)

    def _tell(self, number: int, fraction: float) -> None:
        if self.job.on_progress is None:
            return
        self.fractions[number] = max(fraction, self.fractions.get(number, 0.0))
        frames = sum(map(_length, self.parts))
        done = sum(_length(self.parts[n]) * each for n, each in self.fractions.items()) / frames
        spent = time.monotonic() - self.started
        eta = spent * (1 - done) / done if spent > _SETTLED and done else None
        self.job.on_progress(Tick(done * _SHARE, eta))


def _first(errors: BaseExceptionGroup) -> BaseException:
    """One of the errors of several tasks."""
    found = errors.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found

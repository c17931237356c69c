"""Render: a described clip becomes a file. The one entry to the engine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.cache import Cache
from tools.engine.compile.preview import Preview
from tools.engine.compile.unseen import unseen
from tools.engine.hardware import Hardware
from tools.engine.limits import Limits
from tools.engine.measure.analyses import Looking
from tools.engine.measure.looks import looked
from tools.engine.parts.dividing import Dividing
from tools.engine.probe.file import probe
from tools.engine.render.deliver import Share, deliver, zipped
from tools.engine.render.folder import job_folder
from tools.engine.render.piece import make_piece
from tools.engine.render.work import Job, Rendered
from tools.errors import LimitExceeded, Outage, ToolFailed, is_full
from tools.operations import Utterance
from tools.services.registry import Capabilities


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
    capabilities: Capabilities | None = None,
    dividing: Dividing | None = None,
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
        capabilities: Who draws pictures anew, where a clip asks for that.
        dividing: How it may be divided into parts; None never divides.

    Raises:
        ToolFailed: The rendering failed, or its result is not what was predicted.
        LimitExceeded: It would pass a limit.
    """
    if not stem or Path(stem).name != stem or stem.startswith("."):
        raise ValueError(f"not a bare file name: {stem!r}")
    started = time.monotonic()
    limits = limits or Limits()
    lost = tuple(unseen(clip))
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
                    capabilities=capabilities,
                    on_progress=share.tick if share else None,
                    dividing=dividing if len(pieces) == 1 else None,
                )
                made.append(await make_piece(piece, job))
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
        notes=tuple(dict.fromkeys((*lost, *seen, *(note for each in made for note in each.notes)))),
        reasons=tuple(dict.fromkeys(reason for each in made for reason in each.reasons)),
        seconds=time.monotonic() - started,
        divided=any(each.divided for each in made),
    )


def _before(
    on_progress: Callable[[ffmpeg.Tick], None] | None,
) -> Callable[[ffmpeg.Tick], None] | None:
    """Tells that work goes on which is no part of the rendering yet."""
    if on_progress is None:
        return None
    return lambda _tick: on_progress(ffmpeg.Tick(0.0, None))


def _not_stored(error: OSError) -> ToolFailed:
    if is_full(error):
        return Outage(ffmpeg.DISK_FULL, "disk")
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

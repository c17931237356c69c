"""Need: what drawing pictures anew asks of engines, counted before any of it is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from tools.clip import Clip
from tools.facts import Facts, Source, VideoFacts
from tools.operations import Operation, Redraw
from tools.services.needs import Need
from tools.services.pictures.esrgan import RealEsrgan
from tools.services.pictures.opencv import OpenCV

# What needs nothing but filters.
_QUICK = frozenset({"Lanczos", "face sharpening"})


def needed(redraw: Redraw, clip: Clip) -> Iterator[Need]:
    """What one drawing of a clip asks for; nothing where a cut leaves none of its pictures."""
    from tools.engine.compile.time import walk
    from tools.engine.optimize.tracks import optimize

    mine = [each for each in clip.operations if isinstance(each, Redraw)].index(redraw)
    facts = clip.source.facts.with_video(variable_rate=False)
    picture, number = optimize(clip).picture, 0
    for at, (operation, before, _) in enumerate(walk(facts, picture)):
        if not isinstance(operation, Redraw):
            continue
        if number == mine and before.video is not None:
            yield _need(operation, before, before.video, key_of(clip.source, picture[: at + 1]))
        number += 1


def key_of(source: Source, operations: Sequence[Operation]) -> str:
    """Names a drawing, by the operations up to it, whoever draws it."""
    return hashlib.sha256(repr((source.id, tuple(operations))).encode("utf-8")).hexdigest()


def _need(redraw: Redraw, facts: Facts, video: VideoFacts, key: str) -> Need:
    frames = float(facts.frames)
    if redraw.spans:
        frames = sum(float(facts.lasting(span.length).frames) for span in redraw.spans)
    by_film = redraw.work == "styles"
    return Need(
        capability=redraw.work,
        units={
            "predictions": max(1.0, float(len(redraw.spans))) if by_film else frames,
            "images": frames,
            "seconds": frames / float(video.fps),
        },
        key=key,
        chosen=redraw.engine or None,
        seconds=_seconds(redraw, video) * frames,
        fits=lambda engine: not engine.refuses(redraw),
    )


def _seconds(redraw: Redraw, video: VideoFacts) -> float:
    """How long the built-in engine takes for a picture."""
    if redraw.engine in _QUICK or redraw.style == "vintage":
        return 0.0
    if redraw.work == "upscaling":
        return RealEsrgan.seconds_for(video)
    return OpenCV.seconds_for(video) if redraw.work == "styles" else 0.0

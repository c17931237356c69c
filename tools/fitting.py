"""Fitting: a further file made equal to the clip, in size, rate and length."""

from __future__ import annotations

import math
from fractions import Fraction

from tools.facts import Source, VideoFacts
from tools.operations import Crop, Cut, Hold, Material, Operation, Pad, Rate, Scale, Span

# A picture that is off by no more than this share of a side is stretched, without a trace.
_NEARLY = 0.012


def as_wide_as(source: Source, video: VideoFacts, fill: str, *, still_seconds: float) -> Material:
    """A clip or picture in the size and at the rate of another clip.

    Args:
        source: The file.
        video: What it has to be like.
        fill: ``crop`` fills the frame, ``bars`` and ``blur`` show all of it.
        still_seconds: How long a picture shows that stands still.
    """
    material = Material(source)
    shown = material.facts.video
    if shown is None:
        return material
    material = material.then(Rate(video.fps), *_sized(shown, video, fill))
    if source.kind == "still":
        material = material.then(*_held(still_seconds, video.fps))
    return material


def long_enough(source: Source, seconds: float, start: float = 0.0) -> int:
    """How many times a file has to be played in a row to last so long, from a time on."""
    return max(1, math.ceil((start + seconds - 1e-3) / max(source.facts.duration, 0.01)))


def covering(shown: VideoFacts, width: int, height: int) -> tuple[Operation, ...]:
    """Operations that make a picture fill a rectangle, cutting off what is too much."""
    share = max(width / shown.width, height / shown.height)
    size = max(width, round(shown.width * share)), max(height, round(shown.height * share))
    if _is_near(size[0], width) and _is_near(size[1], height):
        return (Scale(width, height),)
    x, y = (size[0] - width) // 4 * 2, (size[1] - height) // 4 * 2
    return Scale(*size), Crop(width, height, x, y)


def first_frame(video: VideoFacts) -> Cut:
    """A cut that keeps one frame."""
    return Cut((Span(0.0, float(1 / video.fps)),))


def _sized(shown: VideoFacts, video: VideoFacts, fill: str) -> tuple[Operation, ...]:
    width, height = video.width, video.height
    if fill == "crop":
        return covering(shown, width, height)
    share = min(width / shown.width, height / shown.height)
    size = _even(shown.width * share, width), _even(shown.height * share, height)
    if size == (width, height):
        return (Scale(*size),)
    x, y = (width - size[0]) // 4 * 2, (height - size[1]) // 4 * 2
    return Scale(*size), Pad(width, height, x, y, blurred=fill == "blur")


def _even(length: float, whole: int) -> int:
    """The nearest even length, or all there is where hardly anything is left over."""
    return whole if _is_near(length, whole) else max(2, min(whole, round(length / 2) * 2))


def _is_near(length: float, whole: int) -> bool:
    return abs(length - whole) <= max(1.0, _NEARLY * whole)


def _held(seconds: float, fps: Fraction) -> tuple[Operation, ...]:
    frames = round(seconds * fps)
    return (Hold(0.0, float((frames - 1) / fps)),) if frames > 1 else ()

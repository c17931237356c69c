"""Preview: a clip made small first, so that looking at it costs little."""

from __future__ import annotations

from dataclasses import replace

from tools.clip import Clip
from tools.export_format import Export
from tools.facts import VideoFacts
from tools.operations import BoxFilter, Crop, Operation, Pad, Scale

# Shorter side of a preview, in pixels.
_SIDE = 360


def preview_of(clip: Clip) -> Clip:
    """The same clip of fewer pixels, as a file that is quick to make.

    The picture is made smaller before anything else happens to it, and rectangles and sizes are
    made smaller with it. Blurs keep their pixels, so they look stronger than they will be.
    """
    video = clip.source.facts.video
    if video is None or clip.facts.video is None:
        return clip
    share = min(1.0, _SIDE / min(video.width, video.height))
    small = Scale(_even(video.width * share), _even(video.height * share))
    operations: list[Operation] = [small] if share < 1 else []
    at = small.after(clip.source.facts)
    for operation in clip.operations:
        smaller = _smaller(operation, share, at.video)
        operations.append(smaller)
        at = smaller.after(at)
    export = clip.encoding if clip.encoding.container == "gif" else Export(container="mp4")
    made = replace(clip, facts=clip.source.facts, operations=(), export=export)
    return made.then(*operations, done="made a preview")


def _smaller(operation: Operation, share: float, video: VideoFacts | None) -> Operation:
    if isinstance(operation, Scale):
        return Scale(_even(operation.width * share), _even(operation.height * share))
    if isinstance(operation, Crop) and video is not None:
        width = min(_even(operation.width * share), video.width)
        height = min(_even(operation.height * share), video.height)
        x = min(int(operation.x * share), video.width - width)
        y = min(int(operation.y * share), video.height - height)
        return Crop(width, height, x, y)
    if isinstance(operation, Pad) and video is not None:
        width = max(_even(operation.width * share), video.width)
        height = max(_even(operation.height * share), video.height)
        x = min(int(operation.x * share), width - video.width)
        y = min(int(operation.y * share), height - video.height)
        return replace(operation, width=width, height=height, x=x, y=y)
    if isinstance(operation, BoxFilter) and video is not None:
        width = min(_even(operation.width * share), video.width)
        height = min(_even(operation.height * share), video.height)
        x = min(int(operation.x * share), video.width - width)
        y = min(int(operation.y * share), video.height - height)
        return replace(operation, width=width, height=height, x=x, y=y)
    return operation


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)

"""Stills: pictures out of the clip."""

from __future__ import annotations

from dataclasses import replace

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import Export
from tools.operations import Cut, Span
from tools.ranges import SLACK
from tools.values import ImageFormat, Seconds, format_length, format_seconds


def take_screenshot(clip: Clip, at: Seconds | None = None, format: ImageFormat = "png") -> Clip:
    """Deliver one frame of the clip as a picture.

    Args:
        clip: The clip.
        at: The moment whose frame it is; the middle of the clip when left out.
        format: png keeps every pixel, jpg is smaller.

    Examples:
        screenshot at 0:07
        take a screenshot at 3 seconds as png
        give me a thumbnail
        save the frame at 2.5s as a jpg
        grab a still from the middle
        extract the last frame as an image
        thumbnail at 0:12
        export frame 90 as a picture
    """
    video = clip.need_video("take_screenshot")
    length = clip.facts.duration
    moment = length / 2 if at is None else at
    if moment > length + SLACK:
        raise BadInput(
            f"There is no frame at {format_seconds(moment)}: the clip is {format_length(length)} "
            f"long. Choose a moment up to {format_seconds(length)}."
        )
    frame = min(int(moment * float(video.fps) + 1e-4), clip.facts.frames - 1)
    still = clip.then(
        Cut((Span(float(frame / video.fps), float((frame + 1) / video.fps)),)),
        done=f"took the frame at {format_seconds(min(moment, length))} as {format}",
        note="No moment was named, so it is the middle of the clip." if at is None else "",
    )
    return replace(still, export=Export(container=format, alpha=video.alpha and format == "png"))

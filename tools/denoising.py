"""Denoising: grain and noise taken out of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tools.clip import Clip
from tools.operations import Filter, Operation, TimedFilter, VideoFilter
from tools.ranges import part, say_part
from tools.values import Effort, Seconds, Strength

# Spatial and temporal strength of hqdn3d for luma; its own proportions give those for chroma.
_FAST: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"light": (3.0, 4.5), "medium": (6.0, 9.0), "strong": (12.0, 18.0)}
)
# Strength of nlmeans. Its usual window of 15 pixels takes three times as long and looks alike.
_BEST: Mapping[str, float] = MappingProxyType({"light": 2.0, "medium": 4.0, "strong": 7.0})
_WINDOW = (("p", 5), ("r", 9))
_SLOW = "The best noise removal looks at each pixel's surroundings and takes a while."


def denoise_video(
    clip: Clip,
    strength: Strength = "medium",
    quality: Effort = "fast",
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Remove grain and noise from the picture, as of a camera in the dark.

    Args:
        clip: The clip.
        strength: light, medium or strong; more takes fine detail away too.
        quality: fast compares each frame with the one before; best compares patches within each
            frame, which keeps more detail of what moves and takes about ten times as long.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.

    Examples:
        denoise the video
        remove the grain
        remove grain from the video
        get rid of the picture noise
        the picture is noisy, clean it up
        the footage is grainy
        clean up the grainy footage
        reduce the video noise strongly
        light noise reduction on the picture
        denoise the picture in the best quality
        the picture is super grainy, clean it
        filmed at night, lots of noise in the picture
    """
    clip.need_video("denoise_video")
    spans = part(clip, start, end)
    operation: Operation
    if quality == "fast":
        spatial, temporal = _FAST[strength]
        chain = (Filter("hqdn3d", (("luma_spatial", spatial), ("luma_tmp", temporal))),)
        operation = TimedFilter(chain, spans)
    else:
        operation = VideoFilter((Filter("nlmeans", (("s", _BEST[strength]), *_WINDOW)),), spans)
    return clip.then(
        operation,
        done=f"removed noise from the picture ({strength}){say_part(spans)}",
        note=_SLOW if quality == "best" else "",
    )

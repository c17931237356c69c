"""Regions: effects on a part of the picture."""

from __future__ import annotations

from tools import effects, filters
from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import VideoFacts
from tools.operations import BoxFilter
from tools.ranges import part, say_part
from tools.values import Cover, Intensity, Pixels, Region, Seconds

_SMALLEST = 8


def blur_region(
    clip: Clip,
    region: Region | None = None,
    x: Pixels | None = None,
    y: Pixels | None = None,
    width: Pixels | None = None,
    height: Pixels | None = None,
    style: Cover = "blur",
    intensity: Intensity = 0.6,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Blur or pixelate only a part of the picture: a side, a corner, the middle, or a rectangle.

    Args:
        clip: The clip.
        region: Which part: a half (left, right, top, bottom), a quarter (top-left ...), or the
            middle (center). Or give x, y, width and height.
        x: Pixels left of the rectangle.
        y: Pixels above the rectangle.
        width: Width of the rectangle.
        height: Height of the rectangle.
        style: Blurred, or in large pixels.
        intensity: How strong, 0 to 1.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.

    Examples:
        blur the left half of the picture
        blur only the right side and keep the rest sharp
        hide the top right corner with a blur
        pixelate the middle of the frame
        censor the bottom left corner from 2 to 5 s
        blur the area at x=100 y=50, 200 wide and 80 high
        blur out the lower half
        make the top half blurry
    """
    video = clip.need_video("blur_region")
    spans = part(clip, start, end)
    box = (x, y, width, height)
    if region is None and None in (width, height):
        raise BadInput(
            "Which part shall be blurred? Name a side, a corner or the center, or give x, y, width "
            f"and height. The picture is {video.width}x{video.height}."
        )
    left, top, wide, high = _named(video, region) if region else _given(video, *box)
    if intensity == 0:
        return clip.then(done="left out the blur (0%)", note="An intensity of 0 changes nothing.")
    build = filters.blur if style == "blur" else effects.pixelate
    where = f"the {region.replace('-', ' ')}" if region else f"{wide}x{high} at {left},{top}"
    did = "blurred" if style == "blur" else "pixelated"
    return clip.then(
        BoxFilter(build(intensity, video), wide, high, left, top, spans),
        done=f"{did} {where} ({intensity:.0%}){say_part(spans)}",
    )


def _named(video: VideoFacts, region: str) -> tuple[int, int, int, int]:
    """A half, a quarter, or the middle half of both sides."""
    words = region.split("-")
    left, wide = _stretch(video.width, words, "left", "right", middle=region == "center")
    top, high = _stretch(video.height, words, "top", "bottom", middle=region == "center")
    return left, top, wide, high


def _stretch(
    whole: int, words: list[str], first: str, last: str, *, middle: bool
) -> tuple[int, int]:
    half = max(2, whole // 4 * 2)
    if middle:
        return whole // 8 * 2, half
    if first in words:
        return 0, half
    return (half, whole - half) if last in words else (0, whole)


def _given(
    video: VideoFacts, x: int | None, y: int | None, width: int | None, height: int | None
) -> tuple[int, int, int, int]:
    left, top, wide, high = (value or 0 for value in (x, y, width, height))
    if wide < _SMALLEST or high < _SMALLEST:
        raise BadInput(f"{wide}x{high} is too small an area; use at least {_SMALLEST} pixels.")
    if left + wide > video.width or top + high > video.height:
        raise BadInput(
            f"{wide}x{high} at {left},{top} reaches outside the picture, which is "
            f"{video.width}x{video.height}."
        )
    # Colour is stored for every second pixel, so the rectangle grows to even places.
    right, bottom = left + wide, top + high
    left, top = left // 2 * 2, top // 2 * 2
    right, bottom = (min(edge + edge % 2, whole) for edge, whole in
                     ((right, video.width), (bottom, video.height)))  # fmt: skip
    return left, top, right - left, bottom - top

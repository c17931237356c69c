"""Boxes: the part of the picture that a person named, in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from tools.errors import BadInput
from tools.facts import VideoFacts

_SMALLEST = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture.

    Attributes:
        left: Pixels left of it.
        top: Pixels above it.
        width: Its width.
        height: Its height.
        name: What people call it.
    """

    left: int
    top: int
    width: int
    height: int
    name: str

    @classmethod
    def of(
        cls,
        video: VideoFacts,
        region: str | None,
        x: int | None,
        y: int | None,
        width: int | None,
        height: int | None,
    ) -> Box | None:
        """The part that is meant; None when none was named.

        Args:
            video: The picture.
            region: A half (left, right, top, bottom), a quarter (top-left ...) or the center.
            x: Pixels left of a rectangle.
            y: Pixels above it.
            width: Its width; to the right edge when left out.
            height: Its height; to the lower edge when left out.

        Raises:
            BadInput: It is too small, or reaches outside the picture.
        """
        if region is not None:
            return cls(*_named(video, region), f"the {region.replace('-', ' ')}")
        if x is y is width is height is None:
            return None
        left, top = x or 0, y or 0
        wide = video.width - left if width is None else width
        high = video.height - top if height is None else height
        return cls(*_given(video, left, top, wide, high), f"{wide}x{high} at {left},{top}")


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
    video: VideoFacts, left: int, top: int, wide: int, high: int
) -> tuple[int, int, int, int]:
    if wide < _SMALLEST or high < _SMALLEST:
        raise BadInput(
            f"{wide}x{high} at {left},{top} is too small an area of the picture, which is "
            f"{video.width}x{video.height}; use at least {_SMALLEST} pixels."
        )
    if left + wide > video.width or top + high > video.height:
        raise BadInput(
            f"{wide}x{high} at {left},{top} reaches outside the picture, which is "
            f"{video.width}x{video.height}."
        )
    # Colour is stored for every second pixel, so the rectangle grows to even places.
    right, bottom = left + wide, top + high
    left, top = left // 2 * 2, top // 2 * 2
    right, bottom = min(right + right % 2, video.width), min(bottom + bottom % 2, video.height)
    return left, top, right - left, bottom - top

"""Laying: where a picture lies on the clip, and how it is shown there."""

from __future__ import annotations

from dataclasses import dataclass

from tools.facts import VideoFacts
from tools.fitting import first_frame
from tools.operations import (
    Filter,
    Material,
    Operation,
    Overlay,
    Ramp,
    Rate,
    Scale,
    Span,
    Spans,
    VideoFilter,
)
from tools.values import anchor_of

# No picture on the picture is higher than this share of it, unless it covers all.
_HIGHEST = 0.9
# What stays free at the edges, as a share of the shorter side; none for what nearly fills it.
_MARGIN, _FILLS = 0.03, 0.94
_BORDER = 0.02
_ROUNDNESS = {"plain": 0.0, "rounded": 0.25, "circle": 1.0}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a picture lies, in pixels; ``cut`` tells whether it is cropped to that size."""

    width: int
    height: int
    x: int
    y: int
    cut: bool

    @property
    def border(self) -> int:
        """Thickness of a border around it."""
        return max(2, round(min(self.width, self.height) * _BORDER / 2) * 2)


@dataclass(frozen=True, slots=True)
class Laying:
    """How a picture is laid over the clip."""

    shape: str
    opacity: float
    ramp: Ramp | None
    when: Spans
    border: str | None

    def overlays(self, material: Material, place: Placed, video: VideoFacts) -> list[Operation]:
        """The picture, after a plate of one colour that is a little larger where it is framed."""
        roundness = _ROUNDNESS[self.shape]
        start = self.when[0].start if self.when else 0.0
        found: list[Operation] = []
        if self.border is not None:
            found.append(self._plate(material, place, video))
        moving = not material.stands_still
        found.append(
            Overlay(
                material=material,
                x=place.x,
                y=place.y,
                start=start if moving else 0.0,
                opacity=self.opacity,
                roundness=roundness,
                spans=self.when,
                ramp=self.ramp,
            )
        )
        return found

    def _plate(self, material: Material, place: Placed, video: VideoFacts) -> Overlay:
        edge = place.border
        size = place.width + 2 * edge, place.height + 2 * edge
        color = f"0x{(self.border or '#ffffff')[1:]}"
        fill = Filter(
            "drawbox", (("w", "iw"), ("h", "ih"), ("color", color), ("t", "fill"), ("replace", 1))
        )
        plate = Material(material.source).then(
            first_frame(material.source.facts.video or video),
            Rate(video.fps),
            Scale(*size),
            VideoFilter((fill,)),
        )
        ends = min(material.facts.duration, 1e9)
        shown = self.when
        if not shown and not material.stands_still:
            shown = (Span(0.0, ends),)
        return Overlay(
            material=plate,
            x=place.x - edge,
            y=place.y - edge,
            opacity=self.opacity,
            roundness=_ROUNDNESS[self.shape],
            spans=shown,
            ramp=self.ramp,
        )


def placed(
    shown: VideoFacts, video: VideoFacts, share: float, where: str, *, round_shape: bool
) -> Placed:
    """Where a picture lies on a clip.

    Args:
        shown: The picture.
        video: The clip's.
        share: Its width as a share of the clip's.
        where: One of the nine places, or a free one.
        round_shape: Whether it is cropped to a square, to become a circle.
    """
    aspect = 1.0 if round_shape else shown.height / shown.width
    width = video.width * share
    highest = video.height * (1.0 if share > _FILLS else _HIGHEST)
    width = min(width, highest / aspect)
    size = max(2, round(width / 2) * 2), max(2, round(width * aspect / 2) * 2)
    margin = round(_MARGIN * min(video.width, video.height)) if share <= _FILLS else 0
    x, y = (
        _along(whole, side, margin, axis, where)
        for axis, (whole, side) in enumerate(zip((video.width, video.height), size, strict=True))
    )
    return Placed(*size, x, y, round_shape)


def _along(whole: int, side: int, margin: int, axis: int, where: str) -> int:
    """Where a side begins, within the frame, at an even pixel."""
    anchor = anchor_of(where)
    if not isinstance(anchor, str):
        start = anchor[axis] * whole - side / 2
        return max(0, min(whole - side, round(start / 2) * 2))
    first, last = ("left", "right") if axis == 0 else ("top", "bottom")
    if first in anchor.split("-"):
        start = min(margin, whole - side)
    elif last in anchor.split("-"):
        start = whole - side - margin
    else:
        start = (whole - side) // 2
    return max(0, start // 2 * 2)

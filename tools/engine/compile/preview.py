"""Preview: the same recipe on a picture made small first, so that looking at it costs little."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from tools.clip import Clip
from tools.export_format import STILLS, Export
from tools.facts import VideoFacts
from tools.operations import (
    Background,
    BoxFilter,
    Crop,
    Cut,
    Filter,
    Follow,
    Join,
    Operation,
    Overlay,
    Pad,
    Rate,
    Redraw,
    Scale,
    Span,
    Tile,
    TimedFilter,
    Titles,
    Turn,
    VideoFilter,
)
from tools.operations.composition import Material

# Shorter side of a preview, in pixels.
_SIDE = 360
# Frames a second that show what goes on; previews of this many seconds show all of them.
_RATE, _SMOOTH_SECONDS = 16, 10.0
_COLUMNS = 3
_FEW = 2
_CELL = 320
# Options of filters that are lengths in pixels, or times them; and the least that each takes.
_LENGTHS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "bilateral": {"sigmaS": 0.1},
        "boxblur": {"luma_radius": 0, "lr": 0},
        "drawbox": {"x": 0, "y": 0, "w": 1, "h": 1},
        "gblur": {"sigma": 0.0, "sigmaV": 0.0},
        "median": {"radius": 1},
        "nlmeans": {"p": 3, "r": 3},
        "pixelize": {"width": 1, "height": 1},
        "rgbashift": {name: 0 for name in ("rh", "rv", "gh", "gv", "bh", "bv")},
        "unsharp": {"lx": 3, "ly": 3},
    }
)
_ODD = frozenset({"nlmeans", "unsharp"})
# What works on each frame alone, so that frames which nobody will see can be dropped before it.
_BY_FRAME = (
    Crop, Scale, Turn, Pad, VideoFilter, TimedFilter, BoxFilter, Titles, Cut,
)  # fmt: skip
# How a file is read where not every frame is shown: without those that no other one needs.
_SKIMMING = ("-skip_frame:v", "noref")


@dataclass(frozen=True, slots=True)
class Preview:
    """What is looked at.

    Attributes:
        start: Where the preview begins, in seconds of the result; None is its start.
        end: Where it ends; None is its end.
        sheet: Whether it is one picture with frames of all of it.
    """

    start: float | None = None
    end: float | None = None
    sheet: bool = False

    def of(self, clip: Clip) -> Clip:
        """The clip as it is previewed: of fewer pixels, and a file that is quick to make."""
        whole = replace(clip, split=None, zipped=False)
        video = clip.facts.video
        if video is None or not clip.encoding.has_video or clip.encoding.container in STILLS:
            return self._part(whole) if clip.encoding.container not in STILLS else whole
        shown = self._part(whole).facts.duration
        small = self._part(_smaller_clip(whole, smooth=shown <= _SMOOTH_SECONDS))
        if any(isinstance(each, Redraw) for each in clip.operations):
            return _on_a_sheet(small, _FEW)  # each of them takes a while to draw
        if self.sheet:
            return _on_a_sheet(small)
        container = clip.encoding.container
        return replace(small, export=Export(container="gif" if container == "gif" else "mp4"))

    def _part(self, clip: Clip) -> Clip:
        length = clip.facts.duration
        start, end = max(0.0, self.start or 0.0), min(length, self.end or length)
        if end - start >= length - 0.01 or end <= start:
            return clip
        return clip.then(Cut((Span(start, end),)), done="")


def skimmed(clip: Clip, args: Sequence[str]) -> tuple[str, ...]:
    """The arguments that make a preview, whose inputs are decoded no further than it shows."""
    source, shown = clip.source.facts.video, clip.facts.video
    if source is None or shown is None or shown.fps * 2 > source.fps:
        return tuple(args)
    return tuple(
        word for each in args for word in ((*_SKIMMING, each) if each == "-i" else (each,))
    )


def _smaller_clip(clip: Clip, *, smooth: bool) -> Clip:
    """The clip with the picture made small before anything else happens to it.

    Rectangles, sizes and lengths in pixels are made smaller with it.
    """
    source, shown = clip.source.facts.video, clip.facts.video
    if source is None or shown is None:
        return clip
    side = min(source.width, source.height, shown.width, shown.height)
    share = min(1.0, _SIDE / side)
    first: list[Operation] = []
    if share < 1:
        first.append(Scale(_even(source.width * share), _even(source.height * share)))
    slower = Fraction(0) if smooth else _slower(shown.fps)
    early = slower and all(isinstance(o, _BY_FRAME) for o in clip.operations if o.on_picture)
    if early:
        first.insert(0, Rate(slower))
    small = replace(clip, facts=clip.source.facts, operations=()).then(*first, done="")
    for operation in clip.operations:
        small = small.then(_smaller(operation, share, small.facts.video), done="")
    last: list[Operation] = [Rate(slower)] if slower and not early else []
    made = small.facts.video
    if made is not None and min(made.width, made.height) > _SIDE:
        fewer = _SIDE / min(made.width, made.height)
        last.append(Scale(_even(made.width * fewer), _even(made.height * fewer)))
    return replace(small.then(*last, done=""), done=clip.done)


def _slower(fps: Fraction) -> Fraction:
    """A part of a rate that is enough; 0 where the rate is kept."""
    parts = math.ceil(fps / _RATE)
    return fps / parts if parts > 1 else Fraction(0)


def _on_a_sheet(clip: Clip, columns: int = _COLUMNS) -> Clip:
    frames = clip.facts.frames
    count = min(columns * columns, frames)
    video = clip.need_video("contact_sheet")
    tall = _even(_CELL * video.height / video.width)
    numbers = [int((number + 0.5) * frames / count) for number in range(count)]
    shown = tuple(Span(float(n / video.fps), float((n + 1) / video.fps)) for n in numbers)
    sheet = clip.then(Cut(shown), Scale(_CELL, tall), Tile(columns, -(-count // columns)), done="")
    return replace(sheet, export=Export(container="jpg"))


def _smaller(operation: Operation, share: float, video: VideoFacts | None) -> Operation:
    """The operation for a picture that is a share of the size it was meant for.

    Args:
        operation: What was meant.
        share: Of the width and of the height.
        video: The small picture that it comes to.
    """
    make = _SMALLER.get(type(operation))
    return operation if make is None or video is None else make(operation, share, video)


def _scale(scale: Scale, share: float, _video: VideoFacts) -> Operation:
    return Scale(_even(scale.width * share), _even(scale.height * share))


def _crop(crop: Crop, share: float, video: VideoFacts) -> Operation:
    width, height, x, y = _inside(crop, share, video)
    return Crop(width, height, x, y)


def _follow(follow: Follow, share: float, video: VideoFacts) -> Operation:
    width = min(_even(follow.width * share), video.width)
    return Follow(width, min(_even(follow.height * share), video.height))


def _pad(pad: Pad, share: float, video: VideoFacts) -> Operation:
    width = max(_even(pad.width * share), video.width)
    height = max(_even(pad.height * share), video.height)
    x = min(int(pad.x * share), width - video.width)
    y = min(int(pad.y * share), height - video.height)
    return replace(pad, width=width, height=height, x=x, y=y)


def _box(box: BoxFilter, share: float, video: VideoFacts) -> Operation:
    width, height, x, y = _inside(box, share, video)
    return replace(box, chain=_chain(box.chain, share), width=width, height=height, x=x, y=y)


def _filter(operation: VideoFilter | TimedFilter, share: float, _video: VideoFacts) -> Operation:
    return replace(operation, chain=_chain(operation.chain, share))


def _join(operation: Join | Background, _share: float, video: VideoFacts) -> Operation:
    return replace(operation, material=_fitted(operation.material, video.width, video.height))


def _overlay(overlay: Overlay, share: float, _video: VideoFacts) -> Operation:
    shown = overlay.material.facts.video
    if shown is None:
        return overlay
    material = _fitted(overlay.material, _even(shown.width * share), _even(shown.height * share))
    x, y = round(overlay.x * share), round(overlay.y * share)
    return replace(overlay, material=material, x=x, y=y)


def _fitted(material: Material, width: int, height: int) -> Material:
    video = material.facts.video
    if video is None or (video.width, video.height) == (width, height):
        return material
    return material.then(Scale(width, height))


def _inside(box: Crop | BoxFilter, share: float, video: VideoFacts) -> tuple[int, int, int, int]:
    """A smaller rectangle that lies within the picture."""
    width = min(_even(box.width * share), video.width)
    height = min(_even(box.height * share), video.height)
    x = min(int(box.x * share), video.width - width)
    y = min(int(box.y * share), video.height - height)
    return width, height, x, y


def _chain(chain: tuple[Filter, ...], share: float) -> tuple[Filter, ...]:
    """Filters whose lengths are a share of what they were."""
    return tuple(
        replace(
            each,
            options=tuple(
                (name, _length(each.name, name, value, share)) for name, value in each.options
            ),
        )
        for each in chain
    )


def _length(filter_: str, name: str, value: str | int | float, share: float) -> str | int | float:
    least = _LENGTHS.get(filter_, {}).get(name)
    if least is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return round(max(least, value * share), 3)
    if filter_ in _ODD:
        return max(int(least), round((value * share - 1) / 2) * 2 + 1)
    return round(max(least, value * share)) if value >= 0 else -round(max(least, -value * share))


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


_SMALLER: Mapping[type[Operation], Callable[[Any, float, VideoFacts], Operation]] = (
    MappingProxyType(
        {
            Scale: _scale,
            Crop: _crop,
            Follow: _follow,
            Pad: _pad,
            BoxFilter: _box,
            VideoFilter: _filter,
            TimedFilter: _filter,
            Join: _join,
            Background: _join,
            Overlay: _overlay,
        }
    )
)

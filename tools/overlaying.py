"""Overlaying: pictures on the clip, still or moving, and pictures behind it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import Source, VideoFacts
from tools.fitting import covering, first_frame, long_enough
from tools.media import PictureFile, Wanted, pick
from tools.operations import (
    Background,
    Filter,
    Key,
    Material,
    Mix,
    Operation,
    Overlay,
    Ramp,
    Rate,
    Scale,
    Span,
    Spans,
    VideoFilter,
)
from tools.ranges import is_whole, say_part, time_range
from tools.values import (
    Color,
    Intensity,
    Opacity,
    Outline,
    Position,
    Seconds,
    Share,
    anchor_of,
    say_color,
    say_position,
)

_PICTURES = Wanted(("still", "clip"), "picture")
# No picture on the picture is higher than this share of it, unless it covers all.
_HIGHEST = 0.9
# What stays free at the edges, as a share of the shorter side; none for what nearly fills it.
_MARGIN, _FILLS = 0.03, 0.94
_BORDER = 0.02
_ROUNDNESS = {"plain": 0.0, "rounded": 0.25, "circle": 1.0}
# Moving pictures that are made to go round.
_ROUND = frozenset({"gif", "webp"})
_GREEN = "#00c000"


def add_image(
    clip: Clip,
    image: PictureFile | None = None,
    position: Position | None = None,
    size: Share = 0.22,
    opacity: Opacity = 1.0,
    start: Seconds | None = None,
    end: Seconds | None = None,
    fade: Seconds = 0.0,
    shape: Outline = "plain",
    border: Color | None = None,
    sound: bool = False,
) -> Clip:
    """Lay a picture over the clip: a logo, a watermark, a sticker, or a second clip in a corner.

    A second clip plays as picture-in-picture from its start; an animated GIF goes round.

    Args:
        clip: The clip.
        image: The picture or second clip, by name or number; the latest that was sent when left
            out.
        position: Where it lies; top right for a picture, bottom right for a clip when left out.
        size: Its width as a share of the clip's, or in pixels; 22 % when left out.
        opacity: How much it hides of what is below, 0 to 1; 1 when left out.
        start: When it comes, and a second clip begins to play; at once when left out.
        end: When it goes; it stays, or a second clip plays to its end, when left out.
        fade: Seconds in which it fades in and out again.
        shape: Whether it has square corners, round ones, or is a circle.
        border: Colour of a border around it; none when left out.
        sound: Whether the sound of a second clip is heard, too.

    Examples:
        add this logo in the top right corner
        put the watermark at the bottom left, half transparent
        overlay the picture from 2 to 5 seconds
        picture in picture with the second clip, bottom right
        put my logo in the corner, small
        show this image in the middle for the first 3 seconds and fade it in
        lay this video over it in a circle with a white border
        add the png as a watermark with 30% opacity
        place the sticker at the bottom
        use the second video as a small facecam in the upper left
        insert this picture at 0:04, full screen
    """
    video = clip.need_video("add_image")
    source = pick(clip, image, _PICTURES)
    shown = source.facts.video
    if shown is None:
        raise BadInput(f"'{source.name}' has no picture to lay over the clip.")
    if opacity == 0:
        raise BadInput("With an opacity of 0 nothing of it would be seen; choose 0.1 to 1.")
    still = source.kind == "still"
    where = position or ("top-right" if still else "bottom-right")
    when = _when(clip, source, start, end)
    place = _placed(shown, video, size, where, round_shape=shape == "circle")
    look = _Look(shape, opacity, _fading(clip, when, fade), when, border)
    material = _material(source, video.fps, when, place)
    heard = sound and not still and source.facts.audio is not None
    mix = (_heard(source, when),) if heard else ()
    return clip.then(
        *look.overlays(material, place, video),
        *mix,
        done=_phrase(clip, source, where, place, look),
    )


def add_background(
    clip: Clip,
    image: PictureFile | None = None,
    color: Color = _GREEN,
    similarity: Intensity = 0.15,
    blend: Intensity = 0.06,
) -> Clip:
    """Put a picture or another clip behind: instead of a green screen, or where it is transparent.

    Args:
        clip: The clip.
        image: What is to be seen behind, by name or number; the latest that was sent when left
            out.
        color: The colour that it replaces, unless the clip is transparent already; green when
            left out.
        similarity: How far from that colour others may be to go too, 0 to 1.
        blend: How soft the edges are, 0 to 1.

    Examples:
        replace the green screen with this picture
        replace the green screen with this video
        put this image behind me instead of the green screen
        put the picture behind me
        show this picture behind me where the green screen is
        use the second clip as the background
        swap the green background for the beach photo
        change the background to this picture
        put me in front of this video
        virtual background with the image I sent
    """
    video = clip.need_video("add_background")
    source = pick(clip, image, _PICTURES)
    shown = source.facts.video
    if shown is None:
        raise BadInput(f"'{source.name}' has no picture to show behind the clip.")
    loops = 1 if source.kind == "still" else long_enough(source, clip.facts.duration)
    material = Material(source, loops=loops).then(
        Rate(video.fps), *covering(shown, video.width, video.height)
    )
    keyed: tuple[Operation, ...] = ()
    if not video.alpha:
        keyed = (Key(color=color, similarity=max(0.01, similarity), blend=blend),)
    of_what = "" if video.alpha else f" instead of the {say_color(color)}"
    return clip.then(
        *keyed, Background(material=material), done=f"put '{source.name}' behind it{of_what}"
    )


@dataclass(frozen=True, slots=True)
class _Place:
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
class _Look:
    """How a picture is laid over the clip."""

    shape: str
    opacity: float
    ramp: Ramp | None
    when: Spans
    border: str | None

    def overlays(self, material: Material, place: _Place, video: VideoFacts) -> list[Operation]:
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

    def _plate(self, material: Material, place: _Place, video: VideoFacts) -> Overlay:
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


def _when(clip: Clip, source: Source, start: float | None, end: float | None) -> Spans:
    """When it shows; () for all the time. A second clip goes when it has ended."""
    span = time_range(clip, start, end)
    if source.kind != "still" and source.facts.container not in _ROUND:
        last = span.start + source.facts.duration
        if end is not None or last < span.end:
            span = Span(span.start, min(span.end, last))
    return () if is_whole(clip, span) else (span,)


def _placed(
    shown: VideoFacts, video: VideoFacts, share: float, where: str, *, round_shape: bool
) -> _Place:
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
    return _Place(*size, x, y, round_shape)


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


def _fading(clip: Clip, when: Spans, seconds: float) -> Ramp | None:
    if seconds <= 0:
        return None
    length = when[0].length if when else clip.facts.duration
    each = min(seconds, length / 2)
    return Ramp(each, each)


def _material(source: Source, fps: Fraction, when: Spans, place: _Place) -> Material:
    shown = source.facts.video
    if shown is None:
        raise ValueError("what has no picture is not laid over a clip")
    loops = 1
    if source.facts.container in _ROUND and source.kind != "still":
        loops = long_enough(source, when[0].length if when else 3600.0)
    sized: tuple[Operation, ...] = (Scale(place.width, place.height),)
    if place.cut:
        sized = covering(shown, place.width, place.height)
    return Material(source, loops=loops).then(Rate(fps), *sized)


def _heard(source: Source, when: Spans) -> Mix:
    material = Material(source)
    return Mix(sound=material, at=when[0].start if when else 0.0, duck_db=0.0)


def _phrase(clip: Clip, source: Source, where: str, place: _Place, look: _Look) -> str:
    details = [f"{place.width}x{place.height} pixels"]
    if look.opacity < 1:
        details.append(f"{look.opacity:.0%} opaque")
    if look.shape != "plain":
        details.append("in a circle" if look.shape == "circle" else "with round corners")
    if look.border:
        details.append(f"with a {say_color(look.border)} border")
    if look.ramp:
        details.append(f"fading for {look.ramp.rise:g} s")
    return (
        f"laid '{source.name}' over it {say_position(where)} ({', '.join(details)})"
        f"{say_part(look.when)}"
    )

"""Overlaying: pictures on the clip, still or moving, and pictures behind it."""

from __future__ import annotations

from fractions import Fraction

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import Source
from tools.fitting import covering, long_enough
from tools.laying import Laying, Placed, placed
from tools.media import PictureFile, Wanted, pick
from tools.operations import (
    Background,
    Key,
    Material,
    Mix,
    Operation,
    Ramp,
    Rate,
    Scale,
    Span,
    Spans,
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
    say_color,
    say_position,
)

_PICTURES = Wanted(("still", "clip"), "picture")
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
    place = placed(shown, video, size, where, round_shape=shape == "circle")
    look = Laying(shape, opacity, _fading(clip, when, fade), when, border)
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


def _when(clip: Clip, source: Source, start: float | None, end: float | None) -> Spans:
    """When it shows; () for all the time. A second clip goes when it has ended."""
    span = time_range(clip, start, end)
    if source.kind != "still" and source.facts.container not in _ROUND:
        last = span.start + source.facts.duration
        if end is not None or last < span.end:
            span = Span(span.start, min(span.end, last))
    return () if is_whole(clip, span) else (span,)


def _fading(clip: Clip, when: Spans, seconds: float) -> Ramp | None:
    if seconds <= 0:
        return None
    length = when[0].length if when else clip.facts.duration
    each = min(seconds, length / 2)
    return Ramp(each, each)


def _material(source: Source, fps: Fraction, when: Spans, place: Placed) -> Material:
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


def _phrase(clip: Clip, source: Source, where: str, place: Placed, look: Laying) -> str:
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

"""Turning: the picture mirrored, rotated, and seen from closer by."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import VideoFacts
from tools.operations import Crop, Filter, Operation, Scale, Span, Spans, Turn, VideoFilter
from tools.ranges import part, say_part
from tools.values import (
    Color,
    Corners,
    Degrees,
    Factor,
    Mirror,
    Position,
    Seconds,
    ZoomMotion,
    anchor_of,
    say_color,
)
from tools.zooming import zooming

_MOST_ZOOM = 10.0
_QUARTER = 90
_CLEAR = "#00000000"
_SHARES = {"left": 0.0, "top": 0.0, "right": 1.0, "bottom": 1.0}


def rotate_video(
    clip: Clip,
    degrees: Degrees = 90.0,
    corners: Corners = "color",
    color: Color | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Turn the picture clockwise; negative degrees turn it counter-clockwise.

    Args:
        clip: The clip.
        degrees: How far clockwise: 90 is a quarter to the right, -90 or 270 a quarter to the left,
            180 upside down. By other angles, and for a part of the time, the size stays.
        corners: What fills the corners of a tilted picture: color, or crop, which enlarges it
            until there are none.
        color: Colour of the corners; when left out black, or clear where the clip is transparent.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.

    Examples:
        rotate it 90 degrees
        turn it to the right
        rotate left by 90 degrees
        rotate 90 degrees counter-clockwise
        turn it by 180 degrees
        rotate the video 270 degrees clockwise
        it is lying on its side, turn it upright
        tilt it by 5 degrees
        straighten it by 3 degrees to the left, no black corners
        rotate it by 15 degrees with white corners
        it is sideways, fix it
        spin it a quarter turn left
        turn it clockwise
        rotate it half around, it is upside down
    """
    video = clip.need_video("rotate_video")
    if not -360 <= degrees <= 360:
        raise BadInput(f"A full turn has 360 degrees, and {degrees:g} is past that.")
    spans = part(clip, start, end)
    turn = degrees % 360
    way = f"{degrees:g} degrees clockwise" if degrees > 0 else f"{-degrees:g} degrees to the left"
    if turn == 0:
        return clip.then(
            done="left it as it stands", note=f"A turn by {degrees:g} degrees changes nothing."
        )
    did = f"rotated it {way}{say_part(spans)}"
    if turn % _QUARTER:
        free = color or (_CLEAR if video.alpha else "#000000")
        tilt = Filter("rotate", (("angle", f"{degrees:g}*PI/180"), ("fillcolor", free)))
        if corners == "crop":
            crop = _seen(video, _filling(video, degrees), "center")
            return clip.then(*_enlarged(video, crop, spans, tilt), done=did)
        shown = "clear" if free == _CLEAR else say_color(free)
        note = f"The picture keeps its size, so its corners are {shown} or cut off."
        return clip.then(VideoFilter((tilt,), spans), done=did, note=note)
    quarters = int(turn // _QUARTER)
    if not spans:
        return clip.then(Turn(quarters), done=did)
    return clip.then(VideoFilter(_turned(video, quarters), spans), done=did)


def flip_video(
    clip: Clip,
    direction: Mirror = "horizontal",
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Mirror the picture: left and right, or top and bottom, change places.

    Args:
        clip: The clip.
        direction: horizontal swaps left and right, vertical top and bottom.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.

    Examples:
        flip it horizontally
        mirror the video
        flip it vertically
        turn it upside down
        swap left and right in the picture
        hflip
        mirror image of the first 3 seconds
        the text is mirrored, flip it back
        make a mirror image
    """
    clip.need_video("flip_video")
    spans = part(clip, start, end)
    name = "hflip" if direction == "horizontal" else "vflip"
    return clip.then(
        VideoFilter((Filter(name),), spans), done=f"flipped it {direction}ly{say_part(spans)}"
    )


def zoom_video(
    clip: Clip,
    factor: Factor = 1.5,
    position: Position = "center",
    motion: ZoomMotion = "still",
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Show a part of the picture enlarged, at once or as a slow zoom, at the size that it has.

    Args:
        clip: The clip.
        factor: How many times as large, 1 to 10.
        position: Which part to look at; the middle by default.
        motion: still is enlarged at once; in zooms in gradually and stays there, out starts
            enlarged and goes back, in_out does one after the other.
        start: When the zoom begins; the start of the clip when left out.
        end: When it ends; the end of the clip when left out.

    Examples:
        zoom in 2x
        zoom 150%
        zoom into the middle
        zoom in on the top left corner
        get closer, 1.3 times
        punch in from 2 to 4 seconds
        zoom in a bit on the right side
        enlarge the centre of the picture twofold
        slowly zoom in
        slow zoom out over the whole clip
        ken burns effect
        start close and slowly pull back
        zoom in gradually on the top right from 2 to 6 seconds
        slowly zoom in and back out
        go closer to the middle
    """
    video = clip.need_video("zoom_video")
    if not 1 <= factor <= _MOST_ZOOM:
        raise BadInput(
            f"A zoom of {factor:g} cannot be shown; choose 1 to {_MOST_ZOOM:g}. To make room "
            "around the picture, add a border."
        )
    spans = part(clip, start, end)
    crop = _seen(video, factor, position)
    if (crop.width, crop.height) == (video.width, video.height):
        return clip.then(done="left it as it is", note="A zoom of 1 changes nothing.")
    if motion != "still":
        span = spans[0] if spans else Span(0.0, clip.facts.duration)
        done = f"{_DID[motion]} {factor:g}x{say_part(spans)}"
        return clip.then(zooming(clip.facts, span, factor, crop, motion), done=done)
    return clip.then(*_enlarged(video, crop, spans), done=f"zoomed in {factor:g}x{say_part(spans)}")


_DID: Mapping[str, str] = MappingProxyType(
    {
        "in": "zoomed in slowly to",
        "out": "zoomed out slowly from",
        "in_out": "zoomed in slowly and out again, up to",
    }
)


def _enlarged(video: VideoFacts, crop: Crop, spans: Spans, *first: Filter) -> tuple[Operation, ...]:
    """What fills the picture with a part of it, after further filters."""
    if spans:
        return (VideoFilter((*first, *_shares(video, crop)), spans),)
    return VideoFilter(first), crop, Scale(video.width, video.height)


def _filling(video: VideoFacts, degrees: float) -> float:
    """How much a tilted picture has to be enlarged so that it leaves no corner free."""
    across, down = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    ratio = max(video.width / video.height, video.height / video.width)
    return across + down * ratio


def _turned(video: VideoFacts, quarters: int) -> tuple[Filter, ...]:
    """Quarter turns that keep the size, in shares of the picture.

    What is left free is black, or clear where the picture is transparent.
    """
    if quarters == 2:
        return Filter("hflip"), Filter("vflip")
    share = min(video.width / video.height, video.height / video.width)
    side = f"ceil(iw*{share:.6f}/2)*2", f"ceil(ih*{share:.6f}/2)*2"
    canvas = f"ceil(ih/{share:.6f}/2)*2", f"ceil(iw/{share:.6f}/2)*2"
    return (
        Filter("transpose", (("dir", "clock" if quarters == 1 else "cclock"),)),
        Filter("scale", (("w", side[0]), ("h", side[1]))),
        Filter("setsar", (("sar", 1),)),
        Filter(
            "pad",
            (
                ("w", canvas[0]), ("h", canvas[1]), ("x", "(ow-iw)/2"), ("y", "(oh-ih)/2"),
                *((("color", _CLEAR),) if video.alpha else ()),
            ),
        ),
    )  # fmt: skip


def _seen(video: VideoFacts, factor: float, position: str) -> Crop:
    """The part of the picture that fills it then."""
    width, height = (max(2, round(side / factor)) for side in (video.width, video.height))
    anchor = anchor_of(position)
    if isinstance(anchor, tuple):  # that point comes to the middle, as far as the picture goes
        x, y = (
            min(max(0, round(at * side - size / 2)), side - size)
            for at, side, size in zip(
                anchor, (video.width, video.height), (width, height), strict=True
            )
        )
        return Crop(width, height, x, y)
    words = anchor.split("-")
    across = next((_SHARES[word] for word in words if word in {"left", "right"}), 0.5)
    down = next((_SHARES[word] for word in words if word in {"top", "bottom"}), 0.5)
    x, y = round((video.width - width) * across), round((video.height - height) * down)
    return Crop(width, height, x, y)


def _shares(video: VideoFacts, crop: Crop) -> tuple[Filter, ...]:
    """The same in shares of the picture, so that it fits a preview as well."""
    shares = (crop.width / video.width, crop.height / video.height)
    places = (crop.x / video.width, crop.y / video.height)
    return (
        Filter(
            "crop",
            (
                ("w", f"round(iw*{shares[0]:.6f}/2)*2"), ("h", f"round(ih*{shares[1]:.6f}/2)*2"),
                ("x", f"iw*{places[0]:.6f}"), ("y", f"ih*{places[1]:.6f}"),
            ),
        ),
        Filter(
            "scale",
            (("w", f"round(iw/{shares[0]:.6f}/2)*2"), ("h", f"round(ih/{shares[1]:.6f}/2)*2")),
        ),
        Filter("setsar", (("sar", 1),)),
    )  # fmt: skip

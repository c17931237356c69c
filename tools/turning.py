"""Turning: the picture mirrored, rotated, and seen from closer by."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import VideoFacts
from tools.operations import Crop, Filter, Operation, Scale, Turn, VideoFilter
from tools.ranges import part, say_part
from tools.values import Degrees, Factor, Mirror, Position, Seconds, anchor_of

_MOST_ZOOM = 10.0
_QUARTER = 90
_SHARES = {"left": 0.0, "top": 0.0, "right": 1.0, "bottom": 1.0}


def rotate_video(clip: Clip, degrees: Degrees = 90.0) -> Clip:
    """Turn the picture clockwise; negative degrees turn it counter-clockwise.

    Args:
        clip: The clip.
        degrees: How far clockwise: 90 is a quarter to the right, -90 or 270 a quarter to the left,
            180 upside down. By other angles the picture keeps its size, with black corners.

    Examples:
        rotate it 90 degrees
        turn it to the right
        rotate left by 90 degrees
        rotate 90 degrees counter-clockwise
        turn it by 180 degrees
        rotate the video 270 degrees clockwise
        it is lying on its side, turn it upright
        tilt it by 5 degrees
    """
    clip.need_video("rotate_video")
    if not -360 <= degrees <= 360:
        raise BadInput(f"A full turn has 360 degrees, and {degrees:g} is past that.")
    turn = degrees % 360
    way = f"{degrees:g} degrees clockwise" if degrees > 0 else f"{-degrees:g} degrees to the left"
    if turn == 0:
        return clip.then(
            done="left it as it stands", note=f"A turn by {degrees:g} degrees changes nothing."
        )
    if turn % _QUARTER:
        tilt = (("angle", f"{degrees:g}*PI/180"), ("fillcolor", "black"))
        return clip.then(
            VideoFilter((Filter("rotate", tilt),)),
            done=f"rotated it {way}",
            note="The picture keeps its size, so its corners are black or cut off.",
        )
    return clip.then(Turn(int(turn // _QUARTER)), done=f"rotated it {way}")


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
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Show a part of the picture enlarged, at the size that the clip has.

    Args:
        clip: The clip.
        factor: How many times as large, 1 to 10.
        position: Which part to look at; the middle by default.
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
    operations: tuple[Operation, ...] = (crop, Scale(video.width, video.height))
    if spans:
        operations = (VideoFilter(_shares(video, crop), spans),)
    return clip.then(*operations, done=f"zoomed in {factor:g}x{say_part(spans)}")


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

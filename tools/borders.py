"""Borders: room around the picture, and pictures of another shape."""

from __future__ import annotations

from fractions import Fraction

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import VideoFacts
from tools.filters import Chain
from tools.framing import crop_video
from tools.operations import Crop, Filter, Operation, Pad, Scale, VideoFilter
from tools.ranges import part, say_part
from tools.subjects import followed
from tools.values import (
    Aspect,
    Color,
    Fill,
    Followed,
    Pixels,
    Seconds,
    aspect_ratio,
    say_color,
)
from tools.values.sizes import MAX_SIDE

_CINEMA = "2.39:1"
_USUAL_BORDER = 0.04
_MOST_GROWTH = 1.5


def set_aspect(
    clip: Clip,
    aspect: Aspect,
    fill: Fill = "bars",
    color: Color = "#000000",
    follow: Followed = "middle",
) -> Clip:
    """Give the picture another shape, and say what becomes of what does not fit.

    Args:
        clip: The clip.
        aspect: The shape: "9:16", "1:1", "4:3", "vertical", "square".
        fill: bars keeps all of the picture between bars, blur puts it over a blurred copy of
            itself, crop cuts off what is too much.
        color: Colour of the bars.
        follow: subject crops it and keeps faces and motion in the frame, which moves smoothly.

    Examples:
        fit it into 9:16 with black bars
        make it 9:16 with black bars
        make it 1:1 with a blurred background
        vertical with blurred sides, keep the whole picture
        pad it to 16:9
        change it to square without cropping anything
        put it in a 4:5 frame with white bars
        change the aspect ratio to 1:1 with a white background
        convert landscape to portrait with blurred bars
        make it 9:16 and follow the subject
        crop it to vertical but keep the face in frame
        reframe to 1:1 and keep the speaker in the picture
    """
    video = clip.need_video("set_aspect")
    if follow == "subject":
        return followed(clip, aspect)
    if fill == "crop":
        return crop_video(clip, aspect=aspect)
    canvas = _canvas(video, aspect_ratio(aspect))
    if canvas == (video.width, video.height):
        return clip.then(
            done=f"kept the shape ({aspect})",
            note=f"The picture is {video.width}x{video.height}, which is {aspect} already.",
        )
    around = "blurred bars" if fill == "blur" else f"{say_color(color)} bars"
    return clip.then(
        *_laid_on(video, canvas, color, blurred=fill == "blur"),
        done=f"made it {aspect} with {around} ({canvas[0]}x{canvas[1]})",
    )


def letterbox(
    clip: Clip,
    aspect: Aspect = _CINEMA,
    color: Color = "#000000",
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Lay black bars over the top and bottom, as in the cinema; the size stays.

    Args:
        clip: The clip.
        aspect: Shape of what stays visible between the bars; 2.39:1 when left out.
        color: Colour of the bars; black when left out.
        start: When they appear; the start of the clip when left out.
        end: When they disappear; the end of the clip when left out.

    Examples:
        add letterbox bars
        put black bars at the top and bottom
        cinematic bars
        movie style black bars please
        widescreen letterbox 2.35:1
        give it those bars like in films
        cinema bars from 3 to 6 seconds
        put movie theater bars on it
        black stripes at the top and bottom like in the cinema
    """
    video = clip.need_video("letterbox")
    spans = part(clip, start, end)
    ratio = aspect_ratio(aspect)
    # Bars of even height, for colour is stored for every second row.
    bar = round((video.height - float(video.width / ratio)) / 4) * 2
    if bar <= 0:
        raise BadInput(
            f"The picture is {video.width}x{video.height}, which is as wide as {aspect} already, "
            "so bars above and below would have no room. Name a wider shape, such as 3:1."
        )
    kept = Crop(video.width, video.height - 2 * bar, 0, bar)
    pad = Pad(video.width, video.height, 0, bar, color)
    drawn = VideoFilter(bars(bar / video.height, color), spans)
    return clip.then(
        *((drawn,) if spans else (kept, pad)),
        done=f"added {say_color(color)} bars at the top and bottom ({aspect}){say_part(spans)}",
    )


def bars(share: float, color: str = "#000000") -> Chain:
    """Bars above and below, each of a share of the picture's height."""
    height = f"round(ih*{share:.4f}/2)*2"
    shape = (("w", "iw"), ("h", height), ("color", color), ("t", "fill"))
    below = (("x", 0), ("y", f"ih-{height}"), *shape)
    return Filter("drawbox", (("x", 0), ("y", 0), *shape)), Filter("drawbox", below)


def add_border(clip: Clip, width: Pixels | None = None, color: Color = "#ffffff") -> Clip:
    """Put a frame of one colour around the picture, which grows by it.

    Args:
        clip: The clip.
        width: Thickness of the border in pixels; 4 % of the picture when left out.
        color: Colour of the border; white when left out.

    Examples:
        add a white border
        put a black frame around it
        a 20 pixel red border
        frame the video in gold
        pad it with a thick blue border
        polaroid style white edges around the picture
        add a thin gray outline around the video
        a white edge all around
        an outline around the edges of the video in pink
    """
    video = clip.need_video("add_border")
    shorter = min(video.width, video.height)
    thickness = round(shorter * _USUAL_BORDER) if width is None else width
    thickness = max(2, round(thickness / 2) * 2)
    if thickness > shorter:
        raise BadInput(
            f"A border of {thickness} pixels is wider than the picture of "
            f"{video.width}x{video.height}; use at most {shorter}."
        )
    size = video.width + 2 * thickness, video.height + 2 * thickness
    return clip.then(
        Pad(*size, thickness, thickness, color),
        done=f"added a {say_color(color)} border of {thickness} pixels ({size[0]}x{size[1]})",
    )


def _canvas(video: VideoFacts, ratio: Fraction) -> tuple[int, int]:
    """An even size of a shape that holds the picture.

    As large as the picture needs it; where that would be far more than the picture has, as from a
    wide to an upright one, as large as the picture's shorter side allows.
    """
    width, height = video.width, video.height
    if width < height * ratio:
        width = max(width, _even(float(height * ratio)))
    else:
        height = max(height, _even(float(width / ratio)))
    if width * height > _MOST_GROWTH * video.width * video.height:
        side = min(video.width, video.height)
        width = _even(float(side * max(ratio, Fraction(1))))
        height = _even(float(side / min(ratio, Fraction(1))))
    if max(width, height) > MAX_SIDE:
        raise BadInput(f"{width}x{height} cannot be made: a side has at most {MAX_SIDE:,} pixels.")
    return width, height


def _laid_on(
    video: VideoFacts, canvas: tuple[int, int], color: str, *, blurred: bool
) -> tuple[Operation, ...]:
    """The picture, smaller if need be, in the middle of a canvas."""
    share = min(1.0, canvas[0] / video.width, canvas[1] / video.height)
    size = video.width, video.height
    scale: tuple[Operation, ...] = ()
    if share < 1:
        size = min(_even(size[0] * share), canvas[0]), min(_even(size[1] * share), canvas[1])
        scale = (Scale(*size),)
    x, y = ((whole - side) // 4 * 2 for whole, side in zip(canvas, size, strict=True))
    return (*scale, Pad(*canvas, x, y, color, blurred))


def _even(number: float) -> int:
    return max(2, round(number / 2) * 2)

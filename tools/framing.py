"""Framing: which part of the picture stays, and how large it is."""

from __future__ import annotations

from fractions import Fraction

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import VideoFacts
from tools.operations import Crop, Scale
from tools.values import Aspect, Factor, Pixels, Position, Resolution, anchor_of, aspect_ratio
from tools.values.sizes import MAX_SIDE

_SMALLEST = 16
# Shares of the free space that lie left of and above the kept part, by place.
_SIDES = {"left": 0.0, "top": 0.0, "right": 1.0, "bottom": 1.0}


def crop_video(
    clip: Clip,
    width: Pixels | None = None,
    height: Pixels | None = None,
    x: Pixels | None = None,
    y: Pixels | None = None,
    aspect: Aspect | None = None,
    position: Position = "center",
) -> Clip:
    """Cut the picture to a smaller rectangle or to another shape, without squeezing it.

    Args:
        clip: The clip.
        width: Width to keep, in pixels or percent; all of it when left out.
        height: Height to keep, in pixels or percent; all of it when left out.
        x: Pixels to leave away on the left; chosen by position when left out.
        y: Pixels to leave away at the top; chosen by position when left out.
        aspect: Shape to crop to, instead of width and height: "9:16", "square", "vertical".
        position: Which part to keep where x and y are left out; the centre by default.

    Examples:
        crop to 640x360
        make it square
        crop it to 9:16 for tiktok
        square for instagram
        vertical for tiktok
        16:9 for youtube
        make it vertical
        change the aspect ratio to 4:3
        crop x=100 y=50 width=600 height=400
        crop off the bottom 10%
        cut the top 100 pixels off
        cut 10% off the left side
        crop 200 px from the left and 100 px from the right
        take 50 pixels off every side
        keep only the left half of the picture
        cut the sides off so it is 1:1
        cut the edges off so it is square
    """
    video = clip.need_video("crop_video")
    if aspect is not None:
        if width is not None or height is not None:
            raise BadInput(
                f"Crop either to a shape ({aspect}) or to a width and height, not to both."
            )
        width, height = _largest(video, aspect_ratio(aspect))
    elif width is None and height is None and x is None and y is None:
        raise BadInput(
            f"Crop to what? The picture is {_size(video)}: name a width and height, or a shape "
            "such as 9:16 or square."
        )
    crop = _rectangle(video, width, height, x, y, position)
    if (crop.width, crop.height) == (video.width, video.height):
        return clip.then(
            done=f"kept the whole picture ({_size(video)})",
            note=f"The picture is {_size(video)} already, so nothing was cropped.",
        )
    shape = f" ({aspect})" if aspect else ""
    return clip.then(crop, done=f"cropped to {crop.width}x{crop.height}{shape}")


def resize_video(
    clip: Clip,
    width: Pixels | None = None,
    height: Pixels | None = None,
    scale: Factor | None = None,
    resolution: Resolution | None = None,
) -> Clip:
    """Make the picture larger or smaller; it keeps its shape unless both sides are given.

    Args:
        clip: The clip.
        width: New width in pixels; follows from the height when left out.
        height: New height in pixels; follows from the width when left out.
        scale: Factor for both sides, such as 0.5 or "half", instead of a size.
        resolution: Lines such as "480p" or "1080p", instead of a size; counts the shorter side.

    Examples:
        resize to 1280x720
        make it 640 wide
        480p please
        halve the resolution
        scale it down to 50%
        make it 1080p
        downscale to 720p
        twice as big
        I need it 360 pixels high
        make the picture smaller
    """
    video = clip.need_video("resize_video")
    ways = [way for way in (width or height, scale, resolution) if way is not None]
    if len(ways) != 1:
        raise BadInput(
            f"Resize to one of: a width and/or height, a scale, or a resolution. "
            f"The picture is {_size(video)} now."
        )
    if scale is not None:
        new = _even(video.width * scale), _even(video.height * scale)
    elif resolution is not None:
        new = _with_shorter_side(video, resolution)
    else:
        new = _with_sides(video, width, height)
    _check_size(video, *new)
    if new == (video.width, video.height):
        return clip.then(
            done=f"left it at {_size(video)}", note=f"The picture is {_size(video)} already."
        )
    return clip.then(
        Scale(*new), done=f"resized to {new[0]}x{new[1]}", note=_resize_note(video, *new)
    )


def _size(video: VideoFacts) -> str:
    return f"{video.width}x{video.height}"


def _even(number: float) -> int:
    """Nearest even size: a side that nobody asked for by number may as well be encodable."""
    return max(2, round(number / 2) * 2)


def _largest(video: VideoFacts, ratio: Fraction) -> tuple[int, int]:
    """Largest rectangle of a shape within the picture, in even numbers."""
    if video.width < video.height * ratio:
        width, height = video.width, _even(float(video.width / ratio))
    else:
        width, height = _even(float(video.height * ratio)), video.height
    return min(width, video.width), min(height, video.height)


def _rectangle(
    video: VideoFacts,
    width: int | None,
    height: int | None,
    x: int | None,
    y: int | None,
    position: str,
) -> Crop:
    across, down = _shares(position)
    left, kept_width = _side(video.width, width, x, across)
    top, kept_height = _side(video.height, height, y, down)
    crop = Crop(kept_width, kept_height, left, top)
    if crop.width < _SMALLEST or crop.height < _SMALLEST:
        raise BadInput(
            f"A crop of {crop.width}x{crop.height} at {left},{top} leaves too little of the "
            f"picture, which is {_size(video)}; keep at least {_SMALLEST}x{_SMALLEST} pixels."
        )
    if left + crop.width > video.width or top + crop.height > video.height:
        raise BadInput(
            f"A crop of {crop.width}x{crop.height} at {left},{top} reaches outside the picture, "
            f"which is {_size(video)}. Choose a smaller size or another place."
        )
    return crop


def _side(whole: int, size: int | None, offset: int | None, share: float) -> tuple[int, int]:
    """Offset and length of the kept part of one side."""
    length = size if size is not None else whole - (offset or 0)
    start = offset if offset is not None else round(max(0, whole - length) * share)
    return start, length


def _shares(position: str) -> tuple[float, float]:
    anchor = anchor_of(position)
    if isinstance(anchor, tuple):
        return anchor
    words = anchor.split("-")
    across = next((_SIDES[word] for word in words if word in {"left", "right"}), 0.5)
    down = next((_SIDES[word] for word in words if word in {"top", "bottom"}), 0.5)
    return across, down


def _with_shorter_side(video: VideoFacts, lines: int) -> tuple[int, int]:
    if video.width >= video.height:
        return _even(video.width * lines / video.height), lines
    return lines, _even(video.height * lines / video.width)


def _with_sides(video: VideoFacts, width: int | None, height: int | None) -> tuple[int, int]:
    if width is None:
        lines = height or video.height
        return _even(video.width * lines / video.height), lines
    return width, height or _even(video.height * width / video.width)


def _check_size(video: VideoFacts, width: int, height: int) -> None:
    if min(width, height) < _SMALLEST or max(width, height) > MAX_SIDE:
        raise BadInput(
            f"{width}x{height} cannot be made: each side needs {_SMALLEST} to {MAX_SIDE:,} "
            f"pixels. The picture is {_size(video)} now."
        )


def _resize_note(video: VideoFacts, width: int, height: int) -> str:
    notes = []
    stretch = (width / height) / (video.width / video.height)
    if not 0.97 <= stretch <= 1.03:
        notes.append(
            f"{width}x{height} is another shape than {_size(video)}, so the picture is stretched."
        )
    if width * height > video.width * video.height:
        notes.append("Enlarging adds pixels, not detail.")
    if width % 2 or height % 2:
        even = f"{width // 2 * 2}x{height // 2 * 2}"
        notes.append(f"Most formats need even sizes, so the file will be {even}.")
    return " ".join(notes)

"""Regions: effects on a part of the picture."""

from __future__ import annotations

from tools import effects, filters
from tools.boxes import Box
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import BoxFilter
from tools.ranges import part, say_part
from tools.subjects import with_faces_covered
from tools.values import BlurTarget, Cover, Intensity, Pixels, Region, Seconds


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
    target: BlurTarget = "area",
) -> Clip:
    """Blur or pixelate only a part of the picture: all faces, a side, a corner, or a rectangle.

    Args:
        clip: The clip.
        region: Which part: a half (left, right, top, bottom), a quarter (top-left ...), or the
            middle (center). Or give x, y, width and height.
        x: Pixels left of the rectangle.
        y: Pixels above the rectangle.
        width: Width of the rectangle; to the right edge when left out.
        height: Height of the rectangle; to the lower edge when left out.
        style: Blurred, or in large pixels.
        intensity: How strong, 0 to 1.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.
        target: faces finds all faces and blurs them wherever they go; area is what is named.

    Examples:
        blur all faces
        pixelate the faces
        hide everybody's face
        blur the left half of the picture
        blur only the right side and keep the rest sharp
        hide the top right corner with a blur
        pixelate the middle of the frame
        censor the bottom left corner from 2 to 5 s
        blur the area at x=100 y=50, 200 wide and 80 high
        blur out the lower half
        make the top half blurry
        make the left side unreadable
        I don't want anybody to be recognized, hide the faces
    """
    if target == "faces" and intensity > 0:
        return with_faces_covered(clip, style, intensity, start, end)
    video = clip.need_video("blur_region")
    spans = part(clip, start, end)
    box = Box.of(video, region, x, y, width, height)
    if box is None:
        raise BadInput(
            "Which part shall be blurred? Name a side, a corner or the center, or give x, y, width "
            f"and height. The picture is {video.width}x{video.height}."
        )
    if intensity == 0:
        return clip.then(done="left out the blur (0%)", note="An intensity of 0 changes nothing.")
    build = filters.blur if style == "blur" else effects.pixelate
    did = "blurred" if style == "blur" else "pixelated"
    return clip.then(
        BoxFilter(build(intensity, video), box.width, box.height, box.left, box.top, spans),
        done=f"{did} {box.name} ({intensity:.0%}){say_part(spans)}",
    )

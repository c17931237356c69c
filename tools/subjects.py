"""Subjects: what a picture is about: faces to cover, and people and motion to keep in the frame."""

from __future__ import annotations

from dataclasses import replace

from tools.analysis import Faces, FacesFound
from tools.clip import Clip
from tools.errors import BadInput
from tools.framing import crop_video
from tools.operations import CoverFaces, Crop, Follow, Spans
from tools.ranges import part, say_part
from tools.values import Aspect, Cover


def followed(clip: Clip, aspect: Aspect) -> Clip:
    """The clip cropped to a shape, with a frame that goes where faces and motion are."""
    cropped = crop_video(clip, aspect=aspect)
    crop = cropped.operations[-1] if len(cropped.operations) > len(clip.operations) else None
    if not isinstance(crop, Crop):
        return cropped
    return replace(
        clip.then(
            Follow(crop.width, crop.height),
            done=f"made it {aspect}, following faces and motion ({crop.width}x{crop.height})",
        ),
        export=cropped.export,
    )


def need_faces(clip: Clip, spans: Spans, instead: str) -> None:
    """See that there are faces to do something with.

    Args:
        clip: The clip.
        spans: When; empty is always.
        instead: What can be done in place of that.

    Raises:
        BadInput: None is found.
    """
    found: FacesFound = clip.finding(Faces(spans))
    if not found["faces"]:
        raise BadInput(
            f"I found no face in {'that part' if spans else 'it'}: those turned away, very small "
            f"or hidden are hard to find. {instead}"
        )


def with_faces_covered(
    clip: Clip, style: Cover, intensity: float, start: float | None, end: float | None
) -> Clip:
    """The clip with all faces blurred or in large pixels."""
    clip.need_video("blur faces")
    spans = part(clip, start, end)
    need_faces(clip, spans, "Name an area instead, such as “blur the top left corner”.")
    did = "blurred" if style == "blur" else "pixelated"
    return clip.then(
        CoverFaces(style, round(intensity, 3), spans),
        done=f"{did} the faces ({intensity:.0%}){say_part(spans)}",
        note="Please check it: faces turned away, very small or hidden may not be found.",
    )

"""Fitting: a result that is larger than can be delivered where it was asked for is made to fit."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import ANIMATIONS, STILLS

# Bits that the usual quality takes for a pixel of a picture, as a rule.
_USUAL_BITS = 0.1
_MEGA = 1e6


def surely_too_large(clip: Clip, limit: int) -> bool:
    """Whether the usual quality would take more bytes than a limit, as far as one can tell.

    Args:
        clip: The clip that is to be rendered.
        limit: Bytes that can be delivered.
    """
    video = clip.output.video
    if video is None or (clip.export is not None and clip.export.max_bytes):
        return False
    if clip.copies_picture:
        whole, size = clip.source.facts.duration, clip.source.facts.size_bytes or 0
        return size * clip.output.duration / whole > limit
    bits = video.width * video.height * float(video.fps) * _USUAL_BITS * clip.output.duration
    return bits / 8 > limit


def fitted(clip: Clip, limit: int) -> Clip | None:
    """The clip in files of so many bytes at most; None where no one could watch that.

    Args:
        clip: The clip that is to be rendered.
        limit: Bytes that can be delivered.
    """
    from tools.sizing import fit

    if clip.encoding.container in ANIMATIONS | STILLS:
        return None
    try:
        return fit(clip, limit)
    except BadInput:
        return None


def fitted_note(limit: int, before: int) -> str:
    """What to tell of a result that was made to fit.

    Args:
        limit: Bytes that can be delivered.
        before: Bytes that it had before; 0 where it was not made that large.
    """
    had = f"has {before / _MEGA:.1f} MB" if before else "would have more"
    return (
        f"Files of up to {limit / _MEGA:.1f} MB can be sent here. At its usual quality it {had}, "
        "so I made it fit."
    )

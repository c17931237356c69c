"""LUTs: colours replaced by a table that was sent, as grading programs write it."""

from __future__ import annotations

from typing import get_args

from tools.clip import Clip
from tools.media import TableFile, Wanted, pick
from tools.operations import ColorTable
from tools.ranges import part, say_part
from tools.values import Intensity, Seconds

_WANTED: Wanted = get_args(TableFile)[1]


def apply_lut(
    clip: Clip,
    file: TableFile | None = None,
    intensity: Intensity = 1.0,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Grade the colours with a LUT, a colour table (.cube or .3dl) that was sent along.

    Args:
        clip: The clip.
        file: The table that was sent; the latest one when left out.
        intensity: How much of it, 0 to 1.
        start: Where it begins to apply; the start of the clip when left out.
        end: Where it stops; the end of the clip when left out.

    Examples:
        apply this lut
        use the attached LUT
        grade it with the cube file
        apply the .cube file at 50%
        color grade with my lut from 2 to 6 seconds
        put the 3dl table on it
    """
    clip.need_video("apply_lut")
    spans = part(clip, start, end)
    chosen = pick(clip, file, _WANTED)
    if intensity == 0:
        return clip.then(done="left out the LUT (0%)", note="An intensity of 0 changes nothing.")
    strength = "" if intensity == 1 else f" ({intensity:.0%})"
    return clip.then(
        ColorTable(chosen, intensity, spans),
        done=f"graded it with '{chosen.name}'{strength}{say_part(spans)}",
    )

"""Zooming: a picture that is enlarged more and more, or less and less."""

from __future__ import annotations

from tools.facts import Facts
from tools.operations import Crop, Filter, Span, TimedFilter


def zooming(facts: Facts, span: Span, factor: float, seen: Crop, motion: str) -> TimedFilter:
    """The picture seen from closer by over time; before and after the span it stands still.

    Places are computed to a fraction of a pixel for each frame, so that slow zooms do not shake;
    the speed grows and falls softly, and looks the same from far and near.

    Args:
        facts: The clip.
        span: When the zoom goes on.
        factor: How many times as large at its closest.
        seen: The part of the picture that fills it then.
        motion: "in", "out", or "in_out".
    """
    if facts.video is None:
        raise ValueError("only a picture can be enlarged")
    first, end = facts.frame_at(span.start), facts.frame_at(span.end)
    # `in` counts frames from 1. The last frame of the span is the closest one.
    gone = f"clip((in-{first + 1})/{max(1, end - first - 1)},0,1)"
    turns = 2 if motion == "in_out" else 1
    near = f"(1-cos({turns}*PI*{gone}))/2"
    near = f"(1-{near})" if motion == "out" else f"({near})"
    share = f"pow({factor:g},-{near})"  # of the picture's width and height that is seen
    # The free space is left of and above what is seen in the same proportion all the time.
    left = seen.x / max(1, facts.video.width - seen.width)
    top = seen.y / max(1, facts.video.height - seen.height)
    x, y = f"W*(1-{share})*{left:.6f}", f"H*(1-{share})*{top:.6f}"
    right, bottom = f"{x}+W*{share}", f"{y}+H*{share}"
    corners = ((x, y), (right, y), (x, bottom), (right, bottom))
    options = tuple(
        (f"{axis}{number}", value)
        for number, corner in enumerate(corners)
        for axis, value in zip("xy", corner, strict=True)
    )
    return TimedFilter(
        (Filter("perspective", (*options, ("interpolation", "cubic"), ("eval", "frame"))),)
    )

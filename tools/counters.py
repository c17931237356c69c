"""Counters: numbers and bars that tell how far a clip is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Counter, ProgressBar
from tools.ranges import part, say_part
from tools.values import (
    Color,
    CounterKind,
    Edge,
    Pixels,
    Position,
    Seconds,
    TextSize,
    anchor_of,
    format_length,
    say_color,
    say_position,
)

_LARGEST = 359_999.0
# A countdown stays on 0 for so long, and goes.
_ZERO_SHOWS = 1.0
_USUAL_BAR = 0.015
_DID: Mapping[str, str] = MappingProxyType(
    {
        "timecode": "showed the timecode",
        "frames": "showed the frame number",
        "seconds": "counted the seconds",
        "clock": "showed the running time",
        "countdown": "counted down",
    }
)


def add_counter(
    clip: Clip,
    kind: CounterKind = "timecode",
    position: Position = "top-right",
    first: float | None = None,
    color: Color = "#ffffff",
    size: TextSize = 0.07,
    box: bool = True,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Show a running number on the picture: timecode, frame number, seconds, clock, countdown.

    Args:
        clip: The clip.
        kind: timecode (hours, minutes, seconds, frame) and frames tell the place in the clip;
            seconds, clock (minutes and seconds) and countdown run from when they appear.
        position: Where on the picture; at the top right when left out.
        first: What it starts with, in seconds, or in frames for frames: 0 when left out, and for
            a countdown how long it shows.
        color: Colour of the digits; white when left out.
        size: Size: small, medium, large, or the height of a line as a fraction of the picture.
        box: False leaves out the dark box behind the digits.
        start: When it appears; the start of the clip when left out.
        end: When it disappears; the end of the clip when left out, or a second after a countdown
            that was told where to start has come to 0.

    Examples:
        add a timecode
        show the elapsed time
        burn in the timecode
        show the frame number on every frame
        superimpose the frame number
        add a frame counter in the top left
        add a countdown from 10
        add a countdown from 3 at the beginning
        put a countdown timer at the bottom right
        count down the last 5 seconds
        show the remaining time
        show a timer
        show a stopwatch
        add a running clock in the corner
        display the elapsed seconds at the top left
    """
    clip.need_video("add_counter")
    if kind == "countdown" and first is not None and end is None:
        over = (start or 0.0) + max(0.0, first) + _ZERO_SHOWS
        end = over if over < clip.facts.duration else None
    spans = part(clip, start, end)
    length = spans[0].length if spans else clip.facts.duration
    begin = first if first is not None else length if kind == "countdown" else 0.0
    if not 0 <= begin <= _LARGEST:
        raise BadInput(f"A counter starts with 0 to {_LARGEST:,.0f}, not {begin:g}.")
    counter = Counter(
        kind=kind,
        anchor=anchor_of(position),
        first=begin,
        color=color,
        size=size,
        box=box,
        spans=spans,
    )
    origin = f" from {round(begin, 1):g}" if first is not None or kind == "countdown" else ""
    note = ""
    if kind == "countdown" and begin > length + 0.5:
        note = f"It shows for {format_length(length)}, so it does not get down to 0."
    return clip.then(
        counter,
        done=f"{_DID[kind]}{origin} {say_position(position)}{say_part(spans)}",
        note=note,
    )


def add_progress_bar(
    clip: Clip,
    color: Color = "#ff0000",
    height: Pixels | None = None,
    position: Edge = "bottom",
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Lay a bar along the edge of the picture that grows as the clip goes on.

    Args:
        clip: The clip.
        color: Colour of the bar; red when left out.
        height: Its height in pixels; 1.5 % of the picture when left out.
        position: Along the top or the bottom.
        start: When it begins to grow; the start of the clip when left out.
        end: When it is full and goes; the end of the clip when left out.

    Examples:
        add a progress bar
        put a progress bar at the bottom
        show a thin white progress bar along the top
        add a red bar that grows as the video plays
        a blue progress indicator, 12 pixels high
        progress bar from 2 to 8 seconds in yellow
        a little bar that fills up while it plays
        show how far the video is with a bar
    """
    video = clip.need_video("add_progress_bar")
    spans = part(clip, start, end)
    share = _USUAL_BAR if height is None else height / video.height
    if not 0 < share <= 0.5:
        raise BadInput(
            f"A bar of {height} pixels does not fit the picture, which is {video.height} high; "
            f"use 2 to {video.height // 2}."
        )
    return clip.then(
        ProgressBar(color=color, height=share, edge=position, spans=spans),
        done=f"added a {say_color(color)} progress bar at the {position}{say_part(spans)}",
    )

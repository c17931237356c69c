"""Ranges: the start and end that a person named, held against the clip as it is."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Span, Spans
from tools.values import format_length, format_seconds

SLACK = 0.5
"""An end that passes the clip's by no more than this is meant as the clip's end."""

_SHORTEST_SOUND = 0.01
_NOTICED = 0.05


def time_range(clip: Clip, start: float | None, end: float | None) -> Span:
    """The stretch from ``start`` to ``end``, which lies within the clip.

    Args:
        clip: The clip as it is now.
        start: Where it begins; None is the clip's start.
        end: Where it ends; None is the clip's end, and so is what passes it by a little.

    Raises:
        BadInput: It is outside the clip, runs backwards, or is shorter than a frame.
    """
    length = clip.facts.duration
    begin = 0.0 if start is None else start
    finish = length if end is None else end
    if begin < 0 or finish < 0:
        raise BadInput(
            f"A time cannot be negative, and {min(begin, finish):g} s is. "
            f"The clip goes from 0:00 to {format_seconds(length)}."
        )
    if end is not None and finish == begin:
        raise BadInput(
            f"From {format_seconds(begin)} to {format_seconds(finish)} is no time at all. Say from "
            "when to when, or how much, such as “the last 5 seconds”."
        )
    if end is not None and finish < begin:
        raise BadInput(
            f"The end ({format_seconds(finish)}) has to come after the start "
            f"({format_seconds(begin)}). Did you mean "
            f"{format_seconds(finish)} to {format_seconds(begin)}?"
        )
    if begin >= length - shortest(clip) / 2:
        raise BadInput(
            f"The start, {format_seconds(begin)}, is not within the clip, which is "
            f"{format_length(length)} long. Choose a start before {format_seconds(length)}."
        )
    if finish > length + SLACK:
        raise BadInput(
            f"The clip is {format_length(length)} long, so {format_seconds(finish)} is past its "
            f"end. Choose an end up to {format_seconds(length)}, or leave the end out to go on "
            "to the end of the clip."
        )
    finish = min(finish, length)
    if finish - begin < shortest(clip) * 0.99:
        raise BadInput(
            f"From {format_seconds(begin)} to {format_seconds(finish)} is less than one frame; "
            "choose times further apart."
        )
    return Span(begin, finish)


def end_note(clip: Clip, end: float | None) -> str:
    """What to tell when the end that was named is a little past the clip's."""
    length = clip.facts.duration
    if end is None or end - length < _NOTICED:
        return ""
    return f"The clip ends at {format_seconds(length)}, so that was taken as the end."


def part(clip: Clip, start: float | None, end: float | None) -> Spans:
    """The same as operations take it: empty when it is the whole clip.

    Raises:
        BadInput: As ``time_range``.
    """
    span = time_range(clip, start, end)
    return () if is_whole(clip, span) else (span,)


def is_whole(clip: Clip, span: Span) -> bool:
    """Whether a stretch leaves out less than half a frame of the clip."""
    return clip.facts.duration - span.length < shortest(clip) / 2


def shortest(clip: Clip) -> float:
    """The shortest stretch that can be shown: one frame, or a hundredth of a second of sound."""
    video = clip.facts.video
    return float(1 / video.fps) if video else _SHORTEST_SOUND


def say_range(span: Span) -> str:
    """A stretch in words: "0:02-0:10"."""
    return f"{format_seconds(span.start)}-{format_seconds(span.end)}"


def say_part(spans: Spans) -> str:
    """What to add to a phrase for a part: " from 0:03 to 0:05", or nothing for the whole."""
    if not spans:
        return ""
    return f" from {format_seconds(spans[0].start)} to {format_seconds(spans[0].end)}"

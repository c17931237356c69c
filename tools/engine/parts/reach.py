"""Reach: which stored frames a stretch of a result is made of, so that the others are not read.

Most operations give a frame that depends on one frame and on the time at which it comes. Where a
clip is made of such operations alone, a part of its result needs only a part of its source, read at
the times that it has in the whole (``Excerpt``): fades, titles and masks then are where they
are in the undivided result. Everything else (what plays backwards, looks at neighbours, counts
frames) is read from its beginning, and the part is cut out at the end; that is always right.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from tools.engine.compile.subtitles import subtitle_titles
from tools.engine.compile.time import pieces_of, ratio, retimed, span_of, walk
from tools.engine.parts.joins import part_of_join
from tools.engine.titles.sheet import Sheet
from tools.facts import Facts
from tools.operations import (
    Background,
    BoxFilter,
    ColorTable,
    Covered,
    Crop,
    Cut,
    Excerpt,
    Filter,
    Hold,
    Join,
    JoinPart,
    Key,
    Material,
    Operation,
    Overlay,
    Pad,
    Pan,
    ProgressBar,
    Rate,
    Retime,
    Scale,
    SpeedRamp,
    Subtitles,
    TimedFilter,
    Title,
    Titles,
    ToneMap,
    Turn,
    VideoFilter,
)

Frames = tuple[int, int]
"""A stretch of frames: the first one, and the one after the last."""

# These give a frame by itself and by its time.
_BY_THE_CLOCK = (
    VideoFilter, Crop, Scale, Turn, Pad, Key, ColorTable, ToneMap, Covered, Pan, ProgressBar,
    Overlay,
)  # fmt: skip
# Filters that look at when a frame comes, by its time and not by its number.
_CLOCKED = frozenset({"fade"})
# What is left of dividing frames by a speed.
_NEAR = 1e-6
# Frames that are read beyond those that are needed, where some are dropped or repeated.
_MARGIN = 2
# So many stretches of a result, less one, tell whether its parts can be read near their places.
_LOOKS = 4


def excerpt(facts: Facts, operations: Sequence[Operation], part: Frames) -> tuple[Operation, ...]:
    """The operations that give a stretch of a picture, and read little else.

    Args:
        facts: The clip before them.
        operations: What gives the whole picture, in order.
        part: The stretch.
    """
    after = _after(facts, operations)
    if part == (0, after.frames):
        return tuple(operations)
    return (*_read_less(facts, operations, part), Cut((span_of(*part, after),)))


def is_seekable(facts: Facts, operations: Sequence[Operation]) -> bool:
    """Whether late frames of a picture can be made without reading all before them."""
    after = _after(facts, operations)
    late = (after.frames * number // _LOOKS for number in range(1, _LOOKS))
    return all(
        _is_late(_read_less(facts, operations, (max(1, frame), after.frames))) for frame in late
    )


def _after(facts: Facts, operations: Sequence[Operation]) -> Facts:
    """What a clip is after operations."""
    for operation in operations:
        facts = operation.after(facts)
    return facts


def _is_late(operations: Sequence[Operation]) -> bool:
    """Whether what is read does not begin with the first frame of what comes first."""
    return any(
        (isinstance(each, Excerpt) and each.first > 0)
        or (isinstance(each, JoinPart) and (each.alone or _is_late(each.join.material.operations)))
        for each in operations
    )


def _read_less(
    facts: Facts, operations: Sequence[Operation], part: Frames
) -> tuple[Operation, ...]:
    """The operations, reading little but what a stretch of their result needs."""
    steps = list(walk(facts, operations))
    head = 1 if operations and isinstance(operations[0], Cut) else 0
    needed: Frames | None = part
    kept: list[Operation] = []
    for operation, before, made in reversed(steps[head:]):
        wanted = needed or (0, made.frames)
        if isinstance(operation, Join):
            operation, needed = part_of_join(operation, before, wanted, _inside)
        else:
            needed = _needed(operation, before, made, wanted)
        kept.insert(0, operation)
    whole = (0, (steps[0][2] if head else facts).frames)
    read = (Excerpt(*needed),) if needed not in {None, whole} else ()
    return (*operations[:head], *read, *kept)


def _inside(material: Material, part: Frames) -> Material:
    """A further file, of which little but a stretch of its picture is read."""
    if material.stands_still or material.loops > 1:
        return material
    made = _read_less(material.stored, material.operations, part)
    return replace(material, operations=made)


def _needed(operation: Operation, before: Facts, after: Facts, part: Frames) -> Frames | None:
    """The frames that an operation needs for a stretch of its result; None for all of them."""
    if isinstance(operation, BoxFilter) and operation.timed:
        return part if _are_clocked(operation.chain) else None
    if isinstance(operation, TimedFilter):
        return part if _are_clocked(operation.chain) else None
    if isinstance(operation, (*_BY_THE_CLOCK, BoxFilter)):
        return part
    if isinstance(operation, Background):
        return part if operation.material.stands_still else None
    if isinstance(operation, Titles):
        return _with_neighbours(operation.titles, after, part)
    if isinstance(operation, Subtitles):
        return _with_neighbours(subtitle_titles(operation, before, Sheet()), after, part)
    if isinstance(operation, Cut):
        return _of_cut(operation, before, part)
    place = _places(operation, before, after)
    return None if place is None else _reaching(place, before.frames, part)


def _are_clocked(chain: Sequence[Filter]) -> bool:
    return all(each.name in _CLOCKED and "duration" in dict(each.options) for each in chain)


def _of_cut(cut: Cut, before: Facts, part: Frames) -> Frames | None:
    """One range only moves frames; where there are several they are counted as they come."""
    pieces = pieces_of(cut, before)
    if len(pieces) > 1:
        return None
    first, count = pieces[0]
    return first + part[0], first + min(part[1], count)


def _with_neighbours(titles: Sequence[Title], facts: Facts, part: Frames) -> Frames:
    """Words keep out of the way of those that were there first: so these have to come first."""
    first = part[0]
    for start, end, alone in _groups(titles, facts):
        if not alone and start < first < end:
            first = start
    return first, part[1]


def _groups(titles: Sequence[Title], facts: Facts) -> list[tuple[int, int, bool]]:
    """Stretches in which titles show that could meet; first and end frame, and whether it is one.

    Those around a point stay where they are.
    """
    stretches = sorted(
        (facts.frame_at(title.span.start), facts.frame_at(title.span.end))
        if title.span
        else (0, facts.frames)
        for title in titles
        if isinstance(title.anchor, str)
    )
    groups: list[tuple[int, int, bool]] = []
    for start, end in stretches:
        if groups and start < groups[-1][1]:
            groups[-1] = (groups[-1][0], max(groups[-1][1], end), False)
        else:
            groups.append((start, end, True))
    return groups


def _places(operation: Operation, before: Facts, after: Facts) -> Callable[[int], int] | None:
    """From which frame of the result on a frame shows, for what drops and repeats frames."""
    if isinstance(operation, Rate) and not operation.smooth and before.video:
        step = before.video.fps / operation.fps
        return lambda frame: math.ceil(frame / step)
    if isinstance(operation, Hold):
        held, more = before.frame_at(operation.at), after.frames - before.frames
        return lambda frame: frame + more if frame > held else frame
    if isinstance(operation, Retime):
        return _retimed(operation, before)
    if isinstance(operation, SpeedRamp):
        return _ramped(operation, before, after)
    return None


def _retimed(operation: Retime, before: Facts) -> Callable[[int], int]:
    first, count, become = retimed(operation, before)
    speed = ratio(operation.factor)

    def place(frame: int) -> int:
        if frame < first:
            return frame
        if frame >= first + count:
            return frame + become - count
        return first + min(become, math.ceil((frame - first) / speed))

    return place


def _ramped(ramp: SpeedRamp, before: Facts, after: Facts) -> Callable[[int], int]:
    first, end = before.frame_at(ramp.span.start), before.frame_at(ramp.span.end)
    become = after.frames - before.frames + end - first
    slope = (ramp.last - ramp.first) / (end - first)

    def place(frame: int) -> int:
        if frame < first:
            return frame
        if frame >= end:
            return frame + become - (end - first)
        gone = math.log(1 + slope / ramp.first * (frame - first)) / slope
        return first + min(become, math.ceil(gone - _NEAR))

    return place


def _reaching(place: Callable[[int], int], frames: int, part: Frames) -> Frames:
    """The frames that show within a stretch of a result, with some to spare."""
    numbers = range(frames)
    first = bisect_right(numbers, part[0], key=place) - 1
    end = bisect_left(numbers, part[1], key=place)
    return max(0, first - _MARGIN), min(frames, end + _MARGIN)

"""Times on the grid: seconds as people say them, as the frames that they mean.

Between operations a picture is a whole number of frames. Here each time of an operation is set to
a frame, once, before anything is rewritten or compiled; so cuts of cuts and shifted spans meet
exactly the frames that they would meet if each operation were carried out on its own.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from tools.facts import Facts
from tools.operations import (
    BoxFilter,
    ColorTable,
    Counter,
    Cut,
    Hold,
    Key,
    Operation,
    Overlay,
    ProgressBar,
    Redraw,
    Retime,
    Reverse,
    Span,
    Spans,
    SpeedRamp,
    TimedFilter,
    Titles,
    VideoFilter,
)

_SPANNED = (
    VideoFilter, TimedFilter, BoxFilter, Key, ColorTable, Counter, ProgressBar, Overlay,
    Redraw,
)  # fmt: skip

Pieces = tuple[tuple[int, int], ...]
"""Stretches of frames or samples, in the order they play: (first, how many)."""

# A time this close to a frame, in frames, is that frame: what is left of adding up seconds.
_NEAR = 1e-4


def walk(facts: Facts, operations: Iterable[Operation]) -> Iterator[tuple[Operation, Facts, Facts]]:
    """Each operation with the facts before and after it."""
    for operation in operations:
        after = operation.after(facts)
        yield operation, facts, after
        facts = after


def on_grid(facts: Facts, operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """The operations with their times set to frames; what then applies to no frame is left out."""
    snapped: list[Operation] = []
    for operation, before, _ in walk(facts, operations):
        if isinstance(operation, Cut):
            snapped.append(_cut(operation, before))
        elif before.video is not None:
            snapped += _picture(operation, before)
        else:
            snapped.append(operation)
    return tuple(snapped)


def covering(seconds: float, facts: Facts) -> int:
    """Number of the frame that shows at a time."""
    return math.floor(seconds * _fps(facts) + _NEAR)


def reaching(seconds: float, facts: Facts) -> int:
    """Number of the first frame that starts at a time or later."""
    return math.ceil(seconds * _fps(facts) - _NEAR)


def span_of(first: int, end: int, facts: Facts) -> Span:
    """From the start of one frame to the start of another."""
    fps = _exact(facts)
    return Span(float(first / fps), float(end / fps))


def pieces_of(cut: Cut, facts: Facts) -> Pieces:
    """The frames that a cut on the grid keeps."""
    return tuple(
        (facts.frame_at(span.start), facts.frame_at(span.end) - facts.frame_at(span.start))
        for span in cut.ranges
    )


def retimed(retime: Retime, facts: Facts) -> tuple[int, int, int]:
    """Frames of a retimed part: first, how many there are, and how many there will be."""
    frames = facts.frames
    first, end = 0, frames
    if retime.span is not None:
        first, end = facts.frame_at(retime.span.start), facts.frame_at(retime.span.end)
    return first, end - first, max(1, retime.after(facts).frames - frames + end - first)


def merged(spans: Iterable[Span], near: float = 1e-6) -> Spans:
    """The same time with neighbours and overlaps joined, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end + near:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


@functools.lru_cache(256)
def ratio(factor: float) -> Fraction:
    """A speed as a fraction of small numbers: what people type, exactly."""
    return Fraction(factor).limit_denominator(1000)


def _cut(cut: Cut, facts: Facts) -> Cut:
    if facts.video is None:
        whole = [
            Span(span.start, min(span.end, facts.duration))
            for span in cut.ranges
            if span.start < facts.duration
        ]
        return Cut(tuple(whole) or cut.ranges[:1])
    frames, total = facts.frames, cut.after(facts).frames
    ranges, done, at = [], 0, Fraction(0)
    for number, (start, stop) in enumerate(cut.kept(facts), 1):
        # Where each range ends in the result is rounded, not how long it is: nothing adds up.
        at += Fraction(stop) - Fraction(start)
        end = total if number == len(cut.ranges) else facts.frame_at(float(at))
        if count := min(end - done, frames):
            first = max(0, min(covering(start, facts), frames - count))
            ranges.append(span_of(first, first + count, facts))
        done = end
    return Cut(tuple(ranges))


def _picture(operation: Operation, facts: Facts) -> list[Operation]:
    if isinstance(operation, _SPANNED) and operation.spans:
        spans = _spans(operation.spans, facts)
        return [replace(operation, spans=_unless_whole(spans, facts))] if spans else []
    if isinstance(operation, Titles):
        titles = []
        for title in operation.titles:
            spans = _spans((title.span,), facts) if title.span else ()
            if spans or title.span is None:
                titles.append(replace(title, span=(*_unless_whole(spans, facts), None)[0]))
        return [Titles(tuple(titles))] if titles else []
    if isinstance(operation, Hold):
        frame = min(covering(operation.at, facts), facts.frames - 1)
        held = span_of(0, max(1, operation.after(facts).frames - facts.frames), facts)
        return [Hold(float(frame / _exact(facts)), held.end)]
    if isinstance(operation, SpeedRamp):
        ramp = operation.on_frames(facts)
        return [ramp] if ramp else []
    if isinstance(operation, Reverse) and operation.span is not None:
        spans = _spans((operation.span,), facts)
        span = next(iter(_unless_whole(spans, facts)), None)
        return [replace(operation, span=span)] if spans else []
    if isinstance(operation, Retime) and operation.span is not None:
        first, count, _ = retimed(operation, facts)
        if count <= 0:
            return []
        whole = count >= facts.frames
        span = None if whole else span_of(first, min(first + count, facts.frames), facts)
        return [replace(operation, span=span)]
    return [operation]


def _spans(spans: Spans, facts: Facts) -> Spans:
    """Spans from frame to frame: a frame is in when its start is."""
    found = []
    for span in spans:
        first, end = reaching(span.start, facts), min(reaching(span.end, facts), facts.frames)
        if first < end:
            found.append(span_of(first, end, facts))
    return merged(found)


def _unless_whole(spans: Spans, facts: Facts) -> Spans:
    whole = len(spans) == 1 and covering(spans[0].length, facts) >= facts.frames
    return () if whole else spans


def _exact(facts: Facts) -> Fraction:
    if facts.video is None:
        raise ValueError("only a picture has frames")
    return facts.video.fps


def _fps(facts: Facts) -> float:
    return float(_exact(facts))

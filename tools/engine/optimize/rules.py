"""Rules that hold for the picture and the sound alike, and what all rules are made of."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from tools.engine.compile.time import merged
from tools.facts import Facts
from tools.operations import (
    AudioFilter,
    Crop,
    Cut,
    Operation,
    Rate,
    Retime,
    Scale,
    Span,
    Spans,
    Titles,
    VideoFilter,
)

Rule = Callable[[Operation, Operation, Facts], tuple[Operation, ...] | None]
"""Two neighbours and the facts before them -> what may stand in their place, or None."""

# What is left of adding up seconds.
_NEAR = 1e-6


def is_nothing(operation: Operation, facts: Facts) -> bool:
    """Whether an operation leaves the clip as it is."""
    match operation:
        case Cut(ranges=(Span(start=0, end=end),)):
            return end >= facts.duration - slack(facts)
        case Retime(factor=factor):
            return factor == 1
        case VideoFilter(chain=chain) | AudioFilter(chain=chain):
            return not chain
        case Titles(titles=titles):
            return not titles
        case Crop() | Scale() | Rate():
            return operation.after(facts).video == facts.video
    return False


def slack(facts: Facts) -> float:
    """A difference in length that is none: less than half a frame, or than a sample."""
    return float(1 / facts.video.fps) * 0.49 if facts.video else 1e-5


def cut_of_cut(earlier: Operation, later: Operation, before: Facts) -> tuple[Operation, ...] | None:
    """Cut, Cut -> Cut.

    Each range of the later cut lies on stretches that the earlier one laid end to end; taking the
    same parts of those stretches takes the same frames and samples in the same order.
    """
    if not (isinstance(earlier, Cut) and isinstance(later, Cut)):
        return None
    taken: list[Span] = []
    for wanted in later.ranges:
        at = 0.0
        for span in earlier.ranges:
            start = max(wanted.start, at)
            end = min(wanted.end, at + span.length)
            if end - start > _NEAR:
                taken.append(Span(span.start + start - at, span.start + end - at))
            at += span.length
    return (Cut(_joined(taken)),) if taken else None


def shifted(spans: Spans, cut: Cut) -> Spans | None:
    """Where spans of the uncut clip lie once it is cut; None when nowhere, () when everywhere.

    Args:
        spans: Stretches of the uncut clip; empty means all of it.
        cut: The cut.
    """
    if not spans:
        return ()
    found, at = [], 0.0
    for piece in cut.ranges:
        for span in spans:
            start, end = max(span.start, piece.start), min(span.end, piece.end)
            if end - start > _NEAR:
                found.append(Span(at + start - piece.start, at + end - piece.start))
        at += piece.length
    whole = merged(found)
    if not whole:
        return None
    return () if len(whole) == 1 and whole[0].length > at - _NEAR else whole


def reach(cut: Cut) -> tuple[float, float]:
    """From where to where a cut takes anything at all."""
    return min(span.start for span in cut.ranges), max(span.end for span in cut.ranges)


def moved(cut: Cut, seconds: float) -> Cut:
    """The same cut of a clip whose first ``seconds`` are gone already."""
    return Cut(
        tuple(Span(max(0.0, span.start - seconds), span.end - seconds) for span in cut.ranges)
    )


def beside_retimed(cut: Cut, part: Span, end: float) -> Cut | None:
    """The cut on the clip before a part was retimed, when it takes nothing of that part.

    Args:
        cut: A cut of the retimed clip.
        part: What was retimed, as it lay before.
        end: Where it ends once it is retimed.
    """
    low, high = reach(cut)
    if high <= part.start + _NEAR:
        return cut
    return moved(cut, end - part.end) if low >= end - _NEAR else None


def _joined(spans: list[Span]) -> Spans:
    """The same ranges, those that go on where the one before ends joined with it."""
    found = spans[:1]
    for before, span in pairwise(spans):
        if abs(span.start - before.end) < _NEAR:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)

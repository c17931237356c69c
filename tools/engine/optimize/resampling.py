"""Rules for retiming and another rate: no frame goes through a filter that nobody will see.

Between operations the picture is a row of frames. Retiming and another rate both show frame
``floor(k * r)`` as frame ``k``, where ``r`` is the number of frames that go in for each one that
comes out (``Resampling``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from tools.engine.compile.time import pieces_of, ratio, span_of
from tools.engine.optimize.rules import reach
from tools.facts import Facts
from tools.operations import (
    Crop,
    Cut,
    Operation,
    Rate,
    Retime,
    Scale,
    Spans,
    Titles,
    VideoFilter,
)


@dataclass(frozen=True, slots=True)
class Resampling:
    """How frames are chosen: frame ``floor(k * step)`` becomes frame ``k``."""

    step: Fraction

    @classmethod
    def of(cls, operation: Operation, before: Facts) -> Resampling | None:
        """The whole clip retimed, or another rate of the same frames; None for anything else."""
        if isinstance(operation, Retime) and operation.span is None:
            return cls(ratio(operation.factor))
        if isinstance(operation, Rate) and not operation.smooth and before.video:
            return cls(before.video.fps / operation.fps)
        return None

    def first_from(self, frame: int) -> int:
        """First frame that comes out of ``frame`` or a later one.

        ``floor(k * step) >= frame`` is ``k * step >= frame``, because ``frame`` is whole.
        """
        return math.ceil(frame / self.step)


def cut_before_resampling(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Retime or Rate, Cut -> Cut, Retime or Rate, Cut: what the cut cannot need never arrives.

    Let ``k0`` be a multiple of the step's denominator, at or before the first frame that the cut
    takes. Then ``k0 * step`` is whole, and ``floor((k0 + k) * step) = k0 * step + floor(k *
    step)``: without its first ``k0 * step`` frames, the row gives the same frames ``k0`` places
    earlier. At the end a frame more than needed is kept, so that no length is rounded down.

    Where each range starts and ends at such a ``k0``, the same holds for one range after the
    other, and nothing is left of the cut; so even ranges in another order are read from the
    source, and none waits in memory.
    """
    resampling = Resampling.of(earlier, before)
    if resampling is None or not isinstance(later, Cut):
        return None
    after, step, low_high = earlier.after(before), resampling.step, reach(later)
    pieces = [(first * step, (first + count) * step) for first, count in pieces_of(later, after)]
    if all(a.denominator == b.denominator == 1 and b <= before.frames for a, b in pieces):
        return Cut(tuple(span_of(int(a), int(b), before) for a, b in pieces)), earlier
    low, high = after.frame_at(low_high[0]), after.frame_at(low_high[1])
    skipped = low // step.denominator * step.denominator
    first = int(skipped * step)
    end = min(before.frames, math.floor((high - 1) * step) + 1 + math.ceil(step))
    if first == 0 and end >= before.frames:
        return None
    rest = Cut(
        tuple(
            span_of(after.frame_at(s.start) - skipped, after.frame_at(s.end) - skipped, after)
            for s in later.ranges
        )
    )
    return Cut((span_of(first, end, before),)), earlier, rest


def drop_frames_early(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Filter, crop, scale or titles, then fewer frames -> fewer frames first.

    Frame ``k`` shows frame ``floor(k * step)``, filtered before or after. It lies in a span from
    frame ``a`` to ``b`` exactly when ``k`` lies from ``ceil(a / step)`` to ``ceil(b / step)``.
    """
    resampling = Resampling.of(later, before)
    if resampling is None or resampling.step <= 1:
        return None
    if isinstance(earlier, Crop | Scale):
        return later, earlier
    after = later.after(before)
    if isinstance(earlier, VideoFilter):
        spans = _resampled(earlier.spans, resampling, before, after)
        return (later,) if spans is None else (later, replace(earlier, spans=spans))
    if isinstance(earlier, Titles) and not any(title.animation for title in earlier.titles):
        titles = []
        for title in earlier.titles:
            spans = _resampled((title.span,) if title.span else (), resampling, before, after)
            titles += [replace(title, span=(*spans, None)[0])] if spans is not None else []
        return (later, Titles(tuple(titles)))
    return None


def _resampled(spans: Spans, by: Resampling, before: Facts, after: Facts) -> Spans | None:
    found = []
    for span in spans:
        first = by.first_from(before.frame_at(span.start))
        end = min(by.first_from(before.frame_at(span.end)), after.frames)
        if first < end:
            found.append(span_of(first, end, after))
    return None if spans and not found else tuple(found)


def repeat_frames_late(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """More frames, then a filter, crop, scale or title for all of them -> more frames last.

    The frames that are added are copies; a filter gives copies of what it gives for the first.
    """
    resampling = Resampling.of(earlier, before)
    if resampling is None or resampling.step >= 1:
        return None
    always = (
        isinstance(later, Crop | Scale)
        or (isinstance(later, VideoFilter) and not later.spans)
        or (isinstance(later, Titles) and not any(t.span or t.animation for t in later.titles))
    )
    return (later, earlier) if always else None

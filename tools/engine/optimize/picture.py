"""Rules for the picture: cuts go to the source, fewer and smaller frames go through filters.

Between operations the picture is a row of frames. A cut takes frames from it; retiming and
another rate both show frame ``floor(k * r)`` as frame ``k``, where ``r`` is the number of frames
that go in for each one that comes out (``Resampling``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from tools.engine.compile.time import pieces_of, ratio, retimed, span_of
from tools.engine.optimize.rules import Rule, beside_retimed, cut_of_cut, reach, shifted
from tools.facts import Facts
from tools.operations import (
    Crop,
    Cut,
    Filter,
    Operation,
    Rate,
    Redraw,
    Retime,
    Scale,
    Span,
    Spans,
    Title,
    Titles,
    VideoFilter,
)

# These look at one pixel at a time, on each plane where it lies, wherever it stands.
_POINTWISE = frozenset({"lutyuv", "hue", "eq"})


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


def cut_before_filter(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """VideoFilter, Cut -> Cut, VideoFilter with its spans where the cut puts them.

    A filter gives the same for a frame whatever comes before or after it (``VideoFilter``), so it
    does not matter whether frames are taken before or after it.
    """
    if not (isinstance(earlier, VideoFilter) and isinstance(later, Cut)):
        return None
    spans = shifted(earlier.spans, later)
    return (later,) if spans is None else (later, replace(earlier, spans=spans))


def cut_before_framing(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Crop or Scale, Cut -> Cut, Crop or Scale. They work on each frame alone."""
    if isinstance(earlier, Crop | Scale) and isinstance(later, Cut):
        return later, earlier
    return None


def cut_before_redraw(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Redraw, Cut -> Cut, Redraw with its spans where the cut puts them.

    No picture that nobody will see is drawn anew, which is what all of the time goes into. Each is
    drawn by itself; where flicker is calmed, a cut is what a change of scene is.
    """
    if not (isinstance(earlier, Redraw) and isinstance(later, Cut)):
        return None
    spans = shifted(earlier.spans, later)
    return (later,) if spans is None else (later, replace(earlier, spans=spans))


def cut_before_titles(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Titles, Cut -> Cut, Titles with their spans where the cut puts them.

    A title that stands still looks the same on each frame that it is on. One that moves is moved
    only when the cut keeps all of its time together, or none.
    """
    if not (isinstance(earlier, Titles) and isinstance(later, Cut)):
        return None
    titles: list[Title] = []
    for title in earlier.titles:
        spans = shifted((title.span,) if title.span else (), later)
        if spans is None:
            continue
        places: tuple[Span | None, ...] = spans or (None,)
        if title.animation and not _kept_whole(title, places):
            return None
        titles += [replace(title, span=place) for place in places]
    return (later, Titles(tuple(titles))) if titles else (later,)


def _kept_whole(title: Title, places: tuple[Span | None, ...]) -> bool:
    return all(
        place is not None and title.span is not None
        and abs(place.length - title.span.length) < 1e-6
        for place in places
    )  # fmt: skip


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


def cut_beside_retimed_part(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Retime of a part, Cut -> Cut, when the cut takes nothing of that part.

    Before the part, frames stand where they stood; after it, all are moved by the same number.
    """
    if not (isinstance(earlier, Retime) and earlier.span and isinstance(later, Cut)):
        return None
    first, _, count = retimed(earlier, before)
    end = span_of(first, first + count, before).end
    cut = beside_retimed(later, earlier.span, end)
    return None if cut is None else (cut,)


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


def crop_before_pointwise(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """VideoFilter, Crop -> Crop, VideoFilter, where each pixel is changed by itself.

    Not for GIFs: their pixels are RGB, and converting them looks at neighbours.
    """
    if not (isinstance(earlier, VideoFilter) and isinstance(later, Crop) and before.video):
        return None
    pointwise = all(_is_pointwise(each) for each in earlier.chain)
    return (later, earlier) if pointwise and before.video.codec != "gif" else None


def _is_pointwise(each: Filter) -> bool:
    return each.name in _POINTWISE


def crop_of_crop(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Crop, Crop -> Crop: a rectangle of a rectangle.

    Colour is stored for every second column and row, so half of an odd place is rounded. Two of
    them, one after the other, are rounded twice and not once; such crops are left alone.
    """
    if not (isinstance(earlier, Crop) and isinstance(later, Crop)):
        return None
    if earlier.x % 2 * later.x % 2 or earlier.y % 2 * later.y % 2:
        return None
    return (replace(later, x=earlier.x + later.x, y=earlier.y + later.y),)


def merge_filters(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """VideoFilter, VideoFilter with the same spans -> one with both chains."""
    if not (isinstance(earlier, VideoFilter) and isinstance(later, VideoFilter)):
        return None
    if earlier.spans != later.spans:
        return None
    return (replace(earlier, chain=earlier.chain + later.chain),)


def merge_titles(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Titles, Titles -> Titles: drawn at once, later ones on top.

    Titles in one file keep out of each other's way, which is what people want of two titles at
    the bottom; titles that do not meet look the same either way.
    """
    if not (isinstance(earlier, Titles) and isinstance(later, Titles)):
        return None
    return (Titles(earlier.titles + later.titles),)


PICTURE_RULES: tuple[Rule, ...] = (
    cut_of_cut,
    cut_before_filter,
    cut_before_framing,
    cut_before_redraw,
    cut_before_titles,
    cut_before_resampling,
    cut_beside_retimed_part,
    drop_frames_early,
    repeat_frames_late,
    crop_before_pointwise,
    crop_of_crop,
    merge_filters,
    merge_titles,
)

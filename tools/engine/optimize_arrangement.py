"""Rules for pictures that are turned, framed and played backwards: to the source with time.

Playing backwards at the source costs the memory of a few blocks of frames; later in the graph it
costs that of all frames. So it goes to the source like a cut, right behind it.
"""

from __future__ import annotations

from dataclasses import replace

from tools.arrangement import BoxFilter, Channels, Pad, Reverse, Turn
from tools.engine.compile_time import merged, span_of
from tools.engine.optimize_rules import Rule, shifted
from tools.facts import Facts
from tools.operations import Crop, Cut, Operation, Scale, Span, Spans, Titles, VideoFilter


def cut_before_arranged(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Turn, Pad or BoxFilter, Cut -> Cut, the same. They work on each frame alone."""
    if not isinstance(later, Cut):
        return None
    if isinstance(earlier, Turn | Pad):
        return later, earlier
    if isinstance(earlier, BoxFilter):
        spans = shifted(earlier.spans, later)
        return (later,) if spans is None else (later, replace(earlier, spans=spans))
    return None


def cut_before_reverse(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Reverse, Cut -> Cut, Reverse.

    Frame ``k`` of ``n`` that are played backwards is frame ``n - 1 - k``. So a range from ``a`` to
    ``b`` is the one from ``n - b`` to ``n - a``, backwards; and of several ranges the last comes
    first.
    """
    if not (isinstance(earlier, Reverse) and not earlier.bounce and isinstance(later, Cut)):
        return None
    ranges = tuple(_mirrored(span, before) for span in reversed(later.ranges))
    return Cut(ranges), earlier


def reverse_before_still(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """What works on each frame alone, Reverse -> Reverse, the same with its spans mirrored."""
    if not isinstance(later, Reverse):
        return None
    if isinstance(earlier, Crop | Scale | Turn | Pad):
        return later, earlier
    if isinstance(earlier, VideoFilter | BoxFilter):
        return later, replace(earlier, spans=_heard(earlier.spans, later, before))
    if isinstance(earlier, Titles) and not any(title.fade for title in earlier.titles):
        titles = [
            replace(title, span=span)
            for title in earlier.titles
            for span in _heard((title.span,) if title.span else (), later, before) or (None,)
        ]
        return later, Titles(tuple(titles))
    return None


def reverse_of_reverse(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Reverse, Reverse -> nothing."""
    twice = earlier == later == Reverse()
    return () if twice else None


def cut_before_channels(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Channels, Cut -> Cut, Channels. Each sample is mixed from its own moment alone."""
    if isinstance(earlier, Channels) and isinstance(later, Cut):
        return later, earlier
    return None


def _heard(spans: Spans, reverse: Reverse, facts: Facts) -> Spans:
    """Where spans lie in what is played backwards, or forward and then backwards."""
    if not reverse.bounce:
        return merged(_mirrored(span, facts) for span in spans)
    twice = reverse.after(facts)
    return merged((*spans, *(_mirrored(span, twice) for span in spans)))


def _mirrored(span: Span, facts: Facts) -> Span:
    """The same time, counted from the end."""
    first, end = facts.frame_at(span.start), facts.frame_at(span.end)
    return span_of(facts.frames - end, facts.frames - first, facts)


ARRANGED_PICTURE_RULES: tuple[Rule, ...] = (
    cut_before_arranged,
    cut_before_reverse,
    reverse_before_still,
    reverse_of_reverse,
)
ARRANGED_SOUND_RULES: tuple[Rule, ...] = (cut_before_channels,)

"""Rules for pictures that are turned, framed and played backwards.

Frames that are played backwards wait in memory, all of them: so there should be few, and small
ones.
"""

from __future__ import annotations

from dataclasses import replace

from tools.engine.compile.time import span_of
from tools.engine.optimize.rules import Rule, shifted
from tools.facts import Facts
from tools.operations import (
    BoxFilter,
    Channels,
    ColorTable,
    Crop,
    Cut,
    Key,
    Operation,
    Pad,
    Reverse,
    Scale,
    Span,
    Subtitles,
    ToneMap,
    Turn,
)


def cut_before_arranged(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Turn, Pad, Key, ColorTable or untimed BoxFilter, Cut -> Cut, the same.

    They work on each frame alone.
    """
    if not isinstance(later, Cut):
        return None
    if isinstance(earlier, Turn | Pad):
        return later, earlier
    if isinstance(earlier, Key | ColorTable) or (
        isinstance(earlier, BoxFilter) and not earlier.timed
    ):
        spans = shifted(earlier.spans, later)
        return (later,) if spans is None else (later, replace(earlier, spans=spans))
    return None


def cut_before_subtitles(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Subtitles, Cut -> Cut, Subtitles that know of it.

    Their words are read when they are drawn; then they are moved as titles are.
    """
    if not (isinstance(earlier, Subtitles) and isinstance(later, Cut)):
        return None
    facts = earlier.facts or before
    return later, replace(earlier, facts=facts, cuts=(*earlier.cuts, later))


def tone_map_last(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """ToneMap, anything -> anything, ToneMap. It takes place in reading, wherever it stands.

    Of two of them the later one counts.
    """
    if not isinstance(earlier, ToneMap):
        return None
    return (later,) if isinstance(later, ToneMap) else (later, earlier)


def cut_before_reverse(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Reverse, Cut -> Cut, Reverse.

    Frame ``k`` of ``n`` that are played backwards is frame ``n - 1 - k``. So a range from ``a`` to
    ``b`` is the one from ``n - b`` to ``n - a``, backwards; and of several ranges the last comes
    first.
    """
    if not (isinstance(earlier, Reverse) and isinstance(later, Cut)):
        return None
    if earlier.bounce or earlier.span is not None:
        return None
    ranges = tuple(_mirrored(span, before) for span in reversed(later.ranges))
    return Cut(ranges), earlier


def shrink_before_reverse(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Reverse, Crop or Scale to fewer pixels -> the same, Reverse. It works on each frame alone."""
    if not (isinstance(earlier, Reverse) and isinstance(later, Crop | Scale) and before.video):
        return None
    smaller = later.width * later.height < before.video.width * before.video.height
    return (later, earlier) if smaller else None


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


def _mirrored(span: Span, facts: Facts) -> Span:
    """The same time, counted from the end."""
    first, end = facts.frame_at(span.start), facts.frame_at(span.end)
    return span_of(facts.frames - end, facts.frames - first, facts)


ARRANGED_PICTURE_RULES: tuple[Rule, ...] = (
    cut_before_subtitles,
    tone_map_last,
    cut_before_arranged,
    cut_before_reverse,
    shrink_before_reverse,
    reverse_of_reverse,
)
ARRANGED_SOUND_RULES: tuple[Rule, ...] = (cut_before_channels,)

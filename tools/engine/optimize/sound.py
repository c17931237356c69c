"""Rules for the sound: cuts go to the source, as far as a filter's memory allows."""

from __future__ import annotations

from dataclasses import replace

from tools.engine.compile.time import ratio
from tools.engine.optimize.rules import Rule, beside_retimed, cut_of_cut, moved, reach, shifted
from tools.facts import Facts
from tools.operations import AudioFilter, Cut, Mix, Mute, Operation, Retime, Span

# Filters that look back (compressors, noise reduction) have settled after this many seconds ...
_SETTLED = 4.0
# ... and none looks further ahead than this.
_AHEAD = 1.0
# Changing speed with pitch kept looks this far to both sides.
_OVERLAP = 0.5
# A cut that spares less than this many seconds is not worth an operation.
_WORTH = 0.5


def cut_before_stateless(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Stateless AudioFilter or Mute of parts, Cut -> Cut, the same with its spans shifted.

    What becomes of a sample depends on that sample alone, so samples may be taken before.
    """
    if not isinstance(later, Cut):
        return None
    match earlier:
        case AudioFilter(spans=spans, stateless=True):
            pass
        case Mute(spans=(_, *_) as spans):
            pass
        case _:
            return None
    found = shifted(spans, later)
    if found is None:
        return (later,)
    if isinstance(earlier, Mute):  # silence everywhere is still sound; Mute without spans is none
        length = later.after(before).duration
        return later, Mute(found or (Span(0.0, length),))
    return later, replace(earlier, spans=found)


def cut_before_stateful(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """AudioFilter, Cut -> Cut, AudioFilter, Cut: with enough before and after for it to settle.

    A filter that remembers gives the same once what it remembers is the same again; what it
    heard more than ``_SETTLED`` seconds ago has faded from all that we use.
    """
    if not (isinstance(earlier, AudioFilter) and isinstance(later, Cut)):
        return None
    window = _window(later, before, before=_SETTLED, after=_AHEAD)
    if window is None:
        return None
    first = Cut((window,))
    spans = shifted(earlier.spans, first)
    rest = moved(later, window.start)
    return (first, rest) if spans is None else (first, replace(earlier, spans=spans), rest)


def cut_before_mix(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Mix, Cut -> Cut of the end, Mix, Cut: sound that is cut off later need not be mixed."""
    if not (isinstance(earlier, Mix) and isinstance(later, Cut)):
        return None
    window = _window(later, before, before=before.duration, after=_AHEAD)
    return None if window is None else (Cut((window,)), earlier, later)


def cut_before_retime(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Retime, Cut -> Cut, Retime, Cut: with a little more on both sides for smooth joins.

    Second ``t`` of the retimed sound is second ``t * factor`` of the sound, so the window around
    the cut is the same window of the source. Several ranges are taken from the source one by one,
    so that none waits in memory; where they meet, changing speed joins them smoothly.
    """
    if not (isinstance(earlier, Retime) and earlier.span is None and isinstance(later, Cut)):
        return None
    factor = float(ratio(earlier.factor))
    if len(later.ranges) > 1:
        spans = tuple(Span(span.start * factor, span.end * factor) for span in later.ranges)
        return Cut(spans), earlier
    window = _window(later, earlier.after(before), before=_OVERLAP, after=_OVERLAP)
    if window is None:
        return None
    kept = Span(window.start * factor, min(window.end * factor, before.duration))
    return Cut((kept,)), earlier, moved(later, window.start)


def cut_beside_retimed_part(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Retime of a part, Cut -> Cut, when the cut takes nothing of that part."""
    if not (isinstance(earlier, Retime) and earlier.span and isinstance(later, Cut)):
        return None
    end = earlier.span.start + earlier.span.length / float(ratio(earlier.factor))
    cut = beside_retimed(later, earlier.span, end)
    return None if cut is None else (cut,)


def merge_filters(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """AudioFilter, AudioFilter of one kind over the same spans -> one with both chains."""
    if not (isinstance(earlier, AudioFilter) and isinstance(later, AudioFilter)):
        return None
    if earlier.spans != later.spans or earlier.stateless != later.stateless:
        return None
    return (replace(earlier, chain=earlier.chain + later.chain),)


def merge_mutes(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Mute of parts, Mute of parts -> Mute of all these parts."""
    if not (isinstance(earlier, Mute) and isinstance(later, Mute)):
        return None
    return (Mute(earlier.spans + later.spans),) if earlier.spans and later.spans else None


def _window(cut: Cut, facts: Facts, *, before: float, after: float) -> Span | None:
    """What a cut needs of a clip, with a margin; None when that is nearly all of it."""
    low, high = reach(cut)
    window = Span(max(0.0, low - before), min(facts.duration, high + after))
    return window if facts.duration - window.length > _WORTH else None


SOUND_RULES: tuple[Rule, ...] = (
    cut_of_cut,
    cut_before_stateless,
    cut_before_stateful,
    cut_before_mix,
    cut_before_retime,
    cut_beside_retimed_part,
    merge_filters,
    merge_mutes,
)

"""Following: where words are shown or said once the clip has been cut, retimed or turned round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tools.cues import Cue
from tools.engine.optimize.rules import shifted
from tools.errors import BadInput
from tools.facts import Facts
from tools.operations import Cut, Hold, Operation, Retime, Reverse, Span, SpeedRamp

# A rate may round the length by a frame.
_UNMOVED = 0.25


def followed(
    cues: tuple[Cue, ...], operation: Operation, before: Facts, after: Facts
) -> tuple[Cue, ...]:
    """Where words are after an operation.

    Raises:
        BadInput: Nobody can tell.
    """
    if isinstance(operation, Cut):
        return _sorted(_kept(cues, operation, after))
    if isinstance(operation, Reverse):
        return _sorted(_backwards(cues, operation, before.duration))
    place = _place(operation, before)
    if place is not None:
        return tuple(replace(cue, start=place(cue.start), end=place(cue.end)) for cue in cues)
    if abs(after.duration - before.duration) < _UNMOVED:
        return cues
    raise BadInput(
        "Subtitles that can be switched off cannot follow the clip through this edit. Add them "
        "after it, or burn them into the picture."
    )


def _kept(cues: tuple[Cue, ...], cut: Cut, after: Facts) -> Iterator[Cue]:
    for cue in cues:
        spans = shifted((Span(cue.start, cue.end),), cut)
        if spans is None:
            continue
        for span in spans or (Span(0.0, after.duration),):
            yield replace(cue, start=span.start, end=span.end)


def _backwards(cues: tuple[Cue, ...], reverse: Reverse, length: float) -> Iterator[Cue]:
    if reverse.span is not None:
        yield from _partly_backwards(cues, reverse.span, length)
        return
    begin = length if reverse.bounce else 0.0
    if reverse.bounce:
        yield from cues
    for cue in cues:
        yield replace(cue, start=begin + length - cue.end, end=begin + length - cue.start)


def _partly_backwards(cues: tuple[Cue, ...], span: Span, length: float) -> Iterator[Cue]:
    for cue in cues:
        for start, end in ((0.0, span.start), (span.start, span.end), (span.end, length)):
            part = (max(cue.start, start), min(cue.end, end))
            if part[0] < part[1]:
                turned = (start + end - part[1], start + end - part[0])
                begin, finish = turned if start == span.start else part
                yield replace(cue, start=begin, end=finish)


def _place(operation: Operation, before: Facts) -> Callable[[float], float] | None:
    """Where a moment plays after an operation that stretches time."""
    match operation:
        case Retime(factor=factor, span=span):
            start, end = (span.start, span.end) if span else (0.0, before.duration)
            return lambda at: _stretched(at, start, end, (end - start) / factor)
        case SpeedRamp(span=span) as ramp:
            whole = ramp.plays(span.length)
            return lambda at: (
                span.start + ramp.plays(at - span.start)
                if span.start < at < span.end
                else _stretched(at, span.start, span.end, whole)
            )
        case Hold(at=held, seconds=seconds):
            return lambda at: at + seconds if at > held else at
    return None


def _stretched(at: float, start: float, end: float, length: float) -> float:
    if at <= start:
        return at
    if at >= end:
        return at - (end - start) + length
    return start + (at - start) * length / (end - start)


def _sorted(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(cues, key=lambda cue: (cue.start, cue.end)))

"""Rules for what is brought in from other files, and how it is reached within an operation."""

from __future__ import annotations

from dataclasses import replace

from tools.engine.compile.time import span_of
from tools.engine.optimize.rules import Rule, moved, reach, shifted
from tools.facts import Facts
from tools.operations import (
    Background,
    Cut,
    Join,
    JoinSound,
    Material,
    Mix,
    Operation,
    Overlay,
    Span,
)

# What is left of adding up seconds.
_NEAR = 1e-6


def material_of(operation: Operation) -> Material | None:
    """What an operation brings in, if it does."""
    match operation:
        case Join() | JoinSound() | Overlay() | Background():
            return operation.material
        case Mix(sound=Material() as material):
            return material
    return None


def with_material(operation: Operation, material: Material) -> Operation:
    """The operation, bringing in something else."""
    match operation:
        case Join() | JoinSound() | Overlay() | Background():
            return replace(operation, material=material)
        case Mix():
            return replace(operation, sound=material)
    return operation


def cut_before_overlay(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Overlay or Background, Cut -> Cut, the same, where the other picture stands still or waits.

    A still looks the same on each frame that it is on, so frames may be taken before. A moving
    picture shows its frame ``k - start`` on frame ``k``. A cut of one range takes frames from
    ``a`` on, so on its frame ``j = k - a`` it has to show ``j - (start - a)``: it begins so much
    earlier, and what lies before the cut is cut off from it as well.
    """
    if not isinstance(later, Cut) or before.video is None:
        return None
    if isinstance(earlier, Background):
        return (later, earlier) if earlier.material.stands_still else None
    if not isinstance(earlier, Overlay) or earlier.ramp is not None:
        return None
    spans = shifted(earlier.spans, later)
    if spans is None:
        return (later,)
    if earlier.material.stands_still:
        return later, replace(earlier, spans=spans)
    shown = earlier.material.facts
    if len(later.ranges) > 1 or shown.video is None or shown.video.fps != before.video.fps:
        return None
    first = before.frame_at(earlier.start) - before.frame_at(later.ranges[0].start)
    if first >= 0:
        start = float(first / before.video.fps)
        return later, replace(earlier, spans=spans, start=start)
    if -first >= shown.frames:
        return (later,)
    rest = earlier.material.then(Cut((span_of(-first, shown.frames, shown),)))
    if rest.stands_still:  # its last frame would stay
        return None
    return later, replace(earlier, material=rest, spans=spans, start=0.0)


def cut_before_join(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Join, Cut -> Cut, when the cut takes nothing of the other clip.

    What the clip does not share with the other one stands as it was; where the other one comes
    first, it is all moved by the same time.
    """
    if not isinstance(later, Cut):
        return None
    parts = _parts(earlier, before)
    if parts is None or not isinstance(earlier, Join | JoinSound):
        return None
    first, second, shared = parts
    low, high = reach(later)
    if earlier.before:
        return (moved(later, second - shared),) if low >= second - _NEAR else None
    return (later,) if high <= first - shared + _NEAR else None


def cut_into_join(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Join, Cut of one range -> Cut, Join with its clip cut, where the cut keeps all they share.

    Both together are what is only in the first, what they share, and what is only in the last. A
    range that begins in the first and ends in the last keeps the end of the one and the start of
    the other.
    """
    if not isinstance(later, Cut) or len(later.ranges) > 1:
        return None
    parts = _parts(earlier, before)
    if parts is None or not isinstance(earlier, Join | JoinSound):
        return None
    own, other, shared = parts
    leading = other if earlier.before else own
    (low, high), meets = reach(later), leading - shared
    frame = float(1 / before.video.fps) if before.video else 0.01
    end = own + other - shared
    if low > meets - frame + _NEAR or high < leading + frame - _NEAR:
        return None
    if low < _NEAR and high > end - _NEAR:
        return None
    head, tail = Span(low, leading), Span(0.0, high - meets)
    mine, theirs = (tail, head) if earlier.before else (head, tail)
    material = earlier.material.then(Cut((theirs,)))
    if isinstance(earlier, JoinSound):
        return Cut((mine,)), replace(
            earlier, material=material, first=mine.length, second=theirs.length
        )
    return Cut((mine,)), replace(earlier, material=material)


def _parts(operation: Operation, before: Facts) -> tuple[float, float, float] | None:
    """Seconds of the clip, of the other one, and of what they share."""
    match operation:
        case Join():
            return operation.parts(before)
        case JoinSound(first=first, second=second, shared=shared):
            return first, second, shared
    return None


COMPOSED_PICTURE_RULES: tuple[Rule, ...] = (cut_before_overlay, cut_before_join, cut_into_join)
COMPOSED_SOUND_RULES: tuple[Rule, ...] = (cut_before_join, cut_into_join)

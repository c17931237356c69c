"""Joins in parts: of several clips in a row, those are read that a part of the result shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tools.facts import Facts
from tools.operations import Join, JoinPart, Material

Frames = tuple[int, int]
Inside = Callable[[Material, Frames], Material]
"""The material with only so much of it read."""


def part_of_join(
    join: Join, before: Facts, part: Frames, inside: Inside
) -> tuple[Join | JoinPart, Frames | None]:
    """What makes a part of two clips in a row.

    Args:
        join: The join.
        before: The clip that it is done to.
        part: The frames of the result that are needed.
        inside: Reads less of the other clip.

    Returns:
        The operation, and the frames of the clip before it that are needed; None for all of them.
    """
    if join.material.facts.video is None:
        return join, None
    own, second, shared = (before.frame_at(length) for length in join.parts(before))
    comes_first = second if join.before else own
    later = comes_first - shared
    first, end = part
    if first >= comes_first:
        return _last(join, part, (first - later, end - later), inside)
    # All of what goes over into the other, or nothing of it.
    first = min(first, later - 1) if shared else first
    rest = (0, max(1, end - later))
    ahead = (first, min(end, comes_first))
    others, mine = (ahead, rest) if join.before else (rest, ahead)
    made = replace(join, material=inside(join.material, others))
    return JoinPart(join=made, first=first, alone=False), (mine[0], min(mine[1], own))


def _last(
    join: Join, part: Frames, needed: Frames, inside: Inside
) -> tuple[JoinPart, Frames | None]:
    """Only what comes second is seen."""
    if join.before:
        return JoinPart(join=join, first=part[0], alone=True), needed
    made = replace(join, material=inside(join.material, needed))
    return JoinPart(join=made, first=part[0], alone=True), None

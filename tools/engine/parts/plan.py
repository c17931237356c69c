"""Plan: whether a render is divided into parts, into how many, and why.

The encoder keeps all cores of a machine busy, so that two parts on one machine take as long as the
whole: dividing pays where others take parts. It costs a start for each part, the last part that
everybody waits for, and the joining. That is estimated, and a render is divided when it then ends
clearly earlier.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from tools.machine import cores

Frames = tuple[int, int]
"""A stretch of frames: the first one, and the one after the last."""

LEAST_SECONDS = 60.0
"""A render that is expected to take less is not divided by itself."""
GAIN = 0.75
"""Part of the time of the undivided render that a divided one may take."""

# Parts for each place that renders them: the smaller they are, the less does one wait for the last.
_PER_LANE = 3
# A part is no shorter than this, in seconds of rendering and in frames.
_LEAST_PART, _LEAST_FRAMES = 10.0, 250
_MOST_PARTS = 64
# What a part costs besides, in seconds: a start, a seek, its way to and fro. And what joining does,
# as a share of the render.
_PER_PART, _JOINING = 1.5, 0.05
# So many cores are kept busy by one run: more of them take more runs at once.
_CORES_PER_RUN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """Whether a render is divided.

    Attributes:
        parts: The stretches of its frames; empty where it is not divided.
        why: The reason, in words.
    """

    parts: tuple[Frames, ...] = ()
    why: str = ""


def divide(
    frames: int, seconds: float, *, seekable: bool, others: int = 0, wanted: int = 0
) -> Division:
    """How a render is divided.

    Args:
        frames: Pictures of the result.
        seconds: How long it is expected to take undivided.
        seekable: Whether its end can be made without reading all before it.
        others: Other places that would take parts now.
        wanted: How many parts the operator wants; 0 leaves it to the estimate, 1 never divides.
    """
    if wanted == 1:
        return Division(why="dividing is switched off")
    if wanted:
        return Division(parts=evenly(frames, wanted), why=f"{wanted} parts were asked for")
    if not others:
        return Division(why="no other worker is free, and one render uses all cores")
    if not seekable:
        return Division(why="its end cannot be made without reading all before it")
    if seconds < LEAST_SECONDS:
        return Division(why=f"{seconds:.0f} s are too few to be divided")
    count = _count(frames, seconds, others + 1)
    divided = estimate(seconds, count, others + 1)
    compared = (
        f"{count} parts on {others + 1} workers take {divided:.0f} s, undivided {seconds:.0f} s"
    )
    if count < 2 or divided > seconds * GAIN:
        return Division(why=compared)
    return Division(parts=evenly(frames, count), why=compared)


def parts_wanted(set_: int, seconds: float) -> int:
    """How many parts the operator wants of a render: what is short stays whole.

    Args:
        set_: How many are set; 0 leaves it to the estimate.
        seconds: How long the render is expected to take.
    """
    return min(set_, 1) if seconds < LEAST_SECONDS else set_


def estimate(seconds: float, parts: int, lanes: int) -> float:
    """Seconds that a divided render takes: as many rounds of parts as it takes, and the joining."""
    rounds = math.ceil(parts / lanes)
    return rounds * (seconds / parts + _PER_PART) + seconds * _JOINING


def evenly(frames: int, parts: int) -> tuple[Frames, ...]:
    """Stretches that differ by a frame at most; no more than there are frames."""
    count = max(1, min(parts, frames))
    edges = [frames * number // count for number in range(count + 1)]
    return tuple(zip(edges, edges[1:], strict=False))


def at_once() -> int:
    """How many parts this machine encodes at once."""
    return max(1, cores() // _CORES_PER_RUN)


def _count(frames: int, seconds: float, lanes: int) -> int:
    """Whole rounds of parts, as far as these do not get too short."""
    most = min(_MOST_PARTS, int(seconds / _LEAST_PART), frames // _LEAST_FRAMES)
    rounds = min(_PER_LANE, max(1, most // lanes))
    return max(1, min(most, rounds * lanes))

"""Measures of the camera's motion: how it shakes, as vid.stab sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

from tools.analysis import Analysis
from tools.clip import Clip
from tools.engine.compile.looked import evenly_coloured
from tools.engine.compile.time import on_grid, ratio, walk
from tools.engine.measure.picture import shot_changes, shots
from tools.engine.measure.run import Bench, Take
from tools.errors import LimitExceeded
from tools.facts import Facts
from tools.operations import Cut, Operation, Retime

_MOTION = "motion.trf"
# What vid.stab writes down of longer clips does not fit into memory.
_LONGEST = 20 * 60.0
# So many moved fields of a frame tell its motion; vid.stab finds hundreds.
_FIELDS = 64
_FRAME = re.compile(r"Frame (\d+) \(List \d+ \[(.*)\]\)")
_FIELD = re.compile(r"\(LM [^)]*\)")


@dataclass(frozen=True, slots=True)
class Motion(Analysis):
    """How the picture moves from frame to frame.

    Attributes:
        shakiness: How far it may move, 1 to 10.
    """

    looks = True

    shakiness: int


class MotionFound(TypedDict):
    """What ``Motion`` finds.

    Attributes:
        motion: The motion of some fields of each frame, as vid.stab writes and reads it.
    """

    motion: str


async def motion(clip: Clip, analysis: Motion, bench: Bench) -> MotionFound:
    """How the picture moves.

    Raises:
        LimitExceeded: The clip is too long.
    """
    if clip.facts.duration > _LONGEST:
        raise LimitExceeded(
            f"At most {_LONGEST / 60:.0f} minutes are stabilised at once, and this is "
            f"{clip.facts.duration / 60:.0f} minutes long. Trim it first."
        )
    video, take = clip.need_video("stabilize_video"), Take(clip, bench.sounds)
    stream = evenly_coloured(take.picture(), video).filter(
        "vidstabdetect", result=_MOTION, shakiness=analysis.shakiness, fileformat="ascii"
    )
    await take.run([shots(stream, video)], bench)
    changes = {clip.facts.frame_at(at) for at in shot_changes(bench.folder)}
    jumps = changes | {clip.facts.frame_at(at) for at in joins(clip.source.facts, clip.operations)}
    return MotionFound(motion="".join(_thinned(bench.folder / _MOTION, jumps)))


def _thinned(path: Path, jumps: set[int]) -> Iterator[str]:
    """What vid.stab wrote, with fewer fields, and no motion where another shot begins."""
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            frame = _FRAME.match(line)
            if frame is None:
                yield line
                continue
            fields = [] if int(frame[1]) - 1 in jumps else _FIELD.findall(frame[2])
            step = -(-len(fields) // _FIELDS) or 1
            kept = fields[::step]
            yield f"Frame {frame[1]} (List {len(kept)} [{','.join(kept)}])\n"


def joins(facts: Facts, operations: tuple[Operation, ...]) -> list[float]:
    """Where cuts let the picture jump, in seconds of the result."""
    found: list[float] = []
    even = facts.with_video(variable_rate=False)
    for operation, _, _ in walk(even, on_grid(even, operations)):
        if isinstance(operation, Cut):
            found = _after_cut(operation, found)
        elif isinstance(operation, Retime) and operation.span is None:
            found = [at / float(ratio(operation.factor)) for at in found]
    return found


def _after_cut(cut: Cut, before: list[float]) -> list[float]:
    found, at = [], 0.0
    for span in cut.ranges:
        found += [at + join - span.start for join in before if span.start < join < span.end]
        at += span.length
    at = 0.0
    for span, following in pairwise(cut.ranges):
        at += span.length
        if abs(following.start - span.end) > 1e-6:
            found.append(at)
    return sorted(found)

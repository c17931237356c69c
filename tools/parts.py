"""Parts: a clip that is delivered as several files, one for each stretch of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tools.facts import Facts
from tools.operations import Span, Spans

MOST = 100
"""So many files a clip may be split into."""

# What is left over at the end is no part of its own when it is shorter, in seconds.
_CRUMB = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Where a clip is split; exactly one of the ways is given.

    It is a rule, and not a list of stretches: a step that makes the clip shorter after it was
    split makes fewer or shorter parts.

    Attributes:
        at: Times in seconds at which one part ends and the next begins.
        count: Number of parts of equal length.
        every: Length of each part in seconds; the last one takes what is left.
    """

    at: tuple[float, ...] = ()
    count: int | None = None
    every: float | None = None

    def spans(self, facts: Facts) -> Spans:
        """The stretches of a clip, in order; together they are all of it."""
        length = facts.duration
        if self.count is not None:
            inner = [length * number / self.count for number in range(1, self.count)]
        elif self.every is not None:
            whole = math.ceil((length - _CRUMB) / self.every)
            inner = [number * self.every for number in range(1, max(1, whole))]
        else:
            inner = sorted({time for time in self.at if 0 < time < length})
        edges = [0.0, *(self._on_frame(time, facts) for time in inner), length]
        return tuple(
            Span(start, end) for start, end in zip(edges, edges[1:], strict=False) if end > start
        )

    @staticmethod
    def _on_frame(time: float, facts: Facts) -> float:
        """The start of the nearest frame: no frame is in two parts, and none is lost."""
        return float(facts.frame_at(time) / facts.video.fps) if facts.video else time

"""Measures of what a picture shows: faces, motion, what stands out. OpenCV looks, in a child."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypedDict

from tools import process
from tools.analysis import Analysis
from tools.clip import Clip
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.measure.motion import joins
from tools.engine.measure.picture import scored, shot_changes
from tools.engine.measure.run import Bench, Take
from tools.errors import ToolFailed

_CHILD = Path(__file__).with_name("subjects_child.py")
_FILM = "film.avi"
# Longer side of the pictures that are looked at, in pixels, and how many of them.
_SIDE = 480
_PER_SECOND, _MOST = 5.0, 3_000
# Enough to know when faces are there, in a tenth of the time.
_QUICK_SIDE, _QUICK_PER_SECOND, _QUICK_MOST = 320, 2.0, 600
_MEMORY = 4 << 30


@dataclass(frozen=True, slots=True)
class Subjects(Analysis):
    """Faces, motion and what stands out, a few times a second.

    Attributes:
        quick: Whether to look for faces alone, and less closely.
    """

    looks = True

    quick: bool = False


class SubjectsFound(TypedDict):
    """What ``Subjects`` finds.

    Attributes:
        step: Seconds from one look to the next.
        looks: What each look saw: ``faces`` as [x, y, width, height], the centres of ``motion``
            and of what is ``salient`` as [x, y, how much of the picture], as shares of it.
        shots: First moments of all shots but the first, in seconds.
    """

    step: float
    looks: list[dict[str, Any]]
    shots: list[float]


async def subjects(clip: Clip, analysis: Subjects, bench: Bench) -> SubjectsFound:
    """What the clip shows.

    Raises:
        ToolFailed: OpenCV does not work here.
    """
    video = clip.need_video("look for faces")
    per_second, most = (_QUICK_PER_SECOND, _QUICK_MOST) if analysis.quick else (_PER_SECOND, _MOST)
    step = max(1 / per_second, clip.facts.duration / most, float(1 / video.fps))
    await _film(clip, step, _QUICK_SIDE if analysis.quick else _SIDE, bench)
    looks: list[dict[str, Any]] = []
    done = await process.run(
        [sys.executable, "-I", _CHILD, _FILM, *(["quick"] if analysis.quick else [])],
        cwd=bench.folder,
        on_line=lambda line: looks.append(json.loads(line)),
        bounds=process.Bounds(seconds=bench.limits.seconds, memory=_MEMORY),
    )
    if done.code:
        raise ToolFailed(
            "Looking for faces failed here. Is opencv-contrib-python-headless installed?",
            log=done.log,
        )
    changes = [*shot_changes(bench.folder), *joins(clip.source.facts, clip.operations)]
    return SubjectsFound(step=round(step, 4), looks=looks, shots=sorted(changes))


async def _film(clip: Clip, step: float, side: int, bench: Bench) -> None:
    """A small film of the frames to look at."""
    import ffmpeg as graph

    take = Take(clip, bench.sounds)
    video = clip.need_video("look for faces")
    share = min(1.0, side / max(video.width, video.height))
    width, height = (max(16, round(each * share / 2) * 2) for each in (video.width, video.height))
    small = take.picture().filter("scale", width=width, height=height).filter("setsar", sar=1)
    rate = Fraction(1 / step).limit_denominator(1000)
    stream = scored(small).filter("fps", fps=rate, start_time=0)
    film = graph.output(stream, _FILM, **{"c:v": "mjpeg", "q:v": 4, "pix_fmt": "yuvj420p"})
    command = Command(
        args=arguments(film),
        output=_FILM,
        expected=clip.facts,
        files=take.sheet.files,
    )
    await bench.run(command)

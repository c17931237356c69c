"""How long a recipe of a hundred steps takes from its steps to the arguments of ffmpeg."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path
from time import perf_counter

from tests.bench.rows import Row
from tools import SPECS
from tools.engine.compile.clip import compile_clip
from tools.facts import AudioFacts, Facts, Source, VideoFacts
from tools.recipe import Step, apply

RUNS, WARM_UPS = 15, 2
# Of each kind that people use, again and again; each ten of them shorten the clip by 7 s.
TEN = (
    Step("trim_video", {"start": 2}),
    Step("apply_filter", {"filter_type": "vintage", "start": 5, "end": 9}),
    Step("add_text", {"text": "Hello there", "position": "bottom", "start": 3, "end": 6}),
    Step("change_volume", {"factor": 0.9, "start": 1, "end": 4}),
    Step("cut_out", {"start": 20, "end": 24}),
    Step("adjust_color", {"brightness": 0.1}),
    Step("flip_video", {}),
    Step("crop_video", {"aspect": "16:9"}),
    Step("enhance_audio", {"type": "voice_enhance"}),
    Step("change_speed", {"factor": 1.01}),
)


async def measure(folder: Path) -> list[Row]:
    """The row of the compiler."""
    del folder  # nothing is read or written
    values = []
    clip = apply(_source(), TEN * 10, SPECS)
    for run in range(WARM_UPS + RUNS):
        await asyncio.sleep(0)
        started = perf_counter()
        compile_clip(clip)
        if run >= WARM_UPS:
            values.append(1000 * (perf_counter() - started))
    return [Row(case="optimise and compile 100 steps", values=values, target=50, unit="ms")]


def _source() -> Source:
    video = VideoFacts(width=1280, height=720, fps=Fraction(30))
    facts = Facts(duration=600.0, video=video, audio=AudioFacts())
    return Source(id="0" * 64, path=Path("clip.mp4"), name="clip.mp4", demuxer="mov", facts=facts)

"""Measures of a clip from moment to moment: light, colour, motion, loudness, faces."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.clip import Clip
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.measure.paths import ways_of_faces
from tools.engine.measure.run import Bench, Take, readings, written
from tools.engine.measure.subjects import SubjectsFound
from tools.sights import Timeline, TimelineFound

if TYPE_CHECKING:
    import numpy as np

    Pictures = np.ndarray[Any, np.dtype[Any]]

_TINY, _LEVELS = "tiny.rgb", "levels.txt"
# Pictures this small tell light, colour and motion.
_WIDTH, _HEIGHT, _CHANNELS = 32, 18, 3
_PER_SECOND, _MOST = 4.0, 3_000
_RATE = 48_000
_DEAD = -90.0
# So much of a picture's saturation, and more, is a colour and no grey.
_COLORED = 0.15
# A face that is gone for less than this many seconds was only missed.
_MISSED = 1.0


def step_of(duration: float) -> float:
    """Seconds between the moments of a clip."""
    return round(max(1 / _PER_SECOND, duration / _MOST), 4)


async def pictures_and_levels(clip: Clip, _analysis: Timeline, bench: Bench) -> TimelineFound:
    """Everything but faces and shots, which the measure of subjects finds."""
    step = step_of(clip.facts.duration)
    found = TimelineFound(
        step=step, light=[], color=[], tone=[], motion=[], level=[], faces=[], shots=[]
    )
    if clip.facts.video is not None:
        await _shrink(clip, step, bench)
        _read_pictures(bench.folder / _TINY, found)
    if clip.facts.audio is not None:
        found["level"] = await _levels(clip, step, bench)
    return found


def with_subjects(found: TimelineFound, seen: SubjectsFound, duration: float) -> TimelineFound:
    """The same with faces and shots."""
    ways = [(s[0], s[1], max(s[7], 0.0)) for s in ways_of_faces(seen, duration)]
    shots = [at for at in seen["shots"] if 0 < at < duration]
    return {**found, "faces": list(_stretches(sorted(ways))), "shots": shots}


def _stretches(ways: list[tuple[float, float, float]]) -> Iterator[list[float]]:
    """Pieces of ways of faces as stretches of time in which there is at least one."""
    joined: list[list[float]] = []
    for start, end, size in ways:
        if joined and start <= joined[-1][1] + _MISSED:
            joined[-1][1] = max(joined[-1][1], end)
            joined[-1][2] = max(joined[-1][2], size)
        else:
            joined.append([start, end, size])
    for start, end, size in joined:
        yield [round(start, 2), round(end, 2), round(min(1.0, size), 3)]


async def _shrink(clip: Clip, step: float, bench: Bench) -> None:
    """The picture of each moment, tiny and raw."""
    import ffmpeg as graph

    take = Take(clip, bench.sounds)
    rate = Fraction(1 / step).limit_denominator(1000)
    tiny = take.picture().filter("fps", fps=rate, start_time=0)
    tiny = tiny.filter("scale", width=_WIDTH, height=_HEIGHT, flags="area")
    output = graph.output(tiny, _TINY, format="rawvideo", pix_fmt="rgb24")
    command = Command(
        args=arguments(output), output=_TINY, expected=clip.facts, files=take.sheet.files
    )
    await bench.run(command)


def _read_pictures(path: Path, found: TimelineFound) -> None:
    import numpy as np

    raw = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    size = _WIDTH * _HEIGHT * _CHANNELS
    pictures = raw[: len(raw) // size * size].reshape(-1, _HEIGHT * _WIDTH, _CHANNELS)
    if not len(pictures):
        return
    shares = pictures.astype(np.float32) / 255
    luma = shares @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
    top, bottom = shares.max(axis=2), shares.min(axis=2)
    # Of dark pixels the saturation is noise.
    saturation = np.where(top > 0.1, (top - bottom) / np.maximum(top, 1e-6), 0.0)
    moved = np.abs(np.diff(luma, axis=0)).mean(axis=1)
    motion = [float(moved[0]) if len(moved) else 0.0, *map(float, moved)]
    found["light"] = _rounded(luma.mean(axis=1))
    found["color"] = _rounded(saturation.mean(axis=1))
    found["tone"] = [
        _tone(picture, mask > _COLORED) for picture, mask in zip(pictures, saturation, strict=True)
    ]
    found["motion"] = [round(value, 4) for value in motion]


def _rounded(values: Pictures) -> list[float]:
    return [round(float(value), 3) for value in values]


def _tone(picture: Pictures, colored: Pictures) -> list[int]:
    """The mean of the coloured pixels, or of all where hardly any is."""
    chosen = picture[colored] if colored.mean() > 0.05 else picture
    return [int(value) for value in chosen.mean(axis=0)]


async def _levels(clip: Clip, step: float, bench: Bench) -> list[float]:
    take = Take(clip, bench.sounds)
    stream = take.sound().filter("aresample", out_sample_rate=_RATE)
    stream = stream.filter("asetnsamples", n=round(step * _RATE), p=0)
    stream = stream.filter(
        "astats", metadata=1, reset=1, measure_perchannel="none", measure_overall="RMS_level"
    )
    await take.run([written(stream, _LEVELS, kind="a")], bench)
    return [
        round(max(_DEAD, values.get("astats.Overall.RMS_level", _DEAD)), 1)
        for _, values in readings(bench.folder / _LEVELS)
    ]

"""Measures of the picture: shots, and how good it is. Each takes one decode."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean, median

from tools.analysis import Quality, QualityFound, Scenes, ScenesFound
from tools.clip import Clip
from tools.engine.compile.graph import Stream
from tools.engine.measure.run import Bench, Take, readings, written
from tools.engine.measure.sound import metered, read_loudness
from tools.facts import VideoFacts

_SHOTS, _EDGES, _NOISE = "shots.txt", "edges.txt", "noise.txt"
# Shots, light and stillness are seen as well on a small picture.
_SMALL = 180
# Sharpness, blocks and noise are not; but a picture every now and then tells them.
_LOOKS = 120
_MOST_LOOKS_PER_SECOND = 2.0
# A new shot changes this much of the picture, in percent, and so many times as much as the frames
# around it do; a picture that moves wildly changes in every frame.
_CHANGE, _STANDS_OUT, _AROUND = 10.0, 3.0, 6
# Shorter shots are flashes.
_SHORTEST_SHOT = 0.4
# Black and frozen stretches that are worth telling, in seconds.
_BLACK, _FROZEN = 0.4, 2.0
# A frame is black where no pixel is brighter; it stands still where it changes by no more percent.
_DARKEST, _STILL = 40, 0.02
# Second differences across and down cancel out shapes and leave noise; see Immerkaer, "Fast noise
# variance estimation" (1996). Only their positive half survives in a picture.
_LAPLACIAN = "1 -2 1 -2 4 -2 1 -2 1"
_TO_SIGMA = 2 * math.sqrt(math.pi / 2) / 6


async def scenes(clip: Clip, _analysis: Scenes, bench: Bench) -> ScenesFound:
    """Where one shot ends and the next begins."""
    take = Take(clip, bench.sounds)
    await take.run([shots(take.picture(), take.clip.need_video("detect_scenes"))], bench)
    return ScenesFound(changes=shot_changes(bench.folder))


async def quality(clip: Clip, _analysis: Quality, bench: Bench) -> QualityFound:
    """How good picture and sound are."""
    take = Take(clip, bench.sounds)
    streams: list[Stream] = []
    if clip.facts.video is not None:
        copies = take.picture().filter_multi_output("split", 2)
        streams += [_overview(copies[0], clip.facts.video), *_details(copies[1], clip)]
    if clip.facts.audio is not None:
        streams.append(metered(take.sound()))
    await take.run(streams, bench)
    found = _seen(bench.folder, clip.facts.duration) if clip.facts.video else QualityFound()
    if clip.facts.audio is not None:
        found["loudness"] = read_loudness(bench.folder)
    return found


def _small(stream: Stream, video: VideoFacts) -> Stream:
    if min(video.width, video.height) <= _SMALL:
        return stream
    share = _SMALL / min(video.width, video.height)
    width, height = (max(2, round(side * share / 2) * 2) for side in (video.width, video.height))
    return stream.filter("scale", width=width, height=height, flags="fast_bilinear")


def shots(stream: Stream, video: VideoFacts) -> Stream:
    """A picture on which is written down how much each frame changes; smaller than it was."""
    return scored(_small(stream, video))


def scored(stream: Stream) -> Stream:
    """The same picture, with how much each frame changes written down."""
    return written(stream.filter("scdet", threshold=100), _SHOTS)


def _overview(stream: Stream, video: VideoFacts) -> Stream:
    stream = _small(stream, video).filter("scdet", threshold=100).filter("signalstats")
    return written(stream, _SHOTS)


def _details(stream: Stream, clip: Clip) -> list[Stream]:
    rate = min(_MOST_LOOKS_PER_SECOND, max(_LOOKS / clip.facts.duration, 0.01))
    copies = stream.filter("fps", fps=round(rate, 4)).filter_multi_output("split", 2)
    edges = written(copies[0].filter("blurdetect").filter("blockdetect"), _EDGES)
    noise = copies[1].filter("format", pix_fmts="gray")
    noise = noise.filter("convolution", **{"0m": _LAPLACIAN, "0rdiv": 1, "0bias": 0})
    return [edges, written(noise.filter("signalstats"), _NOISE)]


def shot_changes(folder: Path) -> list[float]:
    """First moments of all shots but the first, from what was written down."""
    read = list(readings(folder / _SHOTS))
    scores = [values.get("scd.score", 0.0) for _, values in read]
    found: list[float] = []
    for number, (at, _) in enumerate(read):
        if scores[number] < _CHANGE or at - (found[-1] if found else 0.0) < _SHORTEST_SHOT:
            continue
        around = scores[max(0, number - _AROUND) : number]
        around += scores[number + 1 : number + 1 + _AROUND]
        if scores[number] >= _STANDS_OUT * (fmean(around) if around else 0.0):
            found.append(round(at, 3))
    return found


def _seen(folder: Path, duration: float) -> QualityFound:
    overview = list(readings(folder / _SHOTS))
    if not overview:
        return QualityFound()
    times = [at for at, _ in overview]
    light = [values.get("signalstats.YAVG", 0.0) for _, values in overview]
    bright = [values.get("signalstats.YHIGH", 0.0) for _, values in overview]
    brightest = [values.get("signalstats.YMAX", 0.0) for _, values in overview]
    moved = [values.get("scd.mafd", 0.0) for _, values in overview]
    return QualityFound(
        blur=_usual(_EDGES, "blur", folder),
        blocks=_usual(_EDGES, "block", folder, least=1.0),
        noise=round(_TO_SIGMA * _usual(_NOISE, "signalstats.YAVG", folder), 2),
        light=_share(fmean(light)),
        dark=_share(fmean(values.get("signalstats.YLOW", 0.0) for _, values in overview)),
        bright=_share(fmean(bright)),
        color=round(
            fmean(values.get("signalstats.SATAVG", 0.0) for _, values in overview) / 128, 3
        ),
        black=_stretches(times, [level < _DARKEST for level in brightest], duration, _BLACK),
        frozen=_stretches(
            times,
            [m < _STILL and b >= _DARKEST for m, b in zip(moved, brightest, strict=True)],
            duration,
            _FROZEN,
        ),
        scenes=len(shot_changes(folder)) + 1,
    )


def _usual(name: str, key: str, folder: Path, least: float = 0.0) -> float:
    """The usual value of all looks; black and empty frames have none."""
    values = [v[key] for _, v in readings(folder / name) if v.get(key, 0.0) > 0]
    return round(median(values), 3) if values else least


def _share(level: float) -> float:
    """Luma as a share of its range."""
    return round(min(1.0, max(0.0, (level - 16) / 219)), 3)


def _stretches(
    times: Sequence[float], flags: Iterable[bool], duration: float, least: float
) -> list[list[float]]:
    """Stretches of frames with a flag that last long enough."""
    found: list[list[float]] = []
    ends = [*times[1:], duration]
    for start, end, flag in zip(times, ends, flags, strict=True):
        if not flag:
            continue
        if found and abs(found[-1][1] - start) < 1e-6:
            found[-1][1] = end
        else:
            found.append([start, end])
    return [[round(a, 3), round(b, 3)] for a, b in found if b - a >= least]

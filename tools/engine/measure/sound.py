"""Measures of the sound: pauses and loudness."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from tools.analysis import Loudness, LoudnessFound, Pauses, PausesFound
from tools.clip import Clip
from tools.engine.compile.graph import Stream
from tools.engine.measure.run import Bench, Take, readings, written

_LEVELS, _LOUDNESS = "levels.txt", "loudness.txt"
# Levels are taken of blocks of so many seconds.
_BLOCK = 0.01
# The least that counts as sound at all, and what digital silence is taken for.
_AUDIBLE, _DEAD = -70.0, -90.0
# Speech goes up and down by so much; what is further below its loudest parts is no speech.
_SPEECH_RANGE = 20.0
# Silence lies so far below the speech ...
_BELOW = 24.0
# ... but this far above the noise between the words, and never so near to the speech.
_ABOVE_NOISE, _NEAREST = 6.0, 10.0
# Shorter sounds between silences are clicks, shorter silences stand between syllables.
_CLICK, _SYLLABLE = 0.06, 0.2
# Below this EBU R 128 hears nothing.
_UNHEARD = -69.9


async def pauses(clip: Clip, analysis: Pauses, bench: Bench) -> PausesFound:
    """Where nothing is said."""
    take = Take(clip, bench.sounds)
    # Rumble and hum are no speech, however loud.
    stream = take.sound().filter("highpass", f=90)
    stream = stream.filter("asetnsamples", n=f"{round(_BLOCK * 48_000)}", p=0)
    stream = stream.filter(
        "astats", metadata=1, reset=1, measure_perchannel="none", measure_overall="RMS_level"
    )
    await take.run([written(stream, _LEVELS, kind="a")], bench)
    starts, levels = _levels(bench.folder / _LEVELS)
    return silent_stretches(starts, levels, clip.facts.duration, analysis.below)


def _levels(path: Path) -> tuple[list[float], list[float]]:
    starts, levels = [], []
    for at, values in readings(path):
        starts.append(at)
        # A block of zeros has no level.
        levels.append(max(_DEAD, values.get("astats.Overall.RMS_level", _DEAD)))
    return starts, levels


def silent_stretches(
    starts: Sequence[float], levels: Sequence[float], duration: float, below: float | None
) -> PausesFound:
    """Pauses in a row of levels.

    Args:
        starts: When each block of sound begins.
        levels: How loud it is, in dB below full scale.
        duration: Where the last one ends.
        below: How far below the speech silence begins; None finds out.
    """
    heard = sorted(level for level in levels if level > _AUDIBLE)
    if not heard:
        return PausesFound(speech=None, noise=_DEAD, threshold=_AUDIBLE, spans=[[0.0, duration]])
    loudest = heard[int(len(heard) * 0.95)]
    speech = _mean([level for level in heard if level > loudest - _SPEECH_RANGE])
    noise = sorted(levels)[int(len(levels) * 0.1)]
    threshold = speech - (_BELOW if below is None else below)
    if below is None:
        threshold = min(max(threshold, noise + _ABOVE_NOISE), speech - _NEAREST)
    spans = _silent(starts, [level < threshold for level in levels], duration)
    return PausesFound(
        speech=round(speech, 2), noise=round(noise, 2), threshold=round(threshold, 2), spans=spans
    )


def _mean(levels: Sequence[float]) -> float:
    """The level of the mean power."""
    return 10 * math.log10(sum(10 ** (level / 10) for level in levels) / len(levels))


def _silent(starts: Sequence[float], quiet: Sequence[bool], duration: float) -> list[list[float]]:
    spans: list[list[float]] = []
    for silent, blocks in groupby(range(len(quiet)), key=lambda number: quiet[number]):
        if not silent:
            continue
        numbers = list(blocks)
        after = numbers[-1] + 1
        start, end = starts[numbers[0]], starts[after] if after < len(starts) else duration
        if spans and start - spans[-1][1] < _CLICK:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    return [[round(start, 3), round(end, 3)] for start, end in spans if end - start >= _SYLLABLE]


async def loudness(clip: Clip, _analysis: Loudness, bench: Bench) -> LoudnessFound:
    """How loud the whole is."""
    take = Take(clip, bench.sounds)
    await take.run([metered(take.sound())], bench)
    return read_loudness(bench.folder)


def metered(stream: Stream) -> Stream:
    """Sound whose loudness is written down."""
    stream = stream.filter("ebur128", peak="true", metadata=1, framelog="quiet")
    return written(stream, _LOUDNESS, kind="a")


def read_loudness(folder: Path) -> LoudnessFound:
    """What ``metered`` wrote: the last values count for the whole."""
    last: dict[str, float] = {}
    for _, values in readings(folder / _LOUDNESS):
        last = values or last
    whole, peak = last.get("r128.I", _UNHEARD), last.get("r128.true_peak", 0.0)
    return LoudnessFound(
        integrated=round(whole, 2) if whole > _UNHEARD else None,
        range=round(last.get("r128.LRA", 0.0), 2),
        peak=round(20 * math.log10(peak), 2) if peak > 0 else None,
    )

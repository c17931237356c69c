"""Parts: long sound cut at its silences, so that no word is cut in two. Read as a stream."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.engine.measure.sound import silent_stretches

if TYPE_CHECKING:
    import numpy as np

_BLOCK = 0.02
_DEAD = -90.0
# So much of the silence stays on either side of what is said.
_MARGIN = 0.25
# Shorter silences stand between words.
_BREATH = 0.2
# Where nobody draws breath, a part ends at the quietest moment of its last third.
_LAST = 2 / 3


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of sound in which something is heard, in seconds."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Length in seconds."""
        return self.end - self.start


def length_of(sound: Path) -> float:
    """Seconds of a WAV file."""
    with wave.open(str(sound), "rb") as file:
        return file.getnframes() / file.getframerate()


def parts_of(sound: Path, longest: float, rest: float) -> tuple[Part, ...]:
    """The parts of a WAV file in which something is heard.

    Args:
        sound: One channel of 16-bit samples.
        longest: Seconds that no part is longer than.
        rest: Seconds of silence that end a part even where it could go on.
    """
    return cut(_levels(sound), length_of(sound), longest, rest)


def cut(levels: Sequence[float], duration: float, longest: float, rest: float) -> tuple[Part, ...]:
    """The same, of levels in dB below full scale, one for each 20 ms, and their length."""
    if not levels:
        return ()
    starts = [number * _BLOCK for number in range(len(levels))]
    found = silent_stretches(starts, levels, duration, None)
    if found["speech"] is None:
        return ()
    heard = _heard(found["spans"], duration)
    parts: list[Part] = []
    for start, end in heard:
        if parts and start - parts[-1].end < rest and end - parts[-1].start <= longest:
            parts[-1] = Part(parts[-1].start, end)
        else:
            parts += _split(start, end, longest, levels)
    return tuple(_with_margins(parts, duration))


def write_part(sound: Path, part: Part, target: Path) -> None:
    """Write a part of a WAV file to another one."""
    with wave.open(str(sound), "rb") as file, wave.open(str(target), "wb") as copy:
        copy.setparams(file.getparams())
        rate = file.getframerate()
        file.setpos(min(file.getnframes(), round(part.start * rate)))
        left = round(part.length * rate)
        while left > 0 and (data := file.readframes(min(left, rate))):
            copy.writeframesraw(data)
            left -= len(data) // 2


def _heard(silent: Sequence[Sequence[float]], duration: float) -> list[tuple[float, float]]:
    """What lies between silences that are long enough to draw breath in."""
    found, at = [], 0.0
    for start, end in silent:
        if end - start < _BREATH:
            continue
        if start > at:
            found.append((at, start))
        at = end
    return [*found, (at, duration)] if duration - at > _BLOCK else found


def _split(start: float, end: float, longest: float, levels: Sequence[float]) -> Iterator[Part]:
    """A stretch without any silence, cut where it is quietest."""
    while end - start > longest:
        first, last = int((start + longest * _LAST) / _BLOCK), int((start + longest) / _BLOCK)
        at = min(range(first, last), key=lambda block: levels[block]) * _BLOCK
        yield Part(start, at)
        start = at
    yield Part(start, end)


def _with_margins(parts: Sequence[Part], duration: float) -> Iterator[Part]:
    """The parts with some of the silence around them; no moment is in two of them."""
    ends = [0.0, *(part.end for part in parts)]
    starts = [*(part.start for part in parts[1:]), duration]
    for part, before, after in zip(parts, ends, starts, strict=False):
        half = 1.0 if part is parts[0] else 0.5
        lead = min(_MARGIN, (part.start - before) * half)
        half = 1.0 if part is parts[-1] else 0.5
        yield Part(part.start - lead, part.end + min(_MARGIN, (after - part.end) * half))


def _levels(sound: Path) -> list[float]:
    import numpy as np

    levels: list[float] = []
    with wave.open(str(sound), "rb") as file:
        rate = file.getframerate()
        while data := file.readframes(rate * 10):
            levels += _loudness(np.frombuffer(data, "<i2"), round(rate * _BLOCK))
    return levels


def _loudness(samples: np.ndarray[Any, Any], block: int) -> list[float]:
    """Levels of blocks of so many samples."""
    import numpy as np

    whole = samples[: len(samples) // block * block].astype(np.float32) / 32768
    power = np.square(whole.reshape(-1, block)).mean(axis=1)
    found: list[float] = (10 * np.log10(np.maximum(power, 10 ** (_DEAD / 10)))).tolist()
    return found

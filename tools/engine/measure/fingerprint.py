"""Fingerprint: perceptual hashes of a clip's picture and sound, nearly the same for its copies.

A copy is the same film in another encoding: other bytes, the same pictures and the same sound at
the same moments. It is told from a film that only resembles it: of a camera that stands still, of
the same person saying something else.
"""

from __future__ import annotations

import asyncio
import base64
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.measure.run import Bench, Take

if TYPE_CHECKING:
    import numpy as np

    Bytes = np.ndarray[Any, np.dtype[np.uint8]]

_PICTURES, _SOUND = "pictures.gray", "sound.pcm"
# About so many moments of the picture, each as so many fields a side. They lie a power of 2 of a
# second apart, so that copies whose lengths differ by a frame are looked at in the same moments.
_MOMENTS, _SIDE = 31.3, 16
# Share of the bits of a hash, and steps of 255 of the fields on average, by which encoding changes
# a picture at most.
_BITS, _LIGHT = 0.12, 6.0
# Encoding changes no field much more than the others, in steps and times the average. Where a
# person moves in front of a camera that stands still, a few fields change and the rest does not.
_LEAST, _TIMES = 6.0, 8.0
# A moment may fall on the other side of a cut; so many pictures have to be the same.
_SAME = 0.85
# Windows of sound: how many at most, how far apart at least, their samples, and their bands in Hz.
_WINDOWS, _HOP, _RATE, _LENGTH = 600, 0.1, 8_000, 2_048
_BANDS = (120, 200, 300, 420, 560, 720, 920, 1_160, 1_440, 1_800, 2_250, 2_800, 3_400)
# Decibels by which encoding changes a band in a window, half of the time and on average; and the
# level below which nothing is compared.
_HALF, _MEAN, _FLOOR = 2.5, 5.0, -75.0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is to be seen and heard at moments spread over a clip, as text.

    Attributes:
        pictures: Fields of gray, a byte each; empty without a picture.
        sound: Levels of bands, a byte each; empty without sound.
    """

    pictures: str
    sound: str

    def to_json(self) -> dict[str, str]:
        """The same as plain JSON."""
        return asdict(self)


async def fingerprint(clip: Clip, bench: Bench) -> Fingerprint:
    """The fingerprint of an untouched clip.

    Raises:
        ToolFailed: It could not be read.
        LimitExceeded: It took too long.
    """
    take, facts = Take(clip, {}), clip.facts
    pictures = sound = b""
    if facts.video:
        step = 2.0 ** math.ceil(math.log2(max(facts.duration, 0.1) / _MOMENTS))
        small = take.picture().filter("fps", fps=f"{1 / step:.9g}", start_time=0)
        small = small.filter("scale", width=_SIDE, height=_SIDE, flags="area")
        small = small.filter("format", pix_fmts="gray")
        pictures = await _written(small, _PICTURES, take, bench, {"f": "rawvideo"})
    if facts.audio:
        options = {"f": "s16le", "ac": 1, "ar": _RATE}
        samples = await _written(take.sound(), _SOUND, take, bench, options)
        sound = await asyncio.to_thread(_levels, samples)
    return Fingerprint(_text(pictures), _text(sound))


async def _written(
    stream: Any, name: str, take: Take, bench: Bench, options: dict[str, Any]
) -> bytes:
    import ffmpeg as graph

    command = Command(
        args=arguments(graph.output(stream, name, **options)),
        output=name,
        expected=take.clip.facts,
        files=take.sheet.files,
    )
    await ffmpeg.run(command, bench.folder, binary=bench.binary, limits=bench.limits)
    return await asyncio.to_thread((bench.folder / name).read_bytes)


def alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two fingerprints are those of the same film."""
    if bool(one.pictures) != bool(other.pictures) or bool(one.sound) != bool(other.sound):
        return False
    return _looks_alike(one.pictures, other.pictures) and _sounds_alike(one.sound, other.sound)


def _looks_alike(one: str, other: str) -> bool:
    import numpy as np

    first, second = _fields(one), _fields(other)
    count = min(len(first), len(second))
    if not one or not other:
        return one == other
    if not count or abs(len(first) - len(second)) > 1:
        return False
    first, second = first[:count], second[:count]
    differing = (_hash(first) != _hash(second)).mean(axis=1)
    apart = np.abs(first.astype(np.int16) - second).reshape(count, -1)
    usual = apart.mean(axis=1)
    even = apart.max(axis=1) <= _LEAST + _TIMES * usual
    same = (differing <= _BITS) & (usual <= _LIGHT) & even
    return bool(same.mean() >= _SAME)


def _hash(fields: Bytes) -> Bytes:
    """The difference hash of each picture: where it gets clearly brighter, right and down."""
    import numpy as np

    wide = fields.astype(np.int16)
    # A step of a few levels is noise, and no bit of it would mean anything.
    right = wide[:, :, 1:] - wide[:, :, :-1] > 4
    down = wide[:, 1:, :] - wide[:, :-1, :] > 4
    count = len(fields)
    both = np.concatenate([right.reshape(count, -1), down.reshape(count, -1)], axis=1)
    return both.astype(np.uint8)


def _sounds_alike(one: str, other: str) -> bool:
    import numpy as np

    if not one or not other:
        return one == other
    first, second = _bands(one), _bands(other)
    count = min(len(first), len(second))
    if abs(len(first) - len(second)) > 2:
        return False
    first, second = first[:count], second[:count]
    heard = (first > _FLOOR) | (second > _FLOOR)
    if not heard.any():
        return True  # Both are silent.
    apart = np.abs(np.maximum(first, _FLOOR) - np.maximum(second, _FLOOR))[heard]
    return bool(np.median(apart) <= _HALF and apart.mean() <= _MEAN)


def _levels(samples: bytes) -> bytes:
    """Levels of bands in each window, in decibels below full scale, a byte each."""
    import numpy as np

    wave = np.frombuffer(samples[: len(samples) // 2 * 2], dtype="<i2").astype(np.float32) / 32768
    wave = np.pad(wave, (0, max(0, _LENGTH - len(wave))))
    apart = math.ceil(math.log2(max(1.0, len(wave) / (_WINDOWS * _HOP * _RATE))))
    hop = int(_HOP * _RATE) * 2**apart
    starts = range(0, len(wave) - _LENGTH + 1, hop)
    shape = np.hanning(_LENGTH).astype(np.float32)
    edges = np.searchsorted(np.fft.rfftfreq(_LENGTH, 1 / _RATE), _BANDS)
    rows = []
    for start in starts:
        power = np.abs(np.fft.rfft(wave[start : start + _LENGTH] * shape)) ** 2
        bands = np.add.reduceat(power, edges)[: len(_BANDS) - 1]
        rows.append(10 * np.log10(bands / _LENGTH + 1e-12))
    return bytes(np.clip(np.rint(-2 * np.array(rows)), 0, 255).astype(np.uint8))


def _fields(text: str) -> Bytes:
    import numpy as np

    flat = np.frombuffer(base64.b64decode(text), dtype=np.uint8)
    whole = len(flat) // (_SIDE * _SIDE) * _SIDE * _SIDE
    return flat[:whole].reshape(-1, _SIDE, _SIDE)


def _bands(text: str) -> Any:
    import numpy as np

    flat = np.frombuffer(base64.b64decode(text), dtype=np.uint8)
    return flat.reshape(-1, len(_BANDS) - 1).astype(np.float32) / -2


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()

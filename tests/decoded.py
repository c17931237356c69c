"""Looking at results: the pictures and the sound of a file, and what the test clips wrote there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 12
"""Blocks along the top of a picture that hold its number, lowest bit first."""


def frames(path: Path) -> list[NDArray[np.uint8]]:
    """All pictures of a file, as (height, width, 3) RGB, as they are shown."""
    import av

    with av.open(path) as container:
        pictures = []
        for frame in container.decode(video=0):
            image = frame.to_ndarray(format="rgb24")
            turns = round(frame.rotation / 90)
            pictures.append(_turned(image, turns))
        return pictures


def _turned(image: NDArray[np.uint8], turns: int) -> NDArray[np.uint8]:
    """An image turned counter-clockwise by quarter turns."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(image, turns))


def number(image: NDArray[np.uint8]) -> int:
    """The frame number that a picture carries along its top; the width must be the whole one."""
    height, width = image.shape[:2]
    row = image[height // 12].mean(axis=1)
    block = width / BITS
    return sum(int(row[int((bit + 0.5) * block)] > 127) << bit for bit in range(BITS))


def samples(path: Path, rate: int = 48_000) -> NDArray[np.float32]:
    """All sound of a file as (channels, samples), silence where it starts late."""
    import av
    import numpy as np

    with av.open(path) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="fltp", rate=rate)
        start = None
        parts = []
        for frame in container.decode(stream):
            start = frame.time if start is None else start
            parts += [piece.to_ndarray() for piece in resampler.resample(frame)]
        parts += [piece.to_ndarray() for piece in resampler.resample(None)]
    lead = np.zeros((parts[0].shape[0], max(0, round((start or 0.0) * rate))), np.float32)
    return np.concatenate([lead, *parts], axis=1)


def beep_times(sound: NDArray[np.float32], rate: int = 48_000) -> list[float]:
    """Where the loud beeps of a sound start, in seconds."""
    import numpy as np

    hop = rate // 200
    mono = np.abs(sound).max(axis=0)
    level = mono[: len(mono) // hop * hop].reshape(-1, hop).max(axis=1)
    loud = level > 0.6 * level.max()
    starts = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]])) / 200
    gaps = np.diff(starts, prepend=-1)
    return [float(start) for start in starts[gaps > 0.05]]

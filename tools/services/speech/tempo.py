"""Tempo: the same words faster or slower, at the same pitch."""

from __future__ import annotations

import asyncio
import uuid
import wave
from fractions import Fraction
from pathlib import Path

from tools.errors import ToolFailed

# Between these `atempo` blends what it joins; beyond, it would skip.
_LEAST, _MOST = 0.5, 2.0
# Nobody hears a difference as small as this.
_BARELY = 0.005


async def change_tempo(path: Path, speed: float) -> None:
    """Make a WAV file last so much shorter, in its own place.

    Args:
        path: The file; one that was written here.
        speed: How many times as fast.

    Raises:
        ToolFailed: It cannot be read or written.
    """
    if abs(speed - 1) > _BARELY:
        await asyncio.to_thread(_change, path, speed)


def wave_seconds(path: Path) -> float:
    """How long a WAV file is.

    Raises:
        ToolFailed: It is none.
    """
    try:
        with wave.open(str(path)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (OSError, wave.Error, EOFError) as error:
        raise ToolFailed("A voice-over cannot be read any more. Ask for it again.") from error


def _change(path: Path, speed: float) -> None:
    import av
    import av.filter

    with wave.open(str(path)) as sound:
        layout = sound.getparams()
        data = sound.readframes(layout.nframes)
    fresh = path.with_name(f".{uuid.uuid4().hex}.wav")
    try:
        with wave.open(str(fresh), "wb") as made:
            made.setparams(layout)
            made.writeframes(_played(data, layout.framerate, layout.nchannels, speed))
        fresh.replace(path)
    except (OSError, av.FFmpegError) as error:
        raise ToolFailed("The voice-over could not be made faster or slower.") from error
    finally:
        fresh.unlink(missing_ok=True)


def _played(data: bytes, rate: int, channels: int, speed: float) -> bytes:
    """Interleaved 16-bit samples at another tempo."""
    import av.filter
    import numpy as np

    name = "mono" if channels == 1 else "stereo"
    graph = av.filter.Graph()
    nodes = [
        graph.add_abuffer(sample_rate=rate, format="s16", layout=name, time_base=Fraction(1, rate)),
        *(graph.add("atempo", f"{factor:.6f}") for factor in _factors(speed)),
        graph.add("aformat", f"sample_fmts=s16:channel_layouts={name}"),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*nodes).configure()
    samples = np.frombuffer(data, "<i2").reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=name)
    frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
    graph.push(frame)
    graph.push(None)
    parts = []
    while True:
        try:
            parts.append(graph.pull().to_ndarray().astype("<i2").tobytes())
        except (av.EOFError, av.BlockingIOError):
            return b"".join(parts)


def _factors(speed: float) -> list[float]:
    """The speed as a product of such as can be blended."""
    factors = []
    while speed > _MOST:
        factors.append(_MOST)
        speed /= _MOST
    while speed < _LEAST:
        factors.append(_LEAST)
        speed /= _LEAST
    return [*factors, speed]

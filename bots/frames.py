"""Frames: look into a finished file. Pictures at given moments, and how loud a stretch is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av import VideoFrame
    from PIL.Image import Image

QUIETEST = -120.0
"""Decibels that stand for silence."""


def frames_at(path: Path, seconds: Sequence[float]) -> list[Image]:
    """The frames that are shown at those seconds; the last frame stands for what lies beyond.

    Only for files that VFXB has probed or made itself: the name of the file chooses the demuxer.

    Args:
        path: A file with a picture.
        seconds: When to look, in rising order.
    """
    import av

    pictures: list[Image] = []
    with av.open(str(path)) as container:
        last = None
        start = float((container.start_time or 0) / av.time_base)
        for frame in container.decode(video=0):
            shown = (frame.time or 0.0) - start
            while len(pictures) < len(seconds) and shown > seconds[len(pictures)] + 1e-6:
                pictures.append(_picture(last or frame))
            if len(pictures) == len(seconds):
                return pictures
            last = frame
        while last is not None and len(pictures) < len(seconds):
            pictures.append(_picture(last))
    return pictures


def _picture(frame: VideoFrame) -> Image:
    picture: Image = frame.to_image()  # type: ignore[no-untyped-call]
    return picture


def duration(path: Path) -> float:
    """Length in seconds, as the file's header says."""
    import av

    with av.open(str(path)) as container:
        return float((container.duration or 0) / av.time_base)


def colourfulness(picture: Image) -> float:
    """How far the colours are from grey on average, 0 for black and white."""
    from PIL import ImageStat

    spread = ImageStat.Stat(picture.convert("RGB").convert("HSV")).mean
    return float(spread[1] * spread[2] / 255)


def difference(one: Image, other: Image, box: tuple[float, float, float, float]) -> float:
    """Mean difference of two pictures of one size within a box, 0 to 255.

    Args:
        one: A picture.
        other: Another one.
        box: Left, top, right and bottom as fractions of the picture.
    """
    from PIL import ImageChops, ImageStat

    left, top, right, bottom = box
    area = (
        round(left * one.width),
        round(top * one.height),
        round(right * one.width),
        round(bottom * one.height),
    )
    changed = ImageChops.difference(one.convert("L").crop(area), other.convert("L").crop(area))
    return float(ImageStat.Stat(changed).mean[0])


def level(path: Path, start: float, end: float) -> float:
    """Mean level of the sound between two seconds, in decibels below full scale."""
    import av
    import numpy as np

    power, count = 0.0, 0
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return QUIETEST
        resampler = av.AudioResampler(format="flt", layout="mono")
        for frame in container.decode(audio=0):
            at = frame.time or 0.0
            if at >= end:
                break
            if at >= start:
                for part in resampler.resample(frame):
                    samples = part.to_ndarray().astype(np.float64)
                    power += float(np.square(samples).sum())
                    count += samples.size
    return 10 * math.log10(power / count) if count and power else QUIETEST

"""Sightings: what a file shows, and how loud it is, at the moments at which it was looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

# Pictures are compared so small, in pixels.
_SMALL = (32, 18)
# Mean and spread of luma (0 to 255) below which a picture is black.
_BLACK, _FLAT = 20.0, 4.0
# Mean difference of luma between pictures that are the same, and between those that are not.
_SAME, _OTHER = 0.3, 3.0


@dataclass(slots=True)
class Sightings:
    """Small copies of pictures, and peaks of sound.

    Attributes:
        pictures: Luma by time in seconds.
        peaks: Greatest samples, 0 to 1.
    """

    pictures: dict[float, NDArray[np.float32]] = field(default_factory=dict)
    peaks: list[float] = field(default_factory=list)

    def see(self, frame: VideoFrame) -> None:
        """Take a picture."""
        if frame.time is not None:
            small = frame.reformat(*_SMALL, format="gray").to_ndarray()
            self.pictures[frame.time] = small.astype("float32")

    def hear(self, frame: AudioFrame) -> None:
        """Take some sound."""
        from tools.engine.probe.silence import peak_of

        self.peaks.append(peak_of(frame))

    @property
    def black(self) -> list[bool]:
        """Of each picture whether it is black."""
        return [bool(p.mean() < _BLACK and p.std() < _FLAT) for p in self.pictures.values()]

    @property
    def moving(self) -> list[bool | None]:
        """Of each two neighbours in time whether they differ; None where that is not clear."""
        ordered = [self.pictures[time] for time in sorted(self.pictures)]
        return [_differ(a, b) for a, b in zip(ordered, ordered[1:], strict=False)]


def _differ(before: NDArray[np.float32], after: NDArray[np.float32]) -> bool | None:
    difference = float(abs(before - after).mean())
    return True if difference > _OTHER else False if difference < _SAME else None

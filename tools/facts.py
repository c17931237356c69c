"""Facts: what is known about a clip, measured from a file or predicted for one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFacts:
    """The picture, as it is shown.

    Attributes:
        width: Displayed width in pixels, after rotation and with square pixels.
        height: Displayed height in pixels, likewise.
        fps: Frames per second; where the rate varies, that of the stretches with most frames.
        codec: Name of the codec as ffmpeg spells it, such as ``h264``.
        alpha: Whether the picture has transparency.
        variable_rate: Whether frames come at uneven times.
        coded_as_shown: Whether stored pixels are the displayed ones (no rotation, square pixels).
        turned: Whether they are but for quarter turns that the file's header tells of, as phones
            write it.
        fields: Whether each picture holds two moments, in the even rows and in the odd ones
            (interlaced); read for an edit, it becomes one.
        hdr: Whether the transfer curve is HDR (PQ or HLG).
        matrix: How its colours are stored, as ffmpeg spells it (``bt709``); empty where the file
            does not tell.
    """

    width: int
    height: int
    fps: Fraction
    codec: str = "h264"
    alpha: bool = False
    variable_rate: bool = False
    coded_as_shown: bool = True
    turned: bool = False
    fields: bool = False
    hdr: bool = False
    matrix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFacts:
    """The sound.

    Attributes:
        sample_rate: Samples per second.
        channels: Number of channels.
        codec: Name of the codec as ffmpeg spells it, such as ``aac``.
    """

    sample_rate: int = 48_000
    channels: int = 2
    codec: str = "aac"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a clip is.

    Attributes:
        duration: Length in seconds, of the longest stream.
        video: The picture, or None when there is none.
        audio: The sound, or None when there is none.
        container: Short name of the file format: ``mp4``, ``webm``, ``gif``, ``mp3`` ...
        size_bytes: Size of the file; None for a clip that is not rendered yet.
    """

    duration: float
    video: VideoFacts | None
    audio: AudioFacts | None
    container: str = "mp4"
    size_bytes: int | None = None

    @property
    def frames(self) -> int:
        """Number of pictures that a file of this length and rate shows; 0 without a picture."""
        return max(1, self.frame_at(self.duration)) if self.video else 0

    def frame_at(self, seconds: float) -> int:
        """Number of the frame whose start is nearest to a time, the later one of two."""
        fps = self.video.fps if self.video else Fraction(0)
        return math.floor(Fraction(seconds) * fps + Fraction(1, 2))

    @property
    def whole(self) -> float:
        """Length in seconds of its pictures, all of them whole; without any, of the sound."""
        return self.lasting(self.duration).duration

    def lasting(self, seconds: float) -> Facts:
        """The same facts with another length; with a picture, a whole number of its frames."""
        timed = replace(self, duration=seconds, size_bytes=None)
        if timed.video is None:
            return timed
        return replace(timed, duration=float(timed.frames / timed.video.fps))

    def with_video(self, **changes: object) -> Facts:
        """The same facts with the given fields of the picture changed; no picture stays none."""
        if self.video is None:
            return self
        return replace(self, video=replace(self.video, **changes))  # type: ignore[arg-type]


SourceKind = Literal["clip", "still", "sound", "text"]
"""A moving picture, a picture that stands still, sound alone, or text such as subtitles."""


SILENT = "Its sound track holds only silence."
"""A warning of the probe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that operations start from. Its content never changes.

    Attributes:
        id: SHA-256 of the content, hexadecimal.
        path: Where the file lies. Only the engine opens it.
        name: What the person called it; shown to people, never used as a path.
        demuxer: The ffmpeg demuxer that the probe settled on; the only one it may be opened with.
        facts: What the probe measured.
        warnings: What the probe found damaged or odd, in words for the person.
        damaged: Streams that are not whole. They are decoded and encoded, never copied.
        video_index: Stream index of the picture in the file, or None.
        audio_index: Stream index of the sound in the file, or None.
        start_time: Time stamp in seconds at which the file starts.
        video_start: Seconds after the start of the file at which the picture starts.
        audio_start: Seconds after the start of the file at which the sound starts.
        video_end: Seconds after the start of the file at which the picture ends, where it ends
            before the file does; None where it does not.
    """

    id: str
    path: Path = field(repr=False)
    name: str
    demuxer: str
    facts: Facts
    warnings: tuple[str, ...] = ()
    damaged: frozenset[Literal["picture", "sound"]] = frozenset()
    video_index: int | None = None
    audio_index: int | None = None
    start_time: float = 0.0
    video_start: float = 0.0
    audio_start: float = 0.0
    video_end: float | None = None

    @property
    def kind(self) -> SourceKind:
        """What it can be used as."""
        if self.demuxer.endswith("_pipe"):
            return "still"
        if self.facts.video is not None:
            return "clip"
        return "sound" if self.facts.audio is not None else "text"

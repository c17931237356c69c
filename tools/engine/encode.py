"""Encode: every encoder setting of VFXB, in one place.

A clip that goes back into a chat should look untouched, upload quickly and play on any phone.
Measured on 8 s of three 720p clips (cartoon, screen with a clock, person before a plain wall),
x264 at CRF 20: ``veryfast`` scores a VMAF of 93 to 96. ``faster`` scores 1 to 2 points more for
half as much time again and about the same size; ``superfast`` takes a quarter less time and makes
files 1.6 to 2.8 times as large.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tools.export_format import STILLS, Container, Export
from tools.facts import AudioFacts, Facts, VideoFacts

Options = Mapping[str, str | int | None]

_USUAL = Export()

MUXERS: Mapping[str, str] = MappingProxyType(
    {"mkv": "matroska", "m4a": "ipod", "png": "image2", "jpg": "image2"}
)
"""Containers whose name for ffmpeg is not their suffix."""


_VIDEO: Mapping[str, Options] = MappingProxyType(
    {
        "h264": {"c:v": "libx264", "preset": "veryfast", "crf": 20},
        "hevc": {
            "c:v": "libx265", "preset": "fast", "crf": 24, "tag:v": "hvc1",
            "x265-params": "log-level=error",
        },
        "av1": {"c:v": "libsvtav1", "preset": 9, "crf": 32},
        "vp9": {
            "c:v": "libvpx-vp9", "crf": 32, "b:v": 0, "deadline": "good", "cpu-used": 4,
            "row-mt": 1,
        },
        "gif": {"c:v": "gif"},
        "png": {"c:v": "png"},
        "mjpeg": {"c:v": "mjpeg", "q:v": 2},
    }
)  # fmt: skip
_PREVIEW: Mapping[str, Options] = MappingProxyType(
    {
        "h264": {"c:v": "libx264", "preset": "ultrafast", "crf": 28},
        "vp9": {
            "c:v": "libvpx-vp9", "crf": 40, "b:v": 0, "deadline": "realtime", "cpu-used": 8,
            "row-mt": 1,
        },
    }
)  # fmt: skip
# Bit rates for two channels; one takes six tenths of it.
_AUDIO: Mapping[str, tuple[str, int | None]] = MappingProxyType(
    {
        "aac": ("aac", 160),
        "opus": ("libopus", 128),
        "vorbis": ("libvorbis", 160),
        "mp3": ("libmp3lame", 192),
        "flac": ("flac", None),
        "pcm_s16le": ("pcm_s16le", None),
    }
)


def video_options(
    video: VideoFacts, export: Export = _USUAL, *, preview: bool = False
) -> dict[str, str | int | None]:
    """Encoder settings for a picture."""
    table = _PREVIEW if preview and video.codec in _PREVIEW else _VIDEO
    options = dict(table[video.codec])
    if video.alpha and video.codec == "vp9":
        options["auto-alt-ref"] = 0  # such frames carry no transparency
    if preview or "crf" not in options:
        return options
    limit = export.video_kbps or export.most_kbps
    if limit is None:
        return options
    if video.codec in {"h264", "hevc"}:
        if export.video_kbps is None:  # the usual quality, as far as it takes no more than that
            return options | _at_most(limit, limit)
        del options["crf"]
        return options | {"b:v": f"{limit}k"} | _at_most(limit * 6 // 5, limit * 2)
    # These keep to a bit rate only when it is all that they are told.
    del options["crf"]
    steady = _at_most(limit, limit // 2) | {"minrate": f"{limit}k"}
    return options | {"b:v": f"{limit}k"} | (steady if video.codec == "vp9" else {})


def _at_most(kilobits: int, buffer: int) -> dict[str, str | int | None]:
    """A bit rate that no second passes by more than a buffer allows."""
    return {"maxrate": f"{kilobits}k", "bufsize": f"{buffer}k"}


def audio_options(audio: AudioFacts, export: Export = _USUAL) -> dict[str, str | int | None]:
    """Encoder settings for sound."""
    encoder, kilobits = _AUDIO[audio.codec]
    options: dict[str, str | int | None] = {"c:a": encoder}
    if kilobits is not None:
        usual = kilobits if audio.channels > 1 else kilobits * 6 // 10
        options["b:a"] = f"{export.audio_kbps or usual}k"
    return options


def container_options(facts: Facts) -> dict[str, str | int | None]:
    """Settings of the file: nothing of the source's tags, places and chapters is passed on."""
    container = facts.container
    options: dict[str, str | int | None] = {
        "format": MUXERS.get(container, container),
        "map_metadata": -1,
        "map_chapters": -1,
        "fflags": "+bitexact",
    }
    if container in {"mp4", "mov", "m4a"}:
        options["movflags"] = "+faststart"  # plays while it still downloads
    if container == "gif":
        options["loop"] = 0
    if container in STILLS:
        options |= {"update": 1, "frames:v": 1}
    return options


def file_name(container: Container | str) -> str:
    """Name of the rendered file inside its job."""
    return f"clip.{container}"

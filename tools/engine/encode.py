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

from tools.engine.render.passes import Pass, notes
from tools.export_format import ANIMATIONS, MOST_SOUND_KBPS, STILLS, Container, Export
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
            "c:v": "libvpx-vp9", "crf": 32, "b:v": 0, "deadline": "good", "cpu-used": 5,
            "row-mt": 1, "tile-columns": 2,
        },
        "mpeg4": {"c:v": "mpeg4", "q:v": 3, "tag:v": "XVID"},
        "gif": {"c:v": "gif"},
        "webp": {"c:v": "libwebp_anim", "quality": 75, "compression_level": 3},
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
# Codecs that can be held to a bit rate; how they name a quality, which they forget then; and those
# that keep to it from second to second.
_RATED = frozenset({"h264", "hevc", "av1", "vp9", "mpeg4"})
_QUALITIES = frozenset({"crf", "q:v"})
_BUFFERED = frozenset({"h264", "hevc", "mpeg4"})
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
    video: VideoFacts,
    export: Export = _USUAL,
    *,
    preview: bool = False,
    turn: Pass | None = None,
) -> dict[str, str | int | None]:
    """Encoder settings for a picture.

    Args:
        video: What is encoded.
        export: How it is to be encoded.
        preview: Whether it has to be quick above all.
        turn: Which of several runs it is; None where there is one.
    """
    options = _usual(video, export, preview=preview, turn=turn)
    if preview or video.codec not in _RATED:
        return options
    if export.crf is not None and "crf" in options:
        options["crf"] = export.crf
    kbps = turn.kbps if turn is not None else export.video_kbps
    if kbps is not None:
        if not (video.codec == "vp9" and export.max_bytes):  # which needs no more than its quality
            options = {name: value for name, value in options.items() if name not in _QUALITIES}
        options["b:v"] = f"{kbps}k"
        if turn is None and video.codec in _BUFFERED:
            options |= _at_most(kbps * 6 // 5, kbps * 2)
    elif export.most_kbps is not None:
        options |= _capped(video.codec, export.most_kbps)
    if turn is not None:
        options |= notes(video.codec, turn, str(options.get("x265-params", "")))
    return options


def _usual(
    video: VideoFacts, export: Export, *, preview: bool, turn: Pass | None
) -> dict[str, str | int | None]:
    """Settings for the usual quality."""
    gauged = turn is not None and turn.aim == "gauge"
    table = _PREVIEW if (preview or gauged) and video.codec in _PREVIEW else _VIDEO
    options = dict(table[video.codec])
    if gauged:
        options["crf"] = _VIDEO[video.codec]["crf"]
    if video.alpha and video.codec == "vp9":
        options["auto-alt-ref"] = 0  # such frames carry no transparency
    return options


def _capped(codec: str, kilobits: int) -> dict[str, str | int | None]:
    """The usual quality, as far as it takes no more than a bit rate."""
    return {"b:v": f"{kilobits}k"} if codec == "vp9" else _at_most(kilobits, kilobits)


def _at_most(kilobits: int, buffer: int) -> dict[str, str | int | None]:
    """A bit rate that no second passes by more than a buffer allows."""
    return {"maxrate": f"{kilobits}k", "bufsize": f"{buffer}k"}


def audio_options(audio: AudioFacts, export: Export = _USUAL) -> dict[str, str | int | None]:
    """Encoder settings for sound."""
    encoder, kilobits = _AUDIO[audio.codec]
    options: dict[str, str | int | None] = {"c:a": encoder}
    if kilobits is not None:
        usual = kilobits if audio.channels > 1 else kilobits * 6 // 10
        options["b:a"] = f"{min(export.audio_kbps or usual, MOST_SOUND_KBPS[audio.codec])}k"
    return options


def lead_in(facts: Facts) -> int:
    """Samples that the sound of a file begins with before its own, which players do not skip.

    Most containers tell of them. An AVI cannot; LAME puts 576 there and its decoders 529.
    """
    mp3_in_avi = facts.container == "avi" and facts.audio and facts.audio.codec == "mp3"
    return 1_105 if mp3_in_avi else 0


def container_options(facts: Facts, *, sequence: bool = False) -> dict[str, str | int | None]:
    """Settings of the file: nothing of the source's tags, places and chapters is passed on.

    Args:
        facts: What it will be.
        sequence: Whether each frame becomes a file of its own.
    """
    container = facts.container
    options: dict[str, str | int | None] = {
        "format": MUXERS.get(container, container),
        "map_metadata": -1,
        "map_chapters": -1,
        "fflags": "+bitexact",
    }
    if container in {"mp4", "mov", "m4a"}:
        options["movflags"] = "+faststart"  # plays while it still downloads
    if container == "avi":  # the lead-in of MP3 would move the picture, by a hole after its start
        options["avoid_negative_ts"] = "disabled"
    if container in ANIMATIONS:
        options["loop"] = 0
    if sequence:
        options["fps_mode"] = "passthrough"
    elif container in STILLS:
        options |= {"update": 1, "frames:v": 1}
    return options


def file_name(container: Container | str, *, sequence: bool = False) -> str:
    """Name of the rendered file inside its job; for a sequence the pattern of their names."""
    return f"clip-%06d.{container}" if sequence else f"clip.{container}"

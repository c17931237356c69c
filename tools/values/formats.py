"""Formats: closed choices of files, codecs and the places they are for."""

from __future__ import annotations

from typing import Annotated, Literal

from tools.values.choices import also

Format = Annotated[
    Literal[
        "mp4", "webm", "mkv", "mov", "avi", "gif", "webp",
        "mp3", "m4a", "wav", "flac", "ogg", "opus",
    ],
    also(
        {
            "mp4": "mpeg4",
            "webm": "",
            "mkv": "matroska",
            "mov": "quicktime",
            "avi": "divx xvid",
            "gif": "animatedgif",
            "webp": "animatedwebp",
            "mp3": "",
            "m4a": "aac",
            "wav": "wave",
            "flac": "",
            "ogg": "vorbis oggvorbis",
            "opus": "",
        }
    ),
]  # fmt: skip

VideoCodecName = Annotated[
    Literal["h264", "hevc", "vp9", "av1", "mpeg4"],
    also(
        {
            "h264": "x264 avc avc1",
            "hevc": "h265 x265 hvc1",
            "vp9": "libvpxvp9",
            "av1": "svtav1",
            "mpeg4": "divx xvid mpeg4part2",
        }
    ),
]

SoundCodec = Annotated[
    Literal["aac", "opus", "vorbis", "mp3", "flac", "pcm_s16le"],
    also({"aac": "", "opus": "", "vorbis": "", "mp3": "", "flac": "", "pcm_s16le": "pcm wav"}),
]

SoundFormat = Annotated[
    Literal["mp3", "m4a", "wav", "flac", "ogg", "opus"],
    also({"m4a": "aac", "wav": "wave", "ogg": "vorbis oggvorbis"}),
]

PlatformName = Annotated[
    Literal["tiktok", "reels", "shorts", "youtube", "x", "discord", "telegram", "whatsapp"],
    also(
        {
            "tiktok": "",
            "reels": "instagram instagramreels igreels instareels reel ig insta",
            "shorts": "youtubeshorts ytshorts youtubeshort short",
            "youtube": "yt",
            "x": "twitter xtwitter",
            "discord": "",
            "telegram": "tg",
            "whatsapp": "wa",
        }
    ),
]

PreviewKind = Annotated[
    Literal["clip", "sheet"],
    also(
        {
            "clip": "video moving movie",
            "sheet": "contactsheet grid picture pictures overview storyboard",
        }
    ),
]

ImageFormat = Annotated[Literal["png", "jpg"], also({"jpg": "jpeg"})]

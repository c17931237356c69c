"""Closed choices, each with the other words that people use for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from tools.export_format import Container
from tools.operations import TextStyle


def also(synonyms: Mapping[str, str]) -> BeforeValidator:
    """A validator that takes other words for the choices, whatever their case and spacing.

    Args:
        synonyms: For each choice, further words for it, separated by spaces and written
            without spaces of their own.
    """
    known = {word: choice for choice, words in synonyms.items() for word in words.split()}
    known |= {_key(choice): choice for choice in synonyms}

    def validate(value: object) -> object:
        return known.get(_key(value), value) if isinstance(value, str) else value

    return BeforeValidator(validate)


def _key(text: str) -> str:
    return re.sub(r"[^\w&]|_", "", text.casefold())


Filter = Annotated[
    Literal["vintage", "blackwhite", "sepia", "blur", "sharpen", "brightness", "contrast"],
    also(
        {
            "vintage": "retro old oldfilm oldschool oldfashioned faded 70s nostalgic",
            "blackwhite": (
                "bw b&w blackandwhite blackwhite black&white grayscale greyscale gray grey "
                "monochrome mono desaturate desaturated noir colorless colourless"
            ),
            "sepia": "sepiatone brownish",
            "blur": "blurry blurred blurring gaussianblur soften unsharp outoffocus",
            "sharpen": "sharp sharper sharpness crisp crisper sharpening",
            "brightness": "bright brighter brighten exposure lighter lighten",
            "contrast": "contrasty punchy",
        }
    ),
]

SoundFix = Annotated[
    Literal["noise_reduction", "volume_boost", "clarity_enhance"],
    also(
        {
            "noise_reduction": (
                "denoise noise reducenoise removenoise noiseremoval noisereduction cleanup hiss hum"
            ),
            "volume_boost": "boost louder volume loudness normalize boostvolume",
            "clarity_enhance": (
                "clarity clear clearer enhance speech voice voiceenhance speechclarity "
                "enhanceclarity"
            ),
        }
    ),
]

Style = Annotated[
    TextStyle,
    also(
        {
            "plain": "none simple normal flat noborder",
            "outline": "outlined stroke border bordered",
            "shadow": "dropshadow shadowed",
            "box": "boxed background banner label highlight",
            "subtitle": "subtitles caption captions",
        }
    ),
]

Format = Annotated[
    Container,
    also(
        {
            "mp4": "mpeg4",
            "webm": "",
            "mkv": "matroska",
            "mov": "quicktime",
            "gif": "animatedgif",
            "mp3": "",
            "m4a": "aac",
            "wav": "wave",
            "flac": "",
            "ogg": "vorbis oggvorbis",
            "opus": "",
        }
    ),
]

VideoCodecName = Annotated[
    Literal["h264", "hevc", "vp9", "av1"],
    also({"h264": "x264 avc avc1", "hevc": "h265 x265 hvc1", "vp9": "libvpxvp9", "av1": "svtav1"}),
]

SoundCodec = Annotated[
    Literal["aac", "opus", "vorbis", "mp3", "flac", "pcm_s16le"],
    also({"aac": "", "opus": "", "vorbis": "", "mp3": "", "flac": "", "pcm_s16le": "pcm wav"}),
]

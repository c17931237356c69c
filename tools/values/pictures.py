"""Choices of the tools that have pictures drawn anew."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from tools.values.choices import also
from tools.values.reading import reads, tidy, written_as

STYLES = ("cartoon", "oil_painting", "watercolor", "sketch", "cyberpunk", "vintage")
"""Styles with a name; anything else is a description."""

_WORDS = {
    "cartoon": "cartoon comic toon cartoonish anime",
    "oil_painting": "oil|oil paint|oil painting|painting|painted|oil on canvas|van gogh",
    "watercolor": "watercolor|watercolour|water color|water colour|aquarelle|watercolor painting",
    "sketch": "sketch|pencil|pencil sketch|drawing|pencil drawing|charcoal",
    "cyberpunk": "cyberpunk|cyber punk|neon|blade runner|neon city",
    "vintage": "vintage|retro|old film|old movie|1960s|70s|1970s",
}
_SAID = {
    word: name
    for name, words in _WORDS.items()
    for word in (words.split("|") if "|" in words else words.split())
}
_LONGEST = 300


def parse_style(value: object) -> str:
    """The name of a style, or the description of one.

    Raises:
        ValueError: It is empty, or too long.
    """
    text = tidy(value).replace("_", " ")
    text = re.sub(r"^(?:an? |the )|(?: (?:style|look|effect|filter))+$", "", text)
    if not text:
        raise ValueError(f"a style is one of {', '.join(STYLES)}, or a description")
    if len(text) > _LONGEST:
        raise ValueError(f"a description has at most {_LONGEST} characters, not {len(text)}")
    return _SAID.get(text, text)


DrawnStyle = Annotated[
    str, reads(parse_style), written_as([*STYLES, "stained glass"], numbers=False)
]
"""A name of ``STYLES``, or a description."""

EnlargingEngine = Annotated[
    Literal["Replicate", "Real-ESRGAN", "Lanczos"],
    also(
        {
            "Replicate": "cloud online service api",
            "Real-ESRGAN": "realesrgan esrgan local builtin ncnn ai offline thismachine",
            "Lanczos": "fast quick simple interpolation resample plain",
        }
    ),
]
"""Who makes pictures larger."""

StyleEngine = Annotated[
    Literal["Replicate", "OpenCV"],
    also({"Replicate": "cloud online service api ai", "OpenCV": "local builtin offline fast"}),
]
"""Who paints."""

FaceEngine = Annotated[
    Literal["Replicate", "face sharpening"],
    also(
        {
            "Replicate": "cloud online service api gfpgan ai",
            "face sharpening": "local builtin offline fast sharpening",
        }
    ),
]
"""Who works on faces."""

CutOutEngine = Annotated[
    Literal["Replicate", "chroma key"],
    also(
        {
            "Replicate": "cloud online service api rembg ai",
            "chroma key": "local builtin offline chromakey keying green greenscreen",
        }
    ),
]
"""Who takes backgrounds away."""

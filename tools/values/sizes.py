"""Sizes: pixels, resolutions, shapes, rates, and the height of letters."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, ValidationInfo

from tools.facts import Facts
from tools.values.levels import parse_factor
from tools.values.numbers import parse_number
from tools.values.reading import (
    facts_of,
    plain_number,
    reads,
    reads_with_facts,
    tidy,
    within,
    written_as,
)

MAX_SIDE = 16_384
"""Longest side of a picture in pixels that encoders take."""

_PIXELS = re.compile(r"(.+?) ?(?:px|pix|pixels?)?(?: (?:wide|high|tall|across))?")
_LINES = re.compile(r"(\d{3,4}) ?[pi]?(?: resolution)?")
_RATIO = re.compile(r"(\d+(?:\.\d+)?) ?(?:[:/x]|by|to) ?(\d+(?:\.\d+)?)(?: (?:aspect )?ratio)?")
_RESOLUTIONS = {
    "sd": 480, "hd": 720, "full hd": 1080, "fullhd": 1080, "fhd": 1080, "qhd": 1440, "2k": 1440,
    "uhd": 2160, "4k": 2160, "ultra hd": 2160, "8k": 4320,
}  # fmt: skip
_SHAPES = {
    "square": "1:1", "instagram": "1:1", "vertical": "9:16", "portrait": "9:16", "tall": "9:16",
    "tiktok": "9:16", "reel": "9:16", "reels": "9:16", "shorts": "9:16", "story": "9:16",
    "stories": "9:16", "phone": "9:16", "widescreen": "16:9", "wide": "16:9",
    "landscape": "16:9", "horizontal": "16:9", "youtube": "16:9", "cinematic": "2.39:1",
    "cinema": "2.39:1", "scope": "2.39:1", "anamorphic": "2.39:1", "ultrawide": "21:9",
}  # fmt: skip
_TEXT_SIZES = {
    "tiny": 0.045, "very small": 0.045, "small": 0.06, "smaller": 0.06, "medium": 0.09,
    "normal": 0.09, "regular": 0.09, "large": 0.14, "larger": 0.14, "big": 0.14, "bigger": 0.14,
    "very large": 0.2, "very big": 0.2, "huge": 0.2, "giant": 0.2, "gigantic": 0.2,
}  # fmt: skip


def parse_pixels(value: object, whole: float | None = None) -> int:
    """A number of pixels: 640, "640px", "50%" or "half" of ``whole``.

    Args:
        value: What was written.
        whole: The size that a share is taken of, when it is known.

    Raises:
        ValueError: It is no number of pixels, or a share of nothing known.
    """
    number = plain_number(value)
    if number is None:
        text = tidy(value)
        if re.fullmatch(r"\d{3,4} ?p", text):
            raise ValueError(f"'{text}' names a resolution, not a number of pixels; use resolution")
        if re.search(r"%|per ?cent|half|third|quarter", text):
            number = _share(text, whole)
        else:
            match = _PIXELS.fullmatch(text)
            number = parse_number(match[1] if match else text)
    return round(within(number, 0, MAX_SIDE, f"sizes go up to {MAX_SIDE:,} pixels"))


def parse_resolution(value: object) -> int:
    """Lines of a resolution, which is the length of the shorter side: "480p", 720, "full hd".

    Raises:
        ValueError: It is no resolution.
    """
    number = plain_number(value)
    if number is None:
        text = tidy(value)
        if text in _RESOLUTIONS:
            return _RESOLUTIONS[text]
        match = _LINES.fullmatch(text)
        if match is None:
            raise ValueError(f"'{text}' is not a resolution; write one such as 480p, 1080p or 4k")
        number = float(match[1])
    return round(within(number, 16, 8640, "resolutions go from 16 to 8640 lines"))


def parse_aspect(value: object) -> str:
    """A shape as ``"w:h"``: "9:16", "16x9", "square", "vertical", 1.78.

    Raises:
        ValueError: It is no shape, or an extreme one.
    """
    number = plain_number(value)
    text = f"{number:.6g}:1" if number is not None else tidy(value)
    text = re.sub(r"^(?:an? )|(?: (?:video|format|crop|shape))$", "", text)
    text = _SHAPES.get(text, text)
    match = _RATIO.fullmatch(text)
    if match is None and re.fullmatch(r"\d\.\d+", text):
        match = _RATIO.fullmatch(f"{text}:1")
    if match is None or not float(match[1]) or not float(match[2]):
        raise ValueError(f"'{text}' is not a shape; write width:height such as 9:16, or square")
    if not 0.1 <= float(match[1]) / float(match[2]) <= 10:
        raise ValueError(f"'{text}' is too narrow; shapes go from 1:10 to 10:1")
    return f"{float(match[1]):g}:{float(match[2]):g}"


def aspect_ratio(aspect: str) -> Fraction:
    """Width over height of a parsed shape."""
    width, height = aspect.split(":")
    return Fraction(width) / Fraction(height)


def parse_text_size(value: object, facts: Facts | None = None) -> float:
    """Height of a line of text as a fraction of the picture's shorter side.

    Args:
        value: "small", "medium", "large", "huge", a fraction, "10%", or "48px".
        facts: The clip that it is for, which pixels are measured against.

    Raises:
        ValueError: It is no size, or one that cannot be read.
    """
    number = plain_number(value)
    if number is None:
        text = tidy(value)
        if text in _TEXT_SIZES:
            return _TEXT_SIZES[text]
        if match := re.fullmatch(r"(\d{1,4}) ?(?:px|pt|pixels?|points?)", text):
            number = int(match[1]) / _shorter(text, facts)
        elif text.endswith("%"):
            number = parse_number(text[:-1]) / 100
        else:
            number = parse_number(text)
    say = "write small, medium, large, huge, or a fraction of the picture from 0.02 to 0.5"
    return round(within(number, 0.02, 0.5, say), 4)


def parse_rate(value: object) -> float:
    """Frames per second: 12, "24 fps", "30 frames per second".

    Raises:
        ValueError: It is no rate, or one that cannot be shown.
    """
    number = plain_number(value)
    if number is None:
        text = re.sub(r" ?(?:fps|frames(?: (?:per|a) second)?|hz)$", "", tidy(value))
        number = parse_number(text)
    return within(number, 1.0, 240.0, "rates go from 1 to 240 frames per second")


def _share(text: str, whole: float | None) -> float:
    if whole is None:
        raise ValueError(f"'{text}' is a share of the picture's size, which is not known here")
    return parse_factor(text) * whole


def _shorter(text: str, facts: Facts | None) -> int:
    if facts is None or facts.video is None:
        raise ValueError(f"'{text}' is in pixels, which needs a clip with a picture")
    return min(facts.video.width, facts.video.height)


def _pixels(value: object, info: ValidationInfo) -> int:
    facts = facts_of(info)
    if facts is None or facts.video is None:
        return parse_pixels(value)
    across = info.field_name in {"width", "x"}
    return parse_pixels(value, facts.video.width if across else facts.video.height)


Pixels = Annotated[int, BeforeValidator(_pixels), written_as([640, "640px", "50%"])]
"""Pixels of the displayed picture; shares are of the width for width and x, else of the height."""

Resolution = Annotated[int, reads(parse_resolution), written_as(["480p", "1080p", "4k"])]
"""Length of the shorter side in pixels."""

Aspect = Annotated[
    str, reads(parse_aspect), written_as(["9:16", "square", "4:3", "vertical"], numbers=False)
]
"""A shape, ``"w:h"``."""

TextSize = Annotated[
    float, reads_with_facts(parse_text_size), written_as(["small", "medium", "large", "huge", 0.1])
]
"""Height of a line of text as a fraction of the picture's shorter side."""

FrameRate = Annotated[float, reads(parse_rate), written_as([12, "24 fps"])]
"""Frames per second."""

"""Values for what is brought in from other files: transitions, sizes, shapes and levels."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from tools.facts import Facts
from tools.operations import TransitionName
from tools.values.choices import also
from tools.values.levels import parse_decibels, parse_factor, parse_intensity
from tools.values.numbers import parse_number
from tools.values.reading import plain_number, reads, reads_with_facts, tidy, within, written_as

Transition = Annotated[
    TransitionName,
    also(
        {
            "none": "cut hardcut straight plain without no directly",
            "crossfade": (
                "fade cross crossdissolve dissolve dissolving fading fadeacross mix blend soft "
                "smooth crossfading fades xfade"
            ),
            "fade_black": "fadetoblack black diptoblack fadethroughblack blackfade dip",
            "fade_white": "fadetowhite white diptowhite fadethroughwhite whitefade flash",
            "blur": "blurred blurry motionblur whip",
            "pixelize": "pixels pixelate pixelated mosaic",
            "zoom": "zoomin zooming",
            "wipe_left": "wipe wiping wipetotheleft leftwipe",
            "wipe_right": "wipetotheright rightwipe",
            "wipe_up": "wipetothetop upwipe wipeupwards",
            "wipe_down": "wipetothebottom downwipe wipedownwards",
            "slide_left": "slide sliding slidetotheleft push swipe swipeleft",
            "slide_right": "slidetotheright pushright swiperight",
            "slide_up": "slidetothetop pushup swipeup",
            "slide_down": "slidetothebottom pushdown swipedown",
            "cover_left": "cover covering",
            "cover_right": "",
            "reveal_left": "reveal uncover",
            "reveal_right": "",
            "circle_open": "circle iris irisopen iriswipe circleout round",
            "circle_close": "irisclose circlein",
            "doors_open": "doors barndoors curtain curtains",
            "doors_close": "",
            "diagonal": "diagonally corner",
            "clock": "clockwipe radial clockwise",
            "squeeze": "squeezing",
        }
    ),
]
"""How one clip goes over into the next."""

Order = Annotated[
    Literal["end", "front"],
    also(
        {
            "end": "after theend atend attheend append appended last behind outro afterwards",
            "front": "before start thestart beginning thebeginning infront intro prepend first",
        }
    ),
]
"""Where a further clip goes."""

Outline = Annotated[
    Literal["plain", "rounded", "circle"],
    also(
        {
            "plain": "rectangle rectangular square none straight",
            "rounded": "roundedcorners roundcorners roundedrectangle softcorners",
            "circle": "round circular oval bubble ellipse",
        }
    ),
]
"""The outline of a picture on the picture."""

Side = Annotated[
    Literal["right", "left", "below", "above"],
    also(
        {
            "right": "sidebyside beside nextto horizontal horizontally splitscreen",
            "left": "",
            "below": "stack stacked vertical vertically under underneath bottom",
            "above": "top over ontop",
        }
    ),
]
"""On which side of the clip another one stands."""

_SHARES = {
    "tiny": 0.08, "very small": 0.1, "small": 0.14, "smaller": 0.14, "little": 0.14,
    "medium": 0.25, "normal": 0.2, "large": 0.35, "big": 0.35, "bigger": 0.35, "larger": 0.35,
    "very big": 0.5, "very large": 0.5, "huge": 0.6, "full": 1.0, "full screen": 1.0,
    "fullscreen": 1.0, "whole": 1.0, "full size": 1.0, "half": 0.5, "a half": 0.5,
    "a third": 1 / 3, "one third": 1 / 3, "third": 1 / 3, "quarter": 0.25, "a quarter": 0.25,
}  # fmt: skip
_OF_WHAT = re.compile(
    r" ?(?:of the |of )?(?:screen|frame|picture|video|width|size|wide)(?: width)?$"
)


def parse_share(value: object, facts: Facts | None = None) -> float:
    """The width of a picture on the picture, as a share of the clip's width.

    Args:
        value: "small", "big", "half the width", 0.2, "20%", or "300px".
        facts: The clip, which pixels are measured against.

    Raises:
        ValueError: It is no size, or larger than the clip.
    """
    number = plain_number(value)
    if number is None:
        number = _share(tidy(value), facts)
    elif 1 < number <= 100:
        number /= 100
    elif number > 100:
        number = _in_pixels(number, facts)
    say = "a picture on the picture is 0.02 to 1 of its width; write small, big, 20% or 300px"
    return round(within(number, 0.02, 1.0, say), 4)


def _share(text: str, facts: Facts | None) -> float:
    bare = text if text in _SHARES else _OF_WHAT.sub("", text).removesuffix(" the").strip()
    if bare in _SHARES:
        return _SHARES[bare]
    if match := re.fullmatch(r"(\d{1,5}) ?(?:px|pixels?)(?: wide)?", bare):
        return _in_pixels(float(match[1]), facts)
    if bare.endswith("%"):
        return parse_number(bare[:-1]) / 100
    number = parse_number(bare)
    return number / 100 if 1 < number <= 100 else number


def _in_pixels(pixels: float, facts: Facts | None) -> float:
    if facts is None or facts.video is None:
        raise ValueError(f"{pixels:g} pixels can only be measured on a clip with a picture")
    return min(1.0, pixels / facts.video.width)


Share = Annotated[
    float, reads_with_facts(parse_share), written_as(["small", "big", "20%", "300px", 0.2])
]
"""Width of a picture on the picture, as a share of the clip's width."""


def parse_opacity(value: object) -> float:
    """How much something hides of what is below: 0.3, "30%", "half transparent", "faint".

    Raises:
        ValueError: It is no such amount, or outside 0 to 1.
    """
    if isinstance(value, str):
        text = tidy(value)
        if re.search(r"transparen|translucent|see.through", text):
            rest = re.sub(r"\b(?:\w*transparen\w*|translucent|see.through|semi)\b", "", text)
            rest = rest.strip(" -")
            return round(1 - parse_intensity(rest), 4) if rest else 0.5
        value = re.sub(r" ?(?:opacity|opaque|visible)$", "", text)
    return parse_intensity(value)


Opacity = Annotated[
    float, reads(parse_opacity), written_as([0.5, "30%", "half transparent", "faint"])
]
"""How much something hides of what is below, 0 to 1."""

_LOUDNESS = (
    (re.compile(r"\b(?:barely|very (?:quiet|soft|low)\w*|faint\w*|hardly)\b"), 0.08),
    (re.compile(r"\b(?:quiet|soft|low|gentl|light|subtle|calm|background)\w*"), 0.15),
    (re.compile(r"\b(?:medium|moderate|normal|usual)\w*"), 0.3),
    (re.compile(r"\b(?:full|max|maximum|original|same|as loud)\b"), 1.0),
    (re.compile(r"\b(?:loud|high|strong)\w*"), 0.6),
)


_MOST_VOLUME = 4


def parse_volume(value: object) -> float:
    """How loud something is that is mixed in: 1 is as it is stored.

    Args:
        value: 0.3, "30%", "-12 dB", "half", "quiet", "background", "loud".

    Raises:
        ValueError: It is no level.
    """
    if isinstance(value, str):
        text = tidy(value)
        if re.search(r"\d ?(?:db|decibels?)$", text):
            return round(10 ** (parse_decibels(text) / 20), 4)
        if not re.search(r"\d|half|quarter|third", text):
            for words, level in _LOUDNESS:
                if words.search(text):
                    return level
    factor = parse_factor(value)
    if factor <= _MOST_VOLUME:
        return factor
    if isinstance(value, str) and "%" in value:
        raise ValueError(f"'{value[:20]}' is too loud; {_MOST_VOLUME * 100}% is the most")
    # A number such as 30 means 30%. What is stored never exceeds the bound, so it reads back.
    return factor / 100


Volume = Annotated[float, reads(parse_volume), written_as([0.25, "30%", "-12 dB", "quiet", "loud"])]
"""How loud something is that is mixed in."""

"""Levels: factors, speeds, decibels and intensities, with the words people use for them.

Vague words have fixed meanings, listed here, so that the same words always do the same:

===============  =========  ==========  =========
words            speed      decibels    intensity
===============  =========  ==========  =========
a bit, slightly  1.25, 0.8  3 dB        0.25
(nothing)        1.5, 0.5   6 dB        the tool's own
a lot, much      2.0, 0.25  12 dB       0.85
===============  =========  ==========  =========
"""

from __future__ import annotations

import re
from typing import Annotated

from tools.values.numbers import parse_number
from tools.values.reading import plain_number, reads, tidy, within, written_as

MIN_SPEED, MAX_SPEED = 0.1, 100.0
MAX_FACTOR = 20.0
MIN_DECIBELS, MAX_DECIBELS = -60.0, 30.0

_PERCENT = re.compile(r"(.+?) ?(?:%|per ?cent)(?: speed| volume| of .*)?")
_TIMES = re.compile(r"x ?(.+)|(.+?) ?x|(.+?) times")
_AS_FAST = re.compile(r"(.+?) (?:as )?(fast|quick|loud|slow|quiet)(?:er)?")
_CHANGE = re.compile(
    r"(?:by )?(.+?) ?(?:%|per ?cent) (faster|slower|louder|quieter|softer|more|less)"
)
_NOISE = re.compile(
    r"\b(?:the|its?|speed|pace|tempo|volume|sound|level|by|to|at|original|normal)\b"
)
_FACTOR_WORDS = {
    "half": 0.5, "halve": 0.5, "halved": 0.5, "double": 2.0, "doubled": 2.0, "twice": 2.0,
    "triple": 3.0, "thrice": 3.0, "quadruple": 4.0, "quarter": 0.25, "same": 1.0, "": 1.0,
}  # fmt: skip


def _words(words: str) -> re.Pattern[str]:
    """Finds any of these words; "_" stands for a space within one."""
    return re.compile(rf"\b(?:{'|'.join(words.split()).replace('_', ' ')})\b")


_SOFT = _words(
    "bit tiny slight slightly little touch tad somewhat subtle subtly gentle gently light lightly "
    "mild mildly weak weakly soft softly low faint faintly"
)
_HARD = _words(
    "very a_lot lots much way strong stronger strongly heavy heavily hard intense intensely "
    "extreme extremely really super high dramatic dramatically"
)
_FULL = _words("full fully max maximum complete completely total totally entire all_the_way")
_MEDIUM = _words("medium mid moderate moderately normal half average some")
_LESS = _words(
    "dark darker darken dim dimmer less lower down reduce reduced decrease decreased flat flatter "
    "quiet quieter softer fainter minus"
)
_LOUDER = _words("loud louder up raise raised boost boosted more higher increase increased")
_SLOWER = _words("slow slower slowly slowmo slow-mo slow-motion slo-mo slomo slo_mo")
_FASTER = _words("fast faster quick quicker quickly speedier speedy timelapse hyperlapse")


def parse_factor(value: object) -> float:
    """A factor, 0 or more: 2, "2x", "50%", "half", "double", "3/4".

    Raises:
        ValueError: It is no factor, or a negative one.
    """
    number = _factor(value)
    return within(
        number, 0.0, MAX_FACTOR, f"a factor is 0 to {MAX_FACTOR:g}, and 1 changes nothing"
    )


def parse_speed(value: object) -> float:
    """A playback speed: a factor, or words such as "slow motion" or "a bit faster".

    Raises:
        ValueError: It is no speed, or none that a clip can be played at.
    """
    number = plain_number(value)
    if number is None:
        number = _worded_speed(tidy(value))
    number = _factor(value) if number is None else number
    if number == 0:
        raise ValueError("a speed of 0 would stop the clip; 0.5 is half speed, 2 is double")
    say = f"speeds go from {MIN_SPEED:g} to {MAX_SPEED:g}: 0.5 is half speed, 2 is double"
    return within(number, MIN_SPEED, MAX_SPEED, say)


def parse_decibels(value: object) -> float:
    """A change of level in dB: -6, "+3 dB", "a bit quieter".

    Raises:
        ValueError: It is no such change, or an absurd one.
    """
    number = plain_number(value)
    if number is None:
        text = tidy(value)
        number = _worded_decibels(text)
        if number is None:
            number = parse_number(re.sub(r" ?(?:dbs?|decibels?)$", "", text))
    say = f"a change of level is {MIN_DECIBELS:g} to {MAX_DECIBELS:g} dB; -6 halves the sound"
    return within(number, MIN_DECIBELS, MAX_DECIBELS, say)


def parse_intensity(value: object) -> float:
    """A strength from 0 to 1: 0.5, "50%", "slightly", "strong".

    Raises:
        ValueError: It is no strength, or outside 0 to 1.
    """
    return within(_strength(value), 0.0, 1.0, "an intensity is 0 (nothing) to 1 (all)")


def parse_level(value: object) -> float:
    """A strength from -1 to 1, where negative means less: 0.3, -0.3, "-20%", "slightly darker".

    Raises:
        ValueError: It is no strength, or outside -1 to 1.
    """
    number = plain_number(value)
    if number is None:
        text = tidy(value)
        if _LESS.search(text):
            rest = _LESS.sub("", text).strip()
            number = -abs(_strength(rest) if rest else 0.3)
    number = _strength(value) if number is None else number
    say = "an intensity is 0 to 1, or down to -1 for brightness and contrast"
    return within(_from_percent(number), -1.0, 1.0, say)


Factor = Annotated[float, reads(parse_factor), written_as([0.5, "200%", "half", "double"])]
"""How many times as much, 0 or more."""

Speed = Annotated[float, reads(parse_speed), written_as([2, 0.5, "1.25x", "half", "slow motion"])]
"""How many times as fast."""

Decibels = Annotated[float, reads(parse_decibels), written_as([-6, "+3 dB", "a bit quieter"])]
"""A change of level in decibels."""

Intensity = Annotated[float, reads(parse_intensity), written_as([0.5, "50%", "slightly", "strong"])]
"""How strong an effect is, 0 to 1."""

Level = Annotated[float, reads(parse_level), written_as([0.5, -0.3, "50%", "slightly", "strong"])]
"""How strong an effect is, -1 to 1."""


def _factor(value: object) -> float:
    number = plain_number(value)
    if number is not None:
        return number
    text = tidy(value)
    if match := _CHANGE.fullmatch(text):
        change = parse_number(match[1]) / 100
        return 1 - change if match[2] in {"slower", "quieter", "softer", "less"} else 1 + change
    if match := _AS_FAST.fullmatch(text):
        times = _factor(match[1])
        return 1 / times if times and match[2] in {"slow", "quiet"} else times
    if match := _PERCENT.fullmatch(text):
        change = parse_number(match[1]) / 100
        return 1 + change if text.startswith(("+", "-")) else change
    bare = " ".join(_NOISE.sub(" ", text).split())
    if bare in _FACTOR_WORDS:
        return _FACTOR_WORDS[bare]
    if match := _TIMES.fullmatch(bare):
        return parse_number(match[1] or match[2] or match[3])
    return parse_number(bare)


def _worded_speed(text: str) -> float | None:
    if re.search(r"\d|%|half|double|twice|triple", text):
        return None
    step = _step(text)
    if _SLOWER.search(text):
        return (0.8, 0.5, 0.25)[step]
    if _FASTER.search(text):
        return (1.25, 1.5, 2.0)[step]
    return None


def _worded_decibels(text: str) -> float | None:
    if re.search(r"\d", text):
        return None
    amount = (3.0, 6.0, 12.0)[_step(text)]
    if _LESS.search(text):
        return -amount
    return amount if _LOUDER.search(text) else None


def _step(text: str) -> int:
    """0 for a little, 1 for no word, 2 for a lot."""
    if _SOFT.search(text):
        return 0
    return 2 if _HARD.search(text) else 1


def _strength(value: object) -> float:
    number = plain_number(value)
    if number is not None:
        return _from_percent(number)
    text = tidy(value)
    if match := _PERCENT.fullmatch(text):
        return parse_number(match[1]) / 100
    for pattern, strength in ((_FULL, 1.0), (_SOFT, 0.25), (_HARD, 0.85), (_MEDIUM, 0.5)):
        if pattern.search(text):
            return strength
    return _from_percent(parse_number(text))


def _from_percent(number: float) -> float:
    """Whole tens up to 100 can only be meant as percent; what lies between is left as it is."""
    return number / 100 if 10 <= abs(number) <= 100 else number

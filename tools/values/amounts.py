"""Amounts with a unit of their own: degrees, semitones, bits, bytes, hertz, loudness, repeats."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from tools.values.numbers import parse_number
from tools.values.reading import plain_number, reads, tidy, within, written_as

_TURNS = {
    "right": 90.0, "clockwise": 90.0, "cw": 90.0, "left": -90.0, "counterclockwise": -90.0,
    "counter-clockwise": -90.0, "anticlockwise": -90.0, "anti-clockwise": -90.0, "ccw": -90.0,
    "upside down": 180.0, "half": 180.0, "half turn": 180.0, "quarter": 90.0, "quarter turn": 90.0,
}  # fmt: skip
_WAYS = re.compile(
    r" ?\b(?:to the )?(left|right|counter-?clockwise|anti-?clockwise|clockwise|ccw|cw)$"
)
_TO_THE_LEFT = ("left", "counter", "anti", "ccw")
_SCALES = {"": 1.0, "k": 1.0, "m": 1000.0, "b": 0.001}
_BITS = re.compile(r"(.+?) ?([km]?)(?:bits?|bps|b)?(?:/s| per second|ps)?")
_BYTES = re.compile(r"(.+?) ?([kmg])(?:i?b|bytes?|egs?|egabytes?|igs?|igabytes?|ilobytes?)?")
_MEGA = {"k": 0.001, "m": 1.0, "g": 1000.0}
_LEAST_MEGABYTES, _MOST_MEGABYTES = 0.005, 100_000
_HERTZ = re.compile(r"(.+?) ?(k?)(?:hz|hertz)?")
_TIMES = re.compile(r"(?:x ?)?(.+?)(?: ?x| times| plays)?")


def parse_degrees(value: object) -> float:
    """An angle, clockwise: 90, "90°", "45 degrees left", "counter-clockwise", "upside down".

    Raises:
        ValueError: It is no angle.
    """
    number = plain_number(value)
    if number is not None:
        return number
    text = tidy(value).removeprefix("to the ")
    if text in _TURNS:
        return _TURNS[text]
    sign = 1.0
    if match := _WAYS.search(text):
        sign = -1.0 if match[1].startswith(_TO_THE_LEFT) else 1.0
        text = text[: match.start()]
    return sign * parse_number(re.sub(r" ?(?:°|deg|degrees?)$", "", text))


def parse_semitones(value: object) -> float:
    """Steps of pitch: 3, "-2 semitones", "an octave", "1 octave down".

    Raises:
        ValueError: It is no such number.
    """
    number = plain_number(value)
    if number is not None:
        return number
    text = tidy(value)
    sign = -1.0 if re.search(r"\b(?:down|lower|deeper)\b", text) else 1.0
    text = re.sub(r" ?\b(?:up|down|higher|lower|deeper)\b ?", "", text)
    text, octaves = re.subn(r" ?octaves?$", "", text)
    text = re.sub(r" ?(?:semitones?|half ?steps?|st)$", "", text)
    return sign * (parse_number(text) if text else 1.0) * (12 if octaves else 1)


def parse_lufs(value: object) -> float:
    """A loudness: -16, "-14 LUFS".

    Raises:
        ValueError: It is no number.
    """
    number = plain_number(value)
    return (
        parse_number(re.sub(r" ?(?:lufs|lkfs|db)$", "", tidy(value))) if number is None else number
    )


def parse_kilobits(value: object) -> float:
    """A bit rate in kbit/s: 500, "500k", "2 Mbit/s", "1.5M".

    Raises:
        ValueError: It is no bit rate, or one that no picture or sound has.
    """
    number = plain_number(value)
    if number is None:
        match = _BITS.fullmatch(tidy(value))
        number = parse_number(match[1]) * _SCALES[match[2]] if match else 0.0
    # Nobody asks for 500,000 kbit/s: such numbers count bits.
    number = number / 1000 if number >= 100_000 else number
    return within(number, 8, 100_000, "bit rates go from 8 to 100,000 kbit/s")


def parse_megabytes(value: object) -> float:
    """A size of a file: 10, "10 MB", "500kb", "1 GB".

    Raises:
        ValueError: It is no size.
    """
    number = plain_number(value)
    if number is None:
        text = tidy(value)
        match = _BYTES.fullmatch(text)
        number = parse_number(match[1]) * _MEGA[match[2]] if match else parse_number(text)
    if not _LEAST_MEGABYTES <= number <= _MOST_MEGABYTES:
        raise ValueError(
            f"{format_size(number * 1e6)} is out of range; sizes go from "
            f"{format_size(_LEAST_MEGABYTES * 1e6)} to {format_size(_MOST_MEGABYTES * 1e6)}"
        )
    return number


def format_size(count: float) -> str:
    """Bytes as people write them: ``87 kB``, ``1.2 MB``."""
    for unit in ("bytes", "kB", "MB"):
        if round(count, 1) < 1000:
            digits = 0 if count >= 10 or unit == "bytes" else 1
            return f"{count:.{digits}f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def parse_hertz(value: object) -> int:
    """Samples per second: 44100, "44.1 kHz", "48k".

    Raises:
        ValueError: It is no such rate.
    """
    number = plain_number(value)
    if number is None:
        match = _HERTZ.fullmatch(tidy(value))
        number = parse_number(match[1]) * (1000 if match[2] else 1) if match else 0.0
    number = number * 1000 if number < 400 else number
    return round(within(number, 8000, 96_000, "sample rates go from 8000 to 96000 Hz"))


def parse_times(value: object) -> int:
    """How many times: 3, "3x", "twice", "five times".

    Raises:
        ValueError: It is no whole number.
    """
    number = plain_number(value)
    if number is None:
        match = _TIMES.fullmatch(tidy(value))
        number = parse_number(match[1] if match else value)
    if number != round(number):
        raise ValueError(f"{number:g} is not a whole number")
    return round(number)


Degrees = Annotated[float, reads(parse_degrees), written_as([90, -90, 180])]
"""An angle, clockwise."""

Semitones = Annotated[float, reads(parse_semitones), written_as([2, -12])]
"""Steps of pitch; 12 are an octave."""

Lufs = Annotated[float, reads(parse_lufs), written_as([-16, -14])]
"""A loudness."""

Kilobits = Annotated[float, reads(parse_kilobits), written_as([500, "2 Mbit/s"])]
"""A bit rate in kbit/s."""

Megabytes = Annotated[float, reads(parse_megabytes), written_as([10, "500 KB"])]
"""A size of a file, in millions of bytes."""

Hertz = Annotated[int, BeforeValidator(parse_hertz), written_as([44100, "48 kHz"])]
"""Samples per second."""

Times = Annotated[int, BeforeValidator(parse_times), written_as([2, "3x", "twice"])]
"""How many times."""

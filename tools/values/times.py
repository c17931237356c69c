"""Seconds: moments and lengths in people's spellings, and back.

``12.5``  ``5s``  ``1m5s``  ``0min12s``  ``0:05``  ``00:00:05.250``  ``five seconds``
``half a minute``  ``frame 90``  ``90 frames``  ``halfway``  ``a third``  ``50%``  ``start``
``end``  ``2 seconds before the end``
"""

from __future__ import annotations

import re
from typing import Annotated

from tools.facts import Facts
from tools.values.numbers import parse_number
from tools.values.reading import plain_number, reads_with_facts, tidy, written_as

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d{1,9})?)")
_FRAME = re.compile(
    r"frames? (?:number |no\.? |#)?(\d{1,9})|(?:the )?(\d{1,9})(?:st|nd|rd|th)? ?(?:frames?|f)"
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?(?:%|per ?cent)(?: (?:of|in|into|through).*)?")
_SHARE = re.compile(
    r"(.+?) (?:of|through|into) (?:the |my |this |it|its )?(?:way|clip|video|movie|film|length)?"
)
_FROM_END = re.compile(
    r"(.+?) (?:before|from|left before|short of) (?:the |its )?(?:very )?end(?: of .*)?"
)
_FILLER = re.compile(
    r"^(?:(?:at|around|about|exactly|the|approximately|roughly) )+"
    r"|(?: (?:mark|point|in|long|of the (?:clip|video)))+$"
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?: ?/ ?\d+)?|[^\W\d_]+|['\"″′]+|\S")

_STARTS = {"start", "beginning", "begin", "very beginning", "very start", "first frame"}
_ENDS = {"end", "finish", "very end", "ending", "end of it", "last frame"}
_MIDDLES = {
    "half", "halfway", "half way", "half-way", "halfway through", "half way through", "middle",
    "midpoint", "mid", "midway", "center", "centre", "very middle", "exact middle",
}  # fmt: skip
_UNITS = {
    3600.0: "h hr hrs hour hours hora horas stunde stunden heure heures час часа часов",
    60.0: "m min mins minute minutes ′ ' minuto minutos minuten мин минута минуты минуту минут",
    1.0: (
        "s sec secs second seconds ″ \" '' segundo segundos seg sekunde sekunden sek seconde "
        "secondes с сек секунда секунды секунду секунд"
    ),
    0.001: "ms msec millisecond milliseconds",
}
_UNIT_SECONDS = {word: size for size, words in _UNITS.items() for word in words.split()}
_JOINERS = {"and", ",", "&", "+"}


def parse_seconds(value: object, facts: Facts | None = None) -> float:
    """Seconds from a number or a person's spelling.

    Args:
        value: What was written.
        facts: The clip that it is about, for words that depend on it.

    Raises:
        ValueError: It is negative, not a time, or needs a clip to mean something.
    """
    number = plain_number(value)
    if number is None:
        number = _read(tidy(value), facts)
    if number < 0:
        raise ValueError(f"{number:g} s is negative; times count from the start of the clip")
    return round(number, 6)


Seconds = Annotated[
    float,
    reads_with_facts(parse_seconds),
    written_as([12.5, "0:05", "halfway"]),
]
"""A moment on the clip as it is now, or a length, in seconds; never negative."""


def format_seconds(seconds: float) -> str:
    """A moment as people read it: ``0:05``, ``1:02.5``, ``1:00:00``; to the millisecond."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    hours, rest = divmod(whole, 3600)
    clock = f"{hours}:{rest // 60:02}" if hours else f"{rest // 60}"
    tail = f".{thousandths:03}".rstrip("0") if thousandths else ""
    return f"{clock}:{rest % 60:02}{tail}"


def format_length(seconds: float) -> str:
    """A length as people say it: ``8 s``, ``2.4 s``, ``1:05 min``, ``1:00:00 h``."""
    if round(seconds, 2) < 60:
        return f"{round(seconds, 2):g} s"
    clock = format_seconds(round(seconds, 1))
    return f"{clock} h" if seconds >= 3600 else f"{clock} min"


def _read(text: str, facts: Facts | None) -> float:
    if re.match(r"-\s*[\d.]", text):
        raise ValueError(f"'{text}' is negative; times count from the start of the clip")
    for reading in (_clock, _frame, _relative, _length):
        seconds = reading(text, facts)
        if seconds is not None:
            return seconds
    bare = _FILLER.sub("", text).strip()
    if bare and bare != text:
        return _read(bare, facts)
    raise ValueError(
        f"'{text}' is not a time; write seconds (12.5), a clock time (0:12) or a word (halfway)"
    )


def _clock(text: str, _facts: Facts | None) -> float | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


def _frame(text: str, facts: Facts | None) -> float | None:
    match = _FRAME.fullmatch(text)
    if match is None:
        return None
    if facts is None or facts.video is None:
        raise ValueError(f"'{text}' counts frames, which needs a clip with a picture")
    return float(int(match[1] or match[2]) / facts.video.fps)


def _relative(text: str, facts: Facts | None) -> float | None:
    """Words that mean a share of the clip, or a distance from its end."""
    if text in _STARTS:
        return 0.0
    share = _share(text)
    if share is not None:
        return share * _duration(text, facts)
    if match := _FROM_END.fullmatch(text):
        return _duration(text, facts) - _read(match[1], facts)
    return None


def _share(text: str) -> float | None:
    if text in _ENDS:
        return 1.0
    if text in _MIDDLES:
        return 0.5
    share: float | None
    if match := _PERCENT.fullmatch(text):
        share = float(match[1].replace(",", ".")) / 100
    elif match := _SHARE.fullmatch(text):
        share = _number(match[1])
    elif text.endswith(("third", "thirds", "quarter", "quarters", "fifth", "fifths")):
        share = _number(text)
    else:
        return None
    return share if share is not None and 0 <= share <= 1 else None


def _duration(text: str, facts: Facts | None) -> float:
    if facts is None:
        raise ValueError(f"'{text}' depends on the clip's length, and there is no clip")
    return facts.duration


def _length(text: str, _facts: Facts | None) -> float | None:
    """A sum of amounts with units; a last amount without one counts in the next smaller unit."""
    total, unit, amount = 0.0, None, list[str]()
    for token in _TOKEN.findall(text):
        size = _UNIT_SECONDS.get(token)
        if size is None:
            amount.append(token)
            continue
        number = _number(" ".join(_without_joiners(amount)))
        if number is None or (unit is not None and size >= unit):
            return None
        total, unit, amount = total + number * size, size, []
    if not amount:
        return total
    number = _number(" ".join(_without_joiners(amount)))
    if number is None:
        return None
    return total + number * _rest_unit(amount, unit)


def _rest_unit(amount: list[str], unit: float | None) -> float:
    """Unit of a last amount: "12" is seconds, "1m 5" too, "a minute and a half" half a minute."""
    if unit is None:
        return 1.0
    return unit if {"half", "quarter"} & set(amount) else unit / 60


def _without_joiners(tokens: list[str]) -> list[str]:
    start = 1 if tokens and tokens[0] in _JOINERS else 0
    return tokens[start:]


def _number(text: str) -> float | None:
    try:
        return parse_number(text)
    except ValueError:
        return None

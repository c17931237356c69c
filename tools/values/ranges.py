"""Ranges: several stretches of time in one value, in the order in which they are to play."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import WithJsonSchema

from tools.facts import Facts
from tools.values.reading import reads_with_facts
from tools.values.times import parse_seconds

MAX_RANGES = 500
"""Most ranges of one clip; a longer list is a mistake."""

_BETWEEN = re.compile(r"\s*(?:,|;|\band\b|\bthen\b|\n)\s*", re.I)
_TO = re.compile(r"\s*(?:\bto\b|\buntil\b|\btill\b|[-–—])\s*", re.I)
_LEAD = re.compile(r"^(?:from|between)\s+", re.I)


def parse_ranges(value: object, facts: Facts | None = None) -> list[tuple[float, float]]:
    """Ranges as pairs of seconds.

    Args:
        value: ``[[0, 5], ["0:10", "end"]]``, a list of such texts as ``"0:10-0:12"``, or one text
            with all of them, separated by commas.
        facts: The clip that they are about, for words that depend on it.

    Raises:
        ValueError: It is no list of ranges; the message names the part that is not one.
    """
    parts = _BETWEEN.split(value.strip()) if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not parts:
        raise ValueError("write ranges such as [[0, 5], [10, 12]] or 0:00-0:05, 0:10-0:12")
    if len(parts) == 2 and not any(isinstance(part, list | tuple | str) for part in parts):
        parts = [parts]
    if len(parts) > MAX_RANGES:
        raise ValueError(f"those are {len(parts):,} ranges; at most {MAX_RANGES} are kept")
    return [_pair(part, facts) for part in parts]


def _pair(part: object, facts: Facts | None) -> tuple[float, float]:
    if isinstance(part, str):
        part = _TO.split(_LEAD.sub("", part.strip()))
    if isinstance(part, Mapping):
        part = [part.get("start", 0.0), part.get("end", "end")]
    if not isinstance(part, list | tuple) or len(part) != 2:
        raise ValueError(f"'{part}' is not a range; write its start and its end, such as 0:05-0:10")
    start, end = (parse_seconds(moment, facts) for moment in part)
    return start, end


Ranges = Annotated[
    list[tuple[float, float]],
    reads_with_facts(parse_ranges),
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "array", "items": {"type": ["number", "string"]}},
            "examples": [[[15, 20], [0, 15]]],
        }
    ),
]
"""Stretches of time in seconds, in the order in which they are to play."""

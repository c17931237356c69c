"""Moments: several points in time in one value."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import WithJsonSchema

from tools.facts import Facts
from tools.values.reading import reads_with_facts
from tools.values.times import parse_seconds

MAX_MOMENTS = 1000
"""Most moments in one value; a longer list is a mistake."""

_BETWEEN = re.compile(r"\s*(?:,|;|\band\b|&|\n)\s*", re.I)


def parse_moments(value: object, facts: Facts | None = None) -> list[float]:
    """Moments in seconds, in the order in which they were written.

    Args:
        value: ``[5, "0:10"]``, one moment, or a text with several between commas or "and".
        facts: The clip that they are about, for words that depend on it.

    Raises:
        ValueError: One of them is no moment; the message names it.
    """
    if isinstance(value, str):
        try:
            return [parse_seconds(value, facts)]  # "1 minute and 5 seconds" is one moment
        except ValueError:
            value = [part for part in _BETWEEN.split(value.strip()) if part]
    parts = value if isinstance(value, list | tuple) else [value]
    if not parts:
        raise ValueError("write moments such as [5, 10] or 0:05, 0:10")
    if len(parts) > MAX_MOMENTS:
        raise ValueError(f"those are {len(parts):,} moments; at most {MAX_MOMENTS} are taken")
    return [parse_seconds(part, facts) for part in parts]


Moments = Annotated[
    list[float],
    reads_with_facts(parse_moments),
    WithJsonSchema(
        {"type": "array", "items": {"type": ["number", "string"]}, "examples": [[5, "0:10"]]}
    ),
]
"""Points in time on the clip, in seconds."""

"""Numbers as they are written with a decimal comma: 2,5 s. Clock times keep their point."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"(?<![\w.:/#@])(?<![A-Za-z]-)\d+(?:,\d{3})*(?:\.\d+)?(?![\d,]*\d*[:/]\d)(?!\.?\d)"
)
_NO_BREAK = "\u00a0"


def with_comma(text: str) -> str:
    """The text, its numbers with a comma for decimals and spaces for thousands."""
    return _NUMBER.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    whole, point, part = found[0].partition(".")
    return whole.replace(",", _NO_BREAK) + ("," if point else "") + part

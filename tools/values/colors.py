"""Colours: names, ``#rgb`` and ``rgb(...)`` in, ``#rrggbb`` out."""

from __future__ import annotations

import re
from typing import Annotated

from tools.values.reading import reads, tidy, written_as

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
_NAMES = {
    "white": "#ffffff", "black": "#000000", "red": "#ff0000", "green": "#00c000",
    "blue": "#2060ff", "yellow": "#ffe000", "orange": "#ff8c00", "purple": "#9030e0",
    "pink": "#ff69b4", "cyan": "#00ffff", "magenta": "#ff00ff", "gray": "#808080",
    "grey": "#808080", "gold": "#ffd700", "silver": "#c0c0c0", "brown": "#a0602d",
}  # fmt: skip


def parse_color(value: object) -> str:
    """A colour as ``#rrggbb``.

    The everyday names mean clear, readable shades; the other CSS names mean what CSS says.

    Args:
        value: A name ("yellow", "light blue"), "#fc0", "#ffcc00" or "rgb(255, 204, 0)".

    Raises:
        ValueError: It is no colour; the message says how to write one.
    """
    text = tidy(value)
    if text in _NAMES:
        return _NAMES[text]
    if match := _HEX.fullmatch(text):
        digits = match[1]
        return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
    from PIL import ImageColor  # 40 ms that the everyday names never need

    try:
        red, green, blue = ImageColor.getrgb(
            text if "(" in text else text.replace(" ", "").replace("grey", "gray")
        )[:3]
    except ValueError:
        raise ValueError(f"'{text}' is not a colour; write a name (yellow) or #rrggbb") from None
    return f"#{red:02x}{green:02x}{blue:02x}"


def say_color(color: str) -> str:
    """The everyday name of a colour, or the colour itself."""
    return next((name for name, value in _NAMES.items() if value == color), color)


Color = Annotated[str, reads(parse_color), written_as(["yellow", "#ffcc00"], numbers=False)]
"""A colour, ``#rrggbb``."""

"""Places on the picture: the nine names, or fractions of the width and height."""

from __future__ import annotations

import re
from typing import Annotated, get_args

from tools.operations import Anchor
from tools.values.reading import reads, tidy, written_as

ANCHORS: tuple[Anchor, ...] = get_args(Anchor)

_POINT = re.compile(r"\(?\[?([\d.]{1,12}) ?(%?) ?[,;x/ ] ?([\d.]{1,12}) ?(%?)\]?\)?")
_ROWS = {
    "top": "top", "upper": "top", "above": "top", "header": "top", "up": "top",
    "bottom": "bottom", "lower": "bottom", "below": "bottom", "under": "bottom",
    "down": "bottom", "footer": "bottom", "subtitle": "bottom",
}  # fmt: skip
_COLUMNS = {"left": "left", "right": "right"}
_CENTERS = {"center", "centre", "centered", "centred", "middle", "mid"}
_FILLER = {
    "in", "on", "at", "the", "to", "of", "corner", "side", "screen", "picture", "video", "clip",
    "frame", "third", "hand", "part", "edge", "a", "and", "dead",
}  # fmt: skip


def parse_position(value: object) -> str:
    """A place as one of the nine names, or as ``"x,y"`` in fractions of the picture.

    Args:
        value: "bottom", "upper right corner", "middle", "0.5,0.2", "50% 20%", or a pair.

    Raises:
        ValueError: It is no place; the message names the nine.
    """
    if isinstance(value, list | tuple):
        value = ",".join(str(part) for part in value)
    text = tidy(value)
    if match := _POINT.fullmatch(text):
        return _point(text, match)
    rows, columns, centers = set[str](), set[str](), 0
    for word in re.split(r"[^a-z]+", text):
        if word in _ROWS:
            rows.add(_ROWS[word])
        elif word in _COLUMNS:
            columns.add(_COLUMNS[word])
        elif word in _CENTERS:
            centers += 1
        elif word and word not in _FILLER:
            raise ValueError(_UNKNOWN.format(text))
    if len(rows) > 1 or len(columns) > 1 or not (rows or columns or centers):
        raise ValueError(_UNKNOWN.format(text))
    return "-".join([*rows, *columns]) or "center"


_UNKNOWN = "'{}' is not a place; choose " + ", ".join(ANCHORS) + ", or fractions such as 0.5,0.2"


def anchor_of(position: str) -> Anchor | tuple[float, float]:
    """A parsed place as titles take it: a name, or two fractions."""
    for anchor in ANCHORS:
        if anchor == position:
            return anchor
    x, y = position.split(",")
    return float(x), float(y)


def say_position(position: str) -> str:
    """Where that is, in words: "at the top left", "in the centre", "at 0.5,0.2"."""
    if position == "center":
        return "in the centre"
    if position in {"left", "right"}:
        return f"on the {position}"
    return f"at {position}" if "," in position else f"at the {position.replace('-', ' ')}"


def _point(text: str, match: re.Match[str]) -> str:
    numbers = []
    for digits, percent in ((match[1], match[2]), (match[3], match[4])):
        try:
            number = float(digits) / (100 if percent else 1)
        except ValueError:
            raise ValueError(_UNKNOWN.format(text)) from None
        if not 0 <= number <= 1:
            raise ValueError(
                f"'{text}' lies outside the picture; fractions go from 0 (left, top) to 1"
            )
        numbers.append(f"{number:.4f}".rstrip("0").rstrip(".") or "0")
    return ",".join(numbers)


Position = Annotated[str, reads(parse_position), written_as([*ANCHORS, "0.5,0.2"], numbers=False)]
"""A place on the picture."""

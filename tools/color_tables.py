"""Colour tables (LUTs) of a stranger's file, read as numbers and written anew.

``.cube`` (Adobe) and ``.3dl`` (Autodesk) say for a grid of colours which ones replace them. Only
numbers are taken from a file; what ffmpeg reads is a text that is written here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.errors import BadInput

MAX_SIDE = 65
"""Most grid points along one side of a table: 65 is the largest that grading programs write."""

_MAX_CURVE = 4096
_CURVE_SIDE = 33
_MAX_VALUE = 16.0
_THINNEST = 1e-6
_NUMERIC = frozenset("+-.0123456789")
_DEPTHS = (255, 1023, 4095, 16383, 65535)
Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ColorGrid:
    """A table of colours.

    Attributes:
        side: Grid points along each side.
        values: Colours as red, green, blue from 0 to 1; red changes fastest.
        low: The colour of the first grid point.
        high: The colour of the last one.
    """

    side: int
    values: tuple[Triple, ...]
    low: Triple = (0.0, 0.0, 0.0)
    high: Triple = (1.0, 1.0, 1.0)

    def blended(self, amount: float) -> ColorGrid:
        """The same table, applied in part: 0 changes nothing."""
        if amount >= 1:
            return self
        step = [(b - a) / (self.side - 1) for a, b in zip(self.low, self.high, strict=True)]
        values = []
        for index, value in enumerate(self.values):
            place = index % self.side, index // self.side % self.side, index // self.side**2
            values.append(
                tuple(
                    (1 - amount) * (self.low[axis] + place[axis] * step[axis])
                    + amount * value[axis]
                    for axis in range(3)
                )
            )
        return ColorGrid(self.side, tuple(values), self.low, self.high)  # type: ignore[arg-type]

    @property
    def cube(self) -> str:
        """The table as the text of a ``.cube`` file."""
        head = [
            f"LUT_3D_SIZE {self.side}",
            "DOMAIN_MIN " + " ".join(f"{each:.6f}" for each in self.low),
            "DOMAIN_MAX " + " ".join(f"{each:.6f}" for each in self.high),
        ]
        rows = (f"{red:.6f} {green:.6f} {blue:.6f}" for red, green, blue in self.values)
        return "\n".join((*head, *rows, ""))


def read_table(data: bytes, format: str, name: str) -> ColorGrid:
    """The table in a file.

    Args:
        data: Its content.
        format: Its format by name: cube or 3dl.
        name: What people call it.

    Raises:
        BadInput: It is none, or a damaged or oversized one.
    """
    text = data.decode("utf-8-sig", errors="replace")
    lines = [line for raw in text.splitlines() if (line := raw.partition("#")[0].strip())]
    try:
        grid = _shaped(lines) if format == "3dl" else _cube(lines)
    except _Damaged as error:
        raise BadInput(f"'{name}' is not a colour table that I can read: {error}.") from error
    return grid


class _Damaged(Exception):
    """What is wrong with a table."""


def _cube(lines: Sequence[str]) -> ColorGrid:
    said: dict[str, str] = {}
    rows: list[Triple] = []
    for line in lines:
        if line[0] in _NUMERIC:
            rows.append(_triple(line.split()))
            if len(rows) > MAX_SIDE**3:
                raise _Damaged(f"it has more colours than a table of {MAX_SIDE} to a side")
        else:
            word, _, rest = line.partition(" ")
            said[word] = rest
    low = _triple(said.get("DOMAIN_MIN", "0 0 0").split())
    high = _triple(said.get("DOMAIN_MAX", "1 1 1").split())
    if any(b - a < _THINNEST for a, b in zip(low, high, strict=True)):
        raise _Damaged("its range is empty")
    if "LUT_3D_SIZE" in said:
        side = _size(said["LUT_3D_SIZE"], MAX_SIDE)
        return ColorGrid(side, tuple(_counted(rows, side**3)), low, high)
    if "LUT_1D_SIZE" in said:
        return _from_curve(_counted(rows, _size(said["LUT_1D_SIZE"], _MAX_CURVE)), low, high)
    raise _Damaged("it does not say LUT_3D_SIZE")


def _from_curve(rows: Sequence[Triple], low: Triple, high: Triple) -> ColorGrid:
    """A curve for each channel as a table of colours."""
    side = _CURVE_SIDE
    curves = [
        [_between([row[axis] for row in rows], at / (side - 1)) for at in range(side)]
        for axis in range(3)
    ]
    values = tuple(
        (curves[0][red], curves[1][green], curves[2][blue])
        for blue in range(side)
        for green in range(side)
        for red in range(side)
    )
    return ColorGrid(side, values, low, high)


def _between(values: Sequence[float], share: float) -> float:
    at = share * (len(values) - 1)
    first = min(int(at), len(values) - 2)
    return values[first] + (at - first) * (values[first + 1] - values[first])


def _shaped(lines: Sequence[str]) -> ColorGrid:
    """A ``.3dl``: a line with the grid, then whole numbers, blue changing fastest."""
    numbers = [line.split() for line in lines if line[0] in _NUMERIC]
    if len(numbers) < 2:
        raise _Damaged("it holds no colours")
    side = len(numbers[0])
    if side == 3 or not 2 <= side <= MAX_SIDE:
        raise _Damaged("its first line of numbers has to name 2 to 65 grid points")
    rows = _counted([_triple(row, most=65535.0) for row in numbers[1:]], side**3)
    largest = max(max(row) for row in rows)
    depth = next((each for each in _DEPTHS if largest <= each), _DEPTHS[-1])
    values = tuple(_scaled(row, depth) for row in _red_first(rows, side))
    return ColorGrid(side, values)


def _red_first(rows: Sequence[Triple], side: int) -> Iterator[Triple]:
    for blue in range(side):
        for green in range(side):
            for red in range(side):
                yield rows[(red * side + green) * side + blue]


def _scaled(row: Triple, depth: int) -> Triple:
    return row[0] / depth, row[1] / depth, row[2] / depth


def _counted(rows: Sequence[Triple], count: int) -> Sequence[Triple]:
    if len(rows) != count:
        raise _Damaged(f"it has {len(rows):,} colours where {count:,} belong")
    return rows


def _size(text: str, most: int) -> int:
    word = text.strip()
    if not word.isascii() or not word.isdigit() or len(word) > 5 or not 2 <= int(word) <= most:
        raise _Damaged(f"its size is '{word[:20]}', and 2 to {most} would do")
    return int(word)


def _triple(words: Sequence[str], most: float = _MAX_VALUE) -> Triple:
    if len(words) != 3:
        raise _Damaged(f"'{' '.join(words)[:40]}' is not a colour of three numbers")
    try:
        red, green, blue = (float(word) for word in words)
    except ValueError:
        raise _Damaged(f"'{' '.join(words)[:40]}' is not a colour of three numbers") from None
    if not all(math.isfinite(each) and abs(each) <= most for each in (red, green, blue)):
        raise _Damaged(f"'{' '.join(words)[:40]}' is out of range")
    return red, green, blue

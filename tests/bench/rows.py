"""Rows: what is measured, next to what it should be."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table.

    Attributes:
        case: What was measured.
        values: What each run gave.
        target: The most that it may be.
        unit: ``x`` for a ratio, ``ms``, ``s``.
        note: How it came about.
    """

    case: str
    values: Sequence[float]
    target: float
    unit: str
    note: str = ""

    @property
    def value(self) -> float:
        """Median of the runs."""
        return median(self.values)

    @property
    def ok(self) -> bool:
        """Whether the target is met."""
        return self.value <= self.target


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    titles = ("case", "median", "target", "", "runs", "")
    lines = [titles] + [
        (
            row.case,
            _amount(row.value, row.unit),
            f"<= {_amount(row.target, row.unit)}",
            "OK" if row.ok else "over",
            str(len(row.values)),
            row.note,
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(titles))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        tell("  ".join(cells).rstrip())


def written(page: str, rows: Sequence[Row]) -> str:
    """A page whose table between ``<!-- speed -->`` and ``<!-- /speed -->`` holds these rows."""
    before, _, rest = page.partition("<!-- speed -->\n")
    _, end, after = rest.partition("<!-- /speed -->")
    if not end:
        raise LookupError("the page has no place for the table 'speed'")
    lines = ["| what | measured | at most |", "| --- | --- | --- |"] + [
        f"| {row.case} | {_amount(row.value, row.unit)} | {_amount(row.target, row.unit)} |"
        for row in rows
    ]
    return "\n".join([f"{before}<!-- speed -->", *lines, f"{end}{after}"])


def tell(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _amount(value: float, unit: str) -> str:
    return f"{value:.0f} {unit}" if unit == "ms" else f"{value:.2f} {unit}"

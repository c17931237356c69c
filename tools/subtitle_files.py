"""Subtitle files: phrases as the text of an .srt or .vtt file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from tools.phrases import Phrase

# What television sets: two rows of at most 42 letters.
_ROW = 42
# A line of text with an arrow could be taken for times.
_ARROW = ("-->", "\u2192")


def written(lines: Iterable[Phrase], format: str) -> str:
    """Phrases as a file of subtitles.

    Args:
        lines: What is shown at a time.
        format: srt or vtt.
    """
    comma = "," if format == "srt" else "."
    blocks = []
    for number, line in enumerate(lines, 1):
        times = f"{_time(line.start, comma)} --> {_time(line.end, comma)}"
        text = "\n".join(_rows(line.text.replace(*_ARROW)))
        blocks.append(f"{number}\n{times}\n{text}\n")
    head = "" if format == "srt" else "WEBVTT\n\n"
    return head + "\n".join(blocks)


def _rows(text: str) -> list[str]:
    """A text in one row, or in two that are about as long as each other."""
    if len(text) <= _ROW:
        return [text]
    width = next(
        (width for width in range(len(text) // 2, _ROW + 1) if len(textwrap.wrap(text, width)) < 3),
        _ROW,
    )
    return textwrap.wrap(text, width) or [text]


def _time(seconds: float, comma: str) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{comma}{rest % 1000:03d}"

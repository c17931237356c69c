"""Lit: one word of a title in another colour; the letters keep their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tools.engine.titles.text import Run, escaped

Rgb = tuple[int, int, int]

_PIECE = re.compile(r"\s+|\S+")


def lit(runs: Sequence[Run], number: int, color: Rgb, usual: Rgb) -> Iterator[str]:
    """The texts of runs as ASS, one word of all of them lit.

    Args:
        runs: The words by font; a word may go on from one run to the next.
        number: Which word, counted from 0.
        color: Its colour.
        usual: The colour of the others.
    """
    word, inside = -1, False
    for run in runs:
        text = ""
        for piece in _PIECE.findall(run.text):
            if piece.isspace():
                inside = False
                text += escaped(piece)
                continue
            if not inside:
                word, inside = word + 1, True
            shown = escaped(piece)
            text += f"{_tag(color)}{shown}{_tag(usual)}" if word == number else shown
        yield text


def _tag(color: Rgb) -> str:
    red, green, blue = color
    return rf"{{\1c&H{blue:02X}{green:02X}{red:02X}&}}"

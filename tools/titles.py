"""Titles: words on the picture."""

from __future__ import annotations

import re
import unicodedata

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Title, Titles
from tools.ranges import part, say_part
from tools.values import Color, Position, Seconds, Style, TextSize, anchor_of, say_position

MAX_TEXT = 500
"""Longest title in characters; more cannot be read while a clip plays."""

_SHOWN = 40


def add_text(
    clip: Clip,
    text: str,
    position: Position = "bottom",
    style: Style = "outline",
    start: Seconds | None = None,
    end: Seconds | None = None,
    color: Color = "#ffffff",
    size: TextSize = 0.09,
    bold: bool = True,
    font: str | None = None,
) -> Clip:
    """Write a title, caption or any other words on the picture.

    Args:
        clip: The clip.
        text: The words, exactly as they shall appear; line breaks are kept, long lines wrap.
        position: Where on the picture; at the bottom when left out.
        style: How the letters stand out: plain, with an outline, a shadow or a box, or as a
            subtitle.
        start: When the words appear; the start of the clip when left out.
        end: When they disappear; the end of the clip when left out.
        color: Colour of the letters; white when left out.
        size: Size of the letters: small, medium (the default), large, huge, or the height of a
            line as a fraction of the picture, 0.02 to 0.5.
        bold: False for thin letters.
        font: Name of a font to prefer; the built-in one when left out.

    Examples:
        put the title "Hello from VFXB" at the bottom
        add text "SALE" in the top left corner in red
        write Subscribe! in the middle from 2 to 4 seconds
        caption it "me on mondays"
        add a big yellow title saying Welcome
        put "Day 1" in the upper right, small
        overlay the words "Chapter One" in the centre for the first 3 seconds
        add a subtitle "I'll be back" at the end
        title: My Holiday
        put "The End" in the middle
        put my name, Ana, in a box at the bottom left
    """
    clip.need_video("add_text")
    words = _checked(text)
    spans = part(clip, start, end)
    title = Title(
        text=words,
        anchor=anchor_of(position),
        style=style,
        color=color,
        size=size,
        bold=bold,
        font=_font(font),
        span=spans[0] if spans else None,
    )
    return clip.then(
        Titles((title,)), done=f"put “{shown(words)}” {say_position(position)}{say_part(spans)}"
    )


def shown(text: str) -> str:
    """The words in a line, shortened for a phrase about them."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"


def _checked(text: str) -> str:
    words = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    words = "".join(letter for letter in words if letter == "\n" or _is_text(letter))
    if not any(unicodedata.category(letter)[0] not in "CZM" for letter in words):
        raise BadInput('There are no words to show. Say what to write, such as text="Hello".')
    if len(words) > MAX_TEXT:
        raise BadInput(
            f"The text is {len(words):,} characters long, and nobody can read that in a clip. "
            f"Use at most {MAX_TEXT}, or several shorter titles one after another."
        )
    return words


def _is_text(letter: str) -> bool:
    """Whether a character can stand in a text: no control codes, halves of pairs, or unassigned."""
    return letter == "\t" or unicodedata.category(letter) not in {"Cc", "Cs", "Cn"}


def _font(font: str | None) -> str | None:
    name = " ".join((font or "").split())
    if not name:
        return None
    if len(name) > 60 or not re.fullmatch(r"[\w .+-]+", name):
        raise BadInput(f"'{name[:60]}' is not the name of a font; write one such as Noto Sans.")
    return name

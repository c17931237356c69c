"""Titles: words on the picture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Animation, MotionKind, Title, Titles
from tools.ranges import part, say_part
from tools.values import (
    Color,
    Ends,
    Intensity,
    Position,
    Seconds,
    Style,
    TextMotion,
    TextSize,
    anchor_of,
    say_position,
)

MAX_TEXT = 500
"""Longest title in characters; more cannot be read while a clip plays."""

_SHOWN = 40
_USUAL_MOTION = 0.5
_LONGEST_MOTION = 60.0
_PER_LETTER = 0.06
_KINDS: Mapping[str, MotionKind] = MappingProxyType(
    {"fade": "fade", "slide": "slide", "typewriter": "typewriter"}
)
_MOVES: Mapping[str, str] = MappingProxyType(
    {"none": "", "fade": ", fading", "slide": ", sliding", "typewriter": ", typed out"}
)


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
    edge_color: Color | None = None,
    edge: Intensity | None = None,
    animation: TextMotion = "none",
    ends: Ends | None = None,
    animation_seconds: float | None = None,
) -> Clip:
    """Write a title, caption or any other words on the picture.

    Args:
        clip: The clip.
        text: The words exactly as they shall appear.
        position: Where on the picture.
        style: How the letters stand out.
        start: When the words appear; the clip's start if left out.
        end: When they disappear; the clip's end if left out.
        color: Colour of the letters.
        size: small, medium, large, huge, or a line's height as a fraction of the picture.
        bold: False for thin letters.
        font: Name of a font to prefer.
        edge_color: Colour of the outline, shadow or box.
        edge: Weight of the outline or shadow, or opacity of the box, 0 to 1.
        animation: How the words come and go.
        ends: Only as they come, go, or both.
        animation_seconds: How long that takes, in seconds; 0.5 when left out.

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
        put "Hello" on the screen
        put "The End" in the middle
        put my name, Ana, in a box at the bottom left
        title "Paris" that fades in and out
        let the text "Breaking news" slide in at the bottom
        type out "Once upon a time" letter by letter
        write "Wow" in white with a thick red outline
        put "Sale" in a half transparent blue box
        put a headline "Summer 2024" at the top
        caption it "best day ever"
        big letters saying "WOW" in the middle
    """
    clip.need_video("add_text")
    words = checked(text)
    spans = part(clip, start, end)
    length = spans[0].length if spans else clip.facts.duration
    title = Title(
        text=words,
        anchor=anchor_of(position),
        style=style,
        color=color,
        size=size,
        bold=bold,
        font=_font(font),
        span=spans[0] if spans else None,
        edge_color=edge_color,
        edge=edge,
        animation=_animation(words, animation, ends, animation_seconds, length),
    )
    did = f"put “{shown(words)}” {say_position(position)}{_MOVES[animation]}{say_part(spans)}"
    return clip.then(Titles((title,)), done=did)


def shown(text: str) -> str:
    """The words in a line, shortened for a phrase about them."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"


def _animation(
    text: str, motion: str, ends: str | None, seconds: float | None, length: float
) -> Animation | None:
    """How the words move; coming and going never take more than the time that they show."""
    if motion == "none" and ends is None and seconds is None:
        return None
    if motion == "none":
        motion = "fade"
    kind = _KINDS[motion]
    if ends is None:
        ends = "in" if kind == "typewriter" else "both"
    if seconds is None:
        seconds = _PER_LETTER * len(text) if kind == "typewriter" else _USUAL_MOTION
    if not 0 < seconds <= _LONGEST_MOTION:
        raise BadInput(
            f"Words come within {_LONGEST_MOTION:g} s, and {seconds:g} s is outside that."
        )
    most = length / (2 if ends == "both" else 1)
    seconds = min(seconds, most if seconds > _USUAL_MOTION else most / 1.5)
    return Animation(kind, seconds * (ends != "out"), seconds * (ends != "in"))


def checked(text: str) -> str:
    """The words as they can be drawn: without control codes, and not too many.

    Raises:
        BadInput: There are none, or more than can be read.
    """
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

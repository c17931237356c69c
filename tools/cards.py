"""Cards: a screen of one colour, with or without words, before, after or between the pictures."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Filter, Hold, Operation, Span, Title, Titles, VideoFilter
from tools.ranges import shortest
from tools.titles import checked, shown
from tools.values import (
    Color,
    Seconds,
    TextSize,
    anchor_of,
    format_length,
    format_seconds,
    say_color,
)
from tools.values.choices import CardPlace

_LONGEST = 60.0
# Of what a colour gives off, so much is bright enough for dark letters (ITU-R BT.709 weights).
_BRIGHT = 0.55
_WEIGHTS = (0.2126, 0.7152, 0.0722)
_DARK_LETTERS, _BRIGHT_LETTERS = "#000000", "#ffffff"


def add_card(
    clip: Clip,
    text: str | None = None,
    where: CardPlace = "start",
    at: Seconds | None = None,
    seconds: Seconds = 3.0,
    background: Color = "#000000",
    color: Color | None = None,
    size: TextSize = 0.12,
) -> Clip:
    """Put in a card: a black or coloured screen with words, as an intro, an outro or in between.

    The clip becomes longer by it, and is silent meanwhile.

    Args:
        clip: The clip.
        text: What stands on it; nothing when left out.
        where: start puts it before the clip, end behind it.
        at: The time at which it is put in, where that is neither.
        seconds: For how long it is seen, at most a minute.
        background: Colour of the screen.
        color: Colour of the letters; what is easiest to read when left out.
        size: As for titles.

    Examples:
        add an end card that says Thanks for watching
        add an intro card with the title "My Trip"
        start with a title card saying Chapter One for 4 seconds
        start with a black screen for 2 seconds
        add 3 seconds of black at the end
        put a white title card "Part 2" at 0:08
        add an outro screen with "Subscribe!" in red
        insert a black screen at 0:05 for 1 second
        end with a blue screen that says The End
        add a blank screen at the beginning
    """
    clip.need_video("add_card")
    length, least = clip.facts.duration, shortest(clip)
    if at is None:
        at = length if where == "end" else 0.0
    if at > length + least:
        raise BadInput(
            f"A card cannot be put in at {format_seconds(at)}: the clip is "
            f"{format_length(length)} long. Choose a time within it, or its end."
        )
    if not least <= seconds <= _LONGEST:
        raise BadInput(
            f"A card is seen for one frame to {format_length(_LONGEST)}, and "
            f"{format_length(seconds)} is outside that."
        )
    at = min(at, length)
    span = Span(at, at + seconds)
    fill = Filter("drawbox", (("w", "iw"), ("h", "ih"), ("color", background), ("t", "fill")))
    made: list[Operation] = [Hold(at, seconds), VideoFilter((fill,), (span,))]
    what = f"a {say_color(background)} screen"
    if text is not None:
        words = checked(text)
        letters = color or (_DARK_LETTERS if _brightness(background) > _BRIGHT else _BRIGHT_LETTERS)
        made.append(
            Titles(
                (
                    Title(
                        text=words,
                        anchor=anchor_of("center"),
                        style="plain",
                        color=letters,
                        size=size,
                        span=span,
                    ),
                )
            )
        )
        what = f"a {say_color(background)} card with “{shown(words)}”"
    return clip.then(*made, done=f"put {what} {_said(at, clip)} for {format_length(seconds)}")


def _said(at: float, clip: Clip) -> str:
    """Where a card stands, in words."""
    if at < shortest(clip):
        return "at the start"
    return "at the end" if clip.facts.duration - at < shortest(clip) else f"at {format_seconds(at)}"


def _brightness(color: str) -> float:
    """How bright a colour is, 0 to 1."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return sum(part * weight for part, weight in zip(parts, _WEIGHTS, strict=True))

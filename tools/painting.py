"""Painting: a clip in the style of a painting or a film, and old films in colour."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Redraw
from tools.ranges import part, say_part
from tools.values import Intensity, Seconds
from tools.values.pictures import DrawnStyle, StyleEngine

_NAMES = "cartoon, oil painting, watercolor, sketch, cyberpunk or vintage"
_LONGEST = 300
_SLOW = "Each picture is painted anew, so long clips take a while."


def style_transfer(
    clip: Clip,
    style: DrawnStyle | None = None,
    strength: Intensity = 0.7,
    words: str | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
    engine: StyleEngine | None = None,
) -> Clip:
    """Redraw the clip as an artist would: watercolor, oil painting, cyberpunk, or as described.

    Args:
        clip: The clip.
        style: A style with a name.
        strength: How much of it, 0 to 1.
        words: Any other style, described in words such as "stained glass" in place of a name; that
            takes a model at Replicate.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.
        engine: Replicate (paid, the whole clip by a video model) or OpenCV (on this machine); the
            best that is set up when left out.

    Examples:
        turn it into a watercolor
        make it look like a watercolor painting
        cyberpunk style
        give it a cyberpunk look
        style transfer: oil painting
        paint it in oil like van gogh
        apply the sketch style transfer
        restyle it as a cartoon
        cartoonize it
        neural style transfer "stained glass"
        AI style "an old map"
        make the first 3 seconds a watercolor painting
        neon cyberpunk look, strong
    """
    clip.need_video("style_transfer")
    if strength == 0:
        raise BadInput("A strength of 0 changes nothing; choose 0.1 to 1.")
    wanted = _wanted(style, words, engine)
    spans = part(clip, start, end)
    named = f"the style '{wanted}'" if style is None else f"{wanted.replace('_', ' ')} style"
    return clip.then(
        Redraw(work="styles", style=wanted, strength=strength, engine=engine or "", spans=spans),
        done=f"redrew it in {named} ({strength:.0%}){say_part(spans)}",
        note="" if style == "vintage" else _SLOW,
    )


def _wanted(style: str | None, words: str | None, engine: str | None) -> str:
    """The name of a style, or its description.

    Raises:
        BadInput: Neither was said, or both, or what was said cannot be painted.
    """
    described = " ".join((words or "").split())
    if bool(style) == bool(described):
        raise BadInput(
            f"Which style: {_NAMES}, or a description such as 'stained glass'? One of them, please."
        )
    if len(described) > _LONGEST:
        raise BadInput(f"A description has at most {_LONGEST} characters, not {len(described)}.")
    if described and engine == "OpenCV":
        raise BadInput(f"OpenCV paints only {_NAMES}; a description takes a model at Replicate.")
    return style or described


def colorize_video(clip: Clip, start: Seconds | None = None, end: Seconds | None = None) -> Clip:
    """Give a black-and-white film colours, as far as a model can guess them.

    Args:
        clip: The clip.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.

    Examples:
        colorize this old film
        colorize it
        colourise the black and white video
        add color to this black and white film
        bring this old movie to color
        make the black and white footage colored
        turn this black-and-white clip into color with AI
    """
    clip.need_video("colorize_video")
    spans = part(clip, start, end)
    return clip.then(
        Redraw(work="colour", spans=spans),
        done=f"gave it colours{say_part(spans)}",
        note="The colours are a model's guess; what was there nobody knows.",
    )

"""Painting: a clip in the style of a painting or a film, and old films in colour."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Redraw
from tools.ranges import part, say_part
from tools.values import Intensity, Seconds
from tools.values.pictures import STYLES, DrawnStyle, StyleEngine

_SLOW = "Each picture is painted anew, which takes a while."


def style_transfer(
    clip: Clip,
    style: DrawnStyle,
    strength: Intensity = 0.7,
    start: Seconds | None = None,
    end: Seconds | None = None,
    engine: StyleEngine | None = None,
) -> Clip:
    """Redraw the clip as an artist would: watercolor, oil painting, cyberpunk, or as described.

    Args:
        clip: The clip.
        style: cartoon, oil_painting, watercolor, sketch, cyberpunk, vintage, or a description
            such as "stained glass"; descriptions take a model at Replicate.
        strength: How much of it, 0 to 1.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.
        engine: Replicate (paid, the whole clip by a video model) or OpenCV (on this machine); the
            best that is set up when left out.

    Examples:
        turn it into a watercolor
        make it look like a watercolor painting
        cyberpunk style
        give it a cyberpunk look
        paint it as an oil painting with AI
        style transfer: oil painting
        apply the sketch style transfer
        restyle it as a cartoon
        AI style: stained glass
        make the first 3 seconds a watercolor painting
        neon cyberpunk look, strong
    """
    clip.need_video("style_transfer")
    if strength == 0:
        raise BadInput("A strength of 0 changes nothing; choose 0.1 to 1.")
    if engine == "OpenCV" and style not in STYLES:
        raise BadInput(
            f"OpenCV does not know '{style}'; it paints {', '.join(STYLES)}. A description takes a "
            "model at Replicate."
        )
    spans = part(clip, start, end)
    said = style.replace("_", " ")
    named = (
        f"{'an' if said[0] in 'aeiou' else 'a'} {said} style" if style in STYLES else f"'{said}'"
    )
    return clip.then(
        Redraw(work="styles", style=style, strength=strength, engine=engine or "", spans=spans),
        done=f"redrew it in {named} ({strength:.0%}){say_part(spans)}",
        note="" if style == "vintage" else _SLOW,
    )


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

"""Keying: one colour of the picture replaced, as that of a green screen."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Key
from tools.ranges import part, say_part
from tools.values import Color, Intensity, Seconds, say_color

# Halfway between the greens of paint (#00b140) and of drawn screens (#00ff00), in hue and depth.
_GREEN = "#00c000"


def chroma_key(
    clip: Clip,
    color: Color = _GREEN,
    behind: Color | None = None,
    similarity: Intensity = 0.15,
    blend: Intensity = 0.06,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Remove a green screen, or another colour of the background, and put a colour behind.

    Args:
        clip: The clip.
        color: The colour to remove; the green of green screens when left out.
        behind: Colour to show instead; transparent (a WebM file) when left out.
        similarity: How far from that colour others may be to go too, 0 to 1. Raise it where some
            of the background stays, lower it where too much goes.
        blend: How soft the edges are, 0 to 1.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.

    Examples:
        remove the green screen
        key out the green background
        chroma key the green
        make the green background transparent
        make the green transparent
        remove the green background and make it white
        replace the green screen with white
        remove the blue screen and put black behind it
        green screen removal with a bit more tolerance
        cut out the person from the green backdrop
    """
    video = clip.need_video("chroma_key")
    if video.alpha:
        raise BadInput(
            f"'{clip.source.name}' is transparent already, so there is no background to remove. "
            "Convert it to mp4 first to key out a colour of it."
        )
    if similarity == 0:
        raise BadInput("A similarity of 0 removes nothing; choose 0.05 to 0.5.")
    if behind == color:
        raise BadInput(
            f"{say_color(color).capitalize()} would be replaced by itself. Choose another colour "
            "to show behind."
        )
    spans = part(clip, start, end)
    instead = f"{say_color(behind)} behind" if behind else "transparent there"
    return clip.then(
        Key(color=color, similarity=similarity, blend=blend, behind=behind, spans=spans),
        done=f"removed the {say_color(color)} background, {instead}{say_part(spans)}",
    )

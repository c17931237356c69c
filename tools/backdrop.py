"""Backdrop: what is behind the people taken away, and something else put there."""

from __future__ import annotations

from tools.analysis import Backdrop, BackdropFound
from tools.clip import Clip
from tools.errors import BadInput
from tools.fitting import covering, long_enough
from tools.media import PictureFile, Wanted, pick
from tools.operations import Background, Key, Material, Operation, Rate, Redraw
from tools.values import Color, say_color
from tools.values.pictures import CutOutEngine

_PICTURE = Wanted(("still", "clip"), "picture")
_BLEND = 0.05


def remove_background(
    clip: Clip, color: Color | None = None, engine: CutOutEngine | None = None
) -> Clip:
    """Remove what is behind the people, whatever it is, and show a colour or nothing there.

    A background of one colour is taken away here; any other one takes a model at Replicate.

    Args:
        clip: The clip.
        color: Colour to show instead; transparent (a WebM file) when left out.
        engine: chroma key (a background of one colour) or Replicate (any, paid); what fits the
            clip when left out.

    Examples:
        remove the background
        cut me out of the background
        background removal
        make the background transparent
        remove the background and make it white
        replace the background with blue
        make the background white
        turn the background black
        take away everything behind me
        remove the background with AI
    """
    removed, how, note = _removed(clip, "remove_background", color, engine)
    shown = f"{say_color(color)} behind" if color else "transparent there"
    return clip.then(*removed, done=f"removed the background ({how}), {shown}", note=note)


def replace_background(
    clip: Clip, image: PictureFile | None = None, engine: CutOutEngine | None = None
) -> Clip:
    """Put the people in front of another picture or clip, whatever is behind them now.

    A background of one colour is replaced here; any other one takes a model at Replicate.

    Args:
        clip: The clip.
        image: What is to be seen behind, by name or number; the latest that was sent when left
            out.
        engine: chroma key (a background of one colour) or Replicate (any, paid); what fits the
            clip when left out.

    Examples:
        put me in front of a beach
        replace my background with this picture
        replace the background with this photo
        put a beach behind me
        make it look as if I stood in front of the sea in this picture
        put us in front of the skyline I sent
        AI background replacement with this picture
    """
    video = clip.need_video("replace_background")
    source = pick(clip, image, _PICTURE)
    shown = source.facts.video
    if shown is None:
        raise BadInput(f"'{source.name}' has no picture to show behind the clip.")
    removed, how, note = _removed(clip, "replace_background", None, engine)
    loops = 1 if source.kind == "still" else long_enough(source, clip.facts.duration)
    material = Material(source, loops=loops).then(
        Rate(video.fps), *covering(shown, video.width, video.height)
    )
    return clip.then(
        *removed,
        Background(material=material),
        done=f"put '{source.name}' in place of the background ({how})",
        note=note,
    )


def _removed(
    clip: Clip, tool: str, behind: str | None, engine: str | None
) -> tuple[tuple[Operation, ...], str, str]:
    """What takes the background away, how, in words, and what to tell besides."""
    if clip.need_video(tool).alpha:
        raise BadInput(
            f"'{clip.source.name}' is transparent already: there is no background to remove. Put a "
            "picture behind it, or convert it to mp4."
        )
    why = ""
    if engine != "Replicate":
        found: BackdropFound = clip.finding(Backdrop())
        if found["screen"] is not None or engine is not None:
            return (*_keyed(found, behind), "")
        why = f"It has no one colour that could be keyed out: {found['why']}."
    redraw = Redraw(work="background", behind=behind, engine=engine or "")
    return (redraw,), "found by a model", why


def _keyed(found: BackdropFound, behind: str | None) -> tuple[tuple[Operation, ...], str]:
    """A background of one colour, by a key of what was measured."""
    if found["screen"] is None:
        raise BadInput(
            f"The background has no one colour that could be keyed out: {found['why']}. Film in "
            "front of a green screen, or let a model at Replicate find the people."
        )
    similarity = found["similarity"]
    key = Key(color=found["screen"], similarity=similarity, blend=_BLEND, behind=behind)
    return (key,), f"{say_color(found['screen'])}, {found['share']:.0%} of the border"

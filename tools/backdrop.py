"""Backdrop: what is behind the people taken away, and something else put there."""

from __future__ import annotations

from tools.analysis import Backdrop, BackdropFound
from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import Source, VideoFacts
from tools.fitting import covering, long_enough
from tools.media import BackdropFile, Wanted, pick
from tools.operations import Background, Key, Material, Operation, Rate, Redraw
from tools.values import Color, say_color
from tools.values.pictures import CutOutEngine

_PICTURE = Wanted(("still", "clip"), "picture", optional=True)
_BLEND = 0.05


def remove_background(
    clip: Clip,
    color: Color | None = None,
    image: BackdropFile | None = None,
    engine: CutOutEngine | None = None,
) -> Clip:
    """Remove what is behind the people, whatever it is, and show a colour, a picture or nothing.

    A background of one colour is taken away here; any other one takes a model at Replicate.

    Args:
        clip: The clip.
        color: Colour to show instead.
        image: Picture or clip to show instead, by name or number. With neither a colour nor a
            picture it is transparent there (a WebM file).
        engine: chroma key (a background of one colour) or Replicate (any, paid); what fits the
            clip when left out.

    Examples:
        remove the background
        cut me out of the background
        background removal
        make the background transparent
        remove the background and make it white
        replace the background with blue
        put me in front of a beach
        replace my background with this picture
        take away everything behind me
        remove the background with AI
    """
    video = clip.need_video("remove_background")
    if video.alpha:
        raise BadInput(
            f"'{clip.source.name}' is transparent already: there is no background to remove. Put a "
            "picture behind it, or convert it to mp4."
        )
    # A picture that was sent for something else is at hand, too: a colour was asked for.
    source = pick(clip, image, _PICTURE) if image is not None and color is None else None
    found: BackdropFound = clip.finding(Backdrop())
    by_key = engine == "chroma key" or (engine is None and found["screen"] is not None)
    removed, how = _keyed(found, color) if by_key else _drawn(color, engine)
    behind = (_behind(clip, source, video),) if source else ()
    shown = f"'{source.name}' behind" if source else "transparent there"
    return clip.then(
        *removed,
        *behind,
        done=f"removed the background ({how}), {say_color(color) + ' behind' if color else shown}",
    )


def _keyed(found: BackdropFound, behind: str | None) -> tuple[tuple[Operation, ...], str]:
    """A background of one colour, by a key of what was measured."""
    if found["screen"] is None:
        raise BadInput(
            f"The background has no one colour that could be keyed out: {found['why']}. Film in "
            "front of a green screen, or let a model at Replicate find the people."
        )
    similarity = found["similarity"]
    key = Key(color=found["screen"], similarity=similarity, blend=_BLEND, behind=behind)
    return (key,), f"{say_color(found['color'])}, {found['share']:.0%} of the border"


def _drawn(behind: str | None, engine: str | None) -> tuple[tuple[Operation, ...], str]:
    redraw = Redraw(work="background", behind=behind, engine=engine or "")
    return (redraw,), "found by a model"


def _behind(clip: Clip, source: Source, video: VideoFacts) -> Background:
    shown = source.facts.video
    if shown is None:
        raise BadInput(f"'{source.name}' has no picture to show behind the clip.")
    loops = 1 if source.kind == "still" else long_enough(source, clip.facts.duration)
    material = Material(source, loops=loops).then(
        Rate(video.fps), *covering(shown, video.width, video.height)
    )
    return Background(material=material)

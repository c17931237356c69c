"""Look: filters on the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tools import filters
from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import VideoFacts
from tools.operations import VideoFilter
from tools.ranges import part, say_part
from tools.values import Filter, Level, Seconds


@dataclass(frozen=True, slots=True)
class _Look:
    """A filter as people ask for it.

    Attributes:
        build: Its stages, by intensity and picture.
        usual: How strong it is when nobody says.
        did: What it did, in words.
        undid: What a negative intensity did; empty where there is none.
    """

    build: Callable[[float, VideoFacts], filters.Chain]
    usual: float
    did: str
    undid: str = ""


_LOOKS: Mapping[str, _Look] = MappingProxyType(
    {
        "vintage": _Look(filters.vintage, 0.8, "gave it a vintage look"),
        "blackwhite": _Look(filters.black_white, 1.0, "made it black and white"),
        "sepia": _Look(filters.sepia, 1.0, "toned it sepia"),
        "blur": _Look(filters.blur, 0.5, "blurred it"),
        "sharpen": _Look(filters.sharpen, 0.5, "sharpened it"),
        "brightness": _Look(filters.brightness, 0.3, "made it brighter", "made it darker"),
        "contrast": _Look(filters.contrast, 0.3, "raised the contrast", "lowered the contrast"),
    }
)


def apply_filter(
    clip: Clip,
    filter_type: Filter,
    intensity: Level | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Change the look of the picture: black and white, sepia, vintage, blur, sharpness, light.

    Args:
        clip: The clip.
        filter_type: Which look.
        intensity: How strong, 0 to 1; -1 to 1 for brightness and contrast, where negative means
            darker or flatter. Left out: all of it for blackwhite and sepia, 0.8 for vintage,
            0.5 for blur and sharpen, 0.3 for brightness and contrast.
        start: Where it begins to apply; the start of the clip when left out.
        end: Where it stops; the end of the clip when left out.

    Examples:
        make it black and white
        make it b&w
        grayscale only from 3 to 5 s
        give it an old film look
        add a sepia tone
        blur it a little
        make it sharper
        brighten it up a bit
        it is too dark
        make the picture darker
        increase the contrast slightly
        lower the contrast for a flat look
        apply a strong blur to the last 2 seconds
        vintage filter at 50%
    """
    video = clip.need_video("apply_filter")
    look = _LOOKS[filter_type]
    amount = look.usual if intensity is None else intensity
    if amount < 0 and not look.undid:
        both = " and ".join(name for name, other in _LOOKS.items() if other.undid)
        raise BadInput(
            f"The {filter_type} filter goes from 0 to 1, and {amount:g} is below that. "
            f"Only {both} go down to -1."
        )
    spans = part(clip, start, end)
    if amount == 0:
        return clip.then(
            done=f"left out the {filter_type} filter (0%)",
            note=f"An intensity of 0 changes nothing, so {filter_type} was not applied.",
        )
    did = look.did if amount > 0 else look.undid
    strength = "" if abs(amount) == 1 else f" ({abs(amount):.0%})"
    return clip.then(
        VideoFilter(look.build(amount, video), spans), done=f"{did}{strength}{say_part(spans)}"
    )

"""Look: filters on the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tools import effects, filters
from tools.boxes import Box
from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import VideoFacts
from tools.operations import BoxFilter, Operation, Ramp, Span, Spans, TimedFilter, VideoFilter
from tools.ranges import part, say_part
from tools.values import Ends, Filter, Level, Pixels, Region, Seconds


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


_USUAL_RAMP = 5.0

_LOOKS: Mapping[str, _Look] = MappingProxyType(
    {
        "vintage": _Look(filters.vintage, 0.8, "gave it a vintage look"),
        "blackwhite": _Look(filters.black_white, 1.0, "made it black and white"),
        "sepia": _Look(filters.sepia, 1.0, "toned it sepia"),
        "blur": _Look(filters.blur, 0.5, "blurred it"),
        "sharpen": _Look(filters.sharpen, 0.5, "sharpened it"),
        "brightness": _Look(filters.brightness, 0.3, "made it brighter", "made it darker"),
        "contrast": _Look(filters.contrast, 0.3, "raised the contrast", "lowered the contrast"),
        "saturation": _Look(
            effects.saturation, 0.4, "made the colours stronger", "made the colours paler"
        ),
        "desaturate": _Look(effects.desaturate, 0.6, "made the colours paler"),
        "invert": _Look(effects.invert, 1.0, "inverted the colours"),
        "vignette": _Look(effects.vignette, 0.5, "darkened the corners"),
        "pixelate": _Look(effects.pixelate, 0.5, "pixelated it"),
        "grain": _Look(effects.grain, 0.4, "added film grain"),
        "edges": _Look(effects.edges, 0.5, "left only its edges"),
        "sketch": _Look(effects.sketch, 0.5, "made it a pencil sketch"),
        "cartoon": _Look(effects.cartoon, 0.6, "gave it a cartoon look"),
        "oil": _Look(effects.oil, 0.6, "made it an oil painting"),
        "warm": _Look(effects.warm, 0.5, "made the colours warmer"),
        "cool": _Look(effects.cool, 0.5, "made the colours cooler"),
        "dream": _Look(effects.dream, 0.6, "gave it a soft, dreamy look"),
        "glitch": _Look(effects.glitch, 0.5, "gave it a glitch look"),
        "film": _Look(effects.film, 0.7, "gave it the look of film"),
        "night_vision": _Look(effects.night_vision, 1.0, "made it look like night vision"),
        "underwater": _Look(effects.underwater, 0.8, "made it look as if under water"),
        "emboss": _Look(effects.emboss, 0.5, "embossed it"),
    }
)


def apply_filter(
    clip: Clip,
    filter_type: Filter,
    intensity: Level | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
    gradual: Ends | None = None,
    region: Region | None = None,
    x: Pixels | None = None,
    y: Pixels | None = None,
    width: Pixels | None = None,
    height: Pixels | None = None,
) -> Clip:
    """Change the look of the picture: black and white, sepia, blur, colour, light, effects.

    Args:
        clip: The clip.
        filter_type: Which look.
        intensity: How strong, 0 to 1; -1 to 1 for brightness, contrast and saturation, where
            negative means darker, flatter or paler. Left out: what looks right for each.
        start: Where it begins to apply; the start of the clip when left out.
        end: Where it stops; the end of the clip when left out.
        gradual: in grows from start to end and stays; out is there at first and fades away from
            start to end; both comes and goes. That takes 5 seconds if start and end are left out.
        region: Only a half (left, right, top, bottom), a quarter (top-left ...) or the center.
        x: Pixels left of a rectangle, where only that is meant.
        y: Pixels above the rectangle.
        width: Width of the rectangle; to the right edge when left out.
        height: Height of the rectangle; to the lower edge when left out.

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
        make the colours pop
        desaturate it a little
        invert the colors
        add a vignette
        pixelate the video
        add film grain
        make it look like a cartoon
        warm it up
        give it a cold, bluish look
        make it dreamy
        give it the look of film
        night vision effect from 2 to 4 s
        turn it into a pencil sketch
        glitch effect
        make it look like an oil painting
        turn it into a painting
        fade from colour to black and white over the first 4 seconds
        only the left half in black and white
        a blur that gradually goes away over the first 3 seconds
        let the colours fade to black and white little by little
        dark edges around the picture
        it is too dark, I can hardly see anything
        it is overexposed
        the colors are dull, more vivid please
        old film look with scratches and dust
        it looks flat and grey, give it more contrast
        old school monochrome, no color
        blocky pixels like an old video game
    """
    video = clip.need_video("apply_filter")
    look = _LOOKS[filter_type]
    amount = look.usual if intensity is None else intensity
    _check(clip, video, filter_type, amount)
    spans = part(clip, start, end)
    box = Box.of(video, region, x, y, width, height)
    if amount == 0:
        return clip.then(
            done=f"left out the {filter_type} filter (0%)",
            note=f"An intensity of 0 changes nothing, so {filter_type} was not applied.",
        )
    chain = look.build(amount, video)
    timed = filter_type in effects.TIMED
    said = say_part(spans)
    spans, ramp = _ramp(spans, clip.facts.duration, gradual)
    operation: Operation
    if box is not None:
        place = (box.width, box.height, box.left, box.top)
        operation = BoxFilter(chain, *place, spans, timed or ramp is not None, ramp)
    elif timed or ramp is not None:
        operation = TimedFilter(chain, spans, ramp)
    else:
        operation = VideoFilter(chain, spans)
    did = (look.did if amount > 0 else look.undid) + ("" if abs(amount) == 1 else
                                                      f" ({abs(amount):.0%})")  # fmt: skip
    where = f" in {box.name}" if box else ""
    return clip.then(operation, done=f"{did}{where}{_SLOPES[gradual]}{said}")


_SLOPES: Mapping[str | None, str] = MappingProxyType(
    {
        None: "",
        "in": ", little by little",
        "out": ", fading away",
        "both": ", coming and going little by little",
    }
)


def _check(clip: Clip, video: VideoFacts, name: str, amount: float) -> None:
    if amount < 0 and not _LOOKS[name].undid:
        both = " and ".join(each for each, other in _LOOKS.items() if other.undid)
        raise BadInput(
            f"The {name} filter goes from 0 to 1, and {amount:g} is below that. "
            f"Only {both} go down to -1."
        )
    if video.alpha and name in effects.OPAQUE:
        raise BadInput(
            f"The {name} filter would fill the transparent parts of '{clip.source.name}'. "
            "Choose another filter, or convert it to mp4 first."
        )


def _ramp(spans: Spans, duration: float, ends: str | None) -> tuple[Spans, Ramp | None]:
    """When it applies, and how it comes and goes.

    What comes stays, and what goes was there from the start. Where no time is named, that takes a
    few seconds: at the start of the clip, or at both its ends.
    """
    if ends is None:
        return spans, None
    usual = Span(0.0, min(_USUAL_RAMP, duration))
    if ends == "both":
        half = spans[0].length / 2 if spans else min(_USUAL_RAMP, duration / 2)
        return spans, Ramp(half, half)
    span = spans[0] if spans else usual
    if ends == "in":
        return (Span(span.start, duration),) if span.start else (), Ramp(rise=span.length)
    return (Span(0.0, span.end),), Ramp(fall=span.length)

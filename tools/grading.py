"""Grading: colours set by amounts."""

from __future__ import annotations

from tools import effects, filters
from tools.clip import Clip
from tools.errors import BadInput
from tools.filters import Chain
from tools.operations import Filter, VideoFilter
from tools.ranges import part, say_part
from tools.values import Color, Degrees, Intensity, Level, Seconds, say_color

_LEAST_GAMMA, _MOST_GAMMA = 0.1, 10.0


def adjust_color(
    clip: Clip,
    brightness: Level = 0.0,
    contrast: Level = 0.0,
    saturation: Level = 0.0,
    temperature: Level = 0.0,
    gamma: float = 1.0,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Set brightness, contrast, saturation, colour temperature and gamma by amounts, together.

    Args:
        clip: The clip.
        brightness: -1 (dark) to 1 (bright); 0 leaves it.
        contrast: -1 (flat) to 1 (hard); 0 leaves it.
        saturation: -1 (gray) to 1 (very colourful); 0 leaves it.
        temperature: -1 (cold, blue) to 1 (warm, orange); 0 leaves it.
        gamma: 0.1 to 10; above 1 lifts the middle tones, below 1 lowers them.
        start: Where it begins to apply; the start of the clip when left out.
        end: Where it stops; the end of the clip when left out.

    Examples:
        color correct it: brightness 0.2, contrast 0.1, saturation 0.3
        adjust the colours: a bit more contrast and less saturation
        cool down the colour temperature
        set the gamma to 1.4
        raise the temperature and lower the brightness a little
        color grade it with more contrast and warmer tones
        shift the white balance towards blue
        saturation +30% and brightness -10%
        fix the white balance
        skin looks orange, cooler colors please
    """
    video = clip.need_video("adjust_color")
    if not _LEAST_GAMMA <= gamma <= _MOST_GAMMA:
        raise BadInput(
            f"A gamma of {gamma:g} is outside 0.1 to 10; 1 leaves the tones as they are."
        )
    spans = part(clip, start, end)
    chain: Chain = ()
    did = []
    for name, amount, build in (
        ("brightness", brightness, filters.brightness),
        ("contrast", contrast, filters.contrast),
        ("saturation", saturation, effects.saturation),
    ):
        if amount:
            chain += build(amount, video)
            did.append(f"{name} {amount:+.0%}")
    if temperature:
        chain += effects.temperature(temperature)
        did.append(f"temperature {temperature:+.0%}")
    if gamma != 1:
        chain += (_gamma(gamma),)
        did.append(f"gamma {gamma:g}")
    if not chain:
        raise BadInput(
            "Which colours shall change? Give brightness, contrast, saturation or temperature "
            "from -1 to 1, or a gamma."
        )
    return clip.then(
        VideoFilter(chain, spans), done=f"adjusted the colours ({', '.join(did)}){say_part(spans)}"
    )


def shift_hue(
    clip: Clip,
    degrees: Degrees,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Turn all colours around the colour circle: red towards green, green towards blue.

    Args:
        clip: The clip.
        degrees: How far, -360 to 360; 180 gives each colour its opposite.
        start: Where it begins to apply; the start of the clip when left out.
        end: Where it stops; the end of the clip when left out.

    Examples:
        shift the hue by 90 degrees
        hue 120
        rotate the colours by 45 degrees
        change the hue a third of the way round, 120 degrees
        turn the hue by -30 degrees from 2 to 4 s
        hue shift of 180
        psychedelic colors, turn the hue by 180
    """
    clip.need_video("shift_hue")
    if not -360 <= degrees <= 360:
        raise BadInput(f"The colour circle has 360 degrees, and {degrees:g} is past that.")
    spans = part(clip, start, end)
    if degrees % 360 == 0:
        return clip.then(
            done=f"left the hue as it is ({degrees:g}°)",
            note="A whole turn of the colour circle changes nothing.",
        )
    return clip.then(
        VideoFilter((Filter("hue", (("h", round(degrees, 3)),)),), spans),
        done=f"shifted the hue by {degrees:g}°{say_part(spans)}",
    )


def tint(
    clip: Clip,
    color: Color,
    strength: Intensity = 0.4,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Give the picture a cast of one colour.

    Args:
        clip: The clip.
        color: The colour.
        strength: How strong, 0 to 1; 1 leaves only that colour.
        start: Where it begins to apply; the start of the clip when left out.
        end: Where it stops; the end of the clip when left out.

    Examples:
        tint it blue
        give it a green tint
        add a slight red tint
        colour it purple like a nightclub
        put a teal colour cast over it
        tint the last 3 seconds orange
        a strong pink overlay
        bathe it in red
        give the whole thing a purple cast
    """
    clip.need_video("tint")
    spans = part(clip, start, end)
    if strength == 0:
        return clip.then(done="left out the tint (0%)", note="A strength of 0 changes nothing.")
    return clip.then(
        VideoFilter(effects.tint(color, strength), spans),
        done=f"tinted it {say_color(color)} ({strength:.0%}){say_part(spans)}",
    )


def _gamma(gamma: float) -> Filter:
    share = "max(0,(val-minval)/(maxval-minval))"
    return Filter("lutyuv", (("y", f"minval+(maxval-minval)*pow({share},{1 / gamma:.4f})"),))

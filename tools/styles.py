"""Styles: looks that are made of several edits, each a documented combination."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tools import effects, filters
from tools.borders import bars
from tools.clip import Clip
from tools.facts import VideoFacts
from tools.filters import Chain
from tools.operations import Filter, Operation, TimedFilter, VideoFilter
from tools.ranges import part, say_part
from tools.values import Intensity, LookName, Seconds

_CINEMA = 2.39
_NARROWEST = 1.5


def apply_look(
    clip: Clip,
    name: LookName,
    intensity: Intensity = 0.7,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Give the clip a whole style at once: cinematic, commercial, artistic, educational ...

    Args:
        clip: The clip.
        name: cinematic: teal shadows, warm lights, depth, bars above and below. commercial:
            bright, crisp, strong colours. artistic: painted, with soft corners. educational:
            clear and even light, sharp. social: vivid, warm, punchy. corporate: cool, calm.
        intensity: How strong, 0 to 1.
        start: Where it begins to apply; the start of the clip when left out.
        end: Where it stops; the end of the clip when left out.

    Examples:
        give it a cinematic look
        make it cinematic, with black bars and teal and orange colours
        give it a commercial look
        make it look like an ad
        give it an instagram look
        apply the artistic look
        make it look like an educational video
        use the social media style
        style it for social media, strong
        corporate style please
        give the last 5 seconds a professional business look
        cinematic vibes
    """
    video = clip.need_video("apply_look")
    spans = part(clip, start, end)
    if intensity == 0:
        return clip.then(
            done=f"left out the {name} look (0%)", note="An intensity of 0 changes nothing."
        )
    operations: list[Operation] = [VideoFilter(_LOOKS[name](intensity, video), spans)]
    if name == "cinematic":  # the grain lives, the bars lie over it
        operations += [TimedFilter((_grain(intensity),), spans), VideoFilter(_bars(video), spans)]
    return clip.then(*operations, done=f"gave it a {name} look ({intensity:.0%}){say_part(spans)}")


def _bars(video: VideoFacts) -> Chain:
    """Black bars above and below, as of a wide film; none where little would be left to see."""
    ratio = video.width / video.height
    if not _NARROWEST <= ratio < _CINEMA:
        return ()
    return bars(0.5 * (1 - ratio / _CINEMA))


def _grain(amount: float) -> Filter:
    return Filter("noise", (("c0s", round(2 + 5 * amount)), ("c0f", "t+u")))


def cinematic(amount: float, video: VideoFacts) -> Chain:
    """Teal shadows against warm lights, deeper contrast, calmer colours, darker corners."""
    red = _curve(amount, (0, 0), (0.25, 0.20), (0.75, 0.80), (1, 1))
    green = _curve(amount, (0, 0.02), (0.25, 0.25), (0.75, 0.77), (1, 0.98))
    blue = _curve(amount, (0, 0.07), (0.25, 0.29), (0.75, 0.70), (1, 0.90))
    corners = () if video.alpha else effects.vignette(0.12 * amount, video)
    return (
        *filters.contrast(0.15 * amount, video),
        *effects.saturation(-0.12 * amount, video),
        Filter("curves", (("red", red), ("green", green), ("blue", blue))),
        *corners,
    )


def commercial(amount: float, video: VideoFacts) -> Chain:
    """Bright and crisp, with strong clean colours."""
    return (
        *filters.brightness(0.22 * amount, video),
        *filters.contrast(0.18 * amount, video),
        *effects.saturation(0.4 * amount, video),
        *filters.sharpen(0.25 * amount, video),
    )


def artistic(amount: float, video: VideoFacts) -> Chain:
    """Painted: strokes of strong colours, and soft corners."""
    corners = () if video.alpha else effects.vignette(0.25 * amount, video)
    return (
        *effects.oil(0.45 * amount, video),
        *effects.saturation(0.35 * amount, video),
        *effects.temperature(0.15 * amount),
        *corners,
    )


def educational(amount: float, video: VideoFacts) -> Chain:
    """Clear and even: shadows lifted, neutral colours, edges that are easy to read."""
    return (
        *filters.brightness(0.35 * amount, video),
        *filters.contrast(0.05 * amount, video),
        *effects.saturation(-0.1 * amount, video),
        *filters.sharpen(0.55 * amount, video),
    )


def social(amount: float, video: VideoFacts) -> Chain:
    """Vivid, warm and punchy, made for small screens."""
    return (
        *filters.contrast(0.3 * amount, video),
        *effects.saturation(0.7 * amount, video),
        *effects.temperature(0.22 * amount),
        *filters.sharpen(0.3 * amount, video),
    )


def corporate(amount: float, video: VideoFacts) -> Chain:
    """Cool, calm and clean."""
    return (
        *filters.brightness(0.12 * amount, video),
        *effects.saturation(-0.4 * amount, video),
        *effects.temperature(-0.28 * amount),
        *filters.contrast(0.1 * amount, video),
    )


_LOOKS: Mapping[str, Callable[[float, VideoFacts], Chain]] = MappingProxyType(
    {
        "cinematic": cinematic,
        "commercial": commercial,
        "artistic": artistic,
        "educational": educational,
        "social": social,
        "corporate": corporate,
    }
)


def _curve(amount: float, *points: tuple[float, float]) -> str:
    return " ".join(f"{x:g}/{x + amount * (y - x):.4f}" for x, y in points)

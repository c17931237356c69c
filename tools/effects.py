"""Effects: further ffmpeg chains by intensity, built as those of ``filters`` are.

Those named in ``TIMED`` look different from frame to frame by themselves, as grain does.
"""

from __future__ import annotations

from tools.facts import VideoFacts
from tools.filters import Chain, blur, brightness, contrast
from tools.operations import Filter

_GRAY = "(minval+maxval)/2"
_WEIGHTS = (0.299, 0.587, 0.114)


def saturation(amount: float, _video: VideoFacts) -> Chain:
    """Colours stronger, or paler down to gray."""
    gain = 1 + amount if amount < 0 else 1 + 1.2 * amount
    chroma = f"clip({_GRAY}+(val-{_GRAY})*{gain:.4f},minval,maxval)"
    return (Filter("lutyuv", (("u", chroma), ("v", chroma))),)


def desaturate(amount: float, video: VideoFacts) -> Chain:
    """Paler colours."""
    return saturation(-amount, video)


def invert(amount: float, _video: VideoFacts) -> Chain:
    """The negative: dark for light, and each colour for its opposite."""
    other = f"val+{amount:.4f}*(minval+maxval-2*val)"
    return (Filter("lutyuv", (("y", other), ("u", other), ("v", other))),)


def vignette(amount: float, _video: VideoFacts) -> Chain:
    """Darker towards the corners."""
    return (Filter("vignette", (("angle", round(0.35 + 0.6 * amount, 4)),)),)


def pixelate(amount: float, video: VideoFacts) -> Chain:
    """Large square pixels."""
    side = max(4, round(min(video.width, video.height) * (0.012 + 0.05 * amount) / 2) * 2)
    return (Filter("pixelize", (("width", side), ("height", side))),)


def grain(amount: float, _video: VideoFacts) -> Chain:
    """The grain of film, which lives."""
    return (Filter("noise", (("c0s", round(6 + 34 * amount)), ("c0f", "t+u"))),)


def edges(amount: float, _video: VideoFacts) -> Chain:
    """White lines on black where the picture changes."""
    return (Filter("edgedetect", (("mode", "wires"), *_thresholds(amount))),)


def sketch(amount: float, video: VideoFacts) -> Chain:
    """A pencil drawing: dark lines on white."""
    return (*edges(amount, video), Filter("negate"))


def cartoon(amount: float, video: VideoFacts) -> Chain:
    """Flat, strong colours with drawn edges."""
    side = min(video.width, video.height)
    flat = Filter("bilateral", (("sigmaS", round(max(1.5, side * 0.006), 2)), ("sigmaR", 0.12)))
    steps = 9 + round(6 * (1 - amount))
    level = f"minval+(maxval-minval)*round((val-minval)/(maxval-minval)*{steps})/{steps}"
    return (
        flat,
        Filter("lutyuv", (("y", level),)),
        *saturation(0.6 * amount, video),
        Filter("unsharp", (("lx", 5), ("ly", 5), ("la", round(0.5 + amount, 3)))),
    )


def oil(amount: float, video: VideoFacts) -> Chain:
    """An oil painting: strokes of one colour each, with soft edges between strong colours."""
    side = min(video.width, video.height)
    return (
        Filter("bilateral", (("sigmaS", round(max(2.0, side * 0.012), 2)), ("sigmaR", 0.2))),
        Filter("median", (("radius", min(20, max(1, round(side * (0.003 + 0.007 * amount))))),)),
        Filter("unsharp", (("lx", 9), ("ly", 9), ("la", round(0.6 + 1.4 * amount, 3)))),
        *saturation(0.4 * amount, video),
    )


def warm(amount: float, _video: VideoFacts) -> Chain:
    """Warmer light, as in the evening."""
    return temperature(amount)


def cool(amount: float, _video: VideoFacts) -> Chain:
    """Cooler light, as in the shade."""
    return temperature(-amount)


def temperature(amount: float) -> Chain:
    """Warmer light above 0 and cooler below, as bright as before."""
    gains = (1 + 0.22 * amount, 1 + 0.02 * amount, 1 - 0.3 * amount)
    light = sum(weight * gain for weight, gain in zip(_WEIGHTS, gains, strict=True))
    red, green, blue = (round(gain / light, 4) for gain in gains)
    return (Filter("colorchannelmixer", (("rr", red), ("gg", green), ("bb", blue))),)


def tint(color: str, amount: float) -> Chain:
    """The light of the picture in a colour, over the picture."""
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    brightest = max(*shares, 0.01)
    options = []
    for row, share in zip("rgb", shares, strict=True):
        for column, weight in zip("rgb", _WEIGHTS, strict=True):
            own = (1 - amount) * (row == column)
            options.append((f"{row}{column}", round(own + amount * weight * share / brightest, 4)))
    return (Filter("colorchannelmixer", tuple(options)),)


def dream(amount: float, video: VideoFacts) -> Chain:
    """Soft and light, with pastel colours."""
    return (
        *blur(0.12 * amount, video),
        *brightness(0.35 * amount, video),
        *contrast(-0.15 * amount, video),
        *saturation(0.35 * amount, video),
    )


def glitch(amount: float, video: VideoFacts) -> Chain:
    """Colours torn apart, and the noise of a bad signal."""
    shift = max(2, round(video.width * (0.004 + 0.016 * amount)))
    return (
        Filter("rgbashift", (("rh", -shift), ("bh", shift), ("edge", "wrap"))),
        Filter("noise", (("alls", round(8 + 22 * amount)), ("allf", "t"))),
    )


def film(amount: float, video: VideoFacts) -> Chain:
    """Film in a cinema: deeper contrast, calmer and warmer colours, fine grain, a soft vignette."""
    chain = (
        *contrast(0.2 * amount, video),
        *saturation(-0.2 * amount, video),
        *temperature(0.2 * amount),
    )
    corners = () if video.alpha else vignette(0.1 * amount, video)
    return (*chain, *corners, Filter("noise", (("c0s", round(4 + 6 * amount)), ("c0f", "t+u"))))


def night_vision(amount: float, video: VideoFacts) -> Chain:
    """What a light amplifier shows: green, bright and noisy."""
    corners = () if video.alpha else vignette(0.4 * amount, video)
    return (
        *brightness(0.3 * amount, video),
        *tint("#30ff40", amount),
        *corners,
        Filter("noise", (("c0s", round(6 + 18 * amount)), ("c0f", "t"))),
    )


def underwater(amount: float, video: VideoFacts) -> Chain:
    """As deep water lets it through: blue and green, soft, without strong contrasts."""
    return (
        *tint("#1090c8", 0.7 * amount),
        *contrast(-0.15 * amount, video),
        Filter(
            "gblur", (("sigma", round(1.5 * amount * min(video.width, video.height) / 720, 2)),)
        ),
    )


def emboss(amount: float, _video: VideoFacts) -> Chain:
    """As if pressed into the picture."""
    strength = round(1 + amount, 2)
    matrix = f"{-strength:g} {-1:g} 0 {-1:g} 1 {1:g} 0 {1:g} {strength:g}"
    return (Filter("convolution", (("0m", matrix),)),)


TIMED = frozenset({"grain", "glitch", "film", "night_vision"})
"""Looks whose frames depend on when they come."""

OPAQUE = frozenset({"vignette", "edges", "sketch"})
"""Looks that cannot keep transparency."""


def _thresholds(amount: float) -> tuple[tuple[str, float], ...]:
    return (("low", round(0.12 - 0.09 * amount, 3)), ("high", round(0.3 - 0.2 * amount, 3)))

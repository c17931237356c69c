"""Filters: ffmpeg chains for each look, by intensity.

Every stage works on single frames, keeps transparency and deep colour where the picture has
them, and can be switched on and off by time (flag T of ``ffmpeg -filters``).
"""

from __future__ import annotations

from tools.facts import VideoFacts
from tools.operations import Filter

Chain = tuple[Filter, ...]

# Rows of a sepia matrix: the light of the picture in a warm brown, whites just below clipping.
_SEPIA = {"r": (0.393, 0.769, 0.189), "g": (0.349, 0.686, 0.168), "b": (0.272, 0.534, 0.131)}
_SEPIA_GAIN = 0.8
_IDENTITY = {"r": (1.0, 0.0, 0.0), "g": (0.0, 1.0, 0.0), "b": (0.0, 0.0, 1.0)}

# A faded print: lifted blacks, soft whites, a warm cast, as (input, output).
_FADED = {
    "red": ((0.0, 0.10), (0.42, 0.51), (1.0, 0.97)),
    "green": ((0.0, 0.05), (0.50, 0.50), (1.0, 0.94)),
    "blue": ((0.0, 0.11), (0.49, 0.43), (1.0, 0.76)),
}

_GRAY = "(minval+maxval)/2"
_RANGE = "(maxval-minval)"


def black_white(amount: float, _video: VideoFacts) -> Chain:
    """Colour fades towards gray."""
    faded = f"round({_GRAY}+(val-{_GRAY})*{1 - amount:.4f})"
    chroma = faded if amount < 1 else f"round({_GRAY})"  # without a trace of what was there
    return (Filter("lutyuv", (("u", chroma), ("v", chroma))),)


def sepia(amount: float, _video: VideoFacts) -> Chain:
    """Colour fades towards a warm brown."""
    options = []
    for row, weights in _SEPIA.items():
        for column, (weight, same) in zip(
            "rgb", zip(weights, _IDENTITY[row], strict=True), strict=True
        ):
            mixed = (1 - amount) * same + amount * _SEPIA_GAIN * weight
            options.append((f"{row}{column}", round(mixed, 4)))
    return (Filter("colorchannelmixer", tuple(options)),)


def vintage(amount: float, video: VideoFacts) -> Chain:
    """A faded print: paler colours, lifted blacks, a warm cast and darker corners."""
    curves = tuple(
        (channel, " ".join(f"{x:g}/{x + amount * (y - x):.4f}" for x, y in points))
        for channel, points in _FADED.items()
    )
    chroma = f"{_GRAY}+(val-{_GRAY})*{1 - 0.35 * amount:.4f}"
    faded = (Filter("lutyuv", (("u", chroma), ("v", chroma))), Filter("curves", curves))
    if video.alpha:  # what is cut out has no corners to darken
        return faded
    return (*faded, Filter("vignette", (("angle", round(0.55 * amount, 4)),)))


def blur(amount: float, video: VideoFacts) -> Chain:
    """Out of focus, by a share of the picture's size, so that all sizes look alike."""
    sigma = min(video.width, video.height) * (0.002 + 0.028 * amount**1.5)
    return (Filter("gblur", (("sigma", round(sigma, 3)), ("steps", 2))),)


def sharpen(amount: float, video: VideoFacts) -> Chain:
    """Crisper edges."""
    return (Filter("unsharp", (("lx", 5), ("ly", 5), ("la", round(0.4 + 2.2 * amount, 3)))),)


def brightness(amount: float, _video: VideoFacts) -> Chain:
    """Lighter or darker mid-tones; black and white stay, so nothing is washed out or lost."""
    gamma = 2.4**-amount
    share = f"max(0,(val-minval)/{_RANGE})"
    return (Filter("lutyuv", (("y", f"minval+{_RANGE}*pow({share},{gamma:.4f})"),)),)


def contrast(amount: float, _video: VideoFacts) -> Chain:
    """Lights and darks further apart, or closer; colours follow half as far."""
    gain = 2.2**amount
    luma = f"{_GRAY}+(val-{_GRAY})*{gain:.4f}"
    chroma = f"{_GRAY}+(val-{_GRAY})*{(1 + gain) / 2:.4f}"
    return (Filter("lutyuv", (("y", luma), ("u", chroma), ("v", chroma))),)

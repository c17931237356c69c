"""Painter: OpenCV's own styles, calm from one picture to the next; for the child of ``stream``.

A painter that decides anew for each pixel of each frame flickers: noise that nobody saw becomes
strokes that come and go. So noise is averaged away before it paints, where nothing moves; and what
it painted stays where the picture below has stayed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import cv2 as opencv
import numpy as np

cv2: Any = opencv  # its types leave out what is not in every build

# What changes by less than this is noise, by more than that is motion, in steps of 255.
_NOISE, _MOTION = 6.0, 22.0
# Of a new picture, the part that is taken over where nothing moves.
_LEAST = 0.12
# A picture whose pixels change by so much on the average is another scene.
_SCENE = 32.0
# Lengths below are for pictures of this height, in pixels.
_HEIGHT = 360.0
_REACH = 11


class Painter:
    """Paints one picture after the other.

    Args:
        style: A name of ``STYLES``.
        strength: How much of it, 0 to 1.
    """

    def __init__(self, style: str, strength: float) -> None:
        cv2.setNumThreads(0 if cv2.getNumberOfCPUs() == 1 else cv2.getNumberOfCPUs())
        self._paint = STYLES[style]
        self._share = 1.0 - (1.0 - strength) ** 2
        self._calm: Any = None
        self._painted: Any = None

    def __call__(self, image: Any) -> Any:
        """The picture, painted; its transparency stays.

        Args:
            image: Height x width x 3 or 4 bytes.
        """
        colours = np.ascontiguousarray(image[..., :3])
        moving = self._steady(colours)
        painted = self._paint(np.clip(self._calm, 0, 255).astype(np.uint8)).astype(np.float32)
        if self._painted is not None:
            painted = self._painted + moving * (painted - self._painted)
        self._painted = painted
        mixed = painted * self._share + colours * (1.0 - self._share)
        drawn = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
        return np.dstack((drawn, image[..., 3:]))

    def _steady(self, colours: Any) -> Any:
        """Average noise away where nothing moves; gives how much each pixel moves, 0 to 1."""
        new = colours.astype(np.float32)
        if self._calm is None or float(np.abs(new - self._calm).mean()) > _SCENE:
            self._calm, self._painted = new, None
            return 1.0
        change = cv2.GaussianBlur(np.abs(new - self._calm).max(axis=2), (0, 0), 1.5)
        # Strokes reach beyond what they outline: what is left of them when it moves on is a ghost.
        reach = max(3, round(colours.shape[0] / _HEIGHT * _REACH)) | 1
        change = cv2.dilate(change, np.ones((reach, reach), np.uint8))
        moving = np.clip((change - _NOISE) / (_MOTION - _NOISE), _LEAST, 1.0)[..., None]
        self._calm = self._calm + moving * (new - self._calm)
        return moving


def cartoon(image: Any) -> Any:
    """Flat, strong colours within dark outlines."""
    flat = cv2.edgePreservingFilter(image, flags=1, sigma_s=40, sigma_r=0.35)
    hue = cv2.cvtColor(flat, cv2.COLOR_RGB2HSV).astype(np.float32)
    hue[..., 1] = np.clip(hue[..., 1] * 1.45 + 6, 0, 255)
    steps = hue[..., 2] / 255 * 7
    # Steps with soft edges: hard ones flicker where a light lies between two of them.
    hue[..., 2] = (np.floor(steps) + _smooth((steps - np.floor(steps) - 0.3) / 0.4)) / 7 * 255
    strong = cv2.cvtColor(hue.astype(np.uint8), cv2.COLOR_HSV2RGB).astype(np.float32)
    return np.clip(strong * _outlines(flat, 1.0)[..., None], 0, 255).astype(np.uint8)


def oil_painting(image: Any) -> Any:
    """Strokes of the colours that prevail around them, and the shine of their edges."""
    size = max(2, round(image.shape[0] / _HEIGHT * 4))
    strokes = cv2.xphoto.oilPainting(image, size, 1)
    grey = cv2.cvtColor(strokes, cv2.COLOR_RGB2GRAY).astype(np.float32)
    relief = cv2.filter2D(grey, -1, np.array([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]], np.float32))
    lit = strokes.astype(np.float32) + np.clip(relief, -60, 60)[..., None] * 0.22
    return np.clip(lit, 0, 255).astype(np.uint8)


def watercolor(image: Any) -> Any:
    """Pale, clear washes with darker rims, on paper."""
    wash = cv2.stylization(_lit(image, 0.62), sigma_s=50, sigma_r=0.5)
    hue = cv2.cvtColor(wash, cv2.COLOR_RGB2HSV).astype(np.float32)
    hue[..., 1] = np.clip(hue[..., 1] * 1.25, 0, 255)
    wash = cv2.cvtColor(hue.astype(np.uint8), cv2.COLOR_HSV2RGB).astype(np.float32)
    light = 255 - (255 - wash) * 0.85
    soft = cv2.GaussianBlur(light, (0, 0), max(0.6, image.shape[0] / _HEIGHT))
    grain = _paper(image.shape[0], image.shape[1])[..., None]
    return np.clip(soft * 0.5 + light * 0.5 + grain * 0.7, 0, 255).astype(np.uint8)


def sketch(image: Any) -> Any:
    """Pencil on white paper: soft shade, and lines where something ends."""
    shade, _ = cv2.pencilSketch(_lit(image, 0.8), sigma_s=40, sigma_r=0.05, shade_factor=0.05)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32) + 1
    around = cv2.GaussianBlur(grey, (0, 0), max(2.0, image.shape[0] / _HEIGHT * 5))
    lines = np.clip(grey / around, 0, 1) ** 1.6 * 255
    tone = 150 + grey * 0.41
    drawn = lines * 0.55 + shade.astype(np.float32) * 0.2 + np.minimum(lines, tone) * 0.25
    drawn = np.clip(drawn + _paper(image.shape[0], image.shape[1]) * 0.8, 0, 255).astype(np.uint8)
    return cv2.cvtColor(drawn, cv2.COLOR_GRAY2RGB)


def cyberpunk(image: Any) -> Any:
    """Night: blue shadows, magenta and cyan lights that glow, edges like neon tubes."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    deep = np.clip((grey - 0.06) * 1.12, 0, 1)
    shades = np.array([0.0, 0.28, 0.6, 1.0], np.float32)
    colours = ((8, 6, 34), (44, 24, 128), (232, 40, 158), (150, 248, 255))
    toned = np.dstack([np.interp(deep, shades, plane) for plane in zip(*colours, strict=True)])
    mixed = toned * 0.6 + image.astype(np.float32) * (0.35 + 0.3 * deep[..., None])
    spread = image.shape[0] / _HEIGHT * 5
    tubes = (1 - _outlines(image, 1.0))[..., None] * np.array((20, 190, 255), np.float32)
    glow = cv2.GaussianBlur(np.clip(mixed - 130, 0, 255) + tubes * 0.7, (0, 0), spread)
    return np.clip(mixed + tubes * 0.3 + glow * 0.7, 0, 255).astype(np.uint8)


STYLES: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "cartoon": cartoon,
        "oil_painting": oil_painting,
        "watercolor": watercolor,
        "sketch": sketch,
        "cyberpunk": cyberpunk,
    }
)
"""What it can paint."""


def _outlines(image: Any, depth: float) -> Any:
    """1, and towards 0 where an outline lies: a difference of two blurs."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    width = max(0.8, image.shape[0] / _HEIGHT * 0.9)
    fine = cv2.GaussianBlur(grey, (0, 0), width)
    broad = cv2.GaussianBlur(grey, (0, 0), width * 1.8)
    return 1 - depth * _smooth((broad - fine - 2.0) / 9.0)


def _lit(image: Any, gamma: float) -> Any:
    """With lighter middle tones: paper is never dark."""
    table = (np.linspace(0, 1, 256) ** gamma * 255 + 0.5).astype(np.uint8)
    return cv2.LUT(image, table)


def _smooth(share: Any) -> Any:
    """From 0 to 1 without a corner."""
    inside = np.clip(share, 0, 1)
    return inside * inside * (3 - 2 * inside)


def _paper(height: int, width: int) -> Any:
    """Grain of paper: the same on every picture, so that it lies still."""
    dice = np.random.default_rng(7)
    grain = cv2.GaussianBlur(dice.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 0.8)
    return grain * 9

"""OpenCV's styles, built in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.facts import VideoFacts
from tools.operations import Redraw

STYLES = ("cartoon", "oil_painting", "watercolor", "sketch", "cyberpunk")
"""The styles that it paints; see ``tools.engine.frames.painter``."""

# Measured on two cores: 0.25 s for a picture of 640x360.
_SECONDS_PER_PIXEL = 0.25 / (640 * 360)


class OpenCV:
    """The engine."""

    name = "OpenCV"
    version = "1"
    product = "builtin/opencv"
    paid = False
    local = True
    languages: frozenset[str] | None = None
    longest: float | None = None
    method = "OpenCV's filters on this machine"

    async def ready(self) -> str | None:
        """It comes with VFXB."""
        return None

    def refuses(self, redraw: Redraw) -> str | None:
        """A style that nobody wrote down for it."""
        if redraw.style in STYLES:
            return None
        return f"it paints only {', '.join(STYLES).replace('_', ' ')}"

    def seconds(self, video: VideoFacts) -> float:
        """By the size of the picture."""
        return self.seconds_for(video)

    @staticmethod
    def seconds_for(video: VideoFacts) -> float:
        """The same without the engine."""
        return video.width * video.height * _SECONDS_PER_PIXEL

    async def order(self, redraw: Redraw, tell: Callable[[float], None]) -> dict[str, Any]:
        """What to paint."""
        return {"kind": "opencv", "style": redraw.style, "strength": redraw.strength}

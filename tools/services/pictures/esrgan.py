"""Real-ESRGAN, built in: its network for video on ncnn, by the processor or by Vulkan."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from tools.facts import VideoFacts
from tools.operations import Redraw
from tools.services.pictures.weights import MEGABYTES, NAME, SECONDS, Weights

FACTORS = (2, 4)
"""How many times as large it makes pictures."""

# Measured on two cores: 0.7 s for a picture of 320x180; all factors take about as long.
_SECONDS_PER_PIXEL = 0.7 / (320 * 180)


class RealEsrgan:
    """The engine.

    Args:
        weights: Where its files lie.
        offline: Whether they may not be fetched.
    """

    name = NAME
    version = "1 animevideov3"
    product = "builtin/realesr-animevideov3"
    paid = False
    local = True
    languages: frozenset[str] | None = None
    longest: float | None = None
    method = "Real-ESRGAN (animevideov3) on this machine"

    def __init__(self, weights: Weights, *, offline: bool = False) -> None:
        self._weights = weights
        self._offline = offline

    async def ready(self) -> str | None:
        """Whether ncnn is there, and the weights, or a way to them."""
        if find_spec("ncnn") is None:
            return "the package ncnn is not installed; run pip install ncnn"
        if self._offline and not self._weights.there:
            return "its weights are not here, and VFXB works offline; unset VFXB_OFFLINE once"
        return None

    @property
    def fetches(self) -> tuple[str, float]:
        """What is fetched before it works, and about how many seconds that takes."""
        if self._weights.there:
            return "", 0.0
        return f"{MEGABYTES} MB of weights for {self.name}", SECONDS

    def refuses(self, redraw: Redraw) -> str | None:
        """Other factors than its own."""
        return None if redraw.factor in FACTORS else f"it makes pictures {FACTORS} times as large"

    def seconds(self, video: VideoFacts) -> float:
        """By the size of the picture."""
        return self.seconds_for(video)

    @staticmethod
    def seconds_for(video: VideoFacts) -> float:
        """The same without the engine."""
        return video.width * video.height * _SECONDS_PER_PIXEL

    async def order(self, redraw: Redraw, tell: Callable[[float], None]) -> dict[str, Any]:
        """The network, fetched if it is not here.

        Raises:
            ServiceError: It could not be fetched.
        """
        await self._weights.fetch(tell)
        model, weights = self._weights.of(redraw.factor)
        return {
            "kind": "ncnn",
            "model": str(model.absolute()),
            "weights": str(weights.absolute()),
            "factor": redraw.factor,
        }

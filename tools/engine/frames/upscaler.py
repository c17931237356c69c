"""Upscaler: Real-ESRGAN on ncnn; for the child of ``stream``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from tools.engine.frames.turns import turn

# Sides of the tiles that a picture is cut into, in pixels: what one of them takes in memory is a
# few hundred times its own pixels. Around each lies so much of its neighbours that no seam shows.
TILE, MARGIN = 320, 12
_WHITE = 255.0
_RGB = 3


class Upscaler:
    """A network that makes pictures larger.

    Args:
        model: Path of its ``.param`` file; the weights lie beside it.
        weights: Path of its ``.bin`` file.
        factor: How many times as large.
        tile: Side of a tile in pixels.
    """

    def __init__(self, model: Path, weights: Path, factor: int, tile: int = TILE) -> None:
        import ncnn

        self._ncnn: Any = ncnn
        self._factor, self._tile = factor, tile
        self._net: Any = ncnn.Net()
        self.on_gpu = ncnn.get_gpu_count() > 0
        # Held for as long as this process draws.
        self._turn = turn() if self.on_gpu else None
        self._net.opt.use_vulkan_compute = self.on_gpu
        self._net.opt.num_threads = os.cpu_count() or 1
        if self._net.load_param(str(model)) or self._net.load_model(str(weights)):
            raise ValueError(f"ncnn cannot read {model.name}")

    def __call__(self, image: Any) -> Any:
        """A larger picture; transparency grows by interpolation.

        Args:
            image: Height x width x 3 or 4 bytes.
        """
        height, width, channels = image.shape
        large = np.empty((height * self._factor, width * self._factor, channels), np.uint8)
        for top, bottom in _parts(height, self._tile):
            for left, right in _parts(width, self._tile):
                self._draw(image, large, (top, bottom, left, right))
        if channels > _RGB:
            size = (large.shape[1], large.shape[0])
            large[..., 3] = cv2.resize(image[..., 3], size, interpolation=cv2.INTER_CUBIC)
        return large

    def _draw(self, image: Any, large: Any, box: tuple[int, int, int, int]) -> None:
        top, bottom, left, right = box
        height, width, _ = image.shape
        y, x = max(0, top - MARGIN), max(0, left - MARGIN)
        end, side = min(height, bottom + MARGIN), min(width, right + MARGIN)
        drawn = self._run(np.ascontiguousarray(image[y:end, x:side, :_RGB]))
        times = self._factor
        inner = drawn[(top - y) * times : (bottom - y) * times,
                      (left - x) * times : (right - x) * times]  # fmt: skip
        large[top * times : bottom * times, left * times : right * times, :_RGB] = inner

    def _run(self, tile: Any) -> Any:
        height, width, _ = tile.shape
        kind = self._ncnn.Mat.PixelType.PIXEL_RGB
        pixels = self._ncnn.Mat.from_pixels(tile, kind, width, height)
        pixels.substract_mean_normalize([], [1 / _WHITE] * _RGB)
        extractor = self._net.create_extractor()
        extractor.input("data", pixels)
        failed, drawn = extractor.extract("output")
        if failed:
            raise ValueError("the network gave no picture")
        planes = np.clip(np.array(drawn) * _WHITE + 0.5, 0, _WHITE).astype(np.uint8)
        return planes.transpose(1, 2, 0)


def _parts(length: int, most: int) -> Iterator[tuple[int, int]]:
    """A length in equal parts, none of them longer than ``most``."""
    count = -(-length // most)
    for number in range(count):
        yield number * length // count, (number + 1) * length // count

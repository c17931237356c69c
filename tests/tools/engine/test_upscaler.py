"""The upscaler: ncnn picture by picture, in tiles of which nothing shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.tools.engine.drawing_engines import OneLayer
from tools.engine.frames.upscaler import Upscaler


@pytest.mark.parametrize("factor", [2, 4])
def test_a_picture_is_so_many_times_as_large(tmp_path: Path, factor: int) -> None:
    image = np.zeros((36, 64, 3), np.uint8)
    image[:, 32:] = (250, 120, 30)

    large = Upscaler(*OneLayer(tmp_path).of(factor), factor)(image)

    assert large.shape == (36 * factor, 64 * factor, 3)
    assert abs(large[18 * factor, 60 * factor].astype(int) - (250, 120, 30)).max() <= 1
    assert large[18 * factor, 4 * factor].max() <= 1


def test_tiles_leave_no_seam(tmp_path: Path) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (70, 130, 3), np.uint8)
    files = OneLayer(tmp_path).of(2)

    whole, tiled = Upscaler(*files, 2)(noise), Upscaler(*files, 2, tile=32)(noise)

    assert abs(whole.astype(int) - tiled).max() <= 1


def test_transparency_grows_along(tmp_path: Path) -> None:
    image = np.full((20, 40, 4), 200, np.uint8)
    image[:, :20, 3] = 0

    large = Upscaler(*OneLayer(tmp_path).of(2), 2)(image)

    assert large.shape == (40, 80, 4)
    assert (large[:, 10, 3].max(), large[:, 70, 3].min()) == (0, 200)

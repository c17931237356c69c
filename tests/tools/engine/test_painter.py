"""The painter: every style is one, and lies still where nothing moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tools.engine.frames.painter import STYLES, Painter


def scene(seed: int) -> Any:
    """A few shapes, with the noise of a camera."""
    image = np.full((90, 160, 3), (60, 110, 160), np.float32)
    image[20:70, 30:80] = (210, 170, 60)
    image[40:60, 100:150] = (40, 40, 45)
    noise = np.random.default_rng(seed).normal(0, 4, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("style", STYLES)
def test_paints_and_is_calm(style: str) -> None:
    painter, frames = Painter(style, 1.0), [scene(seed) for seed in range(8)]

    painted = [painter(frame) for frame in frames][3:]
    alone = [Painter(style, 1.0)(frame) for frame in frames][3:]

    assert np.abs(painted[0].astype(int) - frames[3]).mean() > 4
    assert _flicker(painted) < 0.65 * _flicker(alone)


def _flicker(pictures: list[Any]) -> float:
    return float(np.stack(pictures).astype(float).std(axis=0).mean())


def test_another_scene_begins_at_once() -> None:
    painter, dark = Painter("oil_painting", 1.0), np.full((60, 80, 3), 20, np.uint8)
    painter(dark)
    assert painter(np.full((60, 80, 3), 220, np.uint8)).min() > 200


def test_what_moves_on_leaves_no_ghost() -> None:
    painter = Painter("sketch", 1.0)
    for place in range(20, 100, 8):
        image = np.full((90, 160, 3), 235, np.uint8)
        image[30:60, place : place + 20] = 30
        drawn = painter(image)
    fresh = Painter("sketch", 1.0)(image)
    assert np.abs(drawn[:, :60].astype(int) - fresh[:, :60]).mean() < 2.5


def test_strength_is_a_share() -> None:
    image = scene(1)
    slight, full = (Painter("cyberpunk", strength)(image).astype(int) for strength in (0.1, 1.0))
    assert np.abs(slight - image).mean() < 0.4 * np.abs(full - image).mean()


def test_transparency_stays() -> None:
    image = np.dstack((scene(2), np.full((90, 160), 77, np.uint8)))
    assert (Painter("watercolor", 0.7)(image)[..., 3] == 77).all()

"""Filters, measured: each is rendered and decoded, and its picture held against the source's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, ffmpeg, frames
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render

Image = NDArray[np.uint8]
Look = Callable[..., Awaitable[Image]]

_SIZE = "320x180"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a second of a colourful scene with soft and hard edges, darks and lights."""
    target = tmp_path_factory.mktemp("scene") / "scene.mp4"
    picture = (
        f"mandelbrot=s={_SIZE}:r=10:start_scale=0.3,trim=duration=0.6,eq=saturation=0.7,"
        "drawbox=150:40:20:20:black:fill,drawbox=150:120:20:20:white:fill"
    )
    ffmpeg("-f", "lavfi", "-i", picture, "-c:v", "libx264", "-crf", "12", "-pix_fmt", "yuv420p",
           target)  # fmt: skip
    return target


@pytest.fixture
def look(scene: Path, tmp_path: Path) -> Look:
    """Renders the scene with a filter and gives the middle frame; without arguments, as it is."""

    async def rendered(**args: Any) -> Image:
        clip = Clip.of(await probe(scene))
        if not args:
            return frames(scene)[3]
        edited = SPECS["apply_filter"].call(clip, args)
        assert isinstance(edited, Clip)
        result = await render(edited, tmp_path, stem="look")
        pictures = frames(result.path)
        assert len(pictures) == len(frames(scene))
        return pictures[3]

    return rendered


def light(image: Image) -> NDArray[np.float64]:
    result: NDArray[np.float64] = image @ np.array([0.299, 0.587, 0.114])
    return result


def colourfulness(image: Image) -> float:
    """Mean distance from gray in Cb and Cr."""
    red, blue = image[..., 0].astype(float), image[..., 2].astype(float)
    return float(np.hypot((blue - light(image)) / 1.772, (red - light(image)) / 1.402).mean())


def detail(image: Image) -> float:
    """Energy of the Laplacian per contrast: how much happens from one pixel to the next."""
    y = light(image)
    laplace = 4 * y[1:-1, 1:-1] - y[:-2, 1:-1] - y[2:, 1:-1] - y[1:-1, :-2] - y[1:-1, 2:]
    return float(laplace.std() / y.std())


def spread(image: Image) -> float:
    low, high = np.percentile(light(image), [5, 95])
    return float(high - low)


async def test_black_and_white_takes_all_colour_and_keeps_the_light(look: Look) -> None:
    plain, gray = await look(), await look(filter_type="blackwhite")
    assert colourfulness(gray) < 0.05 * colourfulness(plain)
    assert np.abs(light(gray) - light(plain)).mean() < 6


async def test_black_and_white_in_parts(look: Look) -> None:
    plain = colourfulness(await look())
    half = colourfulness(await look(filter_type="blackwhite", intensity=0.5))
    assert half / plain == pytest.approx(0.5, abs=0.08)


async def test_sepia_is_one_warm_tone(look: Look) -> None:
    image = await look(filter_type="sepia")
    red, green, blue = (image[..., channel].astype(float) for channel in range(3))
    seen = (light(image) > 30) & (light(image) < 230)
    assert np.mean((red - green)[seen] > 3) > 0.97
    assert np.mean((green - blue)[seen] > 3) > 0.97
    share = red[seen] / (red + green + blue)[seen]
    assert share.std() < 0.015


async def test_vintage_fades_warms_and_darkens_the_corners(look: Look) -> None:
    plain, old = await look(), await look(filter_type="vintage")
    assert colourfulness(old) < 0.95 * colourfulness(plain)
    warmth = [float(image[..., 0].mean() - image[..., 2].mean()) for image in (plain, old)]
    assert warmth[1] > warmth[0] + 5
    center, corner = np.s_[60:120, 110:210], np.s_[:30, :50]
    ratios = [light(image)[corner].mean() / light(image)[center].mean() for image in (plain, old)]
    assert ratios[1] < 0.9 * ratios[0]


@pytest.mark.parametrize(("intensity", "left"), [(0.1, 0.72), (0.5, 0.3), (1.0, 0.15)])
async def test_blur_takes_detail(look: Look, intensity: float, left: float) -> None:
    plain, soft = await look(), await look(filter_type="blur", intensity=intensity)
    assert detail(soft) < left * detail(plain)
    assert light(soft).mean() == pytest.approx(light(plain).mean(), abs=5)


async def test_sharpen_adds_detail_by_intensity(look: Look) -> None:
    plain = detail(await look())
    little, usual, most = [
        detail(await look(filter_type="sharpen", intensity=amount)) for amount in (0.1, 0.5, 1.0)
    ]
    assert 1.08 * plain < little < usual < most


async def test_brightness_goes_both_ways_and_keeps_black_and_white(look: Look) -> None:
    plain = await look()
    levels = [
        light(await look(filter_type="brightness", intensity=amount)).mean()
        for amount in (-0.8, -0.25, 0.25, 0.8)
    ]
    middle = light(plain).mean()
    assert levels == sorted(levels)
    assert levels[1] < middle - 3
    assert levels[2] > middle + 3
    bright = light(await look(filter_type="brightness", intensity=1))
    assert bright.min() < 16
    assert bright.max() >= light(plain).max() - 4


async def test_contrast_goes_both_ways(look: Look) -> None:
    plain = spread(await look())
    flat, more = [
        spread(await look(filter_type="contrast", intensity=amount)) for amount in (-0.25, 0.25)
    ]
    assert flat < 0.95 * plain
    assert more > 1.05 * plain


@pytest.mark.parametrize("name", ["vintage", "blackwhite", "sepia", "blur", "sharpen",
                                  "brightness", "contrast"])  # fmt: skip
async def test_only_part_of_the_time(scene: Path, tmp_path: Path, name: str) -> None:
    clip = Clip.of(await probe(scene))
    edited = SPECS["apply_filter"].call(clip, {"filter_type": name, "start": 0.2, "end": 0.4})
    assert isinstance(edited, Clip)
    result = await render(edited, tmp_path, stem="part")
    changes = [
        float(np.abs(after.astype(int) - before.astype(int)).mean())
        for before, after in zip(frames(scene), frames(result.path), strict=True)
    ]
    assert min(changes[2:4]) > 2 * max(changes[:2] + changes[4:]), changes


@pytest.mark.parametrize("name", ["vintage", "blackwhite", "sepia", "blur", "sharpen",
                                  "brightness", "contrast"])  # fmt: skip
async def test_transparency_stays(media: Media, tmp_path: Path, name: str) -> None:
    import av

    clip = Clip.of(await probe(media.transparent()))
    edited = SPECS["apply_filter"].call(clip, {"filter_type": name})
    assert isinstance(edited, Clip)
    result = await render(edited, tmp_path, stem="clear")
    with av.open(result.path) as container:
        context = av.CodecContext.create("libvpx-vp9", "r")
        packet = next(iter(container.demux(video=0)))
        (frame, *_) = [*context.decode(packet), *context.decode(None)]
    alpha = frame.to_ndarray(format="rgba")[..., 3]
    assert alpha[:, :60].mean() < 30
    assert alpha[:, 100:].mean() > 225

"""Effects, colours, fades and regions, measured: each is rendered and held against the source."""

from __future__ import annotations

from collections.abc import Callable
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
from tools.errors import BadInput

Image = NDArray[np.uint8]
Measure = Callable[[Image, Image], bool]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of a colourful scene with soft and hard edges, darks and lights."""
    target = tmp_path_factory.mktemp("scene") / "scene.mp4"
    picture = (
        "mandelbrot=s=320x180:r=10:start_scale=0.3,trim=duration=1,eq=saturation=0.7,"
        "drawbox=150:40:20:20:black:fill,drawbox=150:120:20:20:white:fill"
    )
    ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=440:d=1", "-crf", "12",
           "-pix_fmt", "yuv420p", target)  # fmt: skip
    return target


async def shown(path: Path, folder: Path, tool: str, **args: Any) -> list[Image]:
    edited = SPECS[tool].call(Clip.of(await probe(path)), args)
    assert isinstance(edited, Clip)
    return frames((await render(edited, folder, stem="colours")).path)


def light(image: Image) -> NDArray[np.float64]:
    result: NDArray[np.float64] = image @ np.array([0.299, 0.587, 0.114])
    return result


def colour(image: Image) -> float:
    """Mean distance from gray."""
    return float((image.max(axis=2).astype(float) - image.min(axis=2)).mean())


def warmth(image: Image) -> float:
    return float(image[..., 0].mean() - image[..., 2].mean())


def detail(image: Image) -> float:
    y = light(image)
    laplace = 4 * y[1:-1, 1:-1] - y[:-2, 1:-1] - y[2:, 1:-1] - y[1:-1, :-2] - y[1:-1, 2:]
    return float(laplace.std() / (y.std() + 1e-9))


def corner_share(image: Image) -> float:
    y = light(image)
    return float((y[:20, :40].mean() + y[-20:, -40:].mean()) / 2 / y[60:120, 100:220].mean())


def green_share(image: Image) -> float:
    return float(image[..., 1].mean() / (image.mean() * 3))


def flat(image: Image) -> float:
    """Share of neighbours that are alike."""
    y = light(image)
    return float((np.abs(np.diff(y, axis=1)) < 3).mean())


EFFECTS: dict[str, Measure] = {
    "saturation": lambda new, old: colour(new) > 1.15 * colour(old),
    "desaturate": lambda new, old: 0.1 * colour(old) < colour(new) < 0.7 * colour(old),
    "invert": lambda new, old: bool(np.abs(new.astype(int) + old - 255).mean() < 20),
    "vignette": lambda new, old: corner_share(new) < 0.85 * corner_share(old),
    "pixelate": lambda new, old: flat(new[:80]) > flat(old[:80]) + 0.1,
    "grain": lambda new, old: bool(np.abs(light(new) - light(old)).mean() > 3),
    "edges": lambda new, old: light(new).mean() < 60 and colour(new) < 10,
    "sketch": lambda new, old: light(new).mean() > 190 and colour(new) < 10,
    "cartoon": lambda new, old: colour(new) > 1.1 * colour(old),
    "warm": lambda new, old: warmth(new) > warmth(old) + 8,
    "cool": lambda new, old: warmth(new) < warmth(old) - 8,
    "dream": lambda new, old: detail(new) < 0.8 * detail(old) and light(new).mean() > 80,
    "glitch": lambda new, old: bool(np.abs(new.astype(int) - old).mean() > 4),
    "film": lambda new, old: corner_share(new) < corner_share(old) and colour(new) < colour(old),
    "night_vision": lambda new, old: green_share(new) > 0.5,
    "underwater": lambda new, old: warmth(new) < warmth(old) - 20,
    "emboss": lambda new, old: detail(new) > 1.2 * detail(old),
}


@pytest.mark.parametrize("name", EFFECTS)
async def test_effect(name: str, scene: Path, tmp_path: Path) -> None:
    plain = frames(scene)
    images = await shown(scene, tmp_path, "apply_filter", filter_type=name)
    assert len(images) == len(plain)
    assert EFFECTS[name](images[3], plain[3])


@pytest.mark.parametrize("name", EFFECTS)
async def test_effect_for_part_of_the_time(name: str, scene: Path, tmp_path: Path) -> None:
    images = await shown(scene, tmp_path, "apply_filter", filter_type=name, start=0.4, end=0.7)
    changes = [
        float(np.abs(new.astype(int) - old).mean())
        for new, old in zip(images, frames(scene), strict=True)
    ]
    assert min(changes[4:7]) > 1.5 * max(changes[:4] + changes[7:]), changes


@pytest.mark.parametrize("name", EFFECTS)
async def test_transparency_stays_or_it_is_refused(name: str, media: Media, tmp_path: Path) -> None:
    clip = Clip.of(await probe(media.transparent()))
    if name in {"vignette", "edges", "sketch"}:
        with pytest.raises(BadInput, match="transparent"):
            SPECS["apply_filter"].call(clip, {"filter_type": name})
        return
    edited = SPECS["apply_filter"].call(clip, {"filter_type": name})
    assert isinstance(edited, Clip)
    result = await render(edited, tmp_path, stem="clear")
    assert result.facts.video
    assert result.facts.video.alpha


@pytest.mark.parametrize(
    ("args", "measure"),
    [
        ({"brightness": 0.4}, lambda new, old: light(new).mean() > light(old).mean() + 5),
        ({"brightness": "-40%"}, lambda new, old: light(new).mean() < light(old).mean() - 5),
        ({"contrast": -0.4}, lambda new, old: light(new).std() < 0.85 * light(old).std()),
        ({"saturation": -1}, lambda new, old: colour(new) < 0.1 * colour(old)),
        ({"temperature": -0.4}, lambda new, old: warmth(new) < warmth(old) - 5),
        ({"gamma": 1.5}, lambda new, old: light(new).mean() > light(old).mean() + 5),
        (
            {"brightness": -0.2, "temperature": 0.5},
            lambda new, old: light(new).mean() < light(old).mean() and warmth(new) > warmth(old),
        ),
    ],
)
async def test_colours_by_amount(
    args: dict[str, Any], measure: Measure, scene: Path, tmp_path: Path
) -> None:
    image = (await shown(scene, tmp_path, "adjust_color", **args))[3]
    assert measure(image, frames(scene)[3])


async def test_hue_turns_every_colour(media: Media, tmp_path: Path) -> None:
    red = tmp_path / "red.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=0xc03030:s=64x64:r=10:d=0.3", "-pix_fmt", "yuv420p", red)
    turned = (await shown(red, tmp_path, "shift_hue", degrees="180 degrees"))[0].mean(axis=(0, 1))
    assert turned[1] > turned[0] + 60
    assert turned[2] > turned[0] + 60


@pytest.mark.parametrize(("color", "channel"), [("red", 0), ("#00ff00", 1), ("blue", 2)])
async def test_tint_leans_to_its_colour(
    color: str, channel: int, scene: Path, tmp_path: Path
) -> None:
    image = (await shown(scene, tmp_path, "tint", color=color))[3]
    shares = image.mean(axis=(0, 1)) / image.mean() - (
        frames(scene)[3].mean(axis=(0, 1)) / frames(scene)[3].mean()
    )
    assert shares.argmax() == channel
    assert shares[channel] > 0.1


@pytest.mark.parametrize(
    ("args", "inside"),
    [
        ({"region": "left half"}, np.s_[:, :150]),
        ({"region": "bottom"}, np.s_[100:, :]),
        ({"region": "top right corner"}, np.s_[:80, 170:]),
        ({"region": "middle"}, np.s_[50:130, 90:230]),
        ({"x": 51, "y": 31, "width": 121, "height": 61}, np.s_[34:90, 54:168]),
        ({"region": "right", "style": "mosaic"}, np.s_[:, 170:]),
    ],
)
async def test_only_a_region_is_blurred(
    args: dict[str, Any], inside: Any, scene: Path, tmp_path: Path
) -> None:
    image, plain = (await shown(scene, tmp_path, "blur_region", **args))[3], frames(scene)[3]
    change = np.abs(light(image) - light(plain))
    outside = np.ones(change.shape, bool)
    outside[inside] = False
    rows, columns = np.where(~outside)
    outside[max(0, rows.min() - 12) : rows.max() + 12,
            max(0, columns.min() - 12) : columns.max() + 12] = False  # fmt: skip
    assert change[inside].mean() > 2.5 * change[outside].mean()


def brightness(images: list[Image]) -> list[float]:
    return [float(light(image).mean()) for image in images]


@pytest.mark.parametrize(
    ("args", "first", "last"),
    [
        ({"type": "in", "seconds": 0.4}, 0, None),
        ({"type": "out", "seconds": 0.4}, None, 0),
        ({"seconds": 0.3}, 0, 0),
        ({"type": "in", "seconds": 0.4, "color": "white"}, 255, None),
    ],
)
async def test_fades(
    args: dict[str, Any], first: int | None, last: int | None, scene: Path, tmp_path: Path
) -> None:
    levels = brightness(await shown(scene, tmp_path, "fade_video", **args))
    plain = brightness(frames(scene))
    for at, wanted in ((0, first), (-1, last)):
        expected = plain[at] if wanted is None else wanted
        near = 8 if wanted is None or at == 0 else 45  # the last frame is one step before the end
        assert abs(levels[at] - expected) < near, levels
    assert levels[5] == pytest.approx(plain[5], abs=4)


async def test_a_flash_is_short_and_bright(scene: Path, tmp_path: Path) -> None:
    levels = brightness(await shown(scene, tmp_path, "add_flash", at=0.4, seconds=0.3))
    plain = brightness(frames(scene))
    assert levels[:4] == pytest.approx(plain[:4], abs=4)
    assert levels[4] > 230
    assert levels[4] > levels[5] > levels[6] > plain[6]
    assert levels[8:] == pytest.approx(plain[8:], abs=4)


@pytest.mark.parametrize(
    ("tool", "args", "says"),
    [
        ("adjust_color", {}, "Which colours"),
        ("adjust_color", {"gamma": 0}, "outside 0.1 to 10"),
        ("shift_hue", {"degrees": 1000}, "360 degrees"),
        ("blur_region", {}, "Which part"),
        ("blur_region", {"x": 300, "width": 50, "height": 50}, "outside the picture"),
        ("fade_video", {"seconds": 9}, "does not fit"),
        ("add_flash", {"at": 3}, "not be seen"),
    ],
)
async def test_refused(tool: str, args: dict[str, Any], says: str, scene: Path) -> None:
    clip = Clip.of(await probe(scene))
    with pytest.raises(BadInput, match=says):
        SPECS[tool].call(clip, args)

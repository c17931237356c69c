"""Effects in a part of the picture, growing, fading away, and whole looks, measured on frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, ffmpeg, frames
from tests.tools import made_up
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput
from tools.operations import BoxFilter, TimedFilter, VideoFilter
from tools.values import LookName

Image = NDArray[np.uint8]
LOOKS = get_args(get_args(LookName)[0])


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of a colourful scene that does not move."""
    target = tmp_path_factory.mktemp("effects") / "scene.mp4"
    picture = "testsrc=s=320x180:r=10:d=0.1,loop=9:1,setpts=N/10/TB"
    ffmpeg("-f", "lavfi", "-i", picture, "-crf", "8", "-pix_fmt", "yuv420p", target)
    return target


async def shown(path: Path, folder: Path, *calls: tuple[str, dict[str, Any]]) -> list[Image]:
    clip = Clip.of(await probe(path))
    for tool, args in calls:
        edited = SPECS[tool].call(clip, args)
        assert isinstance(edited, Clip)
        clip = edited
    return frames((await render(clip, folder, stem="effect")).path)


def apart(one: Image, other: Image) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def gray(image: Image) -> bool:
    return bool((image.max(axis=2).astype(int) - image.min(axis=2)).mean() < 6)


async def test_a_look_for_a_part_of_the_picture(scene: Path, tmp_path: Path) -> None:
    whole = {"filter_type": "blackwhite"}
    (left, *_) = await shown(scene, tmp_path, ("apply_filter", {**whole, "region": "left"}))
    assert gray(left[:, :156])
    assert not gray(left[:, 164:])
    box = {"x": 100, "y": 40, "width": 80, "height": 60}
    (part, *_) = await shown(scene, tmp_path, ("apply_filter", {**whole, **box}))
    assert gray(part[42:98, 102:178])
    assert not gray(part[104:, :])


@pytest.mark.parametrize(
    ("gradual", "strengths"),
    [("in", "rising"), ("out", "falling"), ("both", "up and down")],
)
async def test_it_comes_and_goes_little_by_little(
    gradual: str, strengths: str, scene: Path, tmp_path: Path
) -> None:
    args = {"filter_type": "invert", "gradual": gradual, "start": 0.2, "end": 0.8}
    plain, images = frames(scene), await shown(scene, tmp_path, ("apply_filter", args))
    changes = [apart(*pair) for pair in zip(plain, images, strict=True)]
    before, inside, after = changes[1], changes[2:8], changes[9]
    most = max(changes)
    if strengths == "rising":  # and it stays
        assert inside == sorted(inside)
        assert (before < 3, after > 0.9 * most) == (True, True)
    elif strengths == "falling":  # it was there from the first moment
        assert inside == sorted(inside, reverse=True)
        assert (before > 0.9 * most, after < 3) == (True, True)
    else:
        assert 1 < int(np.argmax(inside)) < 5
        assert (before < 3, after < 3) == (True, True)


def test_what_fades_away_takes_some_seconds() -> None:
    """Where no time is named, the start of the clip is meant and not all of it."""
    edited = SPECS["apply_filter"].call(
        made_up.clip(60.0), {"filter_type": "blur", "gradual": "out"}
    )
    assert isinstance(edited, Clip)
    (operation,) = edited.operations
    assert isinstance(operation, TimedFilter)
    assert [span.end for span in operation.spans] == [5.0]


@pytest.mark.parametrize(
    ("args", "kind", "timed"),
    [
        ({"filter_type": "sepia"}, VideoFilter, False),
        ({"filter_type": "grain"}, TimedFilter, True),
        ({"filter_type": "sepia", "region": "top"}, BoxFilter, False),
        ({"filter_type": "grain", "region": "top"}, BoxFilter, True),
        ({"filter_type": "sepia", "region": "top", "gradual": "in"}, BoxFilter, True),
    ],
)
def test_only_what_looks_at_single_frames_is_said_to(
    args: dict[str, Any], kind: type, timed: bool
) -> None:
    edited = SPECS["apply_filter"].call(made_up.clip(), args)
    assert isinstance(edited, Clip)
    (operation,) = edited.operations
    assert isinstance(operation, kind)
    assert getattr(operation, "timed", timed) == timed


@pytest.mark.parametrize("box", [{"x": 1200, "width": 200}, {"width": 4, "height": 4}])
def test_a_part_outside_the_picture_is_refused(box: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="1280x720"):
        SPECS["apply_filter"].call(made_up.clip(), {"filter_type": "blur", **box})


async def test_looks_differ_from_each_other_and_by_intensity(scene: Path, tmp_path: Path) -> None:
    seen = {"none": frames(scene)[5]}
    for name in LOOKS:
        seen[name] = (await shown(scene, tmp_path, ("apply_look", {"name": name})))[5]
        mild = (await shown(scene, tmp_path, ("apply_look", {"name": name, "intensity": 0.2})))[5]
        middle = np.s_[40:140]
        assert apart(mild[middle], seen["none"][middle]) < apart(
            seen[name][middle], seen["none"][middle]
        )
    distances = [apart(seen[one], seen[other]) for one in seen for other in seen if one < other]
    assert min(distances) > 3


async def test_cinematic_lies_between_bars_where_there_is_room(
    media: Media, scene: Path, tmp_path: Path
) -> None:
    call = ("apply_look", {"name": "cinematic", "start": 0.3})
    images = await shown(scene, tmp_path, call)
    assert images[6][:18].max() < 40
    assert images[1][:18].max() > 100, "not before its time"
    upright = made_up.clip(width=720, height=1280)
    edited = SPECS["apply_look"].call(upright, {"name": "cinematic"})
    assert isinstance(edited, Clip)
    assert edited.facts.video == upright.facts.video
    assert not any(
        each.name == "drawbox"
        for operation in edited.operations
        if isinstance(operation, VideoFilter)
        for each in operation.chain
    )


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gray picture with living noise."""
    target = tmp_path_factory.mktemp("noise") / "noisy.mp4"
    picture = "color=0x808080:s=160x90:r=10:d=0.6,noise=c0s=14:c0f=t"
    ffmpeg("-f", "lavfi", "-i", picture, "-crf", "4", "-pix_fmt", "yuv420p", target)
    return target


@pytest.mark.parametrize(
    ("tool", "args", "left"),
    [
        ("denoise_video", {"strength": "light"}, 0.9),
        ("denoise_video", {"strength": "strong"}, 0.5),
        ("denoise_video", {"strength": "strong", "quality": "best"}, 0.5),
        ("apply_filter", {"filter_type": "oil"}, 0.8),
    ],
)
async def test_fine_noise_goes(
    tool: str, args: dict[str, Any], left: float, noisy: Path, tmp_path: Path
) -> None:
    before, after = frames(noisy)[4], (await shown(noisy, tmp_path, (tool, args)))[4]
    assert np.std(after) < left * np.std(before)

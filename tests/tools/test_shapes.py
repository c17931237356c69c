"""Pictures turned, mirrored, enlarged and framed, measured on rendered files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray

from tests.media import Media, ffmpeg, frames
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput

Image = NDArray[np.uint8]
# Corners of the scene, clockwise from the top left.
RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 200, 30), (30, 30, 220), (220, 210, 30)


@pytest.fixture(scope="module")
def corners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of four coloured quarters, 320x180, half a second."""
    target = tmp_path_factory.mktemp("corners") / "corners.mp4"
    boxes = "".join(
        f",drawbox={x}:{y}:160:90:0x{''.join(f'{c:02x}' for c in color)}:fill"
        for x, y, color in ((0, 0, RED), (160, 0, GREEN), (160, 90, BLUE), (0, 90, YELLOW))
    )
    ffmpeg("-f", "lavfi", "-i", f"color=black:s=320x180:r=10:d=0.5{boxes}", "-pix_fmt", "yuv420p",
           "-crf", "10", target)  # fmt: skip
    return target


async def shown(path: Path, folder: Path, tool: str, **args: Any) -> list[Image]:
    edited = SPECS[tool].call(Clip.of(await probe(path)), args)
    assert isinstance(edited, Clip)
    return frames((await render(edited, folder, stem="shape")).path)


def near(image: Image, x: float, y: float, color: tuple[int, int, int]) -> bool:
    """Whether the pixel at these shares of the picture has a colour."""
    height, width = image.shape[:2]
    pixel = image[min(int(y * height), height - 1), min(int(x * width), width - 1)].astype(int)
    return bool(np.abs(pixel - color).max() < 40)


def quarters(image: Image) -> list[str]:
    """Names of the colours in the corners, clockwise from the top left."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}
    places = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    return [next((n for n, c in names.items() if near(image, *at, c)), "?") for at in places]


@pytest.mark.parametrize(
    ("tool", "args", "seen", "size"),
    [
        ("rotate_video", {}, "yellow red green blue", (320, 180)),
        ("rotate_video", {"degrees": "left"}, "green blue yellow red", (320, 180)),
        ("rotate_video", {"degrees": 270}, "green blue yellow red", (320, 180)),
        ("rotate_video", {"degrees": 180}, "blue yellow red green", (180, 320)),
        ("flip_video", {}, "green red yellow blue", (180, 320)),
        ("flip_video", {"direction": "upside down"}, "yellow blue green red", (180, 320)),
        ("zoom_video", {"factor": 2}, "red green blue yellow", (180, 320)),
        ("zoom_video", {"factor": 2, "position": "top left"}, "red red red red", (180, 320)),
        ("zoom_video", {"factor": 4, "position": "0.75,0.75"}, "blue blue blue blue", (180, 320)),
    ],
)
async def test_turned(
    tool: str, args: dict[str, Any], seen: str, size: tuple[int, int], corners: Path, tmp_path: Path
) -> None:
    (image, *_) = await shown(corners, tmp_path, tool, **args)
    assert image.shape[:2] == size
    assert quarters(image) == seen.split()


async def test_a_tilt_turns_about_the_middle_and_leaves_black_corners(
    corners: Path, tmp_path: Path
) -> None:
    (image, *_) = await shown(corners, tmp_path, "rotate_video", degrees=20)
    assert image.shape[:2] == (180, 320)
    assert near(image, 0.01, 0.02, (0, 0, 0))
    assert near(image, 0.55, 0.4, GREEN)  # clockwise: the red corner moves to the right
    assert near(image, 0.5, 0.2, RED)


@pytest.mark.parametrize(
    ("args", "left"),
    [({"degrees": 20}, 0), ({"degrees": 20, "color": "red"}, 255), ({"end": 0.9}, 0)],
)
async def test_what_a_turn_leaves_free_is_clear_where_the_clip_is(
    args: dict[str, Any], left: int, media: Media, tmp_path: Path
) -> None:
    clip = Clip.of(await probe(media.transparent()))
    for tool, given in (("rotate_video", args), ("take_screenshot", {"at": 0.5})):
        edited = SPECS[tool].call(clip, given)
        assert isinstance(edited, Clip)
        clip = edited
    with PIL.Image.open((await render(clip, tmp_path, stem="clear")).path) as image:
        alpha = np.asarray(image)[..., 3]
    assert alpha[-1, -1] == left
    assert alpha[60, 100] > 225


@pytest.mark.parametrize("tool", ["flip_video", "zoom_video"])
async def test_only_part_of_the_time(tool: str, corners: Path, tmp_path: Path) -> None:
    args = {"factor": 2, "position": "top left"} if tool == "zoom_video" else {}
    images = await shown(corners, tmp_path, tool, start=0.2, end=0.4, **args)
    changed = [quarters(image) != ["red", "green", "blue", "yellow"] for image in images]
    assert changed == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("tool", "args"), [("rotate_video", {"degrees": 90}), ("zoom_video", {"factor": 1.3})]
)
async def test_part_of_the_time_of_which_only_that_part_is_kept(
    tool: str, args: dict[str, Any], corners: Path, tmp_path: Path
) -> None:
    """Sides of 320x180 that are scaled and turned are no whole numbers of pixels."""
    clip = Clip.of(await probe(corners))
    inside = {"start": 0.2, "end": 0.3}
    for step, given in ((tool, {**args, "start": 0.1, "end": 0.4}), ("trim_video", inside)):
        edited = SPECS[step].call(clip, given)
        assert isinstance(edited, Clip)
        clip = edited
    for image in frames((await render(clip, tmp_path, stem="part")).path):
        assert image.shape[:2] == (180, 320)


async def test_a_border_lies_around_the_whole_picture(corners: Path, tmp_path: Path) -> None:
    (image, *_) = await shown(corners, tmp_path, "add_border", width=20, color="white")
    assert image.shape[:2] == (220, 360)
    white = (255, 255, 255)
    assert all(near(image, x, y, white) for x, y in ((0.5, 0.04), (0.5, 0.96), (0.02, 0.5)))
    assert near(image, 0.98, 0.5, white)
    assert quarters(image[20:-20, 20:-20]) == ["red", "green", "blue", "yellow"]


async def test_letterbox_keeps_the_size(corners: Path, tmp_path: Path) -> None:
    (image, *_) = await shown(corners, tmp_path, "letterbox")
    assert image.shape[:2] == (180, 320)
    rows = image.max(axis=(1, 2)) < 40
    bar = int(np.argmin(rows))
    assert 20 <= bar <= 26
    assert rows[-bar:].all()
    assert quarters(image[bar:-bar]) == ["red", "green", "blue", "yellow"]


async def test_letterbox_for_a_part_of_the_time(corners: Path, tmp_path: Path) -> None:
    args = {"start": 0.2, "end": 0.4, "color": "white"}
    images = await shown(corners, tmp_path, "letterbox", **args)
    barred = [bool(image[:20].min() > 230 and image[-20:].min() > 230) for image in images]
    assert barred == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("aspect", "fill", "size"),
    [
        ("1:1", "bars", (180, 180)), ("4:3", "bars", (240, 320)), ("9:16", "bars", (320, 180)),
        ("9:16", "blur", (320, 180)), ("21:9", "blur", (180, 420)), ("1:1", "crop", (180, 180)),
    ],
)  # fmt: skip
async def test_another_shape(
    aspect: str, fill: str, size: tuple[int, int], corners: Path, tmp_path: Path
) -> None:
    (image, *_) = await shown(corners, tmp_path, "set_aspect", aspect=aspect, fill=fill)
    assert image.shape[:2] == size
    assert near(image, 0.45, 0.47, RED)
    assert near(image, 0.55, 0.53, BLUE)
    edge = image[:4, :4].max() if size != (180, 180) or fill == "bars" else 255
    assert (edge < 40) == (fill == "bars")


async def test_every_kind_of_picture_is_turned_and_framed(media: Media, tmp_path: Path) -> None:
    for kind in ("odd", "rotated", "transparent", "gif", "variable_rate"):
        clip = Clip.of(await probe(getattr(media, kind)()))
        for tool, args in (
            ("rotate_video", {}), ("add_border", {}), ("flip_video", {}), ("zoom_video", {}),
            ("set_aspect", {"aspect": "1:1", "fill": "blur"}),
        ):  # fmt: skip
            edited = SPECS[tool].call(clip, args)
            assert isinstance(edited, Clip)
            clip = edited
        result = await render(clip, tmp_path, stem=kind)
        assert result.facts.video
        assert result.facts.video.width == result.facts.video.height


@pytest.mark.parametrize(
    ("tool", "args", "says"),
    [
        ("rotate_video", {"degrees": 700}, "full turn"),
        ("zoom_video", {"factor": 0.5}, "choose 1 to 10"),
        ("letterbox", {"aspect": "4:3"}, "no room"),
        ("add_border", {"width": 500}, "at most 180"),
    ],
)
async def test_refused(tool: str, args: dict[str, Any], says: str, corners: Path) -> None:
    clip = Clip.of(await probe(corners))
    with pytest.raises(BadInput, match=says):
        SPECS[tool].call(clip, args)

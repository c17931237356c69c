"""Zooms that move and pictures that are tilted, measured on frames."""

from __future__ import annotations

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


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A white square of 60 pixels in the middle of a dark picture, a second long."""
    target = tmp_path_factory.mktemp("zoom") / "square.mp4"
    picture = "color=0x202020:s=320x180:r=10:d=1,drawbox=130:60:60:60:white:fill"
    ffmpeg("-f", "lavfi", "-i", picture, "-crf", "8", "-pix_fmt", "yuv420p", target)
    return target


async def shown(path: Path, folder: Path, tool: str, **args: Any) -> list[Image]:
    edited = SPECS[tool].call(Clip.of(await probe(path)), args)
    assert isinstance(edited, Clip)
    return frames((await render(edited, folder, stem="zoom")).path)


def side(image: Image) -> float:
    """How wide the white square is, to a fraction of a pixel."""
    row = image[90, :, 1].astype(float)
    return float(((row - 32) / 223).clip(0, 1).sum())


@pytest.mark.parametrize(
    ("motion", "widths"),
    [
        ("still", [90] * 10),
        ("in", [60, None, None, 74, None, None, None, None, None, 90]),
        ("out", [90, None, None, None, None, None, None, None, None, 60]),
        ("in_out", [60, None, None, None, 90, None, None, None, None, 60]),
    ],
)
async def test_how_a_zoom_goes(
    motion: str, widths: list[float | None], square: Path, tmp_path: Path
) -> None:
    images = await shown(square, tmp_path, "zoom_video", factor=1.5, motion=motion)
    seen = [side(image) for image in images]
    for width, wanted in zip(seen, widths, strict=True):
        assert wanted is None or width == pytest.approx(wanted, abs=8)
    if motion == "in":
        assert seen == sorted(seen)
        assert len(set(np.round(seen, 1))) > 6, "it moves by parts of a pixel"


async def test_a_zoom_within_a_time_stays_where_it_got(square: Path, tmp_path: Path) -> None:
    args = {"factor": 2, "motion": "in", "start": 0.2, "end": 0.6}
    seen = [side(image) for image in await shown(square, tmp_path, "zoom_video", **args)]
    assert seen[:3] == pytest.approx([60] * 3, abs=3)
    assert seen[5:] == pytest.approx([120] * 5, abs=4)


async def test_it_goes_to_a_place(square: Path, tmp_path: Path) -> None:
    args = {"factor": 2, "motion": "in", "position": "top left"}
    last = (await shown(square, tmp_path, "zoom_video", **args))[-1]
    assert last[150, 290].min() > 200, "the square lies at the lower right then"
    assert last[80, 160].max() < 60


async def test_a_tilt_without_corners(square: Path, tmp_path: Path) -> None:
    white = tmp_path / "white.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=white:s=320x180:r=10:d=0.3", "-pix_fmt", "yuv420p", white)
    (cropped, *_) = await shown(white, tmp_path, "rotate_video", degrees=20, corners="crop")
    assert cropped.shape == (180, 320, 3)
    assert cropped.min() > 230
    (red, *_) = await shown(white, tmp_path, "rotate_video", degrees=20, color="red")
    assert red[1, 1, 0] > 200
    assert red[1, 1, 1] < 60


async def test_turned_for_a_part_of_the_time(square: Path, tmp_path: Path) -> None:
    flag = tmp_path / "flag.mp4"
    picture = "color=0x202020:s=320x180:r=10:d=0.6,drawbox=0:0:320:60:white:fill"
    ffmpeg("-f", "lavfi", "-i", picture, "-crf", "8", "-pix_fmt", "yuv420p", flag)
    images = await shown(flag, tmp_path, "rotate_video", degrees=90, start=0.2, end=0.4)
    assert all(image.shape == (180, 320, 3) for image in images)
    lit = [bool(image[90, 195].min() > 200) for image in images]
    assert lit == [False, False, True, True, False, False]


async def test_frames_made_from_motion(tmp_path: Path) -> None:
    moving = tmp_path / "moving.mp4"
    picture = "color=black:s=320x180:r=10:d=1[a];color=white:s=40x40:r=10:d=1[b];" \
              "[a][b]overlay=x=10+n*12:y=70"  # fmt: skip
    ffmpeg("-filter_complex", picture, "-crf", "8", "-pix_fmt", "yuv420p", moving)
    images = await shown(moving, tmp_path, "change_fps", fps=20, smooth=True)
    first, *_ = places = [int(np.flatnonzero(image[90, :, 0] > 128)[0]) for image in images]
    assert len(places) == 20
    assert places[:19] == pytest.approx([first + 6 * n for n in range(19)], abs=2)


async def test_every_kind_of_picture_zooms(media: Media, tmp_path: Path) -> None:
    for kind in ("odd", "rotated", "transparent", "gif", "variable_rate"):
        clip = Clip.of(await probe(getattr(media, kind)()))
        for tool, args in (
            ("zoom_video", {"motion": "in_out", "position": "0.3,0.6"}),
            ("rotate_video", {"degrees": 7, "corners": "crop", "end": 0.5}),
            ("add_counter", {}),
            ("add_progress_bar", {}),
        ):
            edited = SPECS[tool].call(clip, args)
            assert isinstance(edited, Clip)
            clip = edited
        result = await render(clip, tmp_path, stem=kind)
        assert result.facts.video is not None


async def test_what_is_transparent_does_not_show_through_itself(
    media: Media, tmp_path: Path
) -> None:
    """The left half is transparent, and so is all of it once it is enlarged."""
    import av

    clip = Clip.of(await probe(media.transparent()))
    edited = SPECS["zoom_video"].call(clip, {"factor": 2, "position": "left", "start": 0.5})
    assert isinstance(edited, Clip)
    result = await render(edited, tmp_path, stem="clear")
    with av.open(result.path) as container:
        context = av.CodecContext.create("libvpx-vp9", "r")
        packets = [packet for packet in container.demux(video=0) if packet.size]
        pictures = [frame for packet in packets for frame in context.decode(packet)]
    alphas = [picture.to_ndarray(format="rgba")[..., 3] for picture in pictures]
    assert alphas[1][:, 100:].mean() > 225
    assert alphas[7].mean() < 30

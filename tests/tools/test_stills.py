"""Pictures out of a clip, read back and held against its frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.media import Media, number
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput


async def taken(path: Path, folder: Path, *calls: tuple[str, dict[str, Any]]) -> Path:
    clip = Clip.of(await probe(path))
    for tool, args in calls:
        edited = SPECS[tool].call(clip, args)
        assert isinstance(edited, Clip)
        clip = edited
    return (await render(clip, folder, stem="still")).path


@pytest.mark.parametrize("format", ["png", "jpg"])
@pytest.mark.parametrize(
    ("at", "frame"),
    [("0:01", 25), (1.5, 37), ("frame 7", 7), (0, 0), ("end", 49), (2.2, 49), (None, 25)],
)
async def test_the_frame_that_shows(
    at: object, frame: int, format: str, media: Media, tmp_path: Path
) -> None:
    args = {"format": format} | ({} if at is None else {"at": at})
    path = await taken(media.clip(), tmp_path, ("take_screenshot", args))
    assert path.suffix == f".{format}"
    with Image.open(path) as image:
        assert image.format == {"png": "PNG", "jpg": "JPEG"}[format]
        assert image.size == (320, 180)
        assert number(np.asarray(image.convert("RGB"))) == frame


async def test_colours_are_those_of_the_clip(tmp_path: Path) -> None:
    from tests.media import ffmpeg

    source = tmp_path / "red.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=0xc83214:s=64x64:d=0.4", "-pix_fmt", "yuv420p", source)
    for format in ("png", "jpg"):
        path = await taken(source, tmp_path, ("take_screenshot", {"at": 0.1, "format": format}))
        with Image.open(path) as image:
            mean = np.asarray(image.convert("RGB")).mean(axis=(0, 1))
        assert mean == pytest.approx([200, 50, 20], abs=6)


async def test_after_other_edits(media: Media, tmp_path: Path) -> None:
    path = await taken(
        media.clip(), tmp_path,
        ("trim_video", {"start": 1}), ("rotate_video", {}), ("take_screenshot", {"at": 0.4}),
    )  # fmt: skip
    with Image.open(path) as image:
        assert image.size == (180, 320)
        upright = np.rot90(np.asarray(image.convert("RGB")))
    assert number(np.ascontiguousarray(upright)) == 35


@pytest.mark.parametrize("kind", ["transparent", "gif", "odd", "rotated", "variable_rate"])
async def test_every_kind_of_clip(kind: str, media: Media, tmp_path: Path) -> None:
    path = await taken(getattr(media, kind)(), tmp_path, ("take_screenshot", {"at": 0.5}))
    with Image.open(path) as image:
        assert (image.mode == "RGBA") == (kind in {"transparent"}), image.mode


async def test_no_such_moment(media: Media) -> None:
    clip = Clip.of(await probe(media.clip()))
    with pytest.raises(BadInput, match="no frame at 1:30"):
        SPECS["take_screenshot"].call(clip, {"at": "1:30"})

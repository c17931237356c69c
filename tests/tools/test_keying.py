"""Green screens, colour tables and HDR, measured on frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, ffmpeg, frames
from tests.tools import made_up
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.probe.file import probe
from tools.engine.probe.text import probe_text
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import BadInput
from tools.operations import ToneMap

Image = NDArray[np.uint8]
SCREENS = {"green": ("0x00b140", "0x21fe04", "0x10c030"), "blue": ("0x0047bb", "0x2060ff")}


@pytest.fixture(scope="module", params=[(c, s) for c, all in SCREENS.items() for s in all])
def screen(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Somebody in skin, black and white before a screen of a usual shade."""
    name, shade = request.param
    target = tmp_path_factory.mktemp("screen") / "screen.mp4"
    boxes = ((40, "0xc89678"), (80, "black"), (120, "white"))
    drawn = "".join(f",drawbox={x}:20:40:60:{color}:fill" for x, color in boxes)
    picture = f"color={shade}:s=200x100:r=10:d=0.4{drawn}"
    ffmpeg("-f", "lavfi", "-i", picture, "-crf", "8", "-pix_fmt", "yuv420p", target)
    return name, target


async def made(path: Path, folder: Path, tool: str, **args: Any) -> Rendered:
    edited = SPECS[tool].call(Clip.of(await probe(path)), args)
    assert isinstance(edited, Clip)
    return await render(edited, folder, stem="keyed")


async def test_a_colour_shows_behind(screen: tuple[str, Path], tmp_path: Path) -> None:
    color, path = screen
    result = await made(path, tmp_path, "chroma_key", color=color, behind="#c000c0", start=0.2)
    before, _, after, _ = frames(result.path)
    behind = np.array([192, 0, 192])
    assert np.abs(after[10:90:20, 10].astype(int) - behind).max() < 30
    assert np.abs(before[50, 10].astype(int) - behind).max() > 60, "not before its time"
    for x in (60, 100, 140):  # the person stays
        assert np.abs(after[50, x].astype(int) - before[50, x]).max() < 40


async def test_without_a_colour_it_is_transparent(screen: tuple[str, Path], tmp_path: Path) -> None:
    import av

    color, path = screen
    result = await made(path, tmp_path, "chroma_key", color=color)
    assert result.path.suffix == ".webm"
    with av.open(result.path) as container:
        context = av.CodecContext.create("libvpx-vp9", "r")
        packet = next(iter(container.demux(video=0)))
        (frame, *_) = [*context.decode(packet), *context.decode(None)]
    alpha = frame.to_ndarray(format="rgba")[..., 3]
    assert alpha[10:90, 5:30].max() < 40
    assert alpha[30:70, 50:150].min() > 215


async def test_what_cannot_be_transparent_is_black(tmp_path: Path) -> None:
    path = tmp_path / "screen.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=0x00b140:s=64x64:r=10:d=0.3", "-pix_fmt", "yuv420p", path)
    clip = SPECS["chroma_key"].call(Clip.of(await probe(path)), {})
    assert isinstance(clip, Clip)
    clip = SPECS["convert_format"].call(clip, {"format": "mp4"})
    assert isinstance(clip, Clip)
    result = await render(clip, tmp_path, stem="flat")
    assert frames(result.path)[0].max() < 30


@pytest.mark.parametrize(
    ("clip", "args", "says"),
    [
        (made_up.clip(alpha=True), {}, "transparent already"),
        (made_up.clip(), {"similarity": 0}, "removes nothing"),
        (made_up.clip(), {"color": "red", "behind": "red"}, "replaced by itself"),
        (made_up.clip(picture=False), {}, "no picture"),
    ],
)
def test_refused(clip: Clip, args: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        SPECS["chroma_key"].call(clip, args)


def swapped(side: int = 3) -> str:
    """A table that swaps red and blue."""
    grid = [at / (side - 1) for at in range(side)]
    rows = [f"{blue} {green} {red}" for blue in grid for green in grid for red in grid]
    return "\n".join([f"LUT_3D_SIZE {side}", *rows])


async def test_a_table_replaces_colours(tmp_path: Path) -> None:
    path, table = tmp_path / "red.mp4", tmp_path / "swap.cube"
    ffmpeg("-f", "lavfi", "-i", "color=0xc02020:s=64x64:r=10:d=0.6", "-pix_fmt", "yuv420p", path)
    table.write_text(swapped())
    files = (await probe_text(table, name="swap.cube"),)
    clip = Clip.of(await probe(path), media=files)
    for args in ({"start": 0.3}, {"file": "swap.cube", "intensity": 0.5, "end": 0.3}):
        edited = SPECS["apply_lut"].call(clip, args)
        assert isinstance(edited, Clip)
        clip = edited
    edited = SPECS["trim_video"].call(clip, {"start": 0.1})
    assert isinstance(edited, Clip)
    shown = frames((await render(edited, tmp_path, stem="graded")).path)
    assert np.abs(shown[0][30, 30].astype(int) - [112, 32, 112]).max() < 16
    assert np.abs(shown[4][30, 30].astype(int) - [32, 32, 192]).max() < 16


def test_without_a_table_it_is_asked_for() -> None:
    with pytest.raises(BadInput, match="Send the file along"):
        SPECS["apply_lut"].call(made_up.clip(), {})


async def test_the_curve_for_hdr_is_chosen(media: Media) -> None:
    clip = Clip.of(await probe(media.hdr()))
    edited = SPECS["tone_map"].call(clip, {"curve": "mobius"})
    assert isinstance(edited, Clip)
    edited = SPECS["trim_video"].call(edited, {"start": 0.5})
    assert isinstance(edited, Clip)
    assert "tonemap=desat=0:tonemap=mobius" in " ".join(compile_clip(edited).args)
    usual = SPECS["trim_video"].call(clip, {"start": 0.5})
    assert isinstance(usual, Clip)
    assert "tonemap=desat=0:tonemap=hable" in " ".join(compile_clip(usual).args)


def test_sdr_is_left_as_it_is() -> None:
    edited = SPECS["tone_map"].call(made_up.clip(), {})
    assert isinstance(edited, Clip)
    assert not any(isinstance(each, ToneMap) for each in edited.operations)
    assert "SDR already" in edited.notes[-1]

"""Previews: the same recipe, small; its lengths in pixels with it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.media import Media, ffmpeg, frames, number
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.compile.preview import Preview
from tools.engine.probe.file import probe
from tools.engine.probe.still import probe_still
from tools.engine.render.clip import render
from tools.facts import Facts, Source, VideoFacts
from tools.operations import BoxFilter, Crop, Filter, Pad, Rate, Scale, VideoFilter
from tools.parts import Split


def described(*, seconds: float = 60, fps: int = 30, width: int = 1920, height: int = 1080) -> Clip:
    video = VideoFacts(width=width, height=height, fps=Fraction(fps))
    facts = Facts(duration=seconds, video=video, audio=None)
    return Clip.of(
        Source(id="0", path=Path("/none.mp4"), name="none.mp4", demuxer="mov", facts=facts,
               video_index=0)
    )  # fmt: skip


def called(clip: Clip, tool: str, **args: Any) -> Clip:
    result = SPECS[tool].call(clip, args)
    assert isinstance(result, Clip)
    return result


def test_lengths_in_pixels_become_smaller_with_the_picture() -> None:
    blur = Filter("gblur", (("sigma", 30.0), ("steps", 2)))
    large = Filter("pixelize", (("width", 24), ("height", 24)))
    sharp = Filter("unsharp", (("lx", 5), ("ly", 5), ("la", 1.5)))
    clip = described(seconds=4).then(
        VideoFilter((blur, large, sharp)),
        Crop(960, 540, 480, 270),
        BoxFilter((blur,), 300, 150, 60, 30),
        Pad(1200, 540, 120, 0),
        done="edited",
    )
    scale, looks, crop, box, pad = Preview().of(clip).operations
    share = 360 / 540
    assert scale == Scale(1280, 720)
    assert isinstance(looks, VideoFilter)
    assert looks.chain == (
        Filter("gblur", (("sigma", 20.0), ("steps", 2))),
        Filter("pixelize", (("width", 16), ("height", 16))),
        Filter("unsharp", (("lx", 3), ("ly", 3), ("la", 1.5))),
    )
    assert crop == Crop(640, 360, 320, 180)
    assert isinstance(box, BoxFilter)
    assert (box.width, box.height, box.x, box.y) == (200, 100, 40, 20)
    assert box.chain[0].options[0] == ("sigma", pytest.approx(30 * share, abs=0.01))
    assert pad == Pad(800, 360, 80, 0)


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("apply_filter", {"filter_type": "blur", "intensity": 0.6}),
        ("apply_filter", {"filter_type": "pixelate", "intensity": 0.6}),
        ("blur_region", {"region": "left"}),
        ("add_border", {"width": 60}),
        ("zoom_video", {"factor": 2, "position": "top left"}),
        ("set_aspect", {"aspect": "9:16", "fill": "blur"}),
    ],
)
async def test_it_looks_like_the_full_one(
    tool: str, args: dict[str, Any], media: Media, tmp_path: Path
) -> None:
    clip = called(Clip.of(await probe(media.clip(0.2, width=1280, height=720))), tool, **args)
    full = await render(clip, tmp_path, stem="full")
    small = await render(clip, tmp_path, stem="small", preview=Preview())
    there, here = frames(full.path)[0], frames(small.path)[0]
    assert min(here.shape[:2]) == 360
    shown = Image.fromarray(there).resize((here.shape[1], here.shape[0]), Image.Resampling.BOX)
    difference = np.abs(np.asarray(shown, float) - here)
    assert difference.mean() < 10


def test_long_ones_show_fewer_frames_and_skip_the_others() -> None:
    long = called(described(seconds=60), "apply_filter", filter_type="blackwhite")
    whole, part = Preview().of(long), Preview(30, 35).of(long)
    assert whole.operations[:2] == (Rate(Fraction(15)), Scale(640, 360))
    assert "-skip_frame:v" in compile_clip(whole, preview=True).args
    assert not any(isinstance(operation, Rate) for operation in part.operations)
    assert "-skip_frame:v" not in compile_clip(part, preview=True).args
    assert part.facts.duration == pytest.approx(5)


def test_what_bends_time_comes_before_frames_are_dropped() -> None:
    fast = called(described(seconds=60), "change_speed", factor=2)
    *_, last = Preview().of(fast).operations
    assert last == Rate(Fraction(15))


def test_enlarged_pictures_stay_small() -> None:
    large = called(described(seconds=4), "resize_video", resolution="4k")
    video = Preview().of(large).facts.video
    assert video
    assert (video.width, video.height) == (640, 360)


@pytest.mark.parametrize(
    ("start", "end", "length"), [(None, None, 60), (50, None, 10), (58, 70, 2), (70, 80, 60)]
)
def test_a_part(start: float | None, end: float | None, length: float) -> None:
    assert Preview(start, end).of(described()).facts.duration == pytest.approx(length, abs=0.1)


def test_what_is_previewed_as_it_is() -> None:
    sound = called(described(), "take_screenshot")
    assert Preview().of(sound) == sound
    parts = Clip(source=sound.source, facts=sound.source.facts, split=Split(count=3), zipped=True)
    assert len(Preview().of(parts).pieces()) == 1
    gif = called(described(seconds=2), "export_gif")
    assert Preview().of(gif).encoding.container == "gif"


async def test_a_sheet_of_the_whole_result(media: Media, tmp_path: Path) -> None:
    clip = called(Clip.of(await probe(media.clip(2.0))), "trim_video", start=0.2, end=2.0)
    made = await render(clip, tmp_path, stem="sheet", preview=Preview(sheet=True))
    assert made.path.suffix == ".jpg"
    with Image.open(made.path) as image:
        assert image.size == (960, 540)
        cells = np.asarray(image)
    shown = [number(cells[y : y + 180, x : x + 320]) for y in (0, 180, 360) for x in (0, 320, 640)]
    assert shown == [int(5 + 45 * (n + 0.5) / 9) for n in range(9)]


async def test_a_logo_and_a_joined_clip_are_smaller_too(media: Media, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    ffmpeg("-f", "lavfi", "-i", "color=red:s=200x200", "-frames:v", "1", logo)
    source = await probe(media.clip(0.4, width=1280, height=720))
    other = await probe(media.clip(0.4, fps=10))
    clip = Clip.of(source, media=(await probe_still(logo), other))
    clip = called(clip, "add_image", image="logo.png", position="top left", size=0.5)
    clip = called(clip, "join_clips", clips=[other.name])
    full = await render(clip, tmp_path, stem="full")
    small = await render(clip, tmp_path, stem="small", preview=Preview())
    assert small.facts.duration == pytest.approx(full.facts.duration, abs=0.05)
    for at in (2, -2):
        there, here = frames(full.path)[at][::2, ::2].astype(int), frames(small.path)[at]
        assert here.shape == (360, 640, 3)
        assert np.abs(there - here).mean() < 10

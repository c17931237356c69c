"""Counters and bars: exact at each frame, before and after cuts."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, frames
from tests.tools import made_up
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.drawn import counter_text
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput
from tools.operations import Counter

Image = NDArray[np.uint8]


def drawn(frame: int, *, fps: Fraction | int = 30, seconds: float = 20.0, **args: Any) -> str:
    """What a counter shows at a frame: its pattern, computed as ``drawtext`` does."""
    edited = SPECS["add_counter"].call(made_up.clip(seconds, fps=fps), args)
    assert isinstance(edited, Clip)
    (counter,) = edited.operations
    assert isinstance(counter, Counter)
    names = {"n": frame, "floor": math.floor, "ceil": math.ceil, "mod": math.fmod, "max": max}

    def number(match: re.Match[str]) -> str:
        expression, digits = match[1].rsplit(":d:", 1)
        value = eval(expression, {}, names)  # noqa: S307 - ffmpeg's language is Python's here
        return f"{int(value):0{int(digits)}d}"

    return re.sub(r"%\{eif:([^{}]*)\}", number, counter_text(counter, edited.facts))


NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize(
    ("args", "frame", "says"),
    [
        ({}, 0, "00:00:00:00"),
        ({}, 59, "00:00:01:29"),
        ({"fps": NTSC}, 29, "00:00:00:29"),
        ({"fps": NTSC}, 30, "00:00:01:00"),
        ({"fps": NTSC, "seconds": 4000.0}, 107_893, "01:00:00:00"),
        ({"first": 3600}, 30, "01:00:01:00"),
        ({"kind": "frames"}, 0, "0"),
        ({"kind": "frames"}, 299, "299"),
        ({"kind": "frames", "first": 100, "start": 5}, 151, "251"),
        ({"kind": "seconds"}, 29, "0"),
        ({"kind": "seconds"}, 30, "1"),
        ({"kind": "seconds", "start": 2}, 90, "1"),
        ({"kind": "clock"}, 599, "0:19"),
        ({"kind": "clock", "seconds": 3700.0}, 108_030, "01:00:01"),
        ({"kind": "countdown"}, 0, "20"),
        ({"kind": "countdown"}, 1, "20"),
        ({"kind": "countdown"}, 30, "19"),
        ({"kind": "countdown"}, 599, "1"),
        ({"kind": "countdown", "first": 3}, 90, "0"),
        ({"kind": "countdown", "first": 3}, 400, "0"),
        ({"kind": "countdown", "first": 90}, 30, "1:29"),
        ({"kind": "countdown", "start": 15}, 451, "5"),
        ({"kind": "countdown", "start": 15}, 480, "4"),
    ],
)
def test_what_it_shows(args: dict[str, Any], frame: int, says: str) -> None:
    assert drawn(frame, **args) == says


def test_a_countdown_goes_when_it_is_over() -> None:
    edited = SPECS["add_counter"].call(made_up.clip(), {"kind": "countdown", "first": 5})
    assert isinstance(edited, Clip)
    (counter,) = edited.operations
    assert isinstance(counter, Counter)
    assert [(span.start, span.end) for span in counter.spans] == [(0.0, 6.0)]
    with pytest.raises(BadInput, match="not within the clip"):
        SPECS["add_counter"].call(made_up.clip(), {"kind": "countdown", "first": 5, "start": 30})


async def shown(clip: Clip, folder: Path, *calls: tuple[str, dict[str, Any]]) -> list[Image]:
    for tool, args in calls:
        edited = SPECS[tool].call(clip, args)
        assert isinstance(edited, Clip)
        clip = edited
    return frames((await render(clip, folder, stem="counted")).path)


def like(image: Image, others: list[Image]) -> int:
    """Which of the pictures a picture shows, by the digits in its middle."""
    middle = np.s_[75:105, 130:190]
    apart = [np.abs(image[middle].astype(int) - other[middle]).mean() for other in others]
    return int(np.argmin(apart))


async def test_numbers_stay_with_their_frames_through_later_edits(
    media: Media, tmp_path: Path
) -> None:
    dark = media.clip(1.0, fps=10, options=("-vf", "lutyuv=y=16:u=128:v=128"))
    clip = Clip.of(await probe(dark))
    count = ("add_counter", {"kind": "frames", "position": "center", "size": "large"})
    plain = await shown(clip, tmp_path, count)
    assert [like(image, plain) for image in plain] == list(range(10))
    assert plain[0].max() > 200, "white digits"
    cut = await shown(clip, tmp_path, count, ("trim_video", {"start": 0.3, "end": 0.8}))
    assert [like(image, plain) for image in cut] == [3, 4, 5, 6, 7]
    reversed_ = await shown(clip, tmp_path, count, ("reverse_video", {}))
    assert [like(image, plain) for image in reversed_] == list(range(9, -1, -1))
    fast = await shown(clip, tmp_path, count, ("change_speed", {"factor": 2}))
    assert [like(image, plain) for image in fast] == [0, 2, 4, 6, 8]
    fresh = await shown(clip, tmp_path, ("trim_video", {"start": 0.3, "end": 0.8}), count)
    assert [like(image, plain) for image in fresh] == [0, 1, 2, 3, 4]


async def test_a_bar_grows_to_the_end(media: Media, tmp_path: Path) -> None:
    dark = media.clip(1.0, fps=10, options=("-vf", "lutyuv=y=16:u=128:v=128"))
    clip = Clip.of(await probe(dark))
    bar = ("add_progress_bar", {"color": "white", "height": 8})
    whole = await shown(clip, tmp_path, bar)
    widths = [int((image[176, :, 0] > 128).sum()) for image in whole]
    assert widths == pytest.approx([32 * n for n in range(1, 11)], abs=3)
    assert whole[5][168, 10].max() < 60, "it is 8 pixels high"
    part = ("add_progress_bar", {"color": "white", "position": "top", "start": 0.4, "end": 0.8})
    widths = [int((image[0, :, 0] > 128).sum()) for image in await shown(clip, tmp_path, part)]
    assert widths == pytest.approx([0, 0, 0, 0, 80, 160, 240, 320, 0, 0], abs=3)


@pytest.mark.parametrize(
    ("tool", "args", "says"),
    [
        ("add_counter", {"first": -1}, "starts with 0"),
        ("add_counter", {"first": 1e9}, "starts with 0"),
        ("add_progress_bar", {"height": 700}, "does not fit"),
    ],
)
def test_refused(tool: str, args: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        SPECS[tool].call(made_up.clip(), args)

"""Pictures that come at uneven times: none is lost, and each is shown at its time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.media import Media, ffmpeg, number, numbered
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.operations import Cut, Retime, Span


@dataclass(frozen=True, kw_only=True)
class Case:
    """Which pictures of 60 a second are stored, and the rate that gives each a place."""

    id: str
    keeps: str
    rate: Fraction


CASES = (
    Case(id="a screen that moves at first", keeps="lt(t,1)+not(mod(n,6))", rate=Fraction(60)),
    Case(id="a screen that moves late", keeps="gt(t,1)+not(mod(n,12))", rate=Fraction(60)),
    Case(id="30 that are 15 in the dark", keeps="not(mod(n,if(lt(t,1),2,4)))", rate=Fraction(30)),
)


def recording(case: Case, media: Media) -> Path:
    target = media.folder / f"uneven-{case.id.replace(' ', '-')}.mp4"
    picture = ("-f", "lavfi", "-i", numbered("testsrc2=s=192x108:r=60:d=2", 192, 108))
    keep = ("-vf", f"select='{case.keeps}'", "-fps_mode", "passthrough", "-pix_fmt", "yuv420p")
    return media.once(target, lambda: ffmpeg(*picture, *keep, "-preset", "ultrafast", target))


def _number(frame: av.VideoFrame) -> int:
    return number(frame.to_ndarray(format="rgb24").astype(np.uint8))


def shown(path: Path) -> dict[int, float]:
    """When the picture of each number is first shown, in seconds."""
    found: dict[int, float] = {}
    with av.open(path) as file:
        for frame in file.decode(video=0):
            found.setdefault(_number(frame), frame.time or 0.0)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_the_rate_has_a_place_for_each(case: Case, media: Media) -> None:
    video = (await probe(recording(case, media))).facts.video
    assert video
    assert (video.fps, video.variable_rate) == (case.rate, True)


async def test_pictures_are_shown_at_their_times(media: Media, tmp_path: Path) -> None:
    path = recording(CASES[0], media)
    clip = Clip.of(await probe(path)).then(Cut((Span(0.5, 2.0),)), Retime(0.5), done="")
    made = shown((await render(clip, tmp_path, stem="v1")).path)
    stored = {number: at for number, at in shown(path).items() if at >= 0.5}
    assert stored.keys() <= made.keys()
    assert all(abs(made[n] - (at - 0.5) * 2) < 1 / 59 for n, at in stored.items())

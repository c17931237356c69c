"""Speeds that change gradually: each frame and each beep comes when the integral says so."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from tests.decoded import beep_times, frames, number, samples
from tests.media import Media
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import BadInput


async def described(media: Media, **args: Any) -> Clip:
    clip = SPECS["change_speed"].call(Clip.of(await probe(media.clip())), {"ramp": True, **args})
    assert isinstance(clip, Clip)
    return clip


async def made(media: Media, folder: Path, **args: Any) -> Rendered:
    return await render(await described(media, **args), folder, stem="ramp")


def shown_at(seconds: float, factor: float, length: float) -> float:
    """The moment of the source that shows so many seconds into a ramp from 1x to a factor."""
    slope = (factor - 1) / length
    return (math.exp(slope * seconds) - 1) / slope


@pytest.mark.parametrize("factor", [3.0, 0.5])
@pytest.mark.parametrize("keep_pitch", [True, False])
async def test_frames_and_sound_follow_the_integral(
    factor: float, keep_pitch: bool, media: Media, tmp_path: Path
) -> None:
    done = await made(media, tmp_path, factor=factor, keep_pitch=keep_pitch)
    length = 2.0 * math.log(factor) / (factor - 1)
    assert done.facts.duration == pytest.approx(length, abs=0.05)
    shown = [number(image) for image in frames(done.path)]
    expected = [math.floor(shown_at(k / 25, factor, 2.0) * 25 + 1e-6) for k in range(len(shown))]
    assert shown == pytest.approx(expected, abs=1)
    assert shown == sorted(shown)
    # The clip beeps at 0 and at 1 s.
    second = math.log(1 + (factor - 1) / 2) * 2 / (factor - 1)
    assert beep_times(samples(done.path)) == pytest.approx([0.0, second], abs=0.05)


async def test_a_part_ramps_and_the_rest_keeps_its_speed(media: Media, tmp_path: Path) -> None:
    done = await made(media, tmp_path, factor=2, start=0.4, end=1.2)
    shown = [number(image) for image in frames(done.path)]
    assert shown[:10] == list(range(10))
    assert shown[-20:] == list(range(30, 50))
    assert len(shown) == round(50 - 20 + 20 * math.log(2))


@pytest.mark.parametrize("factor", [0.1, 20])
async def test_too_much_of_a_change_is_refused(factor: float, media: Media) -> None:
    with pytest.raises(BadInput, match="gradually"):
        await described(media, factor=factor)

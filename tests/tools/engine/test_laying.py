"""Pictures and second clips over a clip: where, when, and what shows through."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.media import Media, frames, number
from tests.tools.engine.composed import FPS, RED, made, picture
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.probe.still import probe_still
from tools.operations import Background, Material, Overlay, Ramp, Rate, Scale, Span


@pytest.mark.parametrize("size", [(320, 180), (1280, 720)])
async def test_a_picture_lies_where_it_should_in_its_colours(
    size: tuple[int, int], media: Media, tmp_path: Path
) -> None:
    """Untagged SD and HD have other matrices; the picture fits, and the clip stays as it is."""
    width, height = size
    source = await probe(media.clip(0.4, options=("-vf", f"scale={width}:{height}")))
    logo = Material(await probe_still(picture(tmp_path))).then(Rate(FPS))
    clip = Clip.of(source).then(Overlay(material=logo, x=100, y=60), done="")
    path = await made(clip, tmp_path)
    shown, plain = frames(path)[5].astype(int), frames(source.path)[5].astype(int)
    assert np.abs(shown[60 + 48, 100 + 48] - RED).max() < 8
    for y, x in ((60 + 12, 100 + 12), (60 + 12, 100 - 12), (60 + 80, 100 + 48)):
        assert np.abs(shown[y, x] - plain[y, x]).max() < 24


async def test_a_picture_comes_goes_and_lets_through(media: Media, tmp_path: Path) -> None:
    source = await probe(media.clip())
    logo = Material(await probe_still(picture(tmp_path, clear_corner=False))).then(Rate(FPS))
    half = Overlay(material=logo, x=200, y=60, opacity=0.5, spans=(Span(0.48, 1.0),))
    faded = Overlay(material=logo, x=100, y=60, spans=(Span(0.0, 1.0),), ramp=Ramp(0.4, 0.4))
    shown = frames(await made(Clip.of(source).then(half, faded, done=""), tmp_path))
    plain = frames(source.path)

    def off(frame: int, x: int) -> float:
        """How far the middle of a picture is from red, 0 to 1 with 1 for the clip itself."""
        now, red = shown[frame][92, x + 32].astype(float), np.array(RED, float)
        bare = plain[frame][92, x + 32].astype(float)
        return float(np.linalg.norm(now - red) / np.linalg.norm(bare - red))

    assert [round(off(frame, 200), 1) for frame in (11, 12, 24, 25)] == [1.0, 0.5, 0.5, 1.0]
    assert off(12, 100) < 0.05 < 0.3 < off(5, 100) < 0.7
    assert off(22, 100) > 0.5
    assert off(30, 100) == pytest.approx(1, abs=0.05)


async def test_a_second_clip_plays_from_its_start_and_goes(media: Media, tmp_path: Path) -> None:
    source = await probe(media.clip())
    second = await probe(media.clip(1.0, width=180, height=320, fps=30, channels=1))
    small = Material(second).then(Rate(FPS), Scale(96, 96))
    clip = Clip.of(source).then(Overlay(material=small, x=200, y=60, start=0.4), done="")
    path = await made(clip, tmp_path)
    shown, plain = frames(path), frames(source.path)
    inside = [number(frame[60:156, 200:296]) for frame in shown]
    assert [inside[frame] for frame in (10, 11, 15, 34)] == [0, 1, 6, 28]
    for frame in (9, 35):
        assert np.abs(shown[frame][60:156, 200:296].astype(int) - plain[frame][60:156, 200:296]
                      ).mean() < 8  # fmt: skip


async def test_a_round_picture_has_no_corners(media: Media, tmp_path: Path) -> None:
    source = await probe(media.clip(0.4))
    logo = Material(await probe_still(picture(tmp_path, clear_corner=False))).then(
        Rate(FPS), Scale(80, 80)
    )
    disc = Overlay(material=logo, x=100, y=60, roundness=1.0)
    shown = frames(await made(Clip.of(source).then(disc, done=""), tmp_path))[5].astype(int)
    plain = frames(source.path)[5].astype(int)
    for y, x, inside in ((100, 140, True), (63, 140, True), (66, 106, False), (134, 174, False)):
        other = np.array(RED) if inside else plain[y, x]
        assert np.abs(shown[y, x] - other).max() < 30


async def test_what_is_transparent_shows_what_is_behind(media: Media, tmp_path: Path) -> None:
    clear = await probe(media.transparent())
    behind = Material(await probe_still(picture(tmp_path, clear_corner=False))).then(
        Rate(Fraction(10)), Scale(160, 90)
    )
    clip = Clip.of(clear).then(Background(material=behind), done="")
    assert clip.encoding.container == "mp4"
    shown = frames(await made(clip, tmp_path))
    for frame in (shown[0], shown[9]):
        assert np.abs(frame[45, 20].astype(int) - RED).max() < 10
        assert np.abs(frame[45, 140].astype(int) - RED).max() > 60

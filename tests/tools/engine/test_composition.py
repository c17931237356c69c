"""Composition: clips joined, pictures laid over and music mixed in, in one run of ffmpeg."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.media import Media, beep_times, ffmpeg, frames, number, samples
from tests.tools.engine.composed import FPS, made
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.operations import Crop, Join, Material, Mix, Pad, Rate, Scale, TransitionName


@dataclass(frozen=True)
class Meeting:
    """A clip of 50 numbered frames joined to itself: the numbers shown, and where it beeps."""

    id: str
    join: dict[str, object]
    shown: list[int]
    beeps: list[float]


NUMBERS = list(range(50))
MEETINGS = (
    Meeting("after", {}, NUMBERS + NUMBERS, [0, 1, 2, 3]),
    Meeting("before", {"before": True}, NUMBERS + NUMBERS, [0, 1, 2, 3]),
    Meeting(
        "over half a second", {"transition": "wipe_left", "seconds": 0.48},
        NUMBERS[:38] + NUMBERS[12:], [0, 1, 2.52],
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", MEETINGS, ids=lambda case: case.id)
async def test_a_clip_follows_another_to_the_frame(
    case: Meeting, media: Media, tmp_path: Path
) -> None:
    source = await probe(media.clip())
    join = Join(material=Material(source), **case.join)  # type: ignore[arg-type]
    path = await made(Clip.of(source).then(join, done=""), tmp_path)
    shown = [number(frame) for frame in frames(path)]
    whole = 38 if join.seconds else 100
    assert shown[:whole] == case.shown[:whole]
    assert shown[-38:] == case.shown[-38:]
    assert beep_times(samples(path)) == pytest.approx(case.beeps, abs=0.005)


async def test_another_rate_shape_and_layout_are_made_equal(media: Media, tmp_path: Path) -> None:
    landscape = await probe(media.clip())
    portrait = await probe(media.clip(width=180, height=320, fps=30, channels=1))
    fitted = Material(portrait).then(Rate(FPS), Scale(320, 180))
    clip = Clip.of(landscape).then(
        Join(material=fitted, before=True), Join(material=fitted), done=""
    )
    path = await made(clip, tmp_path)
    shown = [number(frame) for frame in frames(path)]
    assert shown[:3] == [0, 1, 2]
    assert shown[49:52] == [58, 0, 1]
    assert len(shown) == 150
    sound = samples(path)
    assert beep_times(sound) == pytest.approx([0, 1, 2, 3, 4, 5], abs=0.005)
    assert sound.shape[0] == 2
    assert np.abs(sound[0] - sound[1]).max() < 0.01


@pytest.mark.parametrize("transition", ["none", "crossfade"])
async def test_a_clip_meets_one_of_odd_size_in_its_middle(
    transition: TransitionName, media: Media, tmp_path: Path
) -> None:
    source = await probe(media.clip())
    framed = Material(source).then(Scale(71, 40), Pad(71, 53, 0, 7, "#ff0000"))
    join = Join(material=framed, transition=transition, seconds=0.2)
    path = await made(Clip.of(source).then(Crop(71, 53, 10, 60), join, done=""), tmp_path)
    last = frames(path)[-1].astype(int)
    assert last.shape[:2] == (52, 70)
    for row, red in ((4, True), (20, False), (50, True)):
        assert (np.abs(last[row].mean(axis=0) - (255, 0, 0)).max() < 25) == red


@pytest.mark.parametrize(("before", "beeps"), [(False, [0, 1]), (True, [2, 3])])
async def test_a_silent_clip_is_silence(
    before: bool, beeps: list[float], media: Media, tmp_path: Path
) -> None:
    source, silent = await probe(media.clip()), await probe(media.silent())
    join = Join(material=Material(silent), before=before)
    path = await made(Clip.of(source).then(join, done=""), tmp_path)
    assert beep_times(samples(path)) == pytest.approx(beeps, abs=0.005)


async def test_surround_after_a_silent_gif_is_heard(media: Media, tmp_path: Path) -> None:
    gif, surround = await probe(media.gif()), await probe(media.surround())
    fitted = Material(surround).then(Rate(Fraction(10)), Scale(161, 91))
    clip = Clip.of(gif).then(Join(material=fitted), done="")
    path = await made(clip, tmp_path)
    assert path.suffix == ".mp4"
    assert beep_times(samples(path)) == pytest.approx([2, 3], abs=0.005)


async def test_sound_joins_sound(media: Media, tmp_path: Path) -> None:
    source = await probe(media.sound("wav"))
    join = Join(material=Material(source), transition="crossfade", seconds=0.5)
    rendered = await render(Clip.of(source).then(join, done=""), tmp_path, stem="made")
    assert rendered.facts.duration == pytest.approx(3.5, abs=0.01)
    assert beep_times(samples(rendered.path)) == pytest.approx([0, 1, 2.5], abs=0.005)


async def test_sound_after_a_picture_is_heard_in_black(media: Media, tmp_path: Path) -> None:
    source, sound = await probe(media.clip()), await probe(media.sound("wav"))
    path = await made(Clip.of(source).then(Join(material=Material(sound)), done=""), tmp_path)
    assert frames(path)[75].max() < 10
    assert beep_times(samples(path)) == pytest.approx([0, 1, 2, 3], abs=0.005)


def tone(folder: Path, suffix: str, seconds: float) -> Path:
    path = folder / f"tone.{suffix}"
    source = f"aevalsrc=0.5*sin(2*PI*2000*t):s=44100:d={seconds}"
    ffmpeg("-f", "lavfi", "-i", source, path)
    return path


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3"])
async def test_music_goes_round_without_a_gap(suffix: str, media: Media, tmp_path: Path) -> None:
    source = await probe(media.silent())
    song = Material(await probe(tone(tmp_path, suffix, 0.7)), loops=3)
    clip = Clip.of(source).then(Mix(sound=song, duck_db=0.0), done="")
    sound = np.abs(samples(await made(clip, tmp_path))[0, : 48 * 1980])
    loudest = sound.reshape(-1, 480).max(axis=1)
    assert (loudest < 0.25).sum() <= 5


async def test_music_yields_to_speech_by_so_many_decibels(tmp_path: Path) -> None:
    talk = "0.1*sin(2*PI*300*t)*between(t,1,2)+0.0003*sin(2*PI*500*t)"
    base = tmp_path / "base.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=64x64:r=25:d=4", "-f", "lavfi", "-i",
           f"aevalsrc='{talk}':s=48000:d=4", "-c:v", "libx264", "-c:a", "flac", base)  # fmt: skip
    song = Material(await probe(tone(tmp_path, "wav", 4.0)))
    clip = Clip.of(await probe(base)).then(
        Mix(sound=song, gain_db=-6.0, duck_db=0.0, yield_db=-12.0), done=""
    )
    sound = samples(await made(clip, tmp_path))[0]

    def level(at: float) -> float:
        part = sound[round(at * 48000) :][:4800] * np.hanning(4800)
        turn = np.exp(-2j * np.pi * 2000 * np.arange(4800) / 48000)
        return float(20 * np.log10(abs((part * turn).sum()) / 1200))

    assert level(0.5) == pytest.approx(-12.0, abs=0.5)
    assert level(1.3) - level(0.5) == pytest.approx(-12.0, abs=0.5)
    assert level(1.8) - level(0.5) == pytest.approx(-12.0, abs=0.5)
    assert level(3.5) - level(0.5) == pytest.approx(0.0, abs=0.5)

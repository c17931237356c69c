"""Composition: clips joined, pictures laid over and music mixed in, in one run of ffmpeg."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.media import Media, beep_times, ffmpeg, frames, number, samples
from tests.tools.engine.recipes import recipes
from tools.clip import Clip
from tools.engine import ffmpeg as engine
from tools.engine.compile.clip import compile_clip
from tools.engine.optimize.tracks import optimize
from tools.engine.probe.file import probe
from tools.engine.probe.still import probe_still
from tools.engine.render.clip import render
from tools.facts import Source
from tools.operations import (
    Background,
    Crop,
    Cut,
    Join,
    JoinSound,
    Material,
    Mix,
    Operation,
    Overlay,
    Pad,
    Ramp,
    Rate,
    Scale,
    Span,
    TransitionName,
)

RED = (200, 30, 60)
FPS = Fraction(25)


def cut(start: float, end: float) -> Cut:
    return Cut((Span(start, end),))


async def made(clip: Clip, folder: Path) -> Path:
    """The rendered clip; what is measured of it has to be what was predicted."""
    rendered = await render(clip, folder, stem="made")
    assert rendered.facts.frames == clip.output.frames
    return rendered.path


def picture(folder: Path, *, clear_corner: bool = True) -> Path:
    """A red picture whose upper left quarter may be transparent."""
    from PIL import Image

    image = Image.new("RGBA", (64, 64), (*RED, 255))
    if clear_corner:
        image.paste((0, 0, 0, 0), (0, 0, 32, 32))
    path = folder / "picture.png"
    image.save(path)
    return path


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


@dataclass(frozen=True)
class Rewrite:
    """What was asked of a clip of 4 s and 25 frames a second, and what is done to its picture."""

    id: str
    asked: tuple[Operation, ...]
    done: tuple[str, ...]


def _file(kind: str) -> Source:
    from tests.tools.made_up import file

    return file("logo.png", "png_pipe") if kind == "still" else file("b.mp4", "mov", seconds=6.0)


LOGO = Overlay(material=Material(_file("still")), x=0, y=0, spans=(Span(1.0, 2.0),))
SECOND = Overlay(material=Material(_file("clip")), x=0, y=0, start=2.0)
AFTER = Join(material=Material(_file("clip")), transition="crossfade", seconds=1.0)
FIRST = Join(material=Material(_file("clip")), before=True)

REWRITES = (
    Rewrite("before a still", (LOGO, cut(1.2, 3.2)), ("Cut 1.2-3.2", "Overlay at 0 on 0-0.8")),
    Rewrite("a still that is cut off", (LOGO, cut(2.4, 3.2)), ("Cut 2.4-3.2",)),
    Rewrite("before a moving one", (SECOND, cut(1.2, 3.2)), ("Cut 1.2-3.2", "Overlay at 0.8")),
    Rewrite("within a moving one", (SECOND, cut(2.4, 3.2)),
            ("Cut 2.4-3.2", "Overlay at 0 of 0.4-6")),
    Rewrite("not the other one", (AFTER, cut(0.4, 2.8)), ("Cut 0.4-2.8",)),
    Rewrite("behind the other one", (FIRST, cut(7.2, 9.2)), ("Cut 1.2-3.2",)),
    Rewrite("into both", (AFTER, cut(1.2, 7.2)), ("Cut 1.2-4", "Join of 0-4.2")),
    Rewrite("into both, the other way", (FIRST, cut(1.2, 7.2)), ("Cut 0-1.2", "Join of 1.2-6")),
    Rewrite("within a transition", (AFTER, cut(3.4, 7.2)), ("Join", "Cut 3.4-7.2")),
)  # fmt: skip


@pytest.mark.parametrize("case", REWRITES, ids=lambda case: case.id)
def test_cuts_go_to_the_sources(case: Rewrite) -> None:
    from tests.tools import made_up

    clip = made_up.clip(4.0, fps=25).then(*case.asked, done="")
    tracks = optimize(clip)
    assert tuple(map(told, tracks.picture)) == case.done
    heard = [told(each).replace("JoinSound", "Join") for each in tracks.sound]
    assert heard == [each for each in case.done if not each.startswith("Overlay")]


def told(operation: Operation) -> str:
    """An operation in a few words, times rounded."""

    def spans(ranges: tuple[Span, ...]) -> str:
        return ",".join(f"{round(span.start, 3):g}-{round(span.end, 3):g}" for span in ranges)

    name = type(operation).__name__
    if isinstance(operation, Cut):
        return f"Cut {spans(operation.ranges)}"
    if isinstance(operation, Overlay):
        name += f" at {round(operation.start, 3):g}"
        name += f" on {spans(operation.spans)}" if operation.spans else ""
    if isinstance(operation, Overlay | Join | JoinSound):
        inside = operation.material.operations
        return f"{name} of {spans(inside[0].ranges)}" if inside else name  # type: ignore[attr-defined]
    return name


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
async def test_any_recipe_with_other_files_gives_the_same(
    data: st.DataObject, media: Media, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = await probe(media.clip(3.0, width=128, height=96))
    at_hand = (
        await probe(media.clip(1.0, width=180, height=320, fps=30, channels=1)),
        await probe_still(media.still()),
        await probe(media.sound("wav")),
    )
    clip = data.draw(recipes(Clip.of(source, media=at_hand)))
    better, asked = [
        await rendered(clip, tmp_path_factory.mktemp("job"), optimized=optimized)
        for optimized in (True, False)
    ]
    first, second = frames(better), frames(asked)
    assert len(first) == len(second) == clip.output.frames
    for one, other in zip(first, second, strict=True):
        error = float(np.mean((one.astype(float) - other) ** 2))
        assert error < 255**2 / 10**4.5
    if clip.output.audio is not None:
        sounds = [np.abs(samples(path)[0]) for path in (better, asked)]
        length = min(map(len, sounds)) // 480 * 480
        levels = [sound[:length].reshape(-1, 480).mean(axis=1) for sound in sounds]
        assert np.abs(levels[0] - levels[1]).mean() < 0.004


async def rendered(clip: Clip, folder: Path, *, optimized: bool) -> Path:
    command = compile_clip(clip, optimized=optimized)
    await engine.run(command, folder)
    return folder / command.output

"""Optimize: each rule gives the same frames and the same sound, and costs less."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.media import Media, frames, samples
from tests.tools import made_up
from tests.tools.engine.recipes import BLUR, GRAY, LOUD, LOW, recipes
from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.compile.clip import compile_clip
from tools.engine.optimize.tracks import optimize
from tools.engine.probe.file import probe
from tools.operations import (
    Animation,
    AudioFilter,
    BoxFilter,
    Channels,
    Crop,
    Cut,
    Filter,
    Mix,
    Mute,
    Operation,
    Pad,
    Rate,
    Retime,
    Reverse,
    Scale,
    Span,
    TimedFilter,
    Title,
    Titles,
    Turn,
    Utterance,
    VideoFilter,
)

LIGHT_BLUR = Filter("gblur", (*BLUR.options, ("planes", 9)))
PALE = Filter("lutyuv", (("u", "128+(val-128)*0.5"), ("v", "128+(val-128)*0.5")))


def cut(*ranges: tuple[float, float]) -> Cut:
    return Cut(tuple(Span(start, end) for start, end in ranges))


def title(span: Span | None = None, fade: float = 0.0) -> Titles:
    animation = Animation("fade", fade, fade) if fade else None
    return Titles((Title(text="x", span=span, animation=animation),))


def look(*spans: Span) -> VideoFilter:
    return VideoFilter((BLUR,), spans)


def box(*spans: Span) -> BoxFilter:
    return BoxFilter((BLUR,), 40, 30, 4, 6, spans)


LOUDER, TONE = AudioFilter((LOUD,), stateless=True), AudioFilter((LOW,))
SPEECH = Mix(sound=Utterance(text="a", voice="professional_male"))


@dataclass(frozen=True)
class Rewrite:
    """What was asked of a clip of 20 s, 1280x720, 30 frames a second, and what is done."""

    id: str
    asked: tuple[Operation, ...]
    done: tuple[Operation, ...]


PICTURE = [
    Rewrite("cut of cut", (cut((2, 12)), cut((1, 3), (5, 6))), (cut((3, 5), (7, 8)),)),
    Rewrite("cut of pieces", (cut((0, 2), (10, 12)), cut((1, 3))), (cut((1, 2), (10, 11)),)),
    Rewrite("joined again", (cut((0, 2), (2, 4)), cut((1, 3))), (cut((1, 3)),)),
    Rewrite("before a filter", (look(), cut((5, 9))), (cut((5, 9)), look())),
    Rewrite("span shifted", (look(Span(4, 6)), cut((5, 9))), (cut((5, 9)), look(Span(0, 1)))),
    Rewrite("span doubled", (look(Span(5, 6)), cut((4, 8), (5, 7))),
            (cut((4, 8), (5, 7)), look(Span(1, 2), Span(4, 5)))),
    Rewrite("span everywhere", (look(Span(4, 12)), cut((5, 9))), (cut((5, 9)), look())),
    Rewrite("span nowhere", (look(Span(1, 2)), cut((5, 9))), (cut((5, 9)),)),
    Rewrite("before framing", (Scale(640, 360), Crop(600, 300, 2, 2), cut((5, 9))),
            (cut((5, 9)), Scale(640, 360), Crop(600, 300, 2, 2))),
    Rewrite("before a title", (title(Span(4, 6)), cut((5, 9))), (cut((5, 9)), title(Span(0, 1)))),
    Rewrite("a fade is not torn", (title(Span(4, 6), 0.5), cut((5, 9))),
            (title(Span(4, 6), 0.5), cut((5, 9)))),
    Rewrite("a whole fade", (title(Span(6, 8), 0.5), cut((5, 9))),
            (cut((5, 9)), title(Span(1, 3), 0.5))),
    Rewrite("before faster", (Retime(2.0), cut((2, 4))), (cut((4, 8)), Retime(2.0))),
    Rewrite("before an uneven speed", (Retime(1.3), cut((2.1, 4))),
            (cut((2.6, 157 / 30)), Retime(1.3), cut((0.1, 2)))),
    Rewrite("another order before faster", (Retime(2.0), cut((2, 4), (0, 1))),
            (cut((4, 8), (0, 2)), Retime(2.0))),
    Rewrite("before another rate", (Rate(Fraction(10)), cut((2, 4))),
            (cut((2, 4)), Rate(Fraction(10)))),
    Rewrite("beside a faster part", (Retime(2.0, Span(0, 4)), cut((3, 5))), (cut((5, 7)),)),
    Rewrite("fewer frames first", (look(Span(4, 6)), Retime(2.0)), (Retime(2.0), look(Span(2, 3)))),
    Rewrite("copies last", (Retime(0.5), look()), (look(), Retime(0.5))),
    Rewrite("copies first where times differ", (Retime(0.5), look(Span(1, 2))),
            (Retime(0.5), look(Span(1, 2)))),
    Rewrite("crop first", (VideoFilter((GRAY,)), Crop(600, 300, 1, 1)),
            (Crop(600, 300, 1, 1), VideoFilter((GRAY,)))),
    Rewrite("not before a blur", (look(), Crop(600, 300, 1, 1)), (look(), Crop(600, 300, 1, 1))),
    Rewrite("crop of crop", (Crop(600, 300, 4, 2), Crop(300, 200, 3, 5)), (Crop(300, 200, 7, 7),)),
    Rewrite("filters joined", (look(), VideoFilter((GRAY,))), (VideoFilter((BLUR, GRAY)),)),
    Rewrite("only the light is blurred", (VideoFilter((GRAY,)), look()),
            (VideoFilter((GRAY, LIGHT_BLUR)),)),
    Rewrite("only the light of a part", (VideoFilter((GRAY,)), look(Span(1, 2))),
            (VideoFilter((GRAY,)), VideoFilter((LIGHT_BLUR,), (Span(1, 2),)))),
    Rewrite("colour beside the gray part", (VideoFilter((GRAY,), (Span(1, 2),)), look(Span(1, 3))),
            (VideoFilter((GRAY,), (Span(1, 2),)), look(Span(1, 3)))),
    Rewrite("pale is not gray", (VideoFilter((PALE,)), look()), (VideoFilter((PALE, BLUR)),)),
    Rewrite("titles joined", (title(), title()), (Titles(title().titles * 2),)),
    Rewrite("before turning", (Turn(1), Pad(800, 1300, 40, 10), cut((5, 9))),
            (cut((5, 9)), Turn(1), Pad(800, 1300, 40, 10))),
    Rewrite("before a box", (box(Span(4, 6)), cut((5, 9))), (cut((5, 9)), box(Span(0, 1)))),
    Rewrite("before backwards", (Reverse(), cut((1, 3), (18, 20))),
            (cut((0, 2), (17, 19)), Reverse())),
    Rewrite("not before a part backwards", (Reverse(span=Span(2, 4)), cut((1, 3))),
            (Reverse(span=Span(2, 4)), cut((1, 3)))),
    Rewrite("smaller before backwards", (Reverse(), Scale(640, 360)),
            (Scale(640, 360), Reverse())),
    Rewrite("larger after backwards", (Reverse(bounce=True), Scale(1920, 1080)),
            (Reverse(bounce=True), Scale(1920, 1080))),
    Rewrite("backwards twice", (Reverse(), Reverse(), Turn(2)), (Turn(2),)),
    Rewrite("a fade stays", (TimedFilter((BLUR,)), cut((5, 9))),
            (TimedFilter((BLUR,)), cut((5, 9)))),
    Rewrite("nothing", (cut((0, 20)), Retime(1.0), Crop(1280, 720, 0, 0), Scale(1280, 720),
            Rate(Fraction(30)), VideoFilter(()), Titles(())), ()),
]  # fmt: skip

SOUND = [
    Rewrite("before a volume", (LOUDER, cut((5, 9))), (cut((5, 9)), LOUDER)),
    Rewrite("before a mute", (Mute((Span(4, 6),)), cut((5, 9))),
            (cut((5, 9)), Mute((Span(0, 1),)))),
    Rewrite("silence is still sound", (Mute((Span(4, 12),)), cut((5, 9))),
            (cut((5, 9)), Mute((Span(0, 4),)))),
    Rewrite("settled first", (TONE, cut((10, 12))), (cut((6, 13)), TONE, cut((4, 6)))),
    Rewrite("the end of a mix", (SPEECH, cut((5, 9))), (cut((0, 10)), SPEECH, cut((5, 9)))),
    Rewrite("before faster", (Retime(2.0), cut((2, 4))), (cut((3, 9)), Retime(2.0),
            cut((0.5, 2.5)))),
    Rewrite("joined", (LOUDER, LOUDER, TONE), (AudioFilter((LOUD, LOUD), stateless=True), TONE)),
    Rewrite("before channels", (Channels(1), cut((5, 9))), (cut((5, 9)), Channels(1))),
    Rewrite("mutes joined", (Mute((Span(1, 2),)), Mute((Span(3, 4),))),
            (Mute((Span(1, 2), Span(3, 4))),)),
]  # fmt: skip


@pytest.mark.parametrize("case", PICTURE, ids=lambda case: case.id)
def test_picture(case: Rewrite) -> None:
    done = optimize(made_up.clip().then(*case.asked, done="")).picture
    assert close(done) == close(case.done)


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case.id)
def test_sound(case: Rewrite) -> None:
    done = optimize(made_up.clip().then(*case.asked, done="")).sound
    assert close(done) == close(case.done)


def close(operations: tuple[Operation, ...]) -> str:
    """Operations in words, times rounded: adding up seconds leaves a trace."""
    return re.sub(
        r"(start|end)=([\d.e-]+)", lambda at: f"{at[1]}={float(at[2]):.4f}", repr(operations)
    )


_SLOW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@_SLOW
@given(data=st.data())
async def test_any_recipe_gives_the_same_frames(
    data: st.DataObject, media: Media, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = Clip.of(await probe(media.clip(3.0, width=128, height=96)))
    clip = data.draw(recipes(plain))
    better, asked = [
        frames(await rendered(clip, tmp_path_factory.mktemp("job"), optimized=optimized))
        for optimized in (True, False)
    ]
    assert len(better) == len(asked) == clip.output.frames
    for one, other in zip(better, asked, strict=True):
        assert psnr(one, other) > 45


@_SLOW
@given(data=st.data())
async def test_any_recipe_gives_the_same_sound(
    data: st.DataObject, media: Media, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clip = data.draw(recipes(Clip.of(await probe(media.sound("wav", 12.0)))))
    better, asked = [
        samples(await rendered(clip, tmp_path_factory.mktemp("job"), optimized=optimized))
        for optimized in (True, False)
    ]
    assert better.shape[1] == pytest.approx(asked.shape[1], abs=2)
    assert np.abs(envelope(better) - envelope(asked)).mean() < 0.004


async def rendered(clip: Clip, folder: Path, *, optimized: bool) -> Path:
    command = compile_clip(clip, optimized=optimized)
    await ffmpeg.run(command, folder)
    return folder / command.output


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    error = float(np.mean((one.astype(float) - other.astype(float)) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


def envelope(sound: np.ndarray) -> np.ndarray:
    """Loudness of each hundredth of a second."""
    hop = 441
    mono = sound[0, : sound.shape[1] // hop * hop]
    return np.sqrt((mono.reshape(-1, hop) ** 2).mean(axis=1))

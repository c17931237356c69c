"""Real clips that break naive editors: each is edited correctly, or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.media import frames, samples
from tools import SPECS
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.facts import Source
from tools.recipe import Step, apply


@dataclass(frozen=True, kw_only=True)
class Case:
    """A real clip and what is true of it.

    Attributes:
        file: Its name.
        duration: Its length, as other players measure it.
        size: Width and height as shown; None for sound alone.
        channels: Channels of its sound; 0 for none.
        warns: A part of what the probe has to say about it.
        container: What the edit comes out as.
        transparent: Whether it has transparency, which the edit keeps.
        variable: Whether its frames come at uneven times.
        loud: Whether the edited stretch has sound that can be heard.
    """

    file: str
    duration: float
    size: tuple[int, int] | None
    channels: int = 2
    warns: str = ""
    container: str = "mp4"
    transparent: bool = False
    variable: bool = False
    loud: bool = True


CASES = (
    Case(file="talking.mp4", duration=42.4, size=(1280, 720)),
    Case(file="bunny.webm", duration=30.0, size=(1280, 720), loud=False),
    Case(file="bunny-surround.mp4", duration=5.3, size=(1280, 720), channels=6),
    Case(file="bikes-silent.mp4", duration=10.0, size=(640, 272), channels=0),
    Case(file="phone-rotated.mp4", duration=6.08, size=(272, 640), channels=0, variable=True),
    Case(file="chaplin.mp4", duration=9.64, size=(640, 360)),
    Case(file="fire-vfr.mp4", duration=2.38, size=(1280, 720), channels=1, variable=True),
    Case(file="no-duration.webm", duration=4.94, size=(1280, 720), loud=False,
         warns="only silence"),
    Case(file="broken-audio.mp4", duration=11.23, size=(640, 360), warns="breaks off at 4.7 s"),
    Case(file="transparent.webm", duration=5.0, size=(200, 200), container="webm",
         transparent=True, loud=False, warns="only silence"),
    Case(file="green-screen.mp4", duration=24.43, size=(1280, 720), loud=False,
         warns="breaks off at 0.1 s"),
    Case(file="polka.gif", duration=3.0, size=(314, 273), channels=0, container="gif",
         transparent=True),
    Case(file="rain.mp3", duration=60.46, size=None, container="mp3"),
)  # fmt: skip

START, LENGTH = 0.5, 1.0


@pytest.fixture(params=CASES, ids=lambda case: case.file)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param  # type: ignore[no-any-return]


async def test_probe_tells_what_it_is(case: Case, real_media: Path) -> None:
    source = await probe(real_media / case.file)
    facts = source.facts
    assert facts.duration == pytest.approx(case.duration, abs=0.05)
    assert (facts.video and (facts.video.width, facts.video.height)) == case.size
    assert (facts.audio.channels if facts.audio else 0) == case.channels
    assert facts.video is None or facts.video.alpha == case.transparent
    assert facts.video is None or facts.video.variable_rate == case.variable
    assert case.warns in " ".join(source.warnings)
    assert bool(case.warns) == bool(source.warnings)


async def edited(source: Source, folder: Path) -> Rendered:
    """Trimmed, titled, in black and white and louder, as far as the clip has what that needs."""
    steps = [Step("trim_video", {"start": START, "end": START + LENGTH})]
    if source.facts.video:
        steps += [
            Step("add_text", {"text": "Hello: 100% {real} \\media 👋", "position": "bottom"}),
            Step("apply_filter", {"filter_type": "blackwhite"}),
        ]
    if source.facts.audio:
        steps.append(Step("change_volume", {"factor": 0.5}))
    return await render(apply(source, steps, SPECS), folder, stem="edited")


async def test_a_chain_of_edits(case: Case, real_media: Path, tmp_path: Path) -> None:
    source = await probe(real_media / case.file)
    done = await edited(source, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"edited.{case.container}"]
    facts = done.facts
    step = float(1 / source.facts.video.fps) if source.facts.video else 0.03
    assert facts.duration == pytest.approx(LENGTH, abs=step + 0.06)
    if case.size:
        _check_picture(case, done, source)
    if case.channels:
        _check_sound(case, done, source)
    else:
        assert facts.audio is None


def _check_picture(case: Case, done: Rendered, source: Source) -> None:
    assert case.size is not None
    pictures = frames(done.path)
    assert source.facts.video is not None
    fps = done.facts.video.fps if done.facts.video else Fraction(0)
    assert len(pictures) == pytest.approx(LENGTH * fps, abs=1)
    height, width = pictures[0].shape[:2]
    even = 1 if case.container == "gif" else 2
    assert (width, height) == (case.size[0] // even * even, case.size[1] // even * even)
    picture = pictures[len(pictures) // 2].astype(int)
    assert np.ptp(picture, axis=2).max() < 12, "it is not black and white"
    strip = picture[int(height * 0.7) :]
    assert strip.max() > 230, "there is no white title at the bottom"
    assert np.std(picture) > 5, "it is empty"


def _check_sound(case: Case, done: Rendered, source: Source) -> None:
    after = samples(done.path)
    before = samples(source.path)[:, int(START * 48_000) : int((START + LENGTH) * 48_000)]
    assert after.shape[0] == min(case.channels, 2)
    if not case.loud:
        return
    loudness = [float(np.sqrt(np.mean(wave.astype(float) ** 2))) for wave in (before, after)]
    if case.channels <= 2:
        assert loudness[1] / loudness[0] == pytest.approx(0.5, rel=0.15)
    assert loudness[1] > 1e-4, "it is silent"

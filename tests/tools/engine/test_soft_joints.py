"""Where sounds meet that do not belong together, nothing clicks, and nothing moves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.media import Media, ffmpeg, samples
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.compile.sound_parts import joints
from tools.engine.ffmpeg import run
from tools.engine.probe.file import probe
from tools.export_format import Export
from tools.operations import Cut, Hold, Operation, Retime, Reverse, Span, SpeedRamp

TONE, RATE = 440.0, 48_000
PIECES = tuple(Span(n * 0.19, n * 0.19 + 0.1137 + n * 0.0007) for n in range(10))


@dataclass(frozen=True, kw_only=True)
class Case:
    """An operation after which a tone goes on at another point of its wave."""

    id: str
    operation: Operation


CASES = (
    Case(id="cut out", operation=Cut((Span(0.0, 0.5013), Span(1.0, 2.0)))),
    Case(id="many pieces", operation=Cut(PIECES)),
    Case(id="another order", operation=Cut((Span(1.0, 2.0), Span(0.0, 0.5013)))),
    Case(id="held", operation=Hold(0.5013, 0.5)),
    Case(id="part backwards", operation=Reverse(span=Span(0.5013, 1.3))),
    Case(id="part faster", operation=Retime(2.0, Span(0.5013, 1.3))),
    Case(id="part slower", operation=Retime(0.5, Span(0.5013, 1.3))),
    Case(id="speed that changes", operation=SpeedRamp(first=1, last=2, span=Span(0.5013, 1.3))),
)


@pytest.fixture
def tone(media: Media) -> Path:
    """A sound that never changes."""
    target = media.folder / "tone.wav"
    wave = f"aevalsrc='0.8*sin(2*PI*{TONE}*t)':s={RATE}:d=2"
    return media.once(target, lambda: ffmpeg("-f", "lavfi", "-i", wave, target))


async def clip_of(path: Path, operation: Operation) -> Clip:
    clip = Clip.of(await probe(path)).then(operation, done="")
    return clip.exported(Export(container="wav"), done="")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_a_tone_does_not_click(case: Case, tone: Path, tmp_path: Path) -> None:
    """No step from one sample to the next is much greater than those of the tone."""
    clip = await clip_of(tone, case.operation)
    command = compile_clip(clip)
    await run(command, tmp_path)
    heard = samples(tmp_path / command.output)[0]
    steps = np.abs(np.diff(heard)).max() / (2 * 0.8 * np.sin(np.pi * TONE / RATE))
    assert steps < 1.5
    assert heard.size == pytest.approx(clip.facts.duration * RATE, abs=1)
    assert np.abs(heard).max() == pytest.approx(0.8, abs=0.05)


async def test_a_stretch_of_a_tone_begins_and_ends_softly(tone: Path, tmp_path: Path) -> None:
    cut = Cut((Span(0.5007, 1.5007),))
    command = compile_clip(await clip_of(tone, cut))
    await run(command, tmp_path)
    heard = np.abs(samples(tmp_path / command.output)[0])
    assert heard[:12].max() < 0.05
    assert heard[-12:].max() < 0.05
    assert heard[480:-480].max() == pytest.approx(0.8, abs=0.05)


def test_joints_are_where_something_else_begins() -> None:
    goes_on = ((0, 480), (480, 480))
    assert joints([goes_on]) == []
    assert joints([((0, 480), (960, 480))]) == [480]
    assert joints([((4800, 100),), ((0, 50),)]) == [100]
    assert joints([goes_on, ((4800, 100),)]) == [960]

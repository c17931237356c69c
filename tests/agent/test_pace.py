"""How long a render will take, learned from those before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent.pace import Pace
from tests.agent.scripted import described_source
from tools.clip import Clip
from tools.operations import Cut, Filter, Span, VideoFilter


def test_longer_and_larger_takes_longer(tmp_path: Path) -> None:
    pace = Pace(tmp_path / "pace.json")
    short, long = (pace.estimate(Clip.of(described_source(s))) for s in (10.0, 100.0))
    assert 5 < long / short < 12


def test_it_learns_and_remembers(tmp_path: Path) -> None:
    file = tmp_path / "pace.json"
    clip = Clip.of(described_source(60.0))
    pace = Pace(file)
    for _ in range(20):
        pace.learn(clip, clip.output, 30.0)
    assert pace.estimate(clip) == pytest.approx(30, rel=0.05)
    assert Pace(file).estimate(clip) == pytest.approx(30, rel=0.05)
    # A short render tells nothing about pace.
    pace.learn(clip, replace(clip.output, duration=0.1), 0.3)
    assert pace.estimate(clip) == pytest.approx(30, rel=0.05)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"h264": "fast"}', '{"h264": -1}', "{", '{"h264": null}']
)
def test_a_broken_file_is_started_anew(tmp_path: Path, content: str) -> None:
    file = tmp_path / "pace.json"
    file.write_text(content)
    clip = Clip.of(described_source())
    assert Pace(file).estimate(clip) == Pace(tmp_path / "none.json").estimate(clip)


def test_copying_is_quick_and_teaches_nothing(tmp_path: Path) -> None:
    pace = Pace(tmp_path / "pace.json")
    whole = Clip.of(described_source(3600.0))
    cut = whole.then(Cut((Span(20.0, 2400.0),)), done="")
    gray = cut.then(VideoFilter((Filter("hflip"),)), done="")
    assert pace.estimate(cut) < pace.estimate(gray) / 8
    before = pace.estimate(gray)
    pace.learn(cut, cut.output, 3.0)
    assert pace.estimate(gray) == before

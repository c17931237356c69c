"""Silences: found in real sound, told, and cut out of picture and sound together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.looking import edited
from tests.media import Media, ffmpeg, frames, number, numbers, samples
from tests.tools.made_up import clip
from tools import SPECS
from tools.clip import Clip
from tools.engine.render.clip import render
from tools.errors import BadInput
from tools.operations import Cut, Span

TALK = ((0.4, 1.2), (2.0, 3.0), (3.25, 4.0))
"""When the tones of the generated clip sound; it is 5 s long."""


def found(*spans: tuple[float, float], speech: float | None = -20.0) -> dict[str, Any]:
    """A clip of 20 s in which these stretches are silent."""
    return {
        "speech": speech, "noise": -70.0, "threshold": -44.0, "spans": [list(s) for s in spans]
    }  # fmt: skip


class Told(dict[str, Any]):
    """The same finding for every analysis."""

    def __init__(self, finding: dict[str, Any]) -> None:
        self.finding = finding

    def __bool__(self) -> bool:
        return True

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> dict[str, Any]:
        return self.finding


def silent_in(*spans: tuple[float, float], **more: Any) -> Clip:
    return clip(findings=Told(found(*spans)), **more)


@dataclass(frozen=True)
class Case:
    """Silences, a call, and what is kept."""

    id: str
    spans: tuple[tuple[float, float], ...]
    kept: tuple[tuple[float, float], ...]
    args: dict[str, Any] = field(default_factory=dict)
    says: str = "removed"


_CASES = (
    Case("inside", ((4, 6),), ((0, 4.1), (5.9, 20)), says="a silence (1.8 s in all, 18.2 s"),
    Case("short ones stay", ((4, 6), (8, 8.3)), ((0, 4.1), (5.9, 20))),
    Case("wider margin", ((4, 6),), ((0, 4.5), (5.5, 20)), {"margin": 0.5}),
    Case("edges have none", ((0, 1), (19, 20)), ((0.9, 19.1),), says="2 silences"),
    Case("start", ((0, 1), (4, 6), (19, 20)), ((0.9, 20),), {"where": "start"}, "at the start"),
    Case("end", ((0, 1), (4, 6), (19, 20)), ((0, 19.1),), {"where": "end"}),
    Case("ends", ((0, 0.3), (4, 6), (19, 20)), ((0.2, 19.1),), {"where": "both ends"}),
    Case("in a part", ((4, 6), (10, 12)), ((0, 4.1), (5.9, 20)), {"end": 8}, "0:00 to 0:08"),
    Case("longer", ((4, 6), (10, 14)), ((0, 10.1), (13.9, 20)), {"longer_than": "3 s"}),
)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.id)
def test_what_is_kept(case: Case) -> None:
    result = SPECS["remove_silence"].call(silent_in(*case.spans), case.args)
    assert isinstance(result, Clip)
    (cut,) = result.operations
    assert isinstance(cut, Cut)
    assert [(round(s.start, 3), round(s.end, 3)) for s in cut.ranges] == list(case.kept)
    assert case.says in result.done[-1]
    assert result.facts.duration == pytest.approx(sum(b - a for a, b in case.kept), abs=0.02)


def test_hundreds_of_silences_are_one_cut() -> None:
    spans = [(at, at + 0.6) for at in range(1, 601)]
    long = silent_in(*spans, duration=620.0)
    result = SPECS["remove_silence"].call(long, {})
    assert isinstance(result, Clip)
    (cut,) = result.operations
    assert isinstance(cut, Cut)
    assert len(cut.ranges) == 601
    assert result.facts.duration == pytest.approx(620 - 600 * 0.4, abs=0.05)


@pytest.mark.parametrize(
    ("spans", "args", "says"),
    [
        ((), {}, "nothing in it is silent"),
        (((4, 4.4),), {}, "longest pause is 0.4 s"),
        (((4, 6),), {"where": "start"}, "no silence at the start"),
        (((0, 19.5),), {}, "nearly all of it"),
        (((4, 6),), {"longer_than": 0.05}, "between syllables"),
        (((4, 6),), {"below": 3}, "6 to 60 dB"),
    ],
)
def test_what_cannot_be_done_is_told(
    spans: tuple[tuple[float, float], ...], args: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        SPECS["remove_silence"].call(silent_in(*spans), args)


def test_silent_throughout() -> None:
    mute = clip(findings=Told(found((0, 20), speech=None)))
    with pytest.raises(BadInput, match="nothing to hear"):
        SPECS["remove_silence"].call(mute, {})
    assert "nothing to hear" in str(SPECS["find_silence"].call(mute, {}))
    with pytest.raises(BadInput, match="has no sound"):
        SPECS["remove_silence"].call(clip(sound=False), {})


def test_pauses_are_told() -> None:
    said = str(SPECS["find_silence"].call(silent_in((4, 6), (8, 8.3), (10, 10.5)), {}))
    assert said.startswith("There are 2 pauses of 0.5 s or longer, 2.5 s in all: 0:04-0:06")
    assert "no pause" in str(SPECS["find_silence"].call(silent_in((4, 4.3)), {}))


@pytest.fixture(scope="session")
def talk(media: Media) -> Path:
    """5 s of numbered frames with tones at known times over faint noise, and a click."""
    when = "+".join(f"between(t,{a},{b})" for a, b in TALK)
    click = "between(t,1.6,1.62)"
    sound = f"aevalsrc=exprs='0.2*sin(2*PI*300*t)*({when})+0.2*{click}+0.0005*random(0)':s=48000"
    picture = f"testsrc2=s=160x90:r=25:d=5,geq=lum='{numbers(160, 90)}':cb=128:cr=128"
    target = media.folder / "talk.mp4"
    return media.once(
        target,
        lambda: ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, "-t", "5",
                       "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", target),
    )  # fmt: skip


async def test_silences_of_a_clip_are_cut_in_picture_and_sound(talk: Path, tmp_path: Path) -> None:
    made = await edited(talk, [("remove_silence", {"longer_than": 0.5})], tmp_path)
    (cut,) = made.operations
    assert isinstance(cut, Cut)
    expected = (Span(0.0, 1.3), Span(1.9, 4.1))  # the first 0.4 s and 0.25 s within are short
    for span, wanted in zip(cut.ranges, expected, strict=True):
        assert (span.start, span.end) == pytest.approx((wanted.start, wanted.end), abs=0.03)
    result = (await render(made, tmp_path, stem="tight")).path
    kept = [number(image) for image in frames(result)]
    assert kept[:2] == [0, 1]
    assert not set(kept) & set(range(34, 47))
    assert len(kept) == pytest.approx(3.5 * 25, abs=2)
    sound = samples(result)
    assert sound.shape[1] / 48_000 == pytest.approx(len(kept) / 25, abs=0.05)


async def test_only_sound(talk: Path, tmp_path: Path) -> None:
    steps = [("extract_audio", {"format": "wav"}), ("remove_silence", {"where": "both ends"})]
    made = await edited(talk, steps, tmp_path)
    assert made.facts.duration == pytest.approx(4.1 - 0.3, abs=0.05)
    assert (await render(made, tmp_path, stem="tight")).facts.video is None

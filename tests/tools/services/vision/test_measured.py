"""The built-in engine: what it tells from numbers and words, and what it does not claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.tools.services.vision.footage import GOOD, footage, row, spoken, timeline
from tools.services.vision import hearing, seeking
from tools.services.vision.measured import MeasuredVision
from tools.services.vision.protocol import Measured
from tools.sights import TimelineFound

LENGTH = 10.0
TEACHING = spoken("hello in this video i will show you how to bake first you need flour")


def measured(seen: TimelineFound | None = None, **quality: Any) -> Measured:
    return Measured(quality=GOOD | quality, timeline=seen or timeline(), pauses=None)  # type: ignore[operator]


@dataclass(frozen=True)
class Case:
    """What is looked for, in a clip of which this was measured, and where it is."""

    what: str
    seen: TimelineFound
    spans: list[tuple[float, float]]


DARK = timeline(light=row(LENGTH, (3, 5, 0.02), rest=0.5))
WILD = timeline(motion=row(LENGTH, (6, 8, 0.2), rest=0.008))
LOUD = timeline(level=row(LENGTH, (1, 3, -6.0), rest=-30.0))
FOUND = (
    Case("a face appears", timeline(), [(2, 4)]),
    Case("people", timeline(), [(2, 4)]),
    Case("somebody is visible", timeline(), [(2, 4)]),
    Case("a close-up", timeline(), []),
    Case("a close-up", timeline(faces=[[1.0, 2.0, 0.8]]), [(1, 2)]),
    Case("it is dark", DARK, [(3, 5)]),
    Case("it is darkest", DARK, [(2.5, 5.5)]),
    Case("it is bright", timeline(light=row(LENGTH, (0, 2, 0.9), rest=0.5)), [(0, 2)]),
    Case("it is dark", timeline(), []),
    Case("there is a lot of motion", WILD, [(6, 8)]),
    Case("the most action", WILD, [(5.5, 8.5)]),
    Case("something moves fast", WILD, [(6, 8)]),
    Case("it is loud", LOUD, [(1, 3)]),
    Case("the loudest part", LOUD, [(0.5, 3.5)]),
    Case("nothing moves", timeline(motion=row(LENGTH, (4, 9, 0.0), rest=0.02)), [(4, 9)]),
    Case("the scene changes", timeline(), [(5, 6)]),
    Case("black and white", timeline(color=row(LENGTH, (2, 6, 0.0), rest=0.3)), [(2, 6)]),
    Case("somebody is seen while it is dark", DARK, [(3, 4)]),
)


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.what)
def test_what_can_be_measured_is_found(case: Case) -> None:
    found = seeking.moments(case.what, measured(case.seen), LENGTH)
    assert len(found) == len(case.spans)
    for moment, (start, end) in zip(found, case.spans, strict=True):
        assert moment["start"] == pytest.approx(start, abs=0.6)
        assert moment["end"] == pytest.approx(end, abs=0.6)
    assert not seeking.unseen(case.what) or not found


@pytest.mark.parametrize(
    ("what", "left"),
    [
        ("the dog jumps", "dog jumps"),
        ("a red car comes in", "red car in"),
        ("a face appears", ""),
        ("it is loud", ""),
        ("the dog is in the dark", "dog"),
        ("somebody is visible", ""),
        ("the loudest part", ""),
    ],
)
def test_what_cannot_be_seen_is_known(what: str, left: str) -> None:
    assert seeking.unseen(what) in {left, left.removesuffix(" in")}


@pytest.mark.parametrize(
    ("what", "words", "spans"),
    [
        ("he says banana", "i like ... banana bread ... a lot", [(1.8, 2.6)]),
        ("he talks about bananas", "i like ... banana bread ... a lot", [(1.8, 2.6)]),
        ("she mentions the price", "now ... the price is low ... ok", [(1.4, 3.0)]),
        ("he says banana", "apples and pears", []),
        ("he says red apple", "red paint and ... much later the apple", [(0.0, 3.9)]),
        ("the dog", "look at the dog ... there", [(0.0, 1.7)]),
    ],
)
def test_words_are_found_with_their_sentence(
    what: str, words: str, spans: list[tuple[float, float]]
) -> None:
    found = hearing.said_moments(what, spoken(words), LENGTH)
    assert [(m["start"], m["end"]) for m in found] == [
        (pytest.approx(a, abs=0.3), pytest.approx(b, abs=0.3)) for a, b in spans
    ]


@pytest.mark.parametrize(
    ("clip", "kind"),
    [
        (footage(said=TEACHING), "tutorial"),
        (footage(said=spoken("so i went home and " * 6), seen=timeline(faces=[[0, 9, 0.5]])),
         "talking head"),
        (footage(seen=timeline(faces=[[0, 9, 0.5]])), "portrait of somebody"),
        (footage(seen=timeline(motion=row(LENGTH, rest=0.0))), "a picture that hardly moves"),
        (footage(seen=timeline(motion=row(LENGTH, rest=0.2))), "action"),
        (footage(picture=False, said=spoken("one two three " * 6)), "speech"),
        (footage(picture=False), "sound without speech"),
    ],
)  # fmt: skip
async def test_kinds(clip: Any, kind: str) -> None:
    assert (await MeasuredVision().describe(clip))["kind"] == kind


async def test_tutorials_want_captions_first() -> None:
    found = await MeasuredVision().describe(footage(said=TEACHING))
    assert found["advice"][0] == "captions"


@pytest.mark.parametrize(
    ("changes", "issue", "advice"),
    [
        ({"light": 0.1, "dark": 0.02, "bright": 0.2}, "too dark", "brighten"),
        ({"noise": 9.0}, "noisy", "denoise"),
        ({"blur": 14.0}, "soft", "sharpen"),
        ({"loudness": {"integrated": -32.0, "range": 3.0, "peak": -9.0}}, "too quiet", "loudness"),
        ({"black": [[0.0, 1.0]]}, "black at 0:00-0:01", ""),
        ({"scenes": 14}, "", "fades"),
    ],
)
async def test_issues_and_what_helps(changes: dict[str, Any], issue: str, advice: str) -> None:
    quality: Any = GOOD | changes
    found = await MeasuredVision().describe(footage(quality=quality))
    assert any(issue in each for each in found["issues"]) or not issue
    assert advice in found["advice"] or not advice


async def test_a_bad_clip_is_to_be_upscaled_and_denoised() -> None:
    quality: Any = GOOD | {"blur": 14.0, "noise": 11.0, "blocks": 60.0, "light": 0.05,
                           "dark": 0.0, "bright": 0.1}  # fmt: skip
    found = await MeasuredVision().describe(footage(quality=quality, width=320, height=180, fps=10))
    assert found["advice"][:2] == ["upscale", "denoise"]


async def test_it_never_claims_to_have_seen() -> None:
    found = await MeasuredVision().find(footage(), "the dog jumps")
    assert (found["moments"], found["unseen"]) == ([], "dog jumps")
    assert (await MeasuredVision().describe(footage()))["summary"] == ""

"""What people are told of a result besides what was done, by the facts alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.tools.made_up import clip
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.errors import BadInput
from tools.facts import AudioFacts


@dataclass(frozen=True)
class Told:
    """A step on a clip, and all that is told of what comes with it."""

    id: str
    clip: Clip
    tool: str
    args: dict[str, Any]
    notes: list[str]


def surround() -> Clip:
    sent = clip()
    facts = replace(sent.source.facts, audio=AudioFacts(channels=6))
    return Clip.of(replace(sent.source, facts=facts))


MIXED = "Its 6 channels of sound were mixed down to"
CASES = (
    Told("surround", surround(), "set_channels", {"layout": "stereo"}, [f"{MIXED} stereo."]),
    Told("surround to mono", surround(), "set_channels", {"layout": "mono"}, [f"{MIXED} mono."]),
    Told("an odd crop", clip(), "crop_video", {"width": 101, "height": 77},
         ["h264 takes even sizes: 101x77 became 100x76."]),
    Told("an odd source", clip(width=321, height=181), "flip_video", {}, []),
    Told("quick interpolation", clip(2, width=160, height=90), "change_fps",
         {"fps": 60, "smooth": True}, []),
    Told("long interpolation", clip(), "change_fps", {"fps": 60, "smooth": True},
         ["That takes long: about 3:30 min."]),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_told(case: Told) -> None:
    edited = SPECS[case.tool].call(case.clip, case.args)
    assert isinstance(edited, Clip)
    assert [*edited.notes, *compile_clip(edited).notes] == case.notes


@pytest.mark.parametrize(
    ("size_bytes", "told"),
    [(400_000, "less than a tenth of the bits"), (6_500_000, "0.9 times the bits")],
)
def test_bits_of_a_file(size_bytes: int, told: str) -> None:
    sent = clip().source
    sent = replace(sent, facts=replace(sent.facts, size_bytes=size_bytes))
    answer = SPECS["measure_quality"].call(Clip.of(sent, findings=clip().findings), {})
    assert told in str(answer)


@pytest.mark.parametrize(
    ("asked", "told"),
    [("100 kB", "at most 100 kB"), ("1.5MB", "at most 1.5 MB"), (0.05, "at most 50 kB"),
     ("6.4 MB", "at most 6.4 MB")],
)  # fmt: skip
def test_sizes_are_told_as_people_write_them(asked: object, told: str) -> None:
    edited = SPECS["fit_size"].call(clip(2.0, width=320, height=180), {"megabytes": asked})
    assert isinstance(edited, Clip)
    assert edited.done[-1].endswith(told)


def test_sizes_that_no_file_has() -> None:
    with pytest.raises(BadInput, match=r"1 kB|1\.0 kB is out of range; sizes go from 5\.0 kB"):
        SPECS["fit_size"].call(clip(), {"megabytes": "1 kB"})

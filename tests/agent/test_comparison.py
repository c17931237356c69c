"""Versions side by side: what only one of them has, and what was measured."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from agent.comparison import compare_versions
from agent.history import History, Version, from_json, to_json
from tests.agent.scripted import described_source
from tools.errors import BadInput
from tools.facts import AudioFacts, Facts, VideoFacts
from tools.recipe import Step

TRIM, GREY = Step("trim_video", {"end": 5.0}), Step("apply_filter", {"filter_type": "blackwhite"})


def facts(seconds: float, size: int, *, sound: bool = True) -> Facts:
    return Facts(
        duration=seconds,
        video=VideoFacts(width=1280, height=720, fps=Fraction(30)),
        audio=AudioFacts() if sound else None,
        size_bytes=size,
    )


def history() -> History:
    source = described_source()
    versions = (
        Version(id="v1", steps=(GREY,), source_id=source.id, facts=facts(20, 4_000_000)),
        Version(
            id="v2",
            steps=(GREY, TRIM),
            parent="v1",
            source_id=source.id,
            facts=facts(5, 1_000_000, sound=False),
        ),
        Version(id="v3", steps=(GREY,), parent="v2", source_id=source.id),
    )
    return History(source=source, steps=(GREY, TRIM), versions=versions, head="v2")


def test_what_differs_is_told() -> None:
    said = compare_versions(from_json(to_json(history())), "v1", "v2")
    assert "Only v2: trimmed to 0:00-0:05 (5 s)." in said
    assert "Only v1" not in said
    assert "Length: v1 20 s, v2 5 s." in said
    assert "Sound: v1 2 channels at 48000 Hz, v2 none." in said
    assert "File: v1 4.00 MB, v2 1.00 MB." in said
    assert "Picture" not in said


def test_alike() -> None:
    now = history()
    twin = replace(now.versions[0], id="v3")
    said = compare_versions(replace(now, versions=(*now.versions[:2], twin)), "v1", "v3")
    assert "same edits" in said
    assert "alike" in said


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [("v1", "v1", "with itself"), ("v9", "v1", "no version 'v9'"), ("v1", "v3", "not known")],
)
def test_what_cannot_be_compared(a: str, b: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        compare_versions(history(), a, b)

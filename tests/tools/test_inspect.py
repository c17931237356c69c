"""describe_clip: exact facts, in words."""

from __future__ import annotations

import pytest

from tests.tools.made_up import clip
from tools import SPECS
from tools.clip import Clip


def test_describe_tells_exact_facts() -> None:
    words = SPECS["describe_clip"].call(clip(), {})
    assert isinstance(words, str)
    for fact in ("20 s", "600 frames", "1280x720", "30 frames per second", "stereo", "48 kHz",
                 "mp4", "h264", "aac", "6.5 MB", "holiday.mp4"):  # fmt: skip
        assert fact in words


def test_describe_follows_the_edit() -> None:
    edited = SPECS["trim_video"].call(clip(), {"end": 5})
    assert isinstance(edited, Clip)
    words = str(SPECS["describe_clip"].call(edited, {}))
    assert "now 5 s long, 150 frames" in words
    assert "trimmed to 0:00-0:05" in words
    assert "20 s" in words


@pytest.mark.parametrize(
    ("described", "said"),
    [
        (clip(sound=False), "It has no sound."),
        (clip(picture=False, container="mp3"), "20 s long."),
        (clip(variable_rate=True), "about 600 frames"),
        (clip(83.5), "1:23.5 (83.5 s) long"),
        (clip(width=720, height=1280), "720x1280 (upright)"),
        (clip(name="a\n“b”\x1b[31m.mp4"), "“a“b”[31m.mp4”"),
        (clip(alpha=True), "with transparency"),
    ],
)
def test_describe_says_what_is_odd(described: Clip, said: str) -> None:
    assert said in str(SPECS["describe_clip"].call(described, {}))

"""Words and stretches are covered with a beep, or with silence."""

from __future__ import annotations

import pytest

from tests.tools.made_up import clip
from tests.tools.test_said import heard
from tools.bleeping import bleep
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import AudioFilter, Mute


def covered(edited: Clip) -> list[tuple[float, float]]:
    cover = edited.operations[-1]
    assert isinstance(cover, AudioFilter | Mute)
    return [(round(span.start, 2), round(span.end, 2)) for span in cover.spans]


def test_a_word_is_covered_wherever_it_is_said() -> None:
    edited = bleep(heard(), "banana")
    assert covered(edited) == [(2.45, 3.15)]
    assert edited.done[-1] == "bleeped “banana” at 0:02.5"
    assert isinstance(edited.operations[-1], AudioFilter)


def test_silence_in_place_of_the_beep() -> None:
    edited = bleep(heard(), "banana, hello", cover="silence")
    assert covered(edited) == [(0.45, 0.95), (2.45, 3.15)]
    assert isinstance(edited.operations[-1], Mute)
    assert edited.done[-1].startswith("silenced “banana” and “hello” at 0:00.5, 0:02.5")


def test_a_stretch_and_a_moment() -> None:
    assert covered(bleep(clip(), start=3.0, end=4.0)) == [(3.0, 4.0)]
    assert covered(bleep(clip(), start=3.0)) == [(3.0, 3.5)]


def test_all_swear_words_and_none_that_only_sounds_like_one() -> None:
    said = [("damned", 1.0, 1.4, 1.0), ("hello", 2.0, 2.4, 1.0), ("Hell!", 3.0, 3.3, 1.0)]
    assert covered(bleep(heard(said), "the swear words")) == [(0.95, 1.45), (2.95, 3.35)]
    assert "the swear words at 0:01, 0:03" in bleep(heard(said), "swearing").done[-1]
    with pytest.raises(BadInput, match="no swear words"):
        bleep(heard(), "profanities")


def test_only_within_a_part() -> None:
    with pytest.raises(BadInput, match="do not hear"):
        bleep(heard(), "hello", start=2.0)


def test_what_is_missing_is_told() -> None:
    with pytest.raises(BadInput, match="Nothing was named"):
        bleep(clip())
    with pytest.raises(BadInput, match="0:30"):
        bleep(clip(duration=20.0), start=30.0)
    with pytest.raises(BadInput, match="no sound"):
        bleep(clip(sound=False), start=1.0)

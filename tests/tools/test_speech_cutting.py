"""Words are found, and cut out at their borders."""

from __future__ import annotations

import pytest

from tests.tools.made_up import clip
from tests.tools.test_said import heard
from tools.answer import Answer
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Cut
from tools.speech_cutting import cut_words
from tools.transcripts import find_words, transcribe


def kept(edited: Clip) -> list[tuple[float, float]]:
    cut = edited.operations[-1]
    assert isinstance(cut, Cut)
    return [(round(span.start, 2), round(span.end, 2)) for span in cut.ranges]


def test_a_word_goes_with_a_little_silence_and_none_of_its_neighbours() -> None:
    edited = cut_words(heard(), "banana")
    assert kept(edited) == [(0, 2.44), (3.1, 10)]
    assert edited.done[-1] == "cut out “banana” at 0:02.5 (0.66 s in all)"


def test_ums_take_the_silence_behind_them_along() -> None:
    assert kept(cut_words(heard(), "um, uh")) == [(0, 2.04), (2.5, 10)]
    assert "the ums and uhs" in cut_words(heard(), "the fillers, ums").done[-1]


def test_phrases_and_several_words() -> None:
    assert kept(cut_words(heard(), "You know!, hello", margin=0)) == [(0, 0.5), (0.9, 6), (6.5, 10)]


def test_only_within_a_part() -> None:
    with pytest.raises(BadInput, match="do not hear"):
        cut_words(heard(), "hello", start=2.0)


def test_what_is_not_said_is_told_with_what_is_near() -> None:
    with pytest.raises(BadInput, match="Nearest to it is “bananas” at 0:02.5"):
        cut_words(heard(), "bandana")
    with pytest.raises(BadInput, match="no ums"):
        cut_words(heard([("hello", 0.5, 0.9, 1.0)], rough=True), "um")


def test_not_all_of_it_can_go() -> None:
    with pytest.raises(BadInput, match="Nothing would be left"):
        cut_words(heard([("hello", 0.0, 10.0, 1.0)]), "hello")


def test_when_something_is_said() -> None:
    answer = find_words(heard(), "you know")
    assert answer.startswith("“you know” is said once: at 0:06 (“you know”)")
    assert isinstance(answer, Answer)
    assert answer.suggestions == ("cut out where they say “you know”",)
    assert "come once" in find_words(heard(), "um")
    assert "do not hear “price” in it" in find_words(heard(), "price")


def test_the_text_and_its_files() -> None:
    answer = transcribe(heard())
    assert isinstance(answer, Answer)
    assert "\nHello\nI like um bananas very much\nYou know" in answer
    assert answer.documents == ()
    (srt,) = transcribe(heard(), format="srt").documents  # type: ignore[attr-defined]
    assert (srt.stem, srt.format) == ("transcript", "srt")
    assert "00:00:00,500 --> " in srt.text
    timed = transcribe(heard(), times=True)
    assert "0:06 You know" in timed


def test_a_long_text_comes_as_a_file() -> None:
    rows = [(f"word{n}", n * 0.01, n * 0.01 + 0.01, 1.0) for n in range(900)]
    answer = transcribe(heard(rows))
    assert len(answer) < 4_000
    assert answer.documents[0].format == "txt"  # type: ignore[attr-defined]
    assert "word899" in answer.documents[0].text  # type: ignore[attr-defined]


def test_only_a_part_of_the_text() -> None:
    assert "Hello" not in transcribe(heard(), start=1.0)
    with pytest.raises(BadInput, match="Nothing is said from 0:07"):
        transcribe(heard(), start=7.0)
    with pytest.raises(BadInput, match="no sound"):
        transcribe(clip(sound=False))

"""What is said follows later edits; phrases of it can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tools.made_up import clip
from tools.analysis import Unseen
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Cut, Mute, Retime, Span
from tools.phrases import paragraphs, phrases, with_capitals
from tools.said import Transcript, TranscriptFound, Word, plain_word, said
from tools.sound import mute_audio
from tools.subtitle_files import written

ROWS = [
    ("hello", 0.5, 0.9, 0.9), ("I", 1.5, 1.6, 0.9), ("like", 1.6, 1.9, 0.9),
    ("um", 2.1, 2.3, 0.8), ("bananas", 2.5, 3.1, 1.0), ("very", 3.1, 3.4, 0.9),
    ("much", 3.4, 3.8, 0.9), ("you", 6.0, 6.2, 0.9), ("know", 6.2, 6.5, 0.9),
]  # fmt: skip


def found(rows: list[tuple[str, float, float, float]] = ROWS, **other: object) -> TranscriptFound:
    base = TranscriptFound(
        words=rows, language="en", engine="OpenAI", rough=False, unclear=[], notes=[]
    )
    return base | other  # type: ignore[return-value, operator]


def heard(rows: list[tuple[str, float, float, float]] = ROWS, **other: object) -> Clip:
    """A clip of 10 s that was listened to."""
    bare = clip(duration=10.0, findings={"x": 0})
    return replace(bare, findings={Transcript().key(bare): found(rows, **other)})


def times(edited: Clip) -> list[tuple[str, float]]:
    return [(word.text, round(word.start, 2)) for word in said(edited, "test").words]


def test_words_follow_cuts_and_changes_of_speed_without_listening_again() -> None:
    cut = heard().then(Cut((Span(1.4, 3.1), Span(5.0, 10.0))), done="cut")
    assert times(cut) == [("I", 0.1), ("like", 0.2), ("um", 0.7), ("bananas", 1.1),
                          ("you", 2.7), ("know", 2.9)]  # fmt: skip
    fast = cut.then(Retime(2.0), done="faster")
    assert times(fast)[-1] == ("know", 1.45)


def test_a_word_of_which_less_than_half_is_left_is_gone() -> None:
    cut = heard().then(Cut((Span(2.9, 3.5),)), done="cut")
    assert [text for text, _ in times(cut)] == ["very"]


def test_what_was_said_is_known_though_the_clip_is_mute_by_now() -> None:
    assert times(heard().then(Mute(), done="muted"))[0] == ("hello", 0.5)
    assert times(mute_audio(heard()))[0] == ("hello", 0.5)


def test_a_short_piece_of_a_long_clip_is_listened_to_alone() -> None:
    long = clip(duration=3600.0, findings={"x": 0})
    piece = long.then(Cut((Span(100, 110),)), done="cut")
    with pytest.raises(Unseen) as caught:
        said(piece, "test")
    assert caught.value.clip.facts.duration == 10
    with pytest.raises(Unseen) as caught:
        said(long.then(Cut((Span(0, 3500),)), done="cut"), "test")
    assert caught.value.clip.facts.duration == 3600


def test_without_sound_or_words_it_is_said_why() -> None:
    with pytest.raises(BadInput, match="no sound"):
        said(clip(sound=False), "transcribe")
    with pytest.raises(BadInput, match="no words in it"):
        said(heard([]), "transcribe")
    with pytest.raises(BadInput, match="no words left"):
        said(heard().then(Cut((Span(8, 9),)), done="cut"), "transcribe")


def test_a_rough_recogniser_and_what_it_did_not_understand_are_told() -> None:
    notes = said(heard(rough=True, unclear=[[7.0, 9.0]], engine="PocketSphinx"), "x").notes
    assert "rough" in notes[0]
    assert "OPENAI_API_KEY" in notes[0]
    assert "2 s" in notes[1]


@pytest.mark.parametrize(
    ("written", "plain"),
    [("“Banana!”", "banana"), ("it’s", "it's"), ("Café,", "cafe"), ("I'm", "i'm"), ("...", "")],
)
def test_a_word_alone(written: str, plain: str) -> None:
    assert plain_word(written) == plain


def spoken(text: str, *, pauses: dict[int, float] | None = None) -> list[Word]:
    """Words of 0.3 s, with pauses before some of them."""
    at, words = 0.0, []
    for number, each in enumerate(text.split()):
        at += (pauses or {}).get(number, 0.0)
        words.append(Word(each, at, at + 0.3))
        at += 0.3
    return words


def test_phrases_end_at_sentences_and_silences_and_are_even() -> None:
    words = spoken("Good morning. We are here today to talk about the weather in the north, which "
                   "is cold and this is all", pauses={15: 1.0})  # fmt: skip
    shown = [phrase.text for phrase in phrases(words, 32)]
    assert shown[0] == "Good morning."
    assert all(len(text) <= 32 for text in shown)
    assert " ".join(shown) == " ".join(word.text for word in words)
    assert not any(text.endswith((" the", " a", " to", " in")) for text in shown)
    assert min(map(len, shown[1:])) >= 8


def test_a_word_too_long_for_a_phrase_stands_alone() -> None:
    assert [p.text for p in phrases(spoken("a Donaudampfschifffahrtskapitän b"), 10)] == [
        "a", "Donaudampfschifffahrtskapitän", "b",
    ]  # fmt: skip


def test_languages_without_spaces_get_none() -> None:
    words = [Word("你", 0, 0.2), Word("好", 0.2, 0.4)]
    assert phrases(words, 20, "zh")[0].text == "你好"
    assert phrases(words, 20, "en")[0].text == "你 好"


def test_capitals_only_where_the_recogniser_knows_none() -> None:
    rough = spoken("hello I am here", pauses={1: 0.5})
    assert [word.text for word in with_capitals(rough)] == ["Hello", "I", "am", "here"]
    good = spoken("Hello there. how are you", pauses={2: 1.0})
    assert with_capitals(good) == tuple(good)


def test_paragraphs_end_where_somebody_rests() -> None:
    assert len(paragraphs(spoken("one two three", pauses={2: 3.0}))) == 2


def test_files_of_subtitles() -> None:
    lines = phrases(spoken("You are allowed to use this voice for any purpose, 1 --> 2 too"), 84)
    srt = written(lines, "srt")
    assert srt.startswith("1\n00:00:00,000 --> 00:00:04,200\n")
    assert srt.count("-->") == 1
    assert max(map(len, srt.splitlines())) <= 42
    assert written(lines, "vtt").startswith("WEBVTT\n\n1\n00:00:00.000 --> ")

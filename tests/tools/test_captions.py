"""Captions: what shows when, lit word by word, and how it is set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tools.made_up import clip
from tests.tools.test_said import ROWS, found, heard
from tools.analysis import Unseen
from tools.captions import add_captions
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import SoftSubtitles, Title, Titles
from tools.said import Transcript
from tools.translations import Translation


def titles(edited: Clip) -> tuple[Title, ...]:
    operation = edited.operations[-1]
    assert isinstance(operation, Titles)
    return operation.titles


def test_each_word_is_lit_while_it_is_said_and_nothing_overlaps() -> None:
    shown = titles(add_captions(heard()))
    assert len(shown) == len(ROWS)
    texts = [title.text.split()[title.lit or 0] for title in shown]
    assert [text.lower() for text in texts] == [row[0].lower() for row in ROWS]
    spans = [title.span for title in shown if title.span]
    assert [round(span.start, 2) for span in spans] == [row[1] for row in ROWS]
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def test_a_caption_stays_a_little_and_until_one_that_comes_soon() -> None:
    shown = titles(add_captions(heard(), style="classic"))
    ends = {title.text: round(title.span.end, 2) for title in shown if title.span}
    assert ends["Hello"] == 1.5
    assert ends["You know"] == 6.85


def test_styles_differ_in_what_shows_at_a_time() -> None:
    assert all(" " not in title.text for title in titles(add_captions(heard(), style="single")))
    bold = titles(add_captions(heard(), style="bold"))
    assert all(title.text.isupper() and len(title.text) <= 20 for title in bold)
    assert {title.style for title in titles(add_captions(heard(), style="boxed"))} == {"box"}
    assert {title.lit for title in titles(add_captions(heard(), style="classic"))} == {None}


def test_colours_and_place() -> None:
    (first, *_) = titles(add_captions(heard(), color="#ffff00", position="top"))
    assert (first.color, first.anchor, first.lit_color) == ("#ffff00", "top", "#ffffff")
    (first, *_) = titles(add_captions(heard(), style="classic", highlight="#00ff00"))
    assert (first.lit, first.lit_color) == (0, "#00ff00")


def test_upright_pictures_keep_clear_of_the_buttons_of_apps() -> None:
    upright = clip(duration=10.0, width=360, height=640, findings={"x": 0})
    upright = replace(upright, findings={Transcript().key(upright): found()})
    (first, *_) = titles(add_captions(upright))
    assert first.anchor == (0.5, 0.74)
    assert len(first.text) <= 48


def test_a_track_that_can_be_switched_off() -> None:
    edited = add_captions(heard(), mode="soft")
    (track,) = edited.operations
    assert isinstance(track, SoftSubtitles)
    assert track.text.startswith("1\n00:00:00,500 --> 00:00:01,500\nHello\n")
    assert "as a track" in edited.done[-1]


def test_only_a_part_is_captioned() -> None:
    edited = add_captions(heard(), start=5.0)
    assert {title.text for title in titles(edited)} == {"You know"}
    with pytest.raises(BadInput, match="Nothing is said"):
        add_captions(heard(), start=8.0)


def test_another_language_is_asked_for_and_shown_phrase_by_phrase() -> None:
    with pytest.raises(Unseen) as caught:
        add_captions(heard(), language="es")
    wish = caught.value.analysis
    assert isinstance(wish, Translation)
    assert (wish.spoken, wish.language) == ("en", "es")
    before = heard()
    known = {**before.findings, wish.key(before): {
        "lines": [f"línea {n}" for n in range(len(wish.lines))], "engine": "OpenAI"}}  # fmt: skip
    edited = add_captions(replace(before, findings=known), language="es")
    assert titles(edited)[0].text == "línea 0"
    assert {title.lit for title in titles(edited)} == {None}
    assert "in Spanish" in edited.done[-1]


def test_the_same_language_needs_no_translation() -> None:
    assert titles(add_captions(heard(), language="en"))[0].lit == 0


def test_needs_a_picture() -> None:
    with pytest.raises(BadInput, match="no picture"):
        add_captions(clip(picture=False))

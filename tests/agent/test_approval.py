"""Yes and no, in people's words."""

from __future__ import annotations

from time import perf_counter

import pytest

from agent.approval import answer_in

_YES = (
    "yes", "Yes please", "yes, please!", "ok", "OK.", "okay then", "sure", "go ahead", "do it",
    "yeah do it", "yep", "y", "please do", "sounds good", "go for it", "👍", "alright", "yes yes",
    "ja", "sí", "ok thanks", "sure, go ahead", "yes please do it",
    "let's go", "Lets do it!", "da", "ok now",
)  # fmt: skip
_NO = (
    "no", "No.", "nope", "no thanks", "no thank you", "cancel", "cancel that", "stop", "nah",
    "please don't", "don’t", "never mind", "nevermind", "too expensive", "that's too slow",
    "leave it", "nein", "n", "no, cancel it please", "please don't do it", "never-mind",
    "that’s too much",
)  # fmt: skip
_NEITHER = (
    "", "make it black and white", "yes but only the first 5 seconds", "no, make it red instead",
    "ok now crop it", "undo", "how much was it again?", "sure thing, trim it", "stop at 0:10",
    "cancel the title", "do it in blue", "please", "now", "yes no", "ok?", "yes " * 40,
)  # fmt: skip


@pytest.mark.parametrize("text", _YES)
def test_yes(text: str) -> None:
    assert answer_in(text) == "yes"


@pytest.mark.parametrize("text", _NO)
def test_no(text: str) -> None:
    assert answer_in(text) == "no"


@pytest.mark.parametrize("text", _NEITHER)
def test_neither(text: str) -> None:
    assert answer_in(text) == ""


@pytest.mark.parametrize("words", ["yes do it ", "please do it ", "go for it ", "no don't do it "])
@pytest.mark.parametrize("count", [3, 19, 20_000])
def test_a_long_message_takes_no_time(words: str, count: int) -> None:
    started = perf_counter()
    assert answer_in(words * count + "x") == ""
    assert perf_counter() - started < 0.1

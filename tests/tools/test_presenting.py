"""present: a presenter over a clip, before or after it, or on an empty canvas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.tools.made_up import MEDIA, clip, file
from tools import SPECS
from tools.canvas import CANVAS
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Crop, Cut, Join, Mix, Overlay, Present
from tools.presented import finding_of, shown

WORDS = "Welcome to my garden, and have a look around."
FILM = file("film.mp4", "mov", seconds=4.0, sound=True)


def presented(before: Clip, **args: Any) -> Clip:
    made = SPECS["present"].call(before, {"text": WORDS, **args})
    assert isinstance(made, Clip)
    return made


def canvas() -> Clip:
    return clip(120.0, width=1280, height=1280, fps=25, sound=False, name=CANVAS, findings={})


def last(made: Clip) -> Present:
    operation = made.operations[-1]
    assert isinstance(operation, Present)
    return operation


def test_in_a_corner_the_clip_stays_as_long() -> None:
    made = presented(clip(), position="top left")
    operation = last(made)
    assert (operation.place, operation.left, operation.top) == ("corner", True, True)
    assert made.facts.duration == 20
    assert made.done[-1].endswith("in the top left corner")


@pytest.mark.parametrize("place", ["start", "end"])
def test_before_and_after_it_grows(place: str) -> None:
    made = presented(clip(), place=place)
    assert made.facts.duration == pytest.approx(20 + last(made).seconds, abs=0.04)
    films = {last(made).presentation: FILM}
    (join,) = shown(made, films).operations
    assert isinstance(join, Join)
    assert join.before == (place == "start")
    assert shown(made, films).facts.duration == pytest.approx(24.0)


@pytest.mark.parametrize(
    ("shape", "size"), [("wide", (1280, 720)), ("vertical", (720, 1280)), ("square", (1080, 1080))]
)
def test_on_a_canvas_it_is_all_there_is(shape: str, size: tuple[int, int]) -> None:
    made = presented(canvas(), shape=shape)
    video = made.facts.video
    assert video is not None
    assert (video.width, video.height) == size
    assert made.facts.audio is not None
    assert isinstance(made.operations[0], Crop)
    known = shown(made, {last(made).presentation: FILM})
    assert [type(each) for each in known.operations] == [Crop, Cut, Overlay, Mix]
    assert known.facts.duration == pytest.approx(4.0)


def test_once_it_was_made_its_length_is_known() -> None:
    guessed = last(presented(canvas()))
    findings = {finding_of(guessed.presentation): {"film": 7.25}}
    made = presented(replace(canvas(), findings=findings))
    assert last(made).seconds == 7.25
    assert made.facts.duration == pytest.approx(7.25, abs=0.02)


def test_a_photo_takes_the_presenters_place() -> None:
    made = presented(clip(media=MEDIA), image="logo.png")
    picture = last(made).presentation.picture
    assert picture is not None
    assert picture.name == "logo.png"
    assert made.used == (picture,)


def test_words_that_are_longer_than_the_clip_are_told() -> None:
    made = presented(clip(2.0))
    assert "will not be heard" in made.notes[-1]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"text": "?!"}, "nothing to say"),
        ({"text": "a " * 2_000}, "characters"),
        ({"text": "word " * 300}, "seconds|s to speak"),
        ({"pace": 9}, "0.5 to 2"),
    ],
)
def test_what_cannot_be_said(args: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        presented(clip(), **args)


def test_sound_alone_has_no_place_for_it() -> None:
    with pytest.raises(BadInput, match="no picture"):
        presented(clip(picture=False))

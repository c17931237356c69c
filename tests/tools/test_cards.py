"""Cards stand before, behind or between the pictures, and nothing of the clip is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.decoded import frames, number, samples
from tests.media import Media
from tests.tools.made_up import clip
from tools.cards import add_card
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput
from tools.operations import Titles


def letters(edited: Clip) -> str:
    (title,) = next(each for each in edited.operations if isinstance(each, Titles)).titles
    return title.color


@pytest.mark.parametrize(
    ("args", "done"),
    [
        ({"text": "The End", "where": "end"}, "put a black card with “The End” at the end for 3 s"),
        ({"seconds": 2.0}, "put a black screen at the start for 2 s"),
        ({"at": 4.0, "background": "#ffffff"}, "put a white screen at 0:04 for 3 s"),
    ],
)
def test_what_was_done_is_told(args: dict[str, object], done: str) -> None:
    edited = add_card(clip(), **args)  # type: ignore[arg-type]
    assert edited.done[-1] == done
    assert edited.facts.duration == clip().facts.duration + float(str(args.get("seconds", 3.0)))


def test_letters_can_be_read_on_any_colour() -> None:
    assert letters(add_card(clip(), "A", background="#ffff00")) == "#000000"
    assert letters(add_card(clip(), "A", background="#0000ff")) == "#ffffff"
    assert letters(add_card(clip(), "A", background="#ffff00", color="#ff0000")) == "#ff0000"


def test_what_cannot_be_is_told() -> None:
    with pytest.raises(BadInput, match="clip is 10 s long"):
        add_card(clip(duration=10.0), at=12.0)
    with pytest.raises(BadInput, match="one frame to 1:00 min"):
        add_card(clip(), seconds=90.0)


@pytest.mark.parametrize("at", [0.0, 1.0, None], ids=["before", "between", "behind"])
async def test_the_pictures_go_on_behind_it(at: float | None, media: Media, tmp_path: Path) -> None:
    source = media.clip()
    whole = [number(image) for image in frames(source)]
    edited = add_card(Clip.of(await probe(source)), "Hi", where="end", at=at, seconds=1.0,
                      background="#00ff00")  # fmt: skip
    done = await render(edited, tmp_path, stem="v1")
    shown = frames(done.files[0])
    fps = round(len(whole) / Clip.of(await probe(source)).facts.duration)
    first = len(whole) if at is None else round(at * fps)
    card = shown[first : first + fps]
    for image in card:  # a corner, as words stand in the middle
        assert image[:4, :4].reshape(-1, 3).mean(axis=0) == pytest.approx([0, 255, 0], abs=30)
    rest = [number(image) for image in [*shown[:first], *shown[first + fps :]]]
    assert rest == whole
    quiet = samples(done.files[0])[0][int((first / fps + 0.1) * 48_000) :][: int(0.8 * 48_000)]
    assert abs(quiet).max() < 0.01

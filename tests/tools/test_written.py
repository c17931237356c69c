"""What the tools write: the operations that the engine is to carry out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.tools.made_up import clip
from tools import SPECS
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import (
    AudioFilter,
    Crop,
    Cut,
    Mix,
    Mute,
    Retime,
    Scale,
    Span,
    Titles,
    VideoFilter,
)
from tools.titles import MAX_TEXT


def _last(tool: str, on: Clip | None = None, **args: Any) -> Any:
    edited = SPECS[tool].call(on or clip(), args)
    assert isinstance(edited, Clip)
    return edited.operations[-1]


def test_operations_that_carry_the_edits() -> None:
    assert _last("trim_video", start=2, end=10) == Cut((Span(2.0, 10.0),))
    assert _last("cut_out", start=4, end=6) == Cut((Span(0.0, 4.0), Span(6.0, 20.0)))
    assert _last("change_speed", factor=2, keep_pitch=False) == Retime(2.0, None, False)
    assert _last("crop_video", width=640, height=360) == Crop(640, 360, 320, 180)
    assert _last("crop_video", width=600, height=400, x=100, y=50) == Crop(600, 400, 100, 50)
    assert _last("crop_video", width=601, height=401) == Crop(601, 401, 340, 160)
    assert _last("crop_video", aspect="9:16", position="left") == Crop(404, 720, 0, 0)
    assert _last("crop_video", aspect="2:1", position="bottom") == Crop(1280, 640, 0, 80)
    assert _last("crop_video", width="50%", position="top right") == Crop(640, 720, 640, 0)
    assert _last("resize_video", scale=0.5) == Scale(640, 360)
    assert _last("mute_audio", start=5, end=8) == Mute((Span(5.0, 8.0),))
    assert _last("mute_audio", start=0, end=20) == Mute()
    assert _last("change_volume", factor=0, start=1, end=2) == Mute((Span(1.0, 2.0),))


def test_a_range_that_is_the_whole_clip_is_no_range() -> None:
    assert _last("apply_filter", filter_type="sepia", start=0, end="end").spans == ()
    assert _last("apply_filter", filter_type="sepia", end=5).spans == (Span(0.0, 5.0),)


def test_times_mean_the_clip_as_it_is_now() -> None:
    shorter = SPECS["trim_video"].call(clip(), {"start": 10})
    assert isinstance(shorter, Clip)
    assert _last("trim_video", shorter, end="halfway") == Cut((Span(0.0, 5.0),))
    with pytest.raises(BadInput, match="10 s long"):
        SPECS["trim_video"].call(shorter, {"start": 15})


def test_volume_changes_stand_for_each_sample_alone() -> None:
    softer = _last("change_volume", decibels=-6)
    louder = _last("change_volume", decibels=6)
    assert isinstance(softer, AudioFilter)
    assert [stage.name for stage in softer.chain] == ["volume"]
    assert [stage.name for stage in louder.chain] == ["volume", "asoftclip"]
    assert softer.stateless
    assert louder.stateless


def test_title_carries_everything_that_was_asked() -> None:
    titles = _last(
        "add_text", text=" a: 'b' %{c}\\d\r\n\x00e ", position="0.25,0.5", style="caption",
        start=1, end=2, color="yellow", size="huge", bold=False, font="Noto  Sans",
    )  # fmt: skip
    assert isinstance(titles, Titles)
    (title,) = titles.titles
    assert title.text == "a: 'b' %{c}\\d\ne"
    assert title.anchor == (0.25, 0.5)
    assert (title.style, title.color, title.size, title.bold) == ("subtitle", "#ffe000", 0.2, False)
    assert (title.font, title.span) == ("Noto Sans", Span(1.0, 2.0))


def test_emoji_and_right_to_left_words_stay_as_they_are() -> None:
    family = "👨\u200d👩\u200d👧 שלום é"
    assert _last("add_text", text=family).titles[0].text == family
    assert _last("add_text", text="x" * MAX_TEXT).titles[0].text == "x" * MAX_TEXT


def test_voice_carries_language_and_moment() -> None:
    mix = _last("generate_voice", text="Привет\x07 всем", voice="woman", speed="1.5x", at="0:03")
    assert isinstance(mix, Mix)
    assert mix.at == 3.0
    assert mix.sound.text == "Привет всем"
    assert (mix.sound.voice, mix.sound.speed) == ("professional_female", 1.5)
    assert mix.sound.language == "ru"
    assert _last("generate_voice", text="Hola", language="Spanish").sound.language == "es"


def test_filters_follow_the_size_of_the_picture() -> None:
    small = _last("apply_filter", clip(width=320, height=180), filter_type="blur")
    large = _last("apply_filter", clip(width=1280, height=720), filter_type="blur")
    assert isinstance(small, VideoFilter)
    sigma, bigger = (dict(blur.chain[0].options)["sigma"] for blur in (small, large))
    assert bigger == pytest.approx(4 * float(sigma), rel=0.01)


@pytest.mark.parametrize(
    ("fps", "wanted", "rate"),
    [(30, 12, Fraction(25, 2)), (30, 10, 10), (10, 50, 10), (25, 240, 25), (60, 60, 50)],
)
def test_gif_rates_are_those_a_gif_can_hold(fps: int, wanted: int, rate: Fraction) -> None:
    gif = SPECS["export_gif"].call(clip(fps=fps), {"fps": wanted})
    assert isinstance(gif, Clip)
    assert gif.output.video
    assert gif.output.video.fps == rate
    assert gif.facts.duration == pytest.approx(gif.output.duration)


def test_transparency_is_kept_where_it_can_be_and_told_where_not() -> None:
    see_through = clip(alpha=True, container="webm")
    webm = SPECS["convert_format"].call(see_through, {"format": "webm"})
    mp4 = SPECS["convert_format"].call(see_through, {"format": "mp4"})
    assert isinstance(webm, Clip)
    assert isinstance(mp4, Clip)
    assert webm.output.video
    assert webm.output.video.alpha
    assert not webm.notes
    assert "transparency" in mp4.notes[-1]


def test_formats_of_one_edit_follow_the_last_word() -> None:
    steps: list[tuple[str, dict[str, Any]]] = [
        ("convert_format", {"format": "webm"}), ("export_gif", {}),
        ("convert_format", {"format": "mp4", "video_codec": "x265"}),
    ]  # fmt: skip
    edited = clip()
    for tool, args in steps:
        result = SPECS[tool].call(edited, args)
        assert isinstance(result, Clip)
        edited = result
    assert edited.output.container == "mp4"
    assert edited.output.video
    assert edited.output.video.codec == "hevc"

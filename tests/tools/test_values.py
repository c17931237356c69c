"""Value parsers: people's spellings in, plain values out, and nothing but ValueError besides."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.made_up import clip
from tools import values

FACTS = clip(20.0).facts
quick = settings(max_examples=80, deadline=None, database=None)


@dataclass(frozen=True)
class Case:
    parse: Callable[..., Any]
    text: object
    value: object

    @property
    def id(self) -> str:
        return f"{self.parse.__name__}-{self.text}"


SECONDS = {
    5: 5.0, 12.5: 12.5, "5": 5.0, "5s": 5.0, "5 sec": 5.0, "5secs": 5.0, "2,5 s": 2.5,
    "0:05": 5.0, "1:02.5": 62.5, "00:00:05.250": 5.25, "1:00:00": 3600.0, "90:00": 5400.0,
    "1m5s": 65.0, "1m5": 65.0, "1m 05": 65.0, "0min12s": 12.0, "2 minutes": 120.0,
    "1 hour 2 min": 3720.0, "500ms": 0.5, "five seconds": 5.0, "twenty five seconds": 25.0,
    "half a minute": 30.0, "a minute and a half": 90.0, "one and a half minutes": 90.0,
    "two and a half seconds": 2.5, "a quarter of a minute": 15.0, "1 1/2 minutes": 90.0,
    "one point five seconds": 1.5, "a second": 1.0, "1 minute and 5 seconds": 65.0,
    "frame 90": 3.0, "90 frames": 3.0, "frame #15": 0.5, "the 30th frame": 1.0,
    "halfway": 10.0, "the middle": 10.0, "half way through": 10.0, "50%": 10.0, "25 percent": 5.0,
    "start": 0.0, "the beginning": 0.0, "end": 20.0, "the very end": 20.0,
    "2 seconds before the end": 18.0, "3s from the end": 17.0, "a third": 6.666667,
    "two thirds of the way": 13.333333, "three quarters": 15.0, "3/4 of the clip": 15.0,
    "the 3 sec mark": 3.0, "at 0:07": 7.0, "around 5 seconds": 5.0, "5 segundos": 5.0,
    "5 Sekunden": 5.0, "5 секунд": 5.0, "  0:05 ": 5.0, "“0:05”": 5.0, "５s": 5.0,
}  # fmt: skip
SPEEDS = {
    2: 2.0, "2x": 2.0, "x2": 2.0, "2 x": 2.0, "50%": 0.5, "half": 0.5, "half speed": 0.5,
    "double": 2.0, "double the speed": 2.0, "twice as fast": 2.0, "1.25 times": 1.25,
    "3/4": 0.75, "three quarters": 0.75, "20% faster": 1.2, "30% slower": 0.7, "2x faster": 2.0,
    "2x slower": 0.5, "a bit faster": 1.25, "slightly slower": 0.8, "slow motion": 0.5,
    "much faster": 2.0, "normal speed": 1.0, "1,5x": 1.5, "one and a half times": 1.5,
}  # fmt: skip
DECIBELS = {
    -6: -6.0, "-6": -6.0, "+3 dB": 3.0, "6db": 6.0, "a bit quieter": -3.0, "louder": 6.0,
    "much louder": 12.0, "down a bit": -3.0, "turn it up": 6.0, "10 decibels": 10.0,
}  # fmt: skip
INTENSITIES = {
    0.5: 0.5, "50%": 0.5, "70": 0.7, 70: 0.7, "slightly": 0.25, "a bit": 0.25, "strong": 0.85,
    "very strong": 0.85, "full": 1.0, "medium": 0.5, 1: 1.0, 0: 0.0, "max": 1.0,
}  # fmt: skip
LEVELS = {
    -0.3: -0.3, "-20%": -0.2, "darker": -0.3, "slightly darker": -0.25, "much lower": -0.85,
    "slightly": 0.25, "40%": 0.4,
}  # fmt: skip
COLORS = {
    "white": "#ffffff", "Yellow": "#ffe000", "#fc0": "#ffcc00", "#FFCC00": "#ffcc00",
    "ffcc00": "#ffcc00", "light blue": "#add8e6", "dark grey": "#a9a9a9",
    "rgb(255, 0, 128)": "#ff0080", "hot pink": "#ff69b4",
}  # fmt: skip
POSITIONS = {
    "bottom": "bottom", "Bottom Left": "bottom-left", "upper right corner": "top-right",
    "in the middle": "center", "centre": "center", "at the top": "top", "top center": "top",
    "middle left": "left", "lower third": "bottom", "left": "left", "top-right": "top-right",
    "0.5,0.2": "0.5,0.2", "50% 20%": "0.5,0.2", (0.5, 0.25): "0.5,0.25", "center of the screen":
    "center",
}  # fmt: skip
PIXELS = {640: 640, "640": 640, "640px": 640, "640 pixels": 640, "641 wide": 641, "50%": 640,
          "half": 640}  # fmt: skip
RESOLUTIONS = {"480p": 480, 720: 720, "full hd": 1080, "4K": 2160, "1080": 1080, "HD": 720}
ASPECTS = {
    "9:16": "9:16", "16x9": "16:9", "square": "1:1", "vertical": "9:16", "4/3": "4:3", 1.5: "1.5:1",
    "1.91:1": "1.91:1", "1.85": "1.85:1", "portrait": "9:16", "16:9 video": "16:9",
}  # fmt: skip
SIZES = {"small": 0.06, "Medium": 0.09, "large": 0.14, "huge": 0.2, 0.1: 0.1, "10%": 0.1,
         "72px": 0.1}  # fmt: skip
VOICES = {"woman": "professional_female", "an old man": "elderly_male", "child": "child_voice",
          "narrator": "narrator_male", "Casual Female": "casual_female"}  # fmt: skip
LANGUAGES = {"de": "de", "de-AT": "de", "German": "de", "en_US": "en", "no": "nb"}


def _pixels(value: object) -> int:
    return values.parse_pixels(value, 1280)


def _cases() -> list[Case]:
    def seconds(value: object) -> float:
        return values.parse_seconds(value, FACTS)

    def text_size(value: object) -> float:
        return values.parse_text_size(value, FACTS)

    tables: list[tuple[Callable[..., Any], dict[Any, Any]]] = [
        (seconds, SECONDS), (values.parse_speed, SPEEDS), (values.parse_decibels, DECIBELS),
        (values.parse_intensity, INTENSITIES), (values.parse_level, LEVELS),
        (values.parse_color, COLORS), (values.parse_position, POSITIONS), (_pixels, PIXELS),
        (values.parse_resolution, RESOLUTIONS), (values.parse_aspect, ASPECTS),
        (text_size, SIZES), (values.parse_voice, VOICES), (values.parse_language, LANGUAGES),
        (values.parse_rate, {12: 12.0, "24 fps": 24.0, "30 frames per second": 30.0}),
        (values.parse_factor, {"half": 0.5, "200%": 2.0, 0: 0.0, "twice": 2.0, "+50%": 1.5}),
    ]  # fmt: skip
    return [Case(parse, text, value) for parse, table in tables for text, value in table.items()]


CASES = _cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_reads_what_people_write(case: Case) -> None:
    assert case.parse(case.text) == pytest.approx(case.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_takes_its_own_value_again(case: Case) -> None:
    once = case.parse(case.text)
    assert case.parse(once) == once


@dataclass(frozen=True)
class Wrong:
    parse: Callable[..., Any]
    text: object
    said: str


WRONG = [
    Wrong(values.parse_seconds, "-3", "'-3' is negative"),
    Wrong(values.parse_seconds, -0.5, "-0.5 s is negative"),
    Wrong(values.parse_seconds, "soonish", "'soonish' is not a time"),
    Wrong(values.parse_seconds, "halfway", "there is no clip"),
    Wrong(values.parse_seconds, "frame 90", "needs a clip with a picture"),
    Wrong(values.parse_seconds, "", "nothing in it"),
    Wrong(values.parse_seconds, True, "write a number"),
    Wrong(values.parse_seconds, math.inf, "finite"),
    Wrong(values.parse_seconds, "5 minutes 2 hours", "is not a time"),
    Wrong(values.parse_speed, 0, "stop the clip"),
    Wrong(values.parse_speed, -1, "out of range"),
    Wrong(values.parse_speed, 1e9, "0.1 to 100"),
    Wrong(values.parse_factor, -1, "0 to 20"),
    Wrong(values.parse_intensity, 1.5, "0 (nothing) to 1 (all)"),
    Wrong(values.parse_intensity, -0.1, "out of range"),
    Wrong(values.parse_level, -1.5, "out of range"),
    Wrong(values.parse_decibels, 100, "-60 to 30"),
    Wrong(values.parse_color, "blurple", "#rrggbb"),
    Wrong(values.parse_position, "top bottom", "is not a place"),
    Wrong(values.parse_position, "1.5,0.5", "outside the picture"),
    Wrong(values.parse_position, "1.2.3,4", "is not a place"),
    Wrong(values.parse_pixels, "50%", "not known here"),
    Wrong(values.parse_pixels, 99_999, "16,384"),
    Wrong(values.parse_resolution, "big", "480p, 1080p"),
    Wrong(values.parse_aspect, "0:5", "is not a shape"),
    Wrong(values.parse_aspect, "100:1", "too narrow"),
    Wrong(values.parse_text_size, 3, "0.02 to 0.5"),
    Wrong(values.parse_voice, "robot", "elderly_female"),
    Wrong(values.parse_language, "klingon", "a tag such as es"),
    Wrong(values.parse_rate, 0, "1 to 240"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case.parse.__name__}-{case.text}")
def test_what_is_wrong_is_named(case: Wrong) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is checked below
        case.parse(case.text)
    assert case.said in str(caught.value)


@given(seconds=st.floats(min_value=0, max_value=360_000))
@quick
def test_a_printed_time_reads_back(seconds: float) -> None:
    printed = values.format_seconds(seconds)
    assert values.parse_seconds(printed) == pytest.approx(seconds, abs=0.000501)
    assert values.format_seconds(values.parse_seconds(printed)) == printed


@given(amount=st.integers(0, 10_000), unit=st.sampled_from(["s", " seconds", " sec", ""]))
@quick
def test_amounts_of_seconds(amount: int, unit: str) -> None:
    assert values.parse_seconds(f"{amount}{unit}") == amount


@given(minutes=st.integers(0, 500), seconds=st.floats(0, 59.99).map(lambda x: round(x, 2)))
@quick
def test_minutes_and_seconds_agree_in_all_spellings(minutes: int, seconds: float) -> None:
    wanted = pytest.approx(minutes * 60 + seconds)
    for text in (
        f"{minutes}m{seconds}s",
        f"{minutes} min {seconds} sec",
        f"{minutes}:{seconds:05.2f}",
    ):
        assert values.parse_seconds(text) == wanted


@given(red=st.integers(0, 255), green=st.integers(0, 255), blue=st.integers(0, 255))
@quick
def test_colors_agree_in_all_spellings(red: int, green: int, blue: int) -> None:
    wanted = f"#{red:02x}{green:02x}{blue:02x}"
    assert values.parse_color(wanted.upper()) == wanted
    assert values.parse_color(f"rgb({red}, {green}, {blue})") == wanted


@pytest.mark.parametrize(
    ("seconds", "length"),
    [(8, "8 s"), (2.4, "2.4 s"), (59.999, "1:00 min"), (65, "1:05 min"), (3600, "1:00:00 h")],
)
def test_lengths_as_people_say_them(seconds: float, length: str) -> None:
    assert values.format_length(seconds) == length


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Welcome to my channel", "en"), ("hi", "en"), ("", "en"), ("123!", "en"),
        ("Bienvenidos a mi canal", "es"), ("¿Qué tal?", "es"),
        ("Willkommen auf meinem Kanal", "de"), ("Bonjour et bienvenue", "fr"),
        ("Olá, bem-vindo ao meu canal", "pt"),
        ("Привет всем", "ru"), ("Вітаю всіх на каналі", "uk"), ("שלום לכולם", "he"),
        ("مرحبا بكم", "ar"), ("नमस्ते", "hi"), ("こんにちは世界", "ja"), ("你好世界", "zh"),
        ("안녕하세요", "ko"), ("Γειά σου", "el"), ("สวัสดี", "th"), ("Pizza", "en"),
        ("The el Niño event of the year", "en"),
    ],
)  # fmt: skip
def test_language_of_words(text: str, tag: str) -> None:
    assert values.guess_language(text) == tag


@pytest.mark.parametrize(
    ("text", "seconds"), [("one two three four five", 2.0), ("你好世界", 0.8), ("", 0.0)]
)
def test_speaking_takes_time(text: str, seconds: float) -> None:
    assert values.speaking_seconds(text) == pytest.approx(seconds)
    assert values.speaking_seconds(text, 2.0) == pytest.approx(seconds / 2)


@pytest.mark.parametrize(
    ("text", "tag"),
    [("Welkom op mijn kanaal, dit is een nieuwe video", "nl"),
     ("Hej och välkommen till min kanal", "sv"),
     ("Witaj na moim kanale, to jest nowy film", "pl"),
     ("Merhaba, bu benim yeni kanalım", "tr"),
     ("Selamat datang di saluran saya", "id"),
     ("Příliš žluťoučký kůň", "cs"),
     ("xin chào, đây là kênh của tôi", "vi"),
     ("Ben met ten men to do it", "en")],
)  # fmt: skip
def test_the_language_of_words_is_told_from_them(text: str, tag: str) -> None:
    assert values.guess_language(text) == tag

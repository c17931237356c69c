"""Limits of chats: texts that are split, names that are safe, sizes that fit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from bots.limits import MEGABYTE, safe_file_name, smaller_wish, split_text, version_in
from bots.telegram_limits import CLOUD, OWN_SERVER, way_to_send
from tools.facts import AudioFacts, Facts, VideoFacts

FULL_HD = Facts(
    duration=60.0,
    video=VideoFacts(width=1920, height=1080, fps=Fraction(30)),
    audio=AudioFacts(),
)


@dataclass(frozen=True)
class Split:
    id: str
    text: str
    parts: list[str]


@pytest.mark.parametrize(
    "case",
    [
        Split("short", "one two", ["one two"]),
        Split("empty", "  ", []),
        Split("at a line", "one two\nthree four", ["one two", "three four"]),
        Split("at a space", "one two three four", ["one two", "three four"]),
        Split("nowhere", "abcdefghijklmno", ["abcdefghijkl", "mno"]),
        Split("emoji count twice", "🎬🎬🎬🎬🎬🎬🎬", ["🎬🎬🎬🎬🎬🎬", "🎬"]),
    ],
    ids=lambda case: case.id,
)
def test_texts_are_split_where_people_would(case: Split) -> None:
    assert split_text(case.text, 12) == case.parts


def test_the_first_part_may_be_shorter() -> None:
    assert split_text("one two three", 12, first=5) == ["one", "two three"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("beach.mp4", "beach.mp4"),
        ("Ferien am Meer – Tag 1.MOV", "Ferien am Meer – Tag 1.MOV"),
        ("../../etc/passwd", "passwd.mp4"),
        (r"C:\Users\me\clip.mp4", "clip.mp4"),
        ("a\x00b\u202e\n.mp4", "ab.mp4"),
        ('x"; rm -rf $HOME;.mp4', "x- rm -rf -HOME.mp4"),
        ("-i.mp4", "i.mp4"),
        (".hidden", "hidden.mp4"),
        ("", "clip.mp4"),
        (None, "clip.mp4"),
        ("x" * 300 + ".mp4", "x" * 80 + ".mp4"),
        ("日本の夏.mp4", "日本の夏.mp4"),
    ],
)
def test_file_names_are_safe_and_recognisable(name: str | None, safe: str) -> None:
    assert safe_file_name(name, "clip.mp4") == safe


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("beach-v3.mp4", "v3"),
        ("beach-v12.gif.mp4", "v12"),
        ("beach-v3-preview.mp4", "v3"),
        ("beach.mp4", ""),
        ("my-v2-holiday.mp4", ""),
        (None, ""),
    ],
)
def test_delivered_files_tell_their_version(name: str | None, version: str) -> None:
    assert version_in(name) == version


@pytest.mark.parametrize(
    ("size", "wish"),
    [
        (60, "resize it to 720p"),
        (150, "resize it to 360p"),
        (2000, "keep the first 1 second"),
    ],
)
def test_the_way_out_fits(size: int, wish: str) -> None:
    assert smaller_wish(FULL_HD, size * MEGABYTE, CLOUD.upload) == wish


def test_sound_becomes_shorter() -> None:
    sound = Facts(duration=600.0, video=None, audio=AudioFacts(), container="wav")
    assert smaller_wish(sound, 100 * MEGABYTE, CLOUD.upload) == "keep the first 210 seconds"


def test_an_own_server_takes_more() -> None:
    assert OWN_SERVER.upload > CLOUD.upload > CLOUD.download


@pytest.mark.parametrize(
    ("name", "codec", "way"),
    [
        ("a.mp4", "h264", "video"),
        ("a.mp4", "hevc", "document"),
        ("a.webm", "vp9", "document"),
        ("a.gif", "gif", "animation"),
        ("a.mp3", "", "audio"),
        ("a.wav", "", "document"),
    ],
)
def test_the_way_to_send(name: str, codec: str, way: str) -> None:
    video = VideoFacts(width=320, height=180, fps=Fraction(25), codec=codec) if codec else None
    assert way_to_send(Path(name), Facts(duration=1, video=video, audio=None)) == way

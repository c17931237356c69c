"""The stages that turn words into values, each by what comes out of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from agent.planner.reading.captions import read_captions
from agent.planner.reading.items import Item, Items, words_of
from agent.planner.reading.language import language_of, read_language
from agent.planner.reading.message import Reader
from agent.planner.reading.moments import Amount, Moment, Stretch
from agent.planner.reading.numberwords import read_numbers
from agent.planner.reading.scan import scan
from agent.planner.reading.spelling import Speller
from tools.facts import Facts, VideoFacts

FACTS = Facts(duration=20.0, video=VideoFacts(width=1280, height=720, fps=Fraction(30)), audio=None)
READER = Reader(["vintage", "sepia", "webm"])
SPELLER = Speller(["vintage", "sepia", "webm"])


def value(items: Items, kind: str) -> Item:
    found = [item for item in items if item.word == kind]
    assert len(found) == 1, words_of(items)
    return found[0]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2-10 seconds", 2, 10),
        ("0:05 to 0:10", 5, 10),
        ("from 1m5 to the end", 65, 20),
        ("from 0min3s till 0min12s", 3, 12),
        ("00:00:05.250 - 00:00:07,5", 5.25, 7.5),
        ("sec 13 - 17", 13, 17),
        ("seconds 4 through 9", 4, 9),
        ("between 1 and 3 seconds", 1, 3),
        ("five seconds to ten seconds", 5, 10),
        ("frames 30-90", 1, 3),
        ("the first 3 seconds", 0, 3),
        ("the 1st half", 0, 10),
        ("the second half", 10, 20),
        ("the third quarter", 10, 15),
        ("the last quarter", 15, 20),
        ("the last 25%", 15, 20),
        ("first 90 frames", 0, 3),
        ("the final two and a half seconds", 17.5, 20),
        ("the middle 5 seconds", 7.5, 12.5),
        ("2 seconds from the middle", 9, 11),
        ("the last second", 19, 20),
        ("3 seconds off the end", 17, 20),
        ("a couple of seconds off the start", 0, 2),
        ("from the 3 sec mark till the end", 3, 20),
        ("from halfway to 0:15", 10, 15),
        ("starting at 0:04 and ending at 0:06", 4, 6),
        ("start: 3s, end: 9s", 3, 9),
        ("start position 00:00:04 to end position 00:00:09", 4, 9),
        ("the first half a minute", 0, 30),
        ("5s → 8s", 5, 8),
        ("after 0:12", 12, None),
        ("from 5 seconds on", 5, None),
        ("until 0:07", None, 7),
        ("before the 5 second mark", None, 5),
        ("from the 2nd to the 5th second", 2, 5),
    ],
)
def test_stretches_of_time(written: str, start: float | None, end: float | None) -> None:
    stretch = value(READER.read(written).items, "<span>").value

    assert isinstance(stretch, Stretch)
    assert stretch.seconds(FACTS) == (start, end)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("at 0:09", 9),
        ("at 2 seconds", 2),
        ("3 seconds in", 3),
        ("at the end", 20),
        ("at the very beginning", 0),
        ("5 seconds before the end", 15),
        ("halfway through", 10),
        ("at frame 60", 2),
        ("at the 4 second mark", 4),
        ("at 1m05", 65),
    ],
)
def test_moments(written: str, seconds: float) -> None:
    moment = value(READER.read(written).items, "<moment>").value

    assert isinstance(moment, Moment)
    assert moment.seconds(FACTS) == seconds


@pytest.mark.parametrize(
    ("written", "kind", "expected"),
    [
        ("half a second", "<length>", Amount(0.5)),
        ("twenty five frames", "<length>", Amount(25, "frames")),
        ("2 minutes 5 seconds", "<length>", Amount(125)),
        ("for 3 seconds", "<for>", Amount(3)),
        ("640x360", "<size>", (640, 360)),
        ("640 by 360 pixels", "<size>", (640, 360)),
        ("320px wide", "<width>", 320),
        ("height 200", "<height>", 200),
        ("480p", "<lines>", 480),
        ("full hd", "<lines>", 1080),
        ("4k", "<lines>", 2160),
        ("9:16", "<aspect>", (9, 16)),
        ("square", "<aspect>", (1, 1)),
        ("x1.25", "<times>", 1.25),
        ("3/4 speed", "<times>", 0.75),
        ("by half", "<times>", 0.5),
        ("50% louder", "<times>", 1.5),
        ("-3 dB", "<db>", -3),
        ("15 frames per second", "<fps>", 15),
        ("500 kbit/s", "<kbps>", 500),
        ("2 Mbps", "<kbps>", 2000),
        ("44.1kHz", "<hz>", 44100),
        ("8 MB", "<mb>", 8),
        ("100 kB", "<mb>", 0.1),
        ("2 GB", "<mb>", 2000),
        ("crop 640x480 at 100,50", "<y>", 50),
        ("crop 640x480 at (10,5)", "<x>", 10),
        ("45°", "<degrees>", 45),
        ("90 degrees", "<degrees>", 90),
        ("three times", "<count>", 3),
        ("in the top right-hand corner", "<position>", "top-right"),
        ("the left half of the picture", "<region>", ("left", 0.5)),
        ("in light blue", "<color>", "light blue"),
        ("#FFCC00", "<color>", "#ffcc00"),
    ],
)
def test_quantities(written: str, kind: str, expected: object) -> None:
    assert value(READER.read(written).items, kind).value == expected


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ('say "hi, and bye"', "hi, and bye"),
        ("say “x” now", "x"),
        ("„Guten Tag“", "Guten Tag"),
        ("« Été »", " Été "),
        ("'it's me'", "it's me"),
        ("`a: %{b}\\n`", "a: %{b}\\n"),
        ('"two\nlines"', "two\nlines"),
        ('"5 seconds from 0:10 in red"', "5 seconds from 0:10 in red"),
    ],
)
def test_quotes_are_verbatim(written: str, quoted: str) -> None:
    assert value(READER.read(written).items, "<quote>").value == quoted


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("title it My Holiday", "My Holiday"),
        ("put it's 5 o'clock: 100% done at the bottom", "it's 5 o'clock: 100% done"),
        ("add the text HELLO WORLD in the corner", "HELLO WORLD"),
        ("title: Rock and Roll, make it b&w", "Rock and Roll"),
        ("write Subscribe! in the middle from 2 to 4 seconds", "Subscribe!"),
        ("add a voice saying hello and welcome in a female voice", "hello and welcome"),
        ("add my name ANNA in the corner, and export it", "ANNA"),
        ("change the title to Goodbye Friends", "Goodbye Friends"),
    ],
)
def test_words_without_quotes(written: str, words: str) -> None:
    items = read_captions(written, SPELLER.apply(scan(written)))

    assert value(items, "<quote>").value == words


@pytest.mark.parametrize(
    "written",
    [
        "make the title yellow",
        "put it at the bottom",
        "move the text to the top",
        "make the text bigger",
        "add some text",
        "change the title to red",
        "I want my titles yellow",
    ],
)
def test_talk_about_a_title_is_no_title(written: str) -> None:
    items = read_captions(written, SPELLER.apply(scan(written)))

    assert "<quote>" not in [item.word for item in items]


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("blakc", "black"),
        ("trimm", "trim"),
        ("speeeed", "speed"),
        ("brightnes", "brightness"),
        ("vintge", "vintage"),
        ("secnds", "seconds"),
        ("plz", "please"),
        ("sharpening", "sharpening"),
    ],
)
def test_misspelt_words(misspelt: str, meant: str) -> None:
    assert SPELLER.read(misspelt) == meant


@pytest.mark.parametrize("word", ["cake", "quite", "grab", "later", "shirt", "tile", "wonder"])
def test_plain_words_stay(word: str) -> None:
    assert SPELLER.read(word) == word


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("twenty five", 25), ("one hundred and five", 105), ("two point five", 2.5),
        ("three and a half", 3.5), ("a dozen", 12), ("a couple of", 2), ("one second", 1),
    ],
)  # fmt: skip
def test_number_words(written: str, number: float) -> None:
    assert value(read_numbers(scan(written)), "<num>").value == number


@pytest.mark.parametrize(
    ("written", "tag", "english"),
    [
        ("quita el audio", "es", "remove the audio"),
        ("dreh das video um 90 grad nach rechts", "de", "rotate the video at <num> degrees right"),
        ("coupe le son", "fr", "mute"),
        ("tira o som", "pt", "mute"),
        ("ускорь видео", "ru", "faster video"),
        ("mute the audio", "", "mute the audio"),
        ("gif", "", "gif"),
    ],
)
def test_languages(written: str, tag: str, english: str) -> None:
    items = scan(written)
    tongue = language_of(items)

    assert (tongue.tag if tongue else "") == tag
    assert words_of(read_language(items)) == english

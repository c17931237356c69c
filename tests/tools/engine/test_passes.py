"""The runs that a size or a bit rate takes: which, in what order, and told in exact options."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.encode import video_options
from tools.engine.render.passes import Attempt, Pass, shrunk, told
from tools.errors import BadInput
from tools.export_format import Container, Export, VideoCodec
from tools.facts import AudioFacts, Facts, Source, VideoFacts
from tools.operations import Filter, Rate, Scale, VideoFilter

GRAY = VideoFilter((Filter("hue", (("s", 0),)),))
MOST = 1_000_000


def described(export: Export, *, seconds: float = 10, fps: int = 30, sound: bool = True) -> Clip:
    video = VideoFacts(width=1280, height=720, fps=Fraction(fps))
    facts = Facts(duration=seconds, video=video, audio=AudioFacts() if sound else None)
    source = Source(id="0", path=Path("/none.mp4"), name="none.mp4", demuxer="mov", facts=facts,
                    video_index=0, audio_index=1)  # fmt: skip
    return replace(Clip.of(source).then(GRAY, done="made it gray"), export=export)


def aims(clip: Clip, *sizes: int) -> list[str]:
    """What the runs are for, given the size of the file that each gives."""
    attempt: Attempt | None = Attempt.first(clip)
    found = []
    for size in sizes:
        assert attempt is not None
        found.append(attempt.turn.aim if attempt.turn else "once")
        attempt = attempt.next(size)
    assert attempt is None
    return found


@pytest.mark.parametrize(
    ("codec", "container", "sizes", "runs"),
    [
        ("h264", "mp4", (900_000,), "quality"),
        ("h264", "mp4", (1_500_000, 990_000), "quality rate"),
        ("h264", "mp4", (1_500_000, 1_050_000, 990_000), "quality rate rate"),
        ("h264", "mp4", (1_500_000, *[1_050_000] * 4), "quality rate rate rate rate"),
        ("h264", "mp4", (9_000_000, 9_000_000, 990_000), "quality look rate"),
        ("hevc", "mp4", (1_500_000, 990_000), "quality rate"),
        ("av1", "mp4", (1_500_000, 990_000), "quality rate"),
        ("av1", "mp4", (9_000_000, 990_000), "quality rate"),
        ("vp9", "webm", (600_000, 0, 500_000), "gauge look rate"),
        ("vp9", "webm", (9_000_000, 0, 990_000), "gauge look rate"),
    ],
)
def test_which_runs_it_takes(
    codec: VideoCodec, container: Container, sizes: tuple[int, ...], runs: str
) -> None:
    clip = described(Export(container=container, video_codec=codec, max_bytes=MOST))
    assert aims(clip, *sizes) == runs.split()


def test_one_run_is_enough_for_most() -> None:
    assert aims(described(Export()), 5_000_000) == ["once"]
    assert aims(described(Export(video_kbps=500)), 5_000_000) == ["once"]
    assert aims(described(Export(container="webm", video_kbps=500)), 0, 5_000_000) == [
        "look", "rate",
    ]  # fmt: skip


def test_a_second_try_has_less_to_spend() -> None:
    clip = described(Export(max_bytes=MOST))
    second = Attempt.first(clip).next(1_500_000)
    assert second
    assert second.turn
    third = second.next(1_100_000)
    assert third
    assert third.turn
    assert (third.turn.kbps or 0) < 0.92 * (second.turn.kbps or 0)


def test_streams_that_are_small_enough_already_are_copied() -> None:
    export = Export(crf=23, max_bytes=MOST, else_copied=True)
    following = Attempt.first(described(export)).next(MOST + 1)
    assert following
    assert following.clip.encoding.video_codec == "copy"
    assert following.turn is None


def test_there_is_room_or_it_is_said() -> None:
    with pytest.raises(BadInput, match="do not fit into 0.03 MB"):
        Attempt.first(described(Export(max_bytes=30_000))).next(1_500_000)


@pytest.mark.parametrize(
    ("share", "fps", "operations"),
    [
        (0.9, 30, ()),
        (0.4, 60, ()),
        (0.2, 30, (Scale(906, 510),)),
        (0.2, 60, (Rate(Fraction(30)),)),
        (0.1, 60, (Rate(Fraction(30)), Scale(906, 510))),
        (0.01, 30, (Rate(Fraction(15)), Scale(286, 160))),
        (0.001, 30, (Rate(Fraction(15)), Scale(256, 144))),
    ],
)
def test_fewer_frames_and_pixels_where_bits_are_too_few(
    share: float, fps: int, operations: tuple[object, ...]
) -> None:
    clip = described(Export(), fps=fps)
    assert shrunk(clip, share).operations[1:] == operations


def test_it_is_told_what_was_taken() -> None:
    clip = described(Export())
    assert told(clip.facts, clip.facts) == []
    (said,) = told(clip.facts, shrunk(clip, 0.01).facts)
    assert "286x160 at 15 frames a second" in said


VIDEO = VideoFacts(width=640, height=360, fps=Fraction(25))


@pytest.mark.parametrize(
    ("codec", "turn", "says"),
    [
        ("h264", Pass("quality"), {"crf": 20, "pass": 1, "passlogfile": "pass",
                                   "fastfirstpass": 0}),
        ("h264", Pass("look", 300), {"b:v": "300k", "pass": 1}),
        ("h264", Pass("rate", 300), {"b:v": "300k", "pass": 2, "passlogfile": "pass"}),
        ("hevc", Pass("rate", 300), {"b:v": "300k",
                                     "x265-params": "log-level=error:pass=2:stats=pass"}),
        ("vp9", Pass("gauge"), {"crf": 32, "b:v": 0, "deadline": "realtime"}),
        ("vp9", Pass("rate", 300), {"crf": 32, "b:v": "300k", "pass": 2, "deadline": "good"}),
        ("av1", Pass("rate", 300), {"b:v": "300k"}),
    ],
)  # fmt: skip
def test_options_of_each_run(codec: str, turn: Pass, says: dict[str, object]) -> None:
    options = video_options(replace(VIDEO, codec=codec), Export(max_bytes=MOST), turn=turn)
    assert options | says == options
    assert ("crf" in options) == ("crf" in says)
    assert "maxrate" not in options


def test_a_look_makes_no_file() -> None:
    args = compile_clip(described(Export(max_bytes=MOST)), turn=Pass("look", 300)).args
    assert args[args.index("-map") + 2 :] == (
        "-f", "null", "-b:v", "300k", "-c:v", "libx264", "-pass", "1", "-passlogfile", "pass",
        "-preset", "veryfast", "clip.mp4",
    )  # fmt: skip
    assert "0:1" not in args

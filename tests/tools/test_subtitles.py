"""Subtitles: what a file says is shown at its time, and nothing else that it holds."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media import Media, frames
from tests.tools import made_up
from tools import SPECS
from tools.clip import Clip
from tools.cues import MAX_CUES, Cue, format_of, parse_cues, plain, read_cues
from tools.engine.optimize.tracks import optimize
from tools.engine.probe.file import probe
from tools.engine.probe.text import probe_text
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import BadInput, ToolFailed
from tools.operations import Cut, Subtitles, Titles

SRT = """1
00:00:00,200 --> 00:00:00,500
<i>First</i> {\\an8\\fs300}line

2
00:00:00,700 --> 00:00:00,900
second
"""
VTT = """WEBVTT

00:00.200 --> 00:00.500 align:start position:0%
<v Ann>First <b>line</b>

00:00.700 --> 00:00.900
second
"""
ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.20,0:00:00.50,Default,,0,0,0,,{\\fnEvil\\p1}m 0 0 l 9 9{\\p0}First line
Dialogue: 0,0:00:00.70,0:00:00.90,Default,,0,0,0,,{\\pos(1,1)}second
Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,never shown
"""
CUES = (Cue(0.2, 0.5, "First line"), Cue(0.7, 0.9, "second"))


@pytest.mark.parametrize(("format", "text"), [("srt", SRT), ("vtt", VTT), ("ass", ASS)])
def test_words_and_times_of_each_format(format: str, text: str) -> None:
    assert read_cues(text.encode(), format, "x") == CUES
    assert format_of(text) == format


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_that_people_send(encoding: str) -> None:
    text = SRT.replace("second", "Grüße").replace("\n", "\r\n")
    assert read_cues(text.encode(encoding), "srt", "x")[1].text == "Grüße"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{\\p1}m 0 0 l 100 100{\\p0}words", "words"),
        ("a{\\p4}m 0 0", "a"),
        ("{\\b1}bold{\\b0} and {not a tag}plain", "bold and plain"),
        ("one\\Ntwo\\hthree\\nfour", "one\ntwo three four"),
        ("<font face='x' color=red>red</font> 1 < 2", "red 1 < 2"),
        ("<00:00:01.000>timed<c.loud>voice</c>", "timedvoice"),
        ("fish &amp; chips &lt;3", "fish & chips <3"),
        ("\x00\x07\x1bbell\ue000\ud800", "bell"),
        ("  \\N \\N ", ""),
        ("\\N\\Nlate", "late"),
    ],
)
def test_only_words_are_left(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_a_line_is_no_longer_than_can_be_read() -> None:
    assert len(plain("word " * 1000)) <= 400


@pytest.mark.parametrize(
    "data",
    [
        b"", b"hello", b"\xff\xfe", b"WEBVTT\n\n", b"1\n00:00:09,000 --> 00:00:01,000\nbackwards\n",
        b"1\n99:99:99,999 --> 99:99:99,999\nx\n", b"[Events]\nDialogue: 0,x,y\n", b"{1}{2}frames",
        b"1\n00:00:01,000 --> 00:00:02,000\n{\\p1}m 0 0 l 1 1\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("format", ["srt", "vtt", "ass", "ssa"])
def test_what_holds_no_subtitles_is_refused(data: bytes, format: str) -> None:
    with pytest.raises(BadInput, match=r"'bad\.srt'"):
        read_cues(data, format, "bad.srt")


def test_too_many_are_refused() -> None:
    one = "1\n00:00:01,000 --> 00:00:02,000\nx\n\n"
    with pytest.raises(BadInput, match="is the most"):
        parse_cues(one * (MAX_CUES + 1), "srt")
    with pytest.raises(BadInput, match="more than subtitles have"):
        parse_cues("x" * 2_000_001, "srt")


@given(
    st.lists(st.sampled_from([*SRT.split(" "), *ASS.split(","), "{", "}", "\\p1", "\n\n", "-->"])),
    st.sampled_from(["srt", "vtt", "ass"]),
)
@settings(max_examples=150)
def test_broken_files_give_words_or_a_reason(parts: list[str], format: str) -> None:
    try:
        found = read_cues(" ".join(parts).encode(), format, "x")
    except BadInput:
        return
    assert all(cue.text and 0 <= cue.start < cue.end for cue in found)


@given(st.binary(max_size=300), st.sampled_from(["srt", "vtt", "ass"]))
@settings(max_examples=100)
def test_any_bytes_are_survived(data: bytes, format: str) -> None:
    with contextlib.suppress(BadInput):
        read_cues(data, format, "x")


def lit(clip_frames: list[np.ndarray]) -> list[bool]:
    """Which frames of a dark clip show words at their bottom."""
    return [bool(image[120:].max() > 150) for image in clip_frames]


async def test_they_show_at_their_times_and_move_with_cuts(media: Media, tmp_path: Path) -> None:
    dark = media.clip(1.0, fps=10, options=("-vf", "lutyuv=y=16:u=128:v=128"))
    path = tmp_path / "words.srt"
    path.write_text(SRT)
    clip = Clip.of(await probe(dark), media=(await probe_text(path, name="words.srt"),))
    edited = SPECS["add_subtitles"].call(clip, {})
    assert isinstance(edited, Clip)
    plain_frames = frames((await render(edited, tmp_path, stem="subtitled")).path)
    assert lit(plain_frames) == [n in {2, 3, 4, 7, 8} for n in range(10)]
    cut = SPECS["keep_ranges"].call(edited, {"ranges": [[0.6, 1.0], [0.1, 0.4]]})
    assert isinstance(cut, Clip)
    first, second = optimize(cut).picture
    assert isinstance(first, Cut)
    assert isinstance(second, Subtitles)
    moved = frames((await render(cut, tmp_path, stem="cut")).path)
    assert lit(moved) == [n in {1, 2, 5, 6} for n in range(7)]
    later = SPECS["add_subtitles"].call(clip, {"later": 0.1, "end": 0.8})
    assert isinstance(later, Clip)
    shifted = frames((await render(later, tmp_path, stem="later")).path)
    assert lit(shifted) == [n in {3, 4, 5} for n in range(10)]


async def test_a_file_that_is_gone_or_none_is_said(media: Media, tmp_path: Path) -> None:
    path = tmp_path / "words.srt"
    path.write_text("no subtitles")
    clip = Clip.of(await probe(media.clip()), media=(await probe_text(path, name="words.srt"),))
    edited = SPECS["add_subtitles"].call(clip, {})
    assert isinstance(edited, Clip)
    with pytest.raises(BadInput, match="no subtitles in 'words"):
        await render(edited, tmp_path, stem="bad")
    path.unlink()
    with pytest.raises(ToolFailed, match="send it again"):
        await render(edited, tmp_path, stem="gone")


def test_subtitles_in_the_request() -> None:
    edited = SPECS["add_subtitles"].call(made_up.clip(0.75), {"text": SRT, "later": 0.1})
    assert isinstance(edited, Clip)
    (operation,) = edited.operations
    assert isinstance(operation, Titles)
    assert [title.text for title in operation.titles] == ["First line"]
    words = SPECS["add_subtitles"].call(made_up.clip(), {"text": "just words"})
    assert isinstance(words, Clip)
    with pytest.raises(BadInput, match="none of them would show"):
        SPECS["add_subtitles"].call(made_up.clip(), {"text": SRT, "later": 60})
    with pytest.raises(BadInput, match="subtitle file at hand"):
        SPECS["add_subtitles"].call(made_up.clip(), {})


async def soft(clip: Clip, folder: Path, *calls: tuple[str, dict[str, Any]]) -> Rendered:
    for tool, args in (("add_subtitles", {"mode": "soft"}), *calls):
        edited = SPECS[tool].call(clip, args)
        assert isinstance(edited, Clip)
        clip = edited
    return await render(clip, folder, stem="soft")


def track(path: Path) -> list[tuple[float, float, str]]:
    """The track of subtitles in a file: start, end and words."""
    import av

    with av.open(path) as container:
        stream = container.streams.subtitles[0]
        found = []
        for packet in container.demux(stream):
            if packet.pts is None or packet.duration is None or stream.time_base is None:
                continue
            words = bytes(packet).decode(errors="replace").strip("\0 \n")
            if any(letter.isalpha() for letter in words[2:]):
                start = float(packet.pts * stream.time_base)
                length = float(packet.duration * stream.time_base)
                found.append((start, start + length, words[2:].strip()))
        return found


@pytest.mark.parametrize(
    ("calls", "times"),
    [
        ([], [(0.2, 0.5), (0.7, 0.9)]),
        ([("trim_video", {"start": 0.3})], [(0.0, 0.2), (0.4, 0.6)]),
        ([("keep_ranges", {"ranges": [[0.6, 1.0], [0.0, 0.4]]})], [(0.1, 0.3), (0.6, 0.8)]),
        ([("change_speed", {"factor": 2})], [(0.1, 0.25), (0.35, 0.45)]),
        ([("change_speed", {"factor": 0.5, "start": 0.6})], [(0.2, 0.5), (0.8, 1.2)]),
        ([("reverse_video", {})], [(0.1, 0.3), (0.5, 0.8)]),
        ([("boomerang", {})], [(0.2, 0.5), (0.7, 0.9), (1.1, 1.3), (1.5, 1.8)]),
        ([("freeze_frame", {"at": 0.6, "seconds": 1})], [(0.2, 0.5), (1.7, 1.9)]),
    ],
)
async def test_a_track_moves_along_with_the_clip(
    calls: list[tuple[str, dict[str, Any]]],
    times: list[tuple[float, float]],
    media: Media,
    tmp_path: Path,
) -> None:
    path = tmp_path / "words.srt"
    path.write_text(SRT)
    source = await probe(media.clip(1.0, fps=10))
    clip = Clip.of(source, media=(await probe_text(path, name="words.srt"),))
    done = await soft(clip, tmp_path, *calls)
    found = track(done.path)
    assert [pytest.approx(each[:2], abs=0.02) for each in found] == times
    copied = all("copied" in reason for reason in done.reasons)
    assert copied == (not calls), "a track alone changes neither picture nor sound"


@pytest.mark.parametrize(("format", "held"), [("mkv", True), ("webm", True), ("avi", False)])
async def test_what_can_hold_a_track_does(
    format: str, held: bool, media: Media, tmp_path: Path
) -> None:
    import av

    path = tmp_path / "words.srt"
    path.write_text(SRT)
    source = await probe(media.clip(1.0, fps=10))
    clip = Clip.of(source, media=(await probe_text(path, name="words.srt"),))
    done = await soft(clip, tmp_path, ("convert_format", {"format": format}))
    with av.open(done.path) as container:
        assert bool(container.streams.subtitles) == held
    assert any("left out" in note for note in done.notes) != held


def test_a_track_needs_a_format_that_holds_one() -> None:
    animation = SPECS["export_gif"].call(made_up.clip(), {"end": 2})
    assert isinstance(animation, Clip)
    with pytest.raises(BadInput, match="gif files cannot hold"):
        SPECS["add_subtitles"].call(animation, {"mode": "soft"})
    with pytest.raises(BadInput, match="need times"):
        SPECS["add_subtitles"].call(made_up.clip(), {"mode": "soft", "text": "words"})

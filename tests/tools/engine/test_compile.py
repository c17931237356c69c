"""Compile: which frames and which sound come out, on every kind of source, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from tests.media import Media, beep_times, frames, number, samples
from tests.tools.engine.compiled import (
    GRAY,
    QUIET,
    clip_of,
    colourfulness,
    cut,
    long,
    made,
    psnr,
    rms,
)
from tools import process
from tools.engine import ffmpeg
from tools.engine.compile.clip import compile_clip
from tools.engine.compile.picture import TIMELINE, TIMELINE_RGB
from tools.engine.compile.preview import Preview
from tools.engine.compile.sound import TIMELINE as SOUND_FILTERS
from tools.engine.render.clip import render
from tools.operations import (
    AudioFilter,
    Crop,
    Filter,
    Mute,
    Operation,
    Rate,
    Retime,
    Scale,
    Span,
    Title,
    Titles,
    VideoFilter,
)


@dataclass(frozen=True)
class Edit:
    """Operations on a 4 s clip of 25 frames a second, and the frames that they show."""

    id: str
    operations: tuple[Operation, ...]
    shown: Sequence[int]


EDITS = [
    Edit("trim", (cut((1.5, 2.5)),), range(37, 62)),
    Edit("trim on a frame", (cut((2.0, 3.0)),), range(50, 75)),
    Edit("trim within a frame", (cut((2.03, 2.05)),), [50]),
    Edit("trim of a trim", (cut((1.0, 4.0)), cut((1.0, 2.0))), range(50, 75)),
    Edit("cut out", (cut((0.0, 1.0), (3.0, 4.0)),), [*range(25), *range(75, 100)]),
    Edit("reorder", (cut((3.0, 3.2), (1.2, 1.4)),), [*range(75, 80), *range(30, 35)]),
    Edit("repeat", (cut((1.2, 1.4), (1.2, 1.4)),), [*range(30, 35), *range(30, 35)]),
    Edit("reorder late", (Retime(2.0), cut((1.0, 1.2), (0.0, 0.2))),
         [*range(50, 60, 2), *range(0, 10, 2)]),
    Edit("twice as fast", (Retime(2.0),), range(0, 100, 2)),
    Edit("half as fast", (cut((2.0, 2.4)), Retime(0.5)), [n // 2 for n in range(100, 120)]),
    Edit("a part faster", (Retime(2.0, Span(1.0, 3.0)),),
         [*range(25), *range(25, 75, 2), *range(75, 100)]),
    Edit("trim after a faster part", (Retime(2.0, Span(0.0, 2.0)), cut((2.0, 3.0))),
         range(75, 100)),
    Edit("fewer frames", (Rate(Fraction(10)),), [int(n * 2.5) for n in range(40)]),
    Edit("more frames", (cut((0.0, 1.0)), Rate(Fraction(50))), [n // 2 for n in range(50)]),
    Edit("trim after fewer frames", (Rate(Fraction(10)), cut((2.1, 3.1))),
         [int(n * 2.5) for n in range(21, 31)]),
    Edit("filter before trim", (GRAY, cut((2.0, 3.0))), range(50, 75)),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.id)
async def test_shows_exactly_these_frames(edit: Edit, media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.clip(4.0, width=160, height=90), *edit.operations)
    result = await made(clip, tmp_path)
    assert [number(frame) for frame in frames(result.path)] == list(edit.shown)


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        ("mp4", ("-c:v", "libx264", "-preset", "medium", "-g", "250", "-bf", "3")),
        ("mkv", ("-g", "30")),
        ("webm", ("-g", "40")),
        ("ts", ("-g", "30", "-muxdelay", "2")),
    ],
)
async def test_trims_to_the_frame_in_every_format(
    suffix: str, options: tuple[str, ...], media: Media, tmp_path: Path
) -> None:
    path = media.clip(4.0, width=160, height=90, suffix=suffix, options=options)
    result = await made(await clip_of(path, cut((2.5, 3.7))), tmp_path)
    assert [number(frame) for frame in frames(result.path)] == list(range(62, 92))
    (beep,) = beep_times(samples(result.path))
    assert beep == pytest.approx(3.0 - 62 / 25, abs=0.012)


async def test_hundreds_of_ranges_stay_in_sync(media: Media, tmp_path: Path) -> None:
    ranges = [(n * 0.2, n * 0.2 + 0.1) for n in range(150)]
    result = await made(await clip_of(long(media), cut(*ranges)), tmp_path)
    assert [number(frame) for frame in frames(result.path)] == list(range(0, 300, 2))
    heard = beep_times(samples(result.path))
    assert heard == pytest.approx([n * 0.5 for n in range(30)], abs=0.012)


async def test_far_apart_ranges_are_read_apart(media: Media) -> None:
    args = compile_clip(await clip_of(long(media), cut((2.0, 3.0), (28.0, 29.0)))).args
    assert [args[at + 1] for at, word in enumerate(args) if word == "-ss"] == [
        "2.000000", "28.000000", "1.900000", "27.900000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("factor", "keep_pitch"), [(0.4, True), (2.0, True), (5.0, True), (0.75, False), (2.0, False)]
)
async def test_sound_follows_speed(
    factor: float, keep_pitch: bool, media: Media, tmp_path: Path
) -> None:
    clip = await clip_of(
        media.clip(4.0, width=96, height=54), Retime(factor, keep_pitch=keep_pitch)
    )
    result = await made(clip, tmp_path)
    heard = beep_times(samples(result.path))
    assert heard == pytest.approx([n / factor for n in range(4)], abs=0.06)


async def test_sound_after_a_retimed_part_is_in_sync(media: Media, tmp_path: Path) -> None:
    parts = [Retime(1.3, Span(0.2 + n * 0.3, 0.4 + n * 0.3)) for n in range(6)]
    result = await made(await clip_of(media.clip(4.0, width=160, height=90), *parts), tmp_path)
    shown = [number(frame) for frame in frames(result.path)]
    assert beep_times(samples(result.path))[-1] == pytest.approx(shown.index(75) / 25, abs=0.012)


async def test_sound_that_starts_late_stays_late(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.late_sound(), GRAY)
    whole = await made(clip, tmp_path / "whole")
    assert beep_times(samples(whole.path)) == pytest.approx([0.3, 1.3], abs=0.03)
    part = await made(clip.then(cut((1.2, 2.0)), done=""), tmp_path / "part")
    assert beep_times(samples(part.path)) == pytest.approx([0.1], abs=0.012)


async def test_uneven_frames_become_even(media: Media, tmp_path: Path) -> None:
    result = await made(await clip_of(media.variable_rate(), Scale(160, 90)), tmp_path)
    shown = [number(frame) for frame in frames(result.path)]
    at = [shown[int(seconds * float(result.facts.video.fps))] for seconds in (0.5, 1.5, 1.9)]
    assert at == pytest.approx([12, 37, 47], abs=3)
    assert beep_times(samples(result.path)) == pytest.approx([0.0, 1.0], abs=0.03)


async def test_a_turned_clip_is_edited_as_it_is_shown(media: Media, tmp_path: Path) -> None:
    path = media.rotated(90)
    result = await made(await clip_of(path, cut((1.0, 1.4)), Crop(180, 200, 0, 120)), tmp_path)
    before, after = frames(path)[25][120:], frames(result.path)[0]
    assert psnr(before, after) > 25


async def test_wide_pixels_become_square(media: Media, tmp_path: Path) -> None:
    result = await made(await clip_of(media.anamorphic(), Crop(300, 180, 20, 0)), tmp_path)
    assert (result.facts.video.width, result.facts.video.height) == (300, 180)


async def test_odd_sizes_lose_a_row_and_a_column(media: Media, tmp_path: Path) -> None:
    result = await made(await clip_of(media.odd(), GRAY), tmp_path)
    assert (result.facts.video.width, result.facts.video.height) == (318, 178)


async def test_a_crop_is_at_its_pixel(media: Media, tmp_path: Path) -> None:
    path = media.clip()
    result = await made(await clip_of(path, Crop(201, 101, 33, 57)), tmp_path)
    wanted = frames(path)[0][57:157, 33:233].mean(axis=2)
    assert psnr(wanted, frames(result.path)[0].mean(axis=2)) > 30


async def test_a_filter_applies_within_its_spans_only(media: Media, tmp_path: Path) -> None:
    timed = VideoFilter(GRAY.chain, (Span(0.4, 0.8), Span(1.2, 1.4)))
    shown = frames((await made(await clip_of(media.clip(), timed), tmp_path)).path)
    gray = [at for at, frame in enumerate(shown) if colourfulness(frame) < 8]
    assert gray == [*range(10, 20), *range(30, 35)]


@pytest.mark.parametrize(
    "filter_of",
    [("elbg", (("codebook_length", 2),)), ("colorchannelmixer", (("rr", 0.2),))],
    ids=["not switchable", "on RGB"],
)
async def test_a_filter_that_is_laid_over_does_too(
    filter_of: tuple[str, tuple[tuple[str, float], ...]], media: Media, tmp_path: Path
) -> None:
    timed = VideoFilter((Filter(*filter_of),), (Span(0.4, 0.8),))
    shown = frames((await made(await clip_of(media.clip(), timed), tmp_path)).path)
    plain = frames((await made(await clip_of(media.clip(), Crop(320, 178, 0, 2)), tmp_path)).path)
    changed = [psnr(a[2:], b) < 25 for a, b in zip(shown, plain, strict=True)]
    assert [at for at, was in enumerate(changed) if was] == list(range(10, 20))


@pytest.mark.parametrize(
    "operation",
    [
        Mute((Span(0.95, 1.5),)),
        AudioFilter((QUIET,), (Span(0.95, 1.5),), stateless=True),
        AudioFilter((QUIET,), (Span(0.95, 1.5),)),
        AudioFilter((Filter("acompressor", (("level_in", 0.02),)),), (Span(0.95, 1.5),)),
    ],
    ids=["mute", "stateless", "stateful", "not switchable"],
)
async def test_sound_changes_within_its_span_only(
    operation: Operation, media: Media, tmp_path: Path
) -> None:
    result = await made(await clip_of(media.clip(), operation), tmp_path)
    assert "picture copied" in result.reasons[0]
    before, after = samples(media.clip()), samples(result.path)
    for start, end, same in ((0.2, 0.94, True), (0.97, 1.49, False), (1.52, 1.9, True)):
        level = rms(after, start, end) / rms(before, start, end)
        assert (0.9 < level < 1.1) if same else level < 0.3


async def test_a_preview_is_small_and_shows_the_same(media: Media, tmp_path: Path) -> None:
    path = media.clip(1.0, width=1280, height=720, fps=10)
    clip = await clip_of(path, cut((0.2, 1.0)), Crop(960, 720, 160, 0), GRAY)
    whole = await made(clip, tmp_path)
    small = await render(clip, tmp_path, stem="small", preview=Preview())
    assert (small.facts.video.width, small.facts.video.height) == (480, 360)
    assert psnr(frames(whole.path)[5][::2, ::2], frames(small.path)[5]) > 20


@pytest.mark.parametrize(
    "names", [TIMELINE | TIMELINE_RGB, SOUND_FILTERS], ids=["picture", "sound"]
)
async def test_filters_that_are_switched_can_be(names: frozenset[str]) -> None:
    """Flag T of ``ffmpeg -filters``, in the first column of the list."""
    told: list[str] = []
    await process.run([ffmpeg.bundled(), "-hide_banner", "-filters"], on_line=told.append)
    rows = [line.split() for line in told if "->" in line]
    switchable = {row[1] for row in rows if row[0].startswith("T")}
    assert switchable >= TIMELINE | TIMELINE_RGB | SOUND_FILTERS


async def test_what_people_type_never_stands_in_the_arguments(media: Media) -> None:
    nasty = "'];[0:v]movie=/etc/passwd;%{pts}\\N{\\fs99}:x=y,z"
    clip = await clip_of(media.clip(2.0), Titles((Title(text=nasty),)))
    command = compile_clip(clip)
    assert not any("passwd" in word for word in command.args)
    assert any(b"passwd" in content for content in command.files.values())
    assert command.args[-1] == command.output == "clip.mp4"


async def test_the_argument_list(media: Media) -> None:
    clip = await clip_of(media.clip(4.0, width=160, height=90), GRAY, cut((1.5, 2.5)))
    source = str(clip.source.path)
    assert compile_clip(clip).args == (
        "-f", "mov", "-an", "-noaccurate_seek", "-protocol_whitelist", "file,pipe",
        "-ss", "1.480000", "-i", source,
        "-f", "mov", "-protocol_whitelist", "file,pipe", "-ss", "1.380000", "-vn", "-i", source,
        "-filter_complex",
        "[0:0]fps=fps=25:start_time=0[s0];[s0]tpad=stop=-1:stop_mode=clone[s1];"
        "[s1]trim=end_pts=25:start_pts=0[s2];[s2]lutyuv=u=128:v=128[s3];"
        "[s3]format=color_ranges=tv:pix_fmts=yuv420p[s4]",
        "-filter_complex",
        "[1:1]aresample=async=1:first_pts=0[s5];"
        "[s5]aformat=channel_layouts=stereo:sample_fmts=fltp:sample_rates=48000[s6];"
        "[s6]apad[s7];[s7]atrim=end_sample=52800:start_sample=4800[s8];"
        "[s8]asetpts=expr=PTS-STARTPTS[s9];[s9]asetnsamples=n=12:p=0[s10];"
        "[s10]volume=eval=frame:volume=min(1\\,"
        "if(lt(t\\,0.499937)\\,abs(t-0)\\,abs(t-0.999875))/0.00500)[s11];"
        "[s11]asetnsamples=n=1024:p=0[s12];[s12]apad[s13];[s13]atrim=end_sample=48000[s14]",
        "-map", "[s4]", "-map", "[s14]", "-f", "mp4", "-b:a", "160k", "-c:a", "aac",
        "-c:v", "libx264", "-crf", "20", "-fflags", "+bitexact", "-map_chapters", "-1",
        "-map_metadata", "-1", "-movflags", "+faststart", "-preset", "veryfast", "clip.mp4",
    )  # fmt: skip

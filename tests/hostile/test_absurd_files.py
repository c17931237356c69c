"""Files whose headers promise the impossible: told within the limits, in words for people."""

from __future__ import annotations

import re
import shutil
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.hostile.crafted import crowded, gif, patched, refers_to, replaced, wav
from tests.hostile.tried import LIMITS, assert_for_people, crash, tried
from tests.media import Media, ffmpeg, frames
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.probe.looking import look
from tools.engine.render.clip import render
from tools.errors import BadInput, LimitExceeded, VfxbError
from tools.operations import Rate, Scale

MOST = b"\xff\xff\xff\xff"
LARGE = b"\x7f\xff\xff\xff"


@dataclass(frozen=True)
class Absurd:
    """A file, and what is said of it; None where it may be rendered as well.

    Attributes:
        id: What is absurd about it.
        make: Its content.
        says: A part of the sentence, as a regular expression.
    """

    id: str
    make: Callable[[Media], bytes]
    says: str | None = None


def mp4(media: Media) -> bytes:
    return media.clip(0.4, width=64, height=48).read_bytes()


def mkv(media: Media) -> bytes:
    return media.clip(0.4, width=640, height=360, suffix="mkv").read_bytes()


def avi(media: Media) -> bytes:
    return media.clip(0.4, width=64, height=48, suffix="avi").read_bytes()


def moved(media: Media, suffix: str, name: str, *options: str) -> bytes:
    """A short clip written again with these options."""
    target = media.folder / f"{name}.{suffix}"
    source = media.clip(0.4, width=64, height=48)
    copied = () if "-vf" in options else ("-c", "copy")
    media.once(target, lambda: ffmpeg("-i", source, *copied, *options, target))
    return target.read_bytes()


def crowd(media: Media, streams: int) -> bytes:
    """A file of so many streams."""
    target = media.folder / f"crowd-{streams}.mkv"
    sound = media.sound("wav", 0.05)
    maps = [word for _ in range(streams) for word in ("-map", "0:a")]
    media.once(target, lambda: ffmpeg("-i", sound, *maps, "-c", "copy", target))
    return target.read_bytes()


def gap(seconds: int) -> str:
    return f"setpts='PTS+gt(N,4)*{seconds}/TB'"


FILES = (
    # Sizes.
    Absurd("gif of 4 gigapixels", lambda _: gif(65535, 65535), "limit|memory|no frames"),
    Absurd("gif of no pixels", lambda _: gif(0, 0)),
    Absurd("mkv of 65535x65535", lambda m: replaced(
        mkv(m), b"\xb0\x82\x02\x80\xba\x82\x01\x68", b"\xb0\x82\xff\xff\xba\x82\xff\xff")),
    Absurd("mp4 of 65535x65535", lambda m: patched(mp4(m), b"avc1", 24, MOST)),
    Absurd("avi of 2 gigapixels", lambda m: replaced(
        avi(m), struct.pack("<III", 40, 64, 48), struct.pack("<III", 40, 46_000, 46_000))),
    Absurd("wav of 65535 channels", lambda _: wav(48_000, 65_535)),
    Absurd("wav at 4 GHz", lambda _: wav(2**32 - 1, 2)),
    Absurd("wav at 0 Hz", lambda _: wav(0, 2), "."),
    Absurd("wav of 0 channels", lambda _: wav(48_000, 0), "."),
    Absurd("wav of 0 bits", lambda _: wav(48_000, 2, 0), "."),
    # Streams.
    Absurd("100 streams", lambda m: crowd(m, 100), "100 streams; the limit is 64"),
    Absurd("5,000 streams", lambda m: crowded(avi(m), 5_000), "streams"),
    # Times.
    Absurd("136 years", lambda m: patched(mp4(m), b"mvhd", 12, struct.pack(">II", 1, 2**32 - 1))),
    Absurd("tracks of 136 years", lambda m: patched(
        mp4(m), b"mdhd", 12, struct.pack(">II", 1, 2**32 - 1))),
    Absurd("no time scale", lambda m: patched(mp4(m), b"mdhd", 12, bytes(4))),
    Absurd("4 billion ticks a second", lambda m: patched(mp4(m), b"mdhd", 12, MOST)),
    Absurd("frames of 68 years", lambda m: patched(mp4(m), b"stts", 12, LARGE)),
    Absurd("frames of no time", lambda m: patched(mp4(m), b"stts", 12, bytes(4))),
    Absurd("4 billion entries of times", lambda m: patched(mp4(m), b"stts", 4, MOST)),
    Absurd("4 billion samples", lambda m: patched(mp4(m), b"stsz", 8, MOST)),
    Absurd("samples of 4 GB", lambda m: patched(mp4(m), b"stsz", 4, MOST)),
    Absurd("4 billion chunks", lambda m: patched(mp4(m), b"stco", 4, MOST)),
    Absurd("chunks beyond the end", lambda m: patched(mp4(m), b"stco", 8, MOST)),
    Absurd("edits that begin in 68 years", lambda m: patched(
        mp4(m), b"elst", 8, MOST + LARGE)),
    Absurd("4 billion edits", lambda m: patched(mp4(m), b"elst", 4, MOST)),
    Absurd("gif of 22 minutes", lambda _: gif(16, 16, 65_535), "22 minutes long; the limit is 10"),
    Absurd("gif of no time", lambda _: gif(16, 16, 0)),
    Absurd("begins after 26 hours", lambda m: moved(
        m, "ts", "late", "-output_ts_offset", "95000")),
    Absurd("begins after 31 years", lambda m: moved(
        m, "mkv", "later", "-output_ts_offset", "1000000000")),
    Absurd("a gap of 2 minutes", lambda m: moved(
        m, "mkv", "gap", "-vf", gap(120), "-fps_mode", "vfr")),
    Absurd("a gap of 10 days", lambda m: moved(
        m, "mkv", "days", "-vf", gap(864_000), "-fps_mode", "vfr"), "the limit is 10 minutes"),
    Absurd("100,000 frames a second", lambda m: moved(
        m, "mkv", "fast", "-vf", "settb=1/1000000,setpts=N*10", "-fps_mode", "passthrough")),
)  # fmt: skip


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.id)
async def test_absurd_files(case: Absurd, media: Media, tmp_path: Path) -> None:
    path = tmp_path / "absurd"
    path.write_bytes(case.make(media))
    result = await tried(path, tmp_path / "out")
    if result.said:
        assert_for_people(result.said)
    if result.found is not None:
        assert 0 < result.found.duration <= LIMITS.duration
    if case.says is not None:
        assert re.search(case.says, result.said), result


async def test_content_in_another_file(media: Media, tmp_path: Path) -> None:
    """What the tracks refer to stays closed, though ffmpeg would read it if it were allowed to."""
    other = tmp_path / "other.mov"
    shutil.copyfile(media.clip(0.4, width=64, height=48, suffix="mov"), other)
    path, opened = tmp_path / "refers.mov", tmp_path / "opened.mov"
    path.write_bytes(refers_to(other.read_bytes(), other))
    allowed = ("-enable_drefs", "1", "-use_absolute_path", "1")
    ffmpeg(*allowed, "-i", path, "-c", "copy", opened)
    assert len(frames(opened)) == len(frames(other))
    result = await tried(path, tmp_path / "out")
    assert "holds no frames" in result.said


async def test_a_reader_that_crashes(media: Media) -> None:
    """One file is refused; the next one is looked into as ever."""
    path = media.clip(0.4, width=64, height=48)
    with pytest.raises(BadInput, match="'holiday.mp4' cannot be read: .*broke down"):
        await look(crash, path, "holiday.mp4", None, LIMITS)
    assert (await probe(path)).facts.video


async def test_a_lie_about_the_size_of_pictures(media: Media, tmp_path: Path) -> None:
    """The header of the format says 64x48, the stream itself says more than is allowed."""
    target = tmp_path / "lie.mkv"
    target.write_bytes(
        replaced(
            mkv(media),
            b"\xb0\x82\x02\x80\xba\x82\x01\x68",
            b"\xb0\x82\x00\x40\xba\x82\x00\x30",
        )
    )
    with pytest.raises(VfxbError):
        await probe(target, limits=replace(LIMITS, pixels=100_000))


async def test_a_render_that_would_take_for_ever(media: Media, tmp_path: Path) -> None:
    """A few pictures, 2 minutes apart, 240 to the second in the result."""
    path = tmp_path / "gap.mkv"
    path.write_bytes(moved(media, "mkv", "gap", "-vf", gap(120), "-fps_mode", "vfr"))
    clip = Clip.of(await probe(path))
    with pytest.raises(LimitExceeded, match="limit"):
        await render(clip.then(Rate(Fraction(240)), Scale(1280, 720), done="more"),
                     tmp_path / "out", stem="v1", limits=replace(LIMITS, seconds=0.5))  # fmt: skip
    assert not list(tmp_path.glob("out/*"))

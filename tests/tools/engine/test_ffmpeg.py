"""Running ffmpeg: progress, and failures in words that help."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.media import Media
from tools import process
from tools.engine.command import Command
from tools.engine.ffmpeg import Tick, explain, find, run
from tools.engine.limits import Limits
from tools.errors import LimitExceeded, ToolFailed, VfxbError
from tools.facts import Facts

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="bounds can be set only on Linux")


def picture(
    seconds: float, *encode: str, output: str = "out.mp4", size: str = "320x180"
) -> Command:
    """A run that draws a moving picture."""
    source = ("-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d={seconds}")
    return Command(
        args=(*source, *encode, output),
        output=output,
        expected=Facts(duration=seconds, video=None, audio=None),
    )


@pytest.mark.parametrize("name", ["binaries/ffmpeg-any-v9", "bin/ffmpeg"])
def test_an_ffmpeg_is_found_and_not_tried(name: str, tmp_path: Path) -> None:
    folder, path = tmp_path / "binaries", str(tmp_path / "bin")
    with pytest.raises(ToolFailed, match="VFXB_FFMPEG"):
        find(folder, path)
    binary = tmp_path / name
    binary.parent.mkdir()
    binary.write_text(f"#!/bin/sh\ntouch {tmp_path}/tried\nkill -9 $$\n")
    binary.chmod(0o700)
    assert find(folder, path) == binary
    assert not (tmp_path / "tried").exists()


async def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    ticks: list[Tick] = []
    await run(picture(8, "-preset", "veryslow"), tmp_path, on_progress=ticks.append)
    fractions = [tick.fraction for tick in ticks]
    assert fractions == sorted(fractions)
    assert ticks[-1] == Tick(1.0, 0.0)
    assert len(ticks) > 2
    assert all(tick.eta is None or tick.eta >= 0 for tick in ticks)
    assert any(tick.eta for tick in ticks)


async def test_files_and_links_stand_in_the_job(tmp_path: Path) -> None:
    outside, job = tmp_path / "outside.txt", tmp_path / "job"
    outside.write_text("seen")
    job.mkdir()
    command = Command(
        args=(*picture(0.2).args[:-1], "out.mp4"),
        output="out.mp4",
        expected=Facts(duration=0.2, video=None, audio=None),
        files={"texts/a.ass": b"written"},
        links={"fonts/b.ttf": outside},
    )
    await run(command, job)
    assert (job / "texts" / "a.ass").read_bytes() == b"written"
    assert (job / "fonts" / "b.ttf").read_text() == "seen"
    assert (job / "out.mp4").stat().st_size > 0


@dataclass(frozen=True, kw_only=True)
class Case:
    """A run that fails, and how."""

    id: str
    says: str
    command: Command = picture(60)
    limits: Limits = field(default_factory=Limits)
    error: type[VfxbError] = LimitExceeded


CASES = (
    Case(id="time", limits=Limits(seconds=0.5), says=r"stopped after 0\.5 s"),
    Case(id="memory", limits=Limits(memory=300_000_000), says="more than 300 MB of memory",
         command=picture(60, size="3840x2160")),
    Case(id="output", limits=Limits(output_bytes=100_000), says="would be larger than 0 MB",
         command=picture(60, "-qp", "0")),
    Case(id="filter", command=picture(1, "-vf", "no_such_filter=1"), error=ToolFailed,
         says="The rendering failed: .*no_such_filter"),
    Case(id="input", error=ToolFailed, says="The rendering failed: .*No such file",
         command=Command(args=("-i", "/secret/place/missing.mp4", "out.mp4"), output="out.mp4",
                         expected=Facts(duration=1, video=None, audio=None))),
)  # fmt: skip


@LINUX
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_failures_say_why(case: Case, tmp_path: Path) -> None:
    with pytest.raises(case.error, match=case.says) as caught:
        await run(case.command, tmp_path, limits=case.limits)
    assert "/secret/place" not in str(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
async def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """``/dev/full`` answers each write as a full disk does."""
    command = picture(1, "-f", "mpegts", output="out.ts")
    (tmp_path / "out.ts").symlink_to("/dev/full")
    with pytest.raises(ToolFailed, match="The disk is full") as caught:
        await run(command, tmp_path)
    assert caught.value.command
    assert "No space left" in caught.value.log


@LINUX
async def test_killed_from_outside(tmp_path: Path) -> None:
    task = asyncio.create_task(run(picture(60), tmp_path))
    killed = 0
    # Twice may be an accident: it is begun again.
    for _ in range(3):
        killed = await child("ffmpeg", after=killed)
        os.kill(killed, 9)
    with pytest.raises(ToolFailed, match="killed from outside"):
        await task


async def child(name: str, after: int = 0) -> int:
    """Process id of a child of this process, as soon as there is one after another."""
    for _ in range(200):
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                about = path.read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            words = about.rsplit(")", 1)[1].split()
            number = int(path.parent.name)
            mine = int(words[1]) == os.getpid() and words[0] != "Z" and number > after
            if f"({name}" in about and mine:
                return number
        await asyncio.sleep(0.02)
    raise AssertionError(f"no child {name}")


@pytest.mark.parametrize(("log", "says"), [
    ("[in#0 @ 0x5] [error] Error opening input: Invalid data\nConversion failed!", "Invalid data"),
    ("[fatal] first\n[error] Error opening output file x.", "first"),
    ("", "gave no reason"),
    ("something else", "something else"),
])  # fmt: skip
def test_the_line_that_matters(log: str, says: str) -> None:
    assert says in str(explain(process.Finished(1, log), (), Limits()))


async def test_a_missing_binary_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="could not be started"):
        await run(picture(1), tmp_path, binary=tmp_path / "ffmpeg")


async def test_damage_does_not_end_the_run(media: Media, tmp_path: Path) -> None:
    command = Command(
        args=("-i", str(media.damaged_sound()), "out.mp4"), output="out.mp4",
        expected=Facts(duration=3, video=None, audio=None),
    )  # fmt: skip
    log = await run(command, tmp_path)
    assert "Error submitting packet to decoder" in log

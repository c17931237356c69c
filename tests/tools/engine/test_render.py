"""Rendering ends with a checked file in its place, or with nothing at all."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from tests.media import Media, beep_times, frames, number, samples
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.preview import Preview
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.folder import scratch_folder
from tools.errors import LimitExceeded, ToolFailed, VfxbError
from tools.export_format import Export
from tools.operations import Cut, Scale, Span, Utterance
from tools.recipe import Step, apply


async def clip_of(path: Path, *steps: Step) -> Clip:
    return apply(await probe(path), steps, SPECS)


BLACK_AND_WHITE = Step("apply_filter", {"filter_type": "blackwhite"})
VERY_SLOW = (Step("change_speed", {"factor": 0.1}), Step("resize_video", {"width": 1920}))


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def test_a_trim_is_exact_to_the_frame(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.clip(4.0), Step("trim_video", {"start": 1.4, "end": 3.2}))
    done = await render(clip, tmp_path / "new" / "folder", stem="v1")
    assert done.path == tmp_path / "new" / "folder" / "v1.mp4"
    assert left(done.path.parent) == ["v1.mp4"]
    assert [number(image) for image in frames(done.path)] == list(range(35, 80))
    assert beep_times(samples(done.path)) == pytest.approx([0.6, 1.6], abs=0.02)
    assert done.facts.duration == pytest.approx(1.8, abs=0.02)
    assert done.seconds > 0


async def test_progress_ends_at_one(media: Media, tmp_path: Path) -> None:
    ticks: list[Tick] = []
    clip = await clip_of(media.clip(), BLACK_AND_WHITE)
    await render(clip, tmp_path, stem="v1", on_progress=ticks.append)
    assert [tick.fraction for tick in ticks] == sorted(tick.fraction for tick in ticks)
    assert ticks[-1].fraction == 1.0


async def test_an_untouched_clip_is_the_same_file(media: Media, tmp_path: Path) -> None:
    path = media.clip()
    done = await render(await clip_of(path), tmp_path, stem="v1")
    assert done.path.read_bytes() == path.read_bytes()


async def test_another_container_copies_the_streams(media: Media, tmp_path: Path) -> None:
    clip = (await clip_of(media.clip())).exported(Export(container="mkv"), done="made it an mkv")
    done = await render(clip, tmp_path, stem="v1")
    assert done.path.suffix == ".mkv"
    assert all("copied" in reason for reason in done.reasons)
    before, after = frames(media.clip()), frames(done.path)
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


async def test_late_sound_stays_late(media: Media, tmp_path: Path) -> None:
    """Whether its stream is copied or encoded anew."""
    for steps in ((BLACK_AND_WHITE,), (Step("change_volume", {"factor": 0.9}),)):
        clip = await clip_of(media.late_sound(0.3), *steps)
        done = await render(clip, tmp_path, stem="v1")
        assert beep_times(samples(done.path)) == pytest.approx([0.3, 1.3], abs=0.03)


async def test_a_voice_is_mixed_in(media: Media, tmp_path: Path) -> None:
    said = Utterance(text="Hello", voice="professional_male")
    clip = await clip_of(media.silent(), Step("generate_voice", {"text": "Hello", "at": 0.5}))
    spoken = {said: media.sound("wav", 1.0)}
    done = await render(clip, tmp_path, stem="v1", sounds=spoken)
    assert beep_times(samples(done.path)) == pytest.approx([0.5], abs=0.03)
    assert done.facts.duration == pytest.approx(2.0, abs=0.02)


async def test_damaged_sound_is_delivered_and_told(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.damaged_sound(), Step("change_volume", {"factor": 0.9}))
    done = await render(clip, tmp_path, stem="v1")
    assert "sound of the original is damaged" in " ".join(done.notes)
    assert done.facts.duration == pytest.approx(3.0, abs=0.05)
    sound = samples(done.path)
    assert np.abs(sound[:, :4_000]).max() > 0.3, "the good part is kept"
    assert beep_times(sound)[-1] == pytest.approx(2.0, abs=0.1), "what follows stays in place"


async def test_a_file_cut_short_gives_what_is_there(media: Media, tmp_path: Path) -> None:
    done = await render(await clip_of(media.cut_short(), BLACK_AND_WHITE), tmp_path, stem="v1")
    assert len(frames(done.path)) == pytest.approx(33, abs=1)


async def test_a_former_file_is_replaced_only_at_the_end(media: Media, tmp_path: Path) -> None:
    former = tmp_path / "v1.mp4"
    former.write_bytes(b"former")
    clip = await clip_of(media.clip(), *VERY_SLOW)
    with pytest.raises(LimitExceeded):
        await render(clip, tmp_path, stem="v1", limits=Limits(seconds=0.3))
    assert former.read_bytes() == b"former"
    await render(await clip_of(media.clip(), BLACK_AND_WHITE), tmp_path, stem="v1")
    assert len(frames(former)) == 50
    assert left(tmp_path) == ["v1.mp4"]


async def test_several_at_once(media: Media, tmp_path: Path) -> None:
    clips = [
        await clip_of(media.clip(), Step("trim_video", {"start": start, "end": start + 0.4}))
        for start in (0.2, 0.6, 1.0)
    ]
    await asyncio.gather(
        *(render(clip, tmp_path, stem=f"v{index}") for index, clip in enumerate(clips))
    )
    assert left(tmp_path) == ["v0.mp4", "v1.mp4", "v2.mp4"]
    firsts = [number(frames(tmp_path / name)[0]) for name in left(tmp_path)]
    assert firsts == [5, 15, 25]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A rendering that fails, and what is said."""

    id: str
    says: str
    error: type[VfxbError] = LimitExceeded
    change: Callable[[Clip], Clip] = lambda clip: clip
    limits: Limits = Limits()


FAILURES = (
    Failure(id="too long", limits=Limits(duration=1.0), says="The result would be"),
    Failure(id="too large", limits=Limits(pixels=1000), says="pictures of 320x180 pixels"),
    Failure(id="too slow", limits=Limits(seconds=0.05), says="was stopped after"),
    Failure(id="too many bytes", limits=Limits(output_bytes=2_000), says="would be larger than"),
    Failure(id="source is gone", error=ToolFailed, says="is not there any more",
            change=lambda clip: replace(clip, source=replace(clip.source, path=Path("/gone.mp4")))),
    Failure(id="prediction is wrong", error=ToolFailed, says="it is not delivered: it is 2.00 s",
            change=lambda clip: replace(clip, facts=clip.facts.lasting(2.5))),
)  # fmt: skip


@pytest.mark.parametrize("case", FAILURES, ids=lambda case: case.id)
async def test_a_failure_leaves_nothing(case: Failure, media: Media, tmp_path: Path) -> None:
    clip = case.change(await clip_of(media.clip(), BLACK_AND_WHITE))
    with pytest.raises(case.error, match=case.says):
        await render(clip, tmp_path / "out", stem="v1", limits=case.limits)
    assert left(tmp_path) == []


async def test_a_folder_that_cannot_be_written(media: Media, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file stands here")
    with pytest.raises(ToolFailed, match="could not be stored: Not a directory"):
        await render(await clip_of(media.clip()), tmp_path / "taken" / "out", stem="v1")


async def test_cancel_leaves_nothing_and_nobody(media: Media, tmp_path: Path) -> None:
    going = asyncio.Event()
    clip = await clip_of(media.clip(), *VERY_SLOW)
    task = asyncio.create_task(
        render(clip, tmp_path, stem="v1", on_progress=lambda tick: going.set())
    )
    await asyncio.wait_for(going.wait(), 20)
    job = next(tmp_path.glob(".job-*"))
    assert any(job.iterdir())
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert left(tmp_path) == []
    assert not running_in(job)


def running_in(folder: Path) -> list[str]:
    """Processes that work in a folder."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if str(folder) in str(link.readlink()):
                found.append(link.parent.name)
    return found


async def test_what_a_killed_program_left_is_swept(media: Media, tmp_path: Path) -> None:
    abandoned, held = tmp_path / ".job-abandoned", tmp_path / ".job-held"
    for folder in (abandoned, held):
        folder.mkdir()
        (folder / "half.mp4").write_bytes(b"x")
        os.utime(folder, (time.time() - 3600,) * 2)
    handle = os.open(held, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    await render(await clip_of(media.clip(), BLACK_AND_WHITE), tmp_path, stem="v1")
    os.close(handle)
    assert left(tmp_path) == [".job-held", "v1.mp4"]


def test_temporary_folders_of_killed_programs_are_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    abandoned, others = tmp_path / "vfxb-job-abandoned", tmp_path / "not-ours"
    for folder in (abandoned, others):
        folder.mkdir()
        os.utime(folder, (time.time() - 3600,) * 2)
    with scratch_folder() as folder:
        (folder / "a.mp4").write_bytes(b"x")
        assert folder.parent == tmp_path
    assert left(tmp_path) == ["not-ours"]


@pytest.mark.parametrize("stem", ["../v1", "a/b", ".hidden", "", "."])
async def test_stems_are_bare_names(stem: str, media: Media, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a bare file name"):
        await render(await clip_of(media.clip()), tmp_path, stem=stem)


NAMES = ("it's 100% \"mine\".mp4", "sp ace\n&new; $(line).mp4", "-i.mp4", "a:b|c.mp4",
         "שלום 👋.mp4", "frame%03d.mp4", "[0:v];null.mp4")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_strange_names_of_files(name: str, media: Media, tmp_path: Path) -> None:
    strange = tmp_path / name
    shutil.copyfile(media.clip(), strange)
    clip = await clip_of(strange, Step("trim_video", {"start": 0.5, "end": 1.0}), BLACK_AND_WHITE)
    done = await render(clip, tmp_path / "out", stem="v1")
    assert number(frames(done.path)[0]) in {12, 13}


async def test_preview_is_small(media: Media, tmp_path: Path) -> None:
    source = media.clip(0.4, width=1280, height=720)
    clip = (await clip_of(source)).then(Scale(960, 540), done="made it smaller")
    full = await render(clip, tmp_path, stem="v1")
    small = await render(clip, tmp_path, stem="v1p", preview=Preview())
    assert full.facts.video
    assert small.facts.video
    assert small.facts.video.height < full.facts.video.height
    assert small.facts.duration == pytest.approx(full.facts.duration, abs=0.1)


async def test_pieces_in_any_order(media: Media, tmp_path: Path) -> None:
    clip = (await clip_of(media.clip())).then(
        Cut((Span(1.0, 1.2), Span(0.2, 0.4), Span(1.0, 1.2))), done="turned it round"
    )
    done = await render(clip, tmp_path, stem="v1")
    numbers = [number(image) for image in frames(done.path)]
    assert numbers == [*range(25, 30), *range(5, 10), *range(25, 30)]

"""Picture and sound that do not begin and end together, and files that begin late."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media import Media, ffmpeg, frames, samples
from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.verify.content import sighted
from tools.operations import Cut, Filter, Operation, Span, VideoFilter

FLIPPED = VideoFilter((Filter("hflip"),))


def clip(media: Media, name: str, picture: str, sound: str, *options: str) -> Path:
    source = ("-f", "lavfi", "-i", f"testsrc2=s=192x108:r=25:{picture}", "-f", "lavfi", "-i", sound)
    target = media.folder / name
    encode = ("-pix_fmt", "yuv420p", "-preset", "ultrafast", *options)
    return media.once(target, lambda: ffmpeg(*source, *encode, target))


async def rendered(path: Path, folder: Path, *operations: Operation) -> Path:
    return (
        await render(Clip.of(await probe(path)).then(*operations, done=""), folder, stem="v")
    ).path


@pytest.fixture
def long_sound(media: Media) -> Path:
    return clip(media, "ends-long-sound.mp4", "d=1", "sine=d=4")


async def test_a_picture_that_has_ended_stands_still(long_sound: Path, tmp_path: Path) -> None:
    made = frames(await rendered(long_sound, tmp_path, Cut((Span(3.0, 3.4),))))
    assert len(made) == 10
    assert all(np.abs(image.astype(int) - frames(long_sound)[-1]).mean() < 3 for image in made)


async def test_sound_that_ends_early_is_copied(media: Media, tmp_path: Path) -> None:
    path = clip(media, "ends-short-sound.mp4", "d=3", "sine=d=1")
    made = await rendered(path, tmp_path, FLIPPED)
    assert len(frames(made)) == 75
    assert samples(made).shape[1] / 48_000 == pytest.approx(1.0, abs=0.05)


async def test_a_lead_in_of_eighth_of_a_second_is_none(media: Media, tmp_path: Path) -> None:
    """A packet of AAC lasts that long at 8 kHz, and an encoder begins with an empty one."""
    path = clip(media, "ends-low-rate.mp4", "d=1", "sine=d=1:r=8000", "-ar", "8000", "-c:a", "aac")
    assert len(frames(await rendered(path, tmp_path, FLIPPED))) == 25


async def test_a_file_that_begins_late_is_as_long_as_it_is(media: Media, tmp_path: Path) -> None:
    plain = clip(media, "ends-plain.mp4", "d=2", "sine=d=2")
    late = media.folder / "ends-late.mkv"
    media.once(
        late, lambda: ffmpeg("-itsoffset", "90000", "-i", plain, "-c", "copy", "-copyts", late)
    )
    assert (await probe(late)).facts.duration == pytest.approx(2.0, abs=0.05)
    assert len(frames(await rendered(late, tmp_path, FLIPPED, Cut((Span(1.0, 1.4),))))) == 10


def test_pictures_are_seen_whole_after_sound_was_heard(media: Media) -> None:
    """A look begins with a key picture, whatever was read before."""
    path = media.folder / "ends-grey.mkv"
    grey = ("-f", "lavfi", "-i", "color=gray:s=192x108:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2")
    media.once(path, lambda: ffmpeg(*grey, "-c:v", "ffv1", "-g", "12", "-c:a", "flac", path))
    seen = sighted(path, "matroska", (0.3, 0.8, 1.3, 1.8), Limits())
    assert seen.moving == [False, False, False]

"""A clip that a phone wrote: its header says that it is to be turned, and the result's says so."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, ffmpeg
from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.smartcut.cut import smart_cut
from tools.export_format import Export
from tools.operations import Cut, Span

ONE, TWO = ((0.52, 2.8),), ((0.52, 1.6), (2.0, 3.8))


def turned(media: Media, degrees: int) -> Path:
    """A clip with sound that is shown turned."""
    plain, target = media.folder / "upright.mp4", media.folder / f"turned-{degrees}.mp4"
    source = ("-f", "lavfi", "-i", "testsrc2=s=192x108:r=25:d=4", "-f", "lavfi", "-i", "sine=d=4")
    media.once(plain, lambda: ffmpeg(*source, "-pix_fmt", "yuv420p", "-g", "25", plain))
    turn = ("-display_rotation", str(degrees), "-i", plain, "-c", "copy")
    return media.once(target, lambda: ffmpeg(*turn, target))


async def clip_of(path: Path, ranges: tuple[tuple[float, float], ...], container: str) -> Clip:
    clip = Clip.of(await probe(path))
    cut = Cut(tuple(Span(start, end) for start, end in ranges))
    return clip.then(cut, done="").exported(Export(container=container), done="")  # type: ignore[arg-type]


def shown(path: Path) -> tuple[int, list[NDArray[np.uint8]]]:
    """By how much pictures are turned, and their stored luma."""
    with av.open(path) as file:
        frames = list(file.decode(video=0))
    (rotation,) = {frame.rotation % 360 for frame in frames}
    return rotation, [frame.to_ndarray().astype(np.uint8)[: frame.height] for frame in frames]


@pytest.mark.parametrize(("degrees", "ranges"), [(90, ONE), (180, TWO), (270, TWO)])
async def test_copied_and_encoded_pictures_are_turned_alike(
    degrees: int, ranges: tuple[tuple[float, float], ...], media: Media, tmp_path: Path
) -> None:
    source = turned(media, degrees)
    clip = await clip_of(source, ranges, "mp4")
    done = await smart_cut(clip, tmp_path, limits=Limits(), least_pixels=0)
    assert done.path is not None, done.reasons
    assert done.facts
    assert done.facts.video
    size = (108, 192) if degrees % 180 else (192, 108)
    assert (done.facts.video.width, done.facts.video.height) == size
    (angle, stored), (kept, found) = shown(source), shown(done.path)
    assert kept == angle
    wanted = [n for a, b in ranges for n in range(round(a * 25), round(b * 25))]
    assert len(found) == len(wanted)
    differences = [
        float(np.abs(stored[n].astype(int) - image).mean())
        for n, image in zip(wanted, found, strict=True)
    ]
    assert max(differences) < 2
    assert differences.count(0.0) >= len(wanted) / 4, "most pictures are copied"


async def test_a_format_whose_players_do_not_turn_is_encoded(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(turned(media, 90), ONE, "mkv")
    done = await smart_cut(clip, tmp_path, limits=Limits(), least_pixels=0)
    assert "shown otherwise" in done.reasons[0]


async def test_a_clip_that_is_only_muted_is_copied(media: Media) -> None:
    clip = Clip.of(await probe(turned(media, 90)))
    assert clip.copies_picture

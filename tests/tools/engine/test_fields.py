"""Pictures that were stored as two fields: an edit makes whole ones of them, without combs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.media import Media, ffmpeg, frames
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.operations import Filter, VideoFilter


def woven(media: Media) -> Path:
    """A clip whose odd rows were taken later than its even ones."""
    target = media.folder / "fields.mp4"
    picture = (
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=192x108:r=50:d=1",
        "-vf",
        "tinterlace=interleave_top",
    )
    encode = ("-c:v", "libx264", "-flags", "+ildct+ilme", "-pix_fmt", "yuv420p", target)
    return media.once(target, lambda: ffmpeg(*picture, *encode))


def combs(pictures: list[NDArray[np.uint8]]) -> float:
    """How much rows differ from those above and below them."""
    parts = [2.0 * each[1:-1] - each[:-2] - each[2:] for each in pictures]
    return float(np.mean([np.abs(part).mean() for part in parts]))


async def test_an_edit_leaves_no_combs(media: Media, tmp_path: Path) -> None:
    source = await probe(woven(media))
    assert source.facts.video
    assert source.facts.video.fields
    clip = Clip.of(source).then(VideoFilter((Filter("hflip"),)), done="")
    made = frames((await render(clip, tmp_path, stem="v1")).path)
    assert len(made) == 25
    assert combs(made) < 0.6 * combs(frames(source.path))


async def test_whole_pictures_pass_untouched(media: Media) -> None:
    source = await probe(media.clip())
    clip = Clip.of(source).then(VideoFilter((Filter("hflip"),)), done="")
    assert not any("bwdif" in word for word in compile_clip(clip).args)

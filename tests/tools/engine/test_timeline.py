"""Timelines and key frames of generated clips, of which is known what they show when."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.looking import seen
from tests.media import Media, ffmpeg
from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.measure.analyses import Looking
from tools.engine.measure.keyframes import MOST_FRAMES, key_frames
from tools.engine.probe.file import probe
from tools.sights import KeyFrame, Timeline

STEP = 0.25


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Black and silent for 1 s, still red with a tone for 1 s, then noise that moves, loud."""
    pictures = ("color=black:s=160x90:r=20:d=1", "color=red:s=160x90:r=20:d=1",
                "color=gray:s=160x90:r=20:d=1,noise=c0s=90:c0f=t")  # fmt: skip
    sounds = ("anullsrc=d=1", "sine=d=1,volume=-20dB", "sine=d=1,volume=12dB")
    sources = [word for each in (*pictures, *sounds) for word in ("-f", "lavfi", "-i", each)]
    join = "".join(f"[{n}:v]format=yuv420p,setsar=1[v{n}];[{n + 3}:a]aformat=r=48000:cl=mono[a{n}];"
                   for n in range(3))  # fmt: skip
    join += "[v0][a0][v1][a1][v2][a2]concat=3:1:1"
    target = tmp_path / "parts.mkv"
    ffmpeg(*sources, "-filter_complex", join, "-c:v", "libx264", "-qp", "8", "-c:a", "flac", target)
    return target


async def test_a_timeline_tells_each_moment(parts: Path, tmp_path: Path) -> None:
    found = await seen(parts, Timeline(), tmp_path)
    assert found["step"] == STEP
    dark, red, wild = ([values[at] for values in (found["light"], found["color"], found["level"])]
                       for at in (1, 5, 9))  # fmt: skip
    assert dark[0] < 0.02 < red[0] < wild[0]
    assert red[1] > 0.8 > 0.2 > max(dark[1], wild[1])
    assert dark[2] == -90.0 < red[2] < wild[2] - 20
    motion = found["motion"]
    assert max(motion[1:3] + motion[5:7]) < 0.002 < 0.005 < min(motion[9:11])
    assert found["tone"][5][0] > 200 > 60 > max(found["tone"][5][1:])
    assert found["shots"] == pytest.approx([1.0, 2.0], abs=0.1)
    assert found["faces"] == []


@pytest.mark.parametrize("name", ["silent", "sound", "gif", "rotated", "odd", "variable_rate"])
async def test_of_any_clip(media: Media, tmp_path: Path, name: str) -> None:
    path = getattr(media, name)()
    clip = Clip.of(await probe(path))
    found = await seen(path, Timeline(), tmp_path)
    moments = clip.facts.duration / found["step"]
    assert len(found["light"]) == pytest.approx(moments if clip.facts.video else 0, abs=1.1)
    assert len(found["level"]) == pytest.approx(moments if clip.facts.audio else 0, abs=1.1)
    frames = await shown(clip, tmp_path)
    assert bool(frames) == (clip.facts.video is not None)


async def shown(clip: Clip, folder: Path) -> tuple[KeyFrame, ...]:
    return await key_frames(clip, Looking(cache=Cache(folder / "looks")))


def colour(frame: KeyFrame) -> tuple[int, ...]:
    with Image.open(BytesIO(frame.picture)) as image:
        assert max(image.size) <= 512
        return tuple(int(each) for each in np.asarray(image.convert("RGB")).mean(axis=(0, 1)))


async def test_key_frames_show_what_differs(parts: Path, tmp_path: Path) -> None:
    frames = await shown(Clip.of(await probe(parts)), tmp_path)
    assert len(frames) <= MOST_FRAMES
    assert [frame.at for frame in frames] == sorted(frame.at for frame in frames)
    reds = [frame for frame in frames if colour(frame)[0] > 200 and colour(frame)[1] < 60]
    assert [1 <= frame.at < 2 for frame in reds] == [True]
    assert any(frame.at < 1 and max(colour(frame)) < 20 for frame in frames)
    assert any(frame.at >= 2 for frame in frames)


async def test_a_clip_that_stands_still_has_one(tmp_path: Path) -> None:
    still = tmp_path / "still.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=teal:s=160x90:r=10:d=3", still)
    assert len(await shown(Clip.of(await probe(still)), tmp_path)) == 1


async def test_a_busy_clip_has_no_more_than_allowed(media: Media, tmp_path: Path) -> None:
    busy = tmp_path / "busy.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=12,hue=h=t*40", busy)
    frames = await shown(Clip.of(await probe(busy)), tmp_path)
    assert len(frames) == MOST_FRAMES
    assert frames[-1].at - frames[0].at > 6

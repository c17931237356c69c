"""Where a smart cut cannot be, that is told, and all of it is encoded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.media import Media, ffmpeg
from tests.tools import made_up
from tests.tools.engine.smart_cuts import ONE, USUAL, X265, Encoding, clip_of, cut, pictures
from tools.clip import Clip
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.render.clip import render
from tools.engine.smartcut.cut import smart_cut
from tools.engine.smartcut.work import SmartCut
from tools.errors import LimitExceeded
from tools.export_format import Export
from tools.operations import Cut, Filter, Span, VideoFilter


async def test_progress_is_told(media: Media, tmp_path: Path) -> None:
    ticks: list[Tick] = []
    ranges = tuple((0.52, 5.6) for _ in range(15))
    clip = await clip_of(
        Encoding(id="silent", options=USUAL.options, sound=False).clip(media), ranges
    )
    assert (await cut(clip, tmp_path, on_progress=ticks.append)).path
    fractions = [tick.fraction for tick in ticks]
    assert fractions == sorted(fractions)
    assert all(0 < fraction < 1 for fraction in fractions)


async def test_time_is_bounded(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(USUAL.clip(media), ONE)
    with pytest.raises(LimitExceeded, match="stopped after"):
        await smart_cut(clip, tmp_path, limits=Limits(seconds=0.02), least_pixels=0)


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """A clip that cannot be cut by copying, by its facts alone."""

    id: str
    says: str
    change: Callable[[Clip], Clip] = lambda clip: clip


def source(clip: Clip, **changes: object) -> Clip:
    return replace(clip, source=replace(clip.source, **changes))  # type: ignore[arg-type]


def video(clip: Clip, **changes: object) -> Clip:
    facts = clip.source.facts.with_video(**changes)
    return replace(clip, source=replace(clip.source, facts=facts), facts=facts)


def export(**options: object) -> Callable[[Clip], Clip]:
    return lambda clip: clip.exported(Export(**options), done="")  # type: ignore[arg-type]


OBSTACLES = (
    Obstacle(id="short", says="takes no longer",
             change=lambda clip: replace(video(clip, width=320, height=180))),
    Obstacle(id="codec", says="is vp9", change=lambda clip: video(clip, codec="vp9")),
    Obstacle(id="demuxer", says="read in parts", change=lambda clip: source(clip, demuxer="avi")),
    Obstacle(id="container", says="joined of parts", change=export(container="webm")),
    Obstacle(id="another codec", says="is to be hevc", change=export(video_codec="hevc")),
    Obstacle(id="uneven", says="uneven", change=lambda clip: video(clip, variable_rate=True)),
    Obstacle(id="turned", says="otherwise", change=lambda clip: video(clip, coded_as_shown=False)),
    Obstacle(id="HDR", says="HDR", change=lambda clip: video(clip, hdr=True)),
    Obstacle(id="damaged", says="damaged",
             change=lambda clip: source(clip, damaged=frozenset({"picture"}))),
    Obstacle(id="bit rate", says="bit rate", change=export(video_kbps=500)),
    Obstacle(id="size", says="fit a size", change=export(max_bytes=10**6)),
    Obstacle(id="odd", says="odd", change=lambda clip: video(clip, width=1281)),
    Obstacle(id="sound", says="not to be AAC", change=export(audio_codec="mp3")),
)  # fmt: skip


@pytest.mark.parametrize("case", OBSTACLES, ids=lambda case: case.id)
async def test_obstacles_are_told(case: Obstacle, tmp_path: Path) -> None:
    clip = case.change(made_up.clip(20.0)).then(Cut((Span(2.0, 12.0),)), done="")
    done = await smart_cut(clip, tmp_path, limits=Limits())
    assert done.path is None
    assert case.says in done.reasons[0]


async def test_what_touches_pictures_is_not_tried(tmp_path: Path) -> None:
    clip = made_up.clip(20.0).then(
        Cut((Span(2.0, 12.0),)), VideoFilter((Filter("hflip"),)), done=""
    )
    assert await smart_cut(clip, tmp_path, limits=Limits()) == SmartCut()


UNFIT = (
    (Encoding(id="open", options="-c:v libx264 -g 25 -x264-params open-gop=1"), "too little"),
    (Encoding(id="one group", options="-c:v libx264 -g 999"), "too little"),
    (Encoding(id="fields", options="-c:v libx264 -g 25 -flags +ildct+ilme"), "two fields"),
    (Encoding(id="HEVC in MP4", options=X265), "in the header alone"),
    (Encoding(id="full colour", options="-c:v libx264 -g 25 -pix_fmt yuv444p"), "yuv444p"),
)  # fmt: skip


@pytest.mark.parametrize(("encoding", "says"), UNFIT, ids=lambda value: getattr(value, "id", ""))
async def test_what_only_the_pictures_show_is_told(
    encoding: Encoding, says: str, media: Media, tmp_path: Path
) -> None:
    done = await cut(await clip_of(encoding.clip(media), ONE), tmp_path)
    assert done.path is None
    assert says in done.reasons[0]


async def test_a_group_as_long_as_the_file(media: Media, tmp_path: Path) -> None:
    target = media.folder / "smart-long-group.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=40", "-pix_fmt", "yuv420p")
    media.once(target, lambda: ffmpeg(*picture, "-g", "9999", "-preset", "ultrafast", target))
    done = await cut(await clip_of(target, ((38.0, 39.0), (35.0, 36.0))), tmp_path)
    assert "too little" in done.reasons[0]


async def test_missing_pictures_are_told(media: Media, tmp_path: Path) -> None:
    """Where the facts did not show it: the first pictures come at even times."""
    target = media.folder / "smart-missing.mp4"
    keep = ("-vf", "select='not(between(n,90,93))'", "-fps_mode", "vfr", "-c:v", "libx264")
    plain = USUAL.clip(media)
    media.once(target, lambda: ffmpeg("-i", plain, *keep, "-g", "25", target))
    clip = await clip_of(target, ((0.0, 5.6),))
    done = await cut(video(clip, variable_rate=False), tmp_path)
    assert done.path is None
    assert "no smart cut" in done.reasons[0]


def large(media: Media, options: str) -> Path:
    """A clip that takes longer to encode than a child takes to start."""
    target = media.folder / f"smart-large-{options.replace(' ', '-')}.mp4"
    words = ("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=4", "-pix_fmt", "yuv420p")
    speed = ("-c:v", "libx264", "-preset", "ultrafast", *options.split(), target)
    return media.once(target, lambda: ffmpeg(*words, *speed))


async def test_rendering_cuts_smartly(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(large(media, "-g 25"), ((0.4, 3.6),))
    done = await render(clip, tmp_path, stem="v1")
    assert done.reasons[0].startswith("smart cut: 65 pictures copied, 15 encoded")
    assert [path.name for path in tmp_path.iterdir()] == ["v1.mp4"]


async def test_rendering_encodes_where_it_cannot(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(large(media, "-g 999"), ((0.4, 3.6),))
    done = await render(clip, tmp_path, stem="v1")
    assert "picture encoded as h264: changed" in done.reasons
    assert done.reasons[-1].startswith("no smart cut: too little")
    assert len(pictures(done.path)) == 80


async def test_a_cancelled_cut_leaves_nothing(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(large(media, "-g 25"), ((0.4, 3.6),))
    task = asyncio.create_task(render(clip, tmp_path / "new", stem="v1"))
    await asyncio.sleep(0.15)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not (tmp_path / "new").exists()

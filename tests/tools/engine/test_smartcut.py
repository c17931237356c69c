"""A smart cut gives the same as encoding all of it: to the picture, and to the sample of sound."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.media import Media, ffmpeg, samples
from tests.tools import made_up
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.ffmpeg import Tick
from tools.engine.ffmpeg import run as run_ffmpeg
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.smartcut.cut import smart_cut
from tools.engine.smartcut.work import SmartCut
from tools.errors import LimitExceeded
from tools.export_format import Export
from tools.operations import Cut, Filter, SoundFilter, Span, VideoFilter

FPS, SECONDS = 25, 6
SOUNDS = "aevalsrc='0.5*sin(2*PI*2000*t)*lt(mod(t\\,0.5)\\,0.01)+0.02*sin(2*PI*300*t)':d=6:s=48000"
ONE, SEVERAL = ((0.52, 4.8),), ((0.52, 2.6), (3.0, 4.2), (4.48, 5.6), (0.2, 1.32))


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How a source was encoded."""

    id: str
    options: str
    suffix: str = "mp4"
    sound: bool = True
    least: int = 1

    def clip(self, media: Media) -> Path:
        target = media.folder / f"smart-{self.id.replace(' ', '-')}.{self.suffix}"
        sound = ("-f", "lavfi", "-i", SOUNDS, "-c:a", "aac") if self.sound else ()
        picture = ("-f", "lavfi", "-i", f"testsrc2=s=192x108:r={FPS}:d={SECONDS}")
        words = (*picture, *sound, "-pix_fmt", "yuv420p", *self.options.split(), target)
        return media.once(target, lambda: ffmpeg(*words))


X265 = "-c:v libx265 -preset ultrafast -g 25 -x265-params log-level=none"
USUAL = Encoding(id="usual", options="-c:v libx264 -g 25")
ENCODINGS = (
    USUAL,
    Encoding(id="without B", options="-c:v libx264 -g 25 -bf 0"),
    Encoding(id="B alone", options="-c:v libx264 -g 25 -x264-params b-pyramid=none", suffix="mkv"),
    Encoding(id="many B", options="-c:v libx264 -g 30 -bf 8 -refs 5 -b_strategy 0", suffix="mov"),
    Encoding(id="baseline", options="-c:v libx264 -profile:v baseline -g 20"),
    Encoding(id="slices", options="-c:v libx264 -profile:v main -g 25 -slices 4", sound=False),
    Encoding(id="HEVC", options=f"{X265}:open-gop=0", suffix="mkv"),
    Encoding(id="open HEVC", options=X265, suffix="mkv", sound=False),
)  # fmt: skip


async def clip_of(
    path: Path, ranges: tuple[tuple[float, float], ...], container: str = "mp4"
) -> Clip:
    source = await probe(path)
    codec = "copy" if source.facts.video and source.facts.video.codec == "hevc" else None
    export = Export(container=container, video_codec=codec)  # type: ignore[arg-type]
    cut = Cut(tuple(Span(start, end) for start, end in ranges))
    return Clip.of(source).then(cut, done="").exported(export, done="")


async def cut(clip: Clip, folder: Path, **options: object) -> SmartCut:
    folder.mkdir(exist_ok=True)
    return await smart_cut(clip, folder, limits=Limits(), least_pixels=0, **options)  # type: ignore[arg-type]


async def encoded(clip: Clip, folder: Path) -> Path:
    """The usual rendering."""
    folder.mkdir(exist_ok=True)
    command = compile_clip(clip)
    await run_ffmpeg(command, folder)
    return folder / command.output


def pictures(path: Path) -> list[NDArray[np.uint8]]:
    """Stored values of all pictures."""
    import av

    with av.open(path) as file:
        return [frame.to_ndarray() for frame in file.decode(video=0)]


def likeness(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """PSNR in decibels; 100 for the same."""
    error = float(np.mean((a.astype(float) - b) ** 2))
    return 100.0 if error == 0 else 10 * np.log10(255**2 / error)


def wanted(clip: Clip) -> list[int]:
    """Numbers of the pictures that a clip keeps."""
    (cut,) = clip.operations
    assert isinstance(cut, Cut)
    return [
        number
        for span in cut.ranges
        for number in range(round(span.start * FPS), round(span.end * FPS))
    ]


def heard(clip: Clip) -> list[float]:
    """Where the clicks of the ranges that a clip keeps are to be heard, in seconds."""
    (cut,) = clip.operations
    assert isinstance(cut, Cut)
    found, before = [], 0.0
    for span in cut.ranges:
        found += [n / 2 - span.start + before for n in range(12) if span.start <= n / 2 < span.end]
        before += span.length
    return found


@pytest.mark.parametrize(
    ("encoding", "ranges"),
    [*((each, ONE) for each in ENCODINGS[::2]), *((each, SEVERAL) for each in ENCODINGS[1:])],
    ids=lambda value: value.id if isinstance(value, Encoding) else f"{len(value)} ranges",
)
async def test_pictures_and_sound_are_those_of_an_encoded_cut(
    encoding: Encoding, ranges: tuple[tuple[float, float], ...], media: Media, tmp_path: Path
) -> None:
    source = encoding.clip(media)
    clip = await clip_of(source, ranges, encoding.suffix)
    done = await cut(clip, tmp_path / "smart")
    assert done.path is not None, done.reasons
    assert "smart cut" in done.reasons[0]
    stored, found, numbers = pictures(source), pictures(done.path), wanted(clip)
    assert len(found) == len(numbers)
    like = [likeness(stored[number], image) for number, image in zip(numbers, found, strict=True)]
    assert min(like) > 45
    assert like.count(100) >= 0.25 * len(like), "copied pictures are the same"
    assert_plays(done.path)
    if encoding.sound:
        assert clicks(done.path) == pytest.approx(heard(clip), abs=0.005)
        assert samples(done.path).shape[1] / 48_000 == pytest.approx(clip.facts.duration, abs=0.03)


def assert_plays(path: Path) -> None:
    """Time stamps rise, and from each place the same pictures are seen as from the start."""
    import av

    with av.open(path) as file:
        stream = file.streams.video[0]
        stamps = [(p.dts, p.pts) for p in file.demux(stream) if p.size]
        stamps = [(dts, pts) for dts, pts in stamps if dts is not None]  # some, at first, in MKV
        assert all(a[0] < b[0] for a, b in pairwise(stamps))
        assert all(dts <= pts for dts, pts in stamps)
        file.seek(0)
        whole = {frame.pts: frame.to_ndarray() for frame in file.decode(stream)}
        for pts in sorted(whole)[::9]:
            file.seek(pts, stream=stream)
            frame = next(frame for frame in file.decode(stream) if frame.pts >= pts)
            assert np.array_equal(frame.to_ndarray(), whole[pts])


async def test_the_sound_of_one_range_is_copied(media: Media, tmp_path: Path) -> None:
    done = await cut(await clip_of(USUAL.clip(media), ONE), tmp_path)
    assert done.reasons[1] == "sound copied"
    assert clicks(done.path) == pytest.approx([0.48 + 0.5 * n for n in range(8)], abs=0.002)


async def test_sound_that_is_changed_is_encoded(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(USUAL.clip(media), ONE)
    quieter = clip.then(SoundFilter((Filter("volume", (("volume", 0.1),)),)), done="")
    done = await cut(quieter, tmp_path)
    assert done.reasons[1] == "sound encoded as aac"
    assert done.path
    assert np.abs(samples(done.path)).max() < 0.2


async def test_a_muted_cut_has_no_sound(media: Media, tmp_path: Path) -> None:
    from tools.operations import Mute

    done = await cut((await clip_of(USUAL.clip(media), ONE)).then(Mute(), done=""), tmp_path)
    assert done.facts
    assert done.facts.audio is None


def clicks(path: Path | None) -> list[float]:
    """Where the clicks of a sound begin, in seconds."""
    assert path is not None
    loud = np.flatnonzero(np.abs(samples(path)[0]) > 0.2) / 48_000
    return [float(at) for at in loud[np.diff(loud, prepend=-1) > 0.05]]


@settings(
    max_examples=4, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(st.integers(0, 130), st.integers(8, 90)).map(
            lambda piece: (piece[0], min(piece[0] + piece[1], FPS * SECONDS))
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_ranges(media: Media, tmp_path: Path, pieces: list[tuple[int, int]]) -> None:
    ranges = tuple((first / FPS, end / FPS) for first, end in pieces)
    source = USUAL.clip(media)
    clip = asyncio.run(clip_of(source, ranges))
    done = asyncio.run(cut(clip, tmp_path / "any"))
    if done.path is None:
        assert done.reasons in (
            ("no smart cut: too little of it lies in whole groups of pictures",),
            (),
        )
        return
    stored, found = pictures(source), pictures(done.path)
    assert len(found) == len(wanted(clip))
    assert all(
        likeness(stored[number], image) > 45
        for number, image in zip(wanted(clip), found, strict=True)
    )


async def test_many_ranges_stay_in_sync(media: Media, tmp_path: Path) -> None:
    """Forty joins, none of which moves what follows."""
    ranges = tuple((n % 4 + 0.96, n % 4 + 2.04) for n in range(40))
    clip = await clip_of(USUAL.clip(media), ranges)
    done = await cut(clip, tmp_path)
    assert done.path is not None, done.reasons
    assert len(pictures(done.path or Path())) == len(wanted(clip))
    expected = [1.08 * n + at for n in range(40) for at in (0.04, 0.54, 1.04)]
    assert clicks(done.path) == pytest.approx(expected, abs=0.005)


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


async def test_a_rate_that_is_no_whole_number(media: Media, tmp_path: Path) -> None:
    target = media.folder / "smart-ntsc.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=192x108:r=30000/1001:d=5", "-g", "30")
    media.once(target, lambda: ffmpeg(*picture, "-pix_fmt", "yuv420p", target))
    clip = await clip_of(target, ((0.4, 4.4),))
    done = await cut(clip, tmp_path)
    assert done.facts
    assert done.facts.video
    assert done.facts.video.fps == Fraction(30000, 1001)
    literal = pictures(await encoded(clip, tmp_path / "literal"))
    found = pictures(done.path or Path())
    assert len(found) == len(literal) == 120
    assert min(likeness(a, b) for a, b in zip(literal, found, strict=True)) > 35
    stored = pictures(target)
    assert all(np.array_equal(a, b) for a, b in zip(found[19:100], stored[30:111], strict=True))


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

"""Clips for smart cuts, encoded in many ways, and what of a cut is compared."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.media import Media, ffmpeg, samples
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.ffmpeg import run as run_ffmpeg
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.smartcut.cut import smart_cut
from tools.engine.smartcut.work import SmartCut
from tools.export_format import Export
from tools.operations import Cut, Span

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


def clicks(path: Path | None) -> list[float]:
    """Where the clicks of a sound begin, in seconds."""
    assert path is not None
    loud = np.flatnonzero(np.abs(samples(path)[0]) > 0.2) / 48_000
    return [float(at) for at in loud[np.diff(loud, prepend=-1) > 0.05]]

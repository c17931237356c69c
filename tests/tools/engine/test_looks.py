"""What needs a look before the rendering: exact loudness, calm pictures; measured on results."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.looking import Steps, edited, seen
from tests.media import Media, ffmpeg, frames
from tools.analysis import Loudness
from tools.engine.cache import Cache
from tools.engine.measure.motion import joins
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import BadInput
from tools.facts import Facts
from tools.operations import Cut, Retime, Span


async def rendered(path: Path, steps: Steps, folder: Path) -> Rendered:
    clip = await edited(path, steps, folder)
    return await render(clip, folder, stem="looked", cache=Cache(folder / "looks"))


@pytest.fixture(scope="session")
def peaks(media: Media) -> Path:
    """Quiet noise with loud beeps: no gain alone makes it loud."""
    target = media.folder / "peaks.wav"
    sound = "aevalsrc=exprs='0.02*(random(0)-0.5)+0.4*sin(2*PI*900*t)*lt(mod(t,1),0.05)':s=48000"
    return media.once(target, lambda: ffmpeg("-f", "lavfi", "-i", sound, "-t", "6", target))


@pytest.mark.parametrize("lufs", [-14, -23, -30])
async def test_loudness_is_exact(lufs: float, peaks: Path, tmp_path: Path) -> None:
    result = await rendered(peaks, [("normalize_loudness", {"lufs": lufs})], tmp_path)
    found = await seen(result.path, Loudness(), tmp_path)
    assert found["integrated"] == pytest.approx(lufs, abs=0.5)
    assert found["peak"] <= -1.3
    assert result.facts.duration == pytest.approx(6.0, abs=0.01)


async def test_loudness_after_cuts_and_before_them(media: Media, tmp_path: Path) -> None:
    steps = [("trim_video", {"start": 0.5, "end": 2}), ("normalize_loudness", {"lufs": -20}),
             ("extract_audio", {"format": "m4a"})]  # fmt: skip
    result = await rendered(media.clip(), steps, tmp_path)
    found = await seen(result.path, Loudness(), tmp_path)
    assert found["integrated"] == pytest.approx(-20, abs=0.5)


async def test_looks_at_what_was_looked_at_before(shaky: Path, tmp_path: Path) -> None:
    sounding = tmp_path / "sounding.mp4"
    ffmpeg("-i", shaky, "-f", "lavfi", "-i", "sine=440:d=2", "-c:v", "copy", sounding)
    steps = [("stabilize_video", {}), ("normalize_loudness", {"lufs": -20}),
             ("remove_silence", {"where": "both"}), ("detect_scenes", {})]  # fmt: skip
    with pytest.raises(BadInput, match="no silence"):
        await edited(sounding, steps, tmp_path)


@pytest.mark.parametrize("clear", [False, True])
async def test_a_picture_of_odd_size_is_steadied(clear: bool, media: Media, tmp_path: Path) -> None:
    source = media.transparent() if clear else media.clip(0.4)
    steps = [("crop_video", {"width": 71, "height": 53}), ("stabilize_video", {})]
    result = await rendered(source, steps, tmp_path)
    assert result.facts.video
    assert result.facts.video.alpha == clear


async def test_silence_has_no_loudness(media: Media, tmp_path: Path) -> None:
    steps = [("mute_audio", {"start": 0, "end": 1.96}), ("normalize_loudness", {})]
    quiet = media.clip(options=("-af", "volume=0"))
    result = await rendered(quiet, steps, tmp_path)
    assert "silent" in " ".join(result.notes)


@pytest.fixture(scope="session")
def shaky(media: Media) -> Path:
    """A still scene before a camera that jumps about."""
    target = media.folder / "shaky.mp4"
    window = "crop=320:180:x='60+14*sin(n*1.9)+7*sin(n*0.7)':y='40+10*sin(n*2.3+1)'"
    scene = (
        f"mandelbrot=s=440x260:r=25:maxiter=60:end_scale=0.3,trim=end_frame=1,loop=49:1,{window}"
    )
    encode = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-pix_fmt", "yuv420p")
    return media.once(target, lambda: ffmpeg("-f", "lavfi", "-i", scene, *encode, target))


def shake(path: Path) -> float:
    """How far the middle of the picture moves from frame to frame, in pixels."""
    moved, before = [], None
    for image in frames(path):
        grey = image.mean(axis=2)[30:-30, 50:-50]
        window = np.outer(np.hanning(grey.shape[0]), np.hanning(grey.shape[1]))
        spectrum = np.fft.fft2((grey - grey.mean()) * window)
        if before is not None:
            cross = spectrum * before.conj()
            peak = np.fft.ifft2(cross / (np.abs(cross) + 1e-9)).real
            at = np.array(np.unravel_index(peak.argmax(), peak.shape))
            half = np.array(peak.shape) // 2
            moved.append(float(np.hypot(*((at + half) % peak.shape - half))))
        before = spectrum
    return float(np.mean(moved))


async def test_a_shaking_picture_is_calm(shaky: Path, tmp_path: Path) -> None:
    steps = [("cut_out", {"start": 0.8, "end": 1.2}), ("stabilize_video", {})]
    result = await rendered(shaky, steps, tmp_path)
    assert shake(result.path) < 0.25 * shake(shaky)
    assert result.facts.duration == pytest.approx(1.6)
    assert (result.facts.video.width, result.facts.video.height) == (320, 180)  # type: ignore[union-attr]
    edges = [image[[0, -1], :].max(axis=2) for image in frames(result.path)]
    assert np.mean([(edge < 8).mean() for edge in edges]) < 0.2


async def test_where_cuts_let_the_picture_jump(shaky: Path, tmp_path: Path) -> None:
    facts: Facts = (await edited(shaky, [], tmp_path)).facts
    cut = Cut((Span(0.0, 0.4), Span(0.8, 1.2), Span(1.2, 1.6)))
    assert joins(facts, (cut,)) == pytest.approx([0.4])
    assert joins(facts, (cut, Retime(2.0))) == pytest.approx([0.2])
    assert joins(facts, (cut, Cut((Span(0.2, 1.0),)))) == pytest.approx([0.2])

"""Cuts that copy pictures, against encoding all of them, with the same settings."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from time import perf_counter

from tests.bench.clips import QUICK, ffmpeg
from tests.bench.rows import Row
from tools.clip import Clip
from tools.engine.compile.graph import within
from tools.engine.encode import audio_options, container_options, video_options
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.facts import AudioFacts, Facts, VideoFacts
from tools.operations import Cut, Span

HOUR, HALF_HOUR = 3600, 1800
# Encoding takes as long for each minute; so of 40 it is measured for these.
MEASURED = 120
RUNS = 3
SILENCES = 200
FPS = 25


async def measure(folder: Path) -> list[Row]:
    """The rows of the smart cuts."""
    return [await _one_range(folder), await _silences(folder)]


async def _one_range(folder: Path) -> Row:
    clip = await _clip(folder, HOUR)
    start, end = 20.0, 2400.0
    ours, encoding = [], []
    for run in range(RUNS):
        encoding.append(await _by_hand(folder, clip, ("-ss", str(start), "-t", str(MEASURED))))
        done = await _rendered(folder, clip, [(start, end)], f"range-{run}")
        ours.append(done.seconds)
    times = (end - start) / MEASURED
    return Row(
        case="keep 0:20 to 40:00 of 60 min, over encoding it",
        values=[a / (b * times) for a, b in zip(ours, encoding, strict=True)],
        target=0.02,
        unit="x",
        note=f"{min(ours):.1f} s; 640x360, a key frame each 2 s; 2 of the 40 min were encoded",
    )


async def _silences(folder: Path) -> Row:
    clip = await _clip(folder, HALF_HOUR)
    kept = _speech()
    # A sum of 200 terms is too deep for ffmpeg; this asks as in a sorted index, and is faster.
    inside = within("t", [(start - 0.001, end - 0.021) for start, end in kept])
    words = (
        "-vf", f"select='{inside}',setpts=N/FRAME_RATE/TB",
        "-af", f"aselect='{inside}',asetpts=N/SR/TB",
    )  # fmt: skip
    encoding = await _by_hand(folder, clip, (), words)
    done = await _rendered(folder, clip, kept, "silences")
    return Row(
        case=f"{SILENCES} silences out of 30 min, over encoding the same cuts",
        values=[done.seconds / encoding],
        target=0.80,
        unit="x",
        note=f"{done.seconds:.0f} s and {encoding:.0f} s; {done.reasons[0]}",
    )


def _speech() -> list[tuple[float, float]]:
    """What is left when 200 silences of some 2 s are gone, on whole pictures."""
    dice = random.Random(3)  # noqa: S311
    kept, at, each = [], 0.0, HALF_HOUR / SILENCES
    for number in range(SILENCES):
        silence = number * each + dice.uniform(2, each - 4)
        kept.append((at, round(silence * 25) / 25))
        at = round((silence + dice.uniform(0.8, 3.2)) * 25) / 25
    return [*kept, (at, float(HALF_HOUR))]


async def _rendered(
    folder: Path, clip: Path, kept: list[tuple[float, float]], stem: str
) -> Rendered:
    cut = Cut(tuple(Span(start, end) for start, end in kept))
    source = await probe(clip, id=stem)
    return await render(Clip.of(source).then(cut, done="cut"), folder / "smart", stem=stem)


async def _by_hand(
    folder: Path, clip: Path, seeking: tuple[str, ...], filters: tuple[str, ...] = ()
) -> float:
    started = perf_counter()
    await ffmpeg(*seeking, "-i", clip, *filters, *_settings(), "encoded.mp4", cwd=folder)
    return perf_counter() - started


def _settings() -> list[str]:
    """VFXB's own."""
    facts = Facts(
        duration=1, video=VideoFacts(width=640, height=360, fps=Fraction(FPS)), audio=AudioFacts()
    )
    assert facts.video
    assert facts.audio
    options = video_options(facts.video) | audio_options(facts.audio) | container_options(facts)
    words = ((f"-{name}", str(value)) for name, value in options.items() if name != "format")
    return ["-pix_fmt", "yuv420p", *(word for pair in words for word in pair)]


async def _clip(folder: Path, seconds: int) -> Path:
    """Moving shapes with a key frame each 2 s, as recorders set them, and AAC without a gap."""
    target, picture, sound = (
        folder / name for name in (f"long-{seconds}.mp4", "ten-seconds.mp4", "sound.aac")
    )
    if not picture.exists():
        shapes = ("-f", "lavfi", "-i", f"testsrc2=s=640x360:r={FPS}:d=10")
        await ffmpeg(*shapes, *QUICK[:-2], "-g", str(2 * FPS), picture)
        tone = "aevalsrc='0.1*sin(2*PI*(220+40*sin(t))*t)|0.1*sin(2*PI*330*t)':d=10:s=48000"
        await ffmpeg("-f", "lavfi", "-i", tone, *QUICK[-2:], sound)
    again = folder / f"sound-{seconds}.aac"
    again.write_bytes(sound.read_bytes() * (seconds // 10 + 1))
    looped = ("-stream_loop", str(seconds // 10 - 1), "-i", picture)
    await ffmpeg(*looped, "-i", again, "-c", "copy", "-t", str(seconds), target)
    return target

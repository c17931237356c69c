"""Upscaling: its speed over that of ncnn alone, and the memory of a long clip over a short one's.

python -m tests.bench.upscaling bare CLIP WEIGHTS        ncnn in a loop; prints seconds
python -m tests.bench.upscaling whole CLIP WEIGHTS OUT   a rendering; prints seconds
python -m tests.bench.upscaling stream CLIP WEIGHTS OUT  the same; prints the peak in bytes
"""

from __future__ import annotations

import asyncio
import resource
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench.clips import ffmpeg
from tests.bench.rows import Row
from tools.process import Bounds, run

SIZE, FPS, FRAMES = "320x180", 25, 40
SHORT, LONG, TINY = 1, 12, "64x36"
RUNS = 2
LEAST_SPEED = 0.9


async def measure(folder: Path) -> list[Row]:
    """The rows of upscaling. The weights are fetched where they are not there yet."""
    from tools.services.pictures.weights import Weights

    weights = Weights(folder / "weights")
    await weights.fetch(lambda _: None)
    return [await _speed(folder), await _memory(folder)]


async def _speed(folder: Path) -> Row:
    clip = await _clip(folder, SIZE, FRAMES)
    values, notes = [], []
    for number in range(RUNS):
        bare = await _told("bare", clip, folder / "weights")
        whole = await _told("whole", clip, folder / "weights", folder / f"whole-{number}")
        values.append(whole / bare)
        notes.append(f"{whole / FRAMES:.2f} s and {bare / FRAMES:.2f} s a picture")
    return Row(
        case=f"upscaling {FRAMES} pictures, over ncnn alone",
        values=values,
        target=1 / LEAST_SPEED,
        unit="x",
        note=f"{notes[0]}; {SIZE} made twice as large",
    )


async def _memory(folder: Path) -> Row:
    peaks = []
    for seconds in (SHORT, LONG):
        clip = await _clip(folder, TINY, seconds * FPS)
        peaks.append(await _told("stream", clip, folder / "weights", folder / f"of-{seconds}"))
    return Row(
        case=f"memory of upscaling, {LONG} s over {SHORT} s of a clip",
        values=[peaks[1] / peaks[0]],
        target=1.1,
        unit="x",
        note=f"{peaks[0] / 1e6:.0f} MB and {peaks[1] / 1e6:.0f} MB in the largest process",
    )


async def _clip(folder: Path, size: str, frames: int) -> Path:
    target = folder / f"upscale-{size}-{frames}.mp4"
    source = f"testsrc2=s={size}:r={FPS}:d={frames / FPS}"
    await ffmpeg("-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", target)
    return target


async def _told(*words: object) -> float:
    lines: list[str] = []
    program = (sys.executable, "-m", __spec__.name, *map(str, words))
    done = await run(program, bounds=Bounds(seconds=600), on_line=lines.append)
    if done.code:
        raise RuntimeError(done.log)
    return float(lines[-1])


def bare(clip: Path, weights: Path) -> float:
    """Seconds that ncnn takes for the pictures of a clip, which are in memory already."""
    import av
    import numpy as np

    from tools.engine.frames.upscaler import Upscaler
    from tools.services.pictures.weights import Weights

    with av.open(clip) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    loop = Upscaler(*Weights(weights).of(2), 2)
    network: Any = loop._net
    started = perf_counter()
    for picture in pictures:
        height, width, _ = picture.shape
        pixels = loop._ncnn.Mat.from_pixels(
            picture,
            loop._ncnn.Mat.PixelType.PIXEL_RGB,
            width,
            height,
        )
        pixels.substract_mean_normalize([], [1 / 255] * 3)
        extractor = network.create_extractor()
        extractor.input("data", pixels)
        np.array(extractor.extract("output")[1])
    return perf_counter() - started


async def whole(clip: Path, weights: Path, out: Path) -> float:
    """Seconds of a rendering, from the file to the file."""
    from tools.clip import Clip
    from tools.engine.cache import Cache
    from tools.engine.probe.file import probe
    from tools.engine.render.clip import render
    from tools.operations import Redraw
    from tools.services.pending import Pending
    from tools.services.pictures.engines import nobodys, picture_engines
    from tools.services.pictures.weights import Weights
    from tools.services.policy import Policy
    from tools.services.registry import Capabilities
    from tools.services.results import Results

    engines = picture_engines(nobodys(out / "pending"), Weights(weights))
    services = Capabilities(
        policy=Policy(Results(out / "results")), pending=Pending(out / "pending"), engines=engines
    )
    described = Clip.of(await probe(clip)).then(
        Redraw(work="upscaling", factor=2, engine="Real-ESRGAN"), done="upscaled"
    )
    started = perf_counter()
    await render(described, out, stem="large", cache=Cache(out / "cache"), capabilities=services)
    return perf_counter() - started


def main() -> None:
    """Measure one of them in a process of its own."""
    kind, clip, weights, *out = sys.argv[1], *map(Path, sys.argv[2:])
    told = bare(clip, weights) if kind == "bare" else asyncio.run(whole(clip, weights, out[0]))
    if kind == "stream":
        told = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024.0
    sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()

"""Clips to measure with, made once per run."""

from __future__ import annotations

from pathlib import Path

from tools.engine.ffmpeg import bundled
from tools.process import Bounds, run

QUICK = ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac")


async def ffmpeg(*args: str | Path, cwd: Path | None = None) -> None:
    """Run the same ffmpeg that VFXB uses."""
    words = (bundled(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *args)
    finished = await run(words, cwd=cwd, bounds=Bounds(seconds=1200))
    if finished.code:
        raise RuntimeError(f"ffmpeg failed: {finished.log}")


async def make_clip(folder: Path, *, seconds: int, size: str, fps: int) -> Path:
    """Moving shapes with grain over a changing tone; ten seconds of it, again and again."""
    target, loop = folder / f"{seconds}s-{size}.mp4", folder / f"loop-{size}.mp4"
    picture = f"testsrc2=s={size}:r={fps}:d=10,noise=alls=6:allf=t"
    sound = "aevalsrc='0.1*sin(2*PI*(220+40*sin(t))*t)|0.1*sin(2*PI*330*t)':d=10"
    if not loop.exists():
        await ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *QUICK, loop)
    again = ("-stream_loop", str(seconds // 10 - 1))
    await ffmpeg(*again, "-i", loop, "-c", "copy", "-t", str(seconds), target)
    return target

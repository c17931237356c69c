"""Canvas: renders the empty clip that an edit starts from where nobody sent one."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

from tools.canvas import CANVAS_FPS, CANVAS_SECONDS, CANVAS_SIDE
from tools.engine import ffmpeg
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.limits import Limits
from tools.engine.render.folder import job_folder
from tools.facts import Facts, VideoFacts

_NAME = "canvas.mp4"
# Of the same content wherever it is made, so that it is stored once.
_SETTINGS = {
    "c:v": "libx264", "preset": "ultrafast", "crf": 30, "g": 250, "pix_fmt": "yuv420p",
    "fflags": "+bitexact", "flags:v": "+bitexact", "map_metadata": -1,
}  # fmt: skip


async def make_canvas(folder: Path, *, limits: Limits, binary: Path | None = None) -> Path:
    """The file, in a cache folder; it is rendered the first time.

    Args:
        folder: Where it is kept; made when missing.
        limits: Time and memory that it may take.
        binary: The ffmpeg to use; the bundled one when None.

    Raises:
        ToolFailed: It could not be rendered.
    """
    import ffmpeg as graph

    kept = folder / _NAME
    if await asyncio.to_thread(kept.is_file):
        return kept
    side = CANVAS_SIDE
    ground = f"color=c=0x1d2b4f:s={side}x{side}:r={CANVAS_FPS}:d={CANVAS_SECONDS}"
    video = VideoFacts(width=side, height=side, fps=Fraction(CANVAS_FPS))
    command = Command(
        args=arguments(graph.output(graph.input(ground, format="lavfi").video, _NAME, **_SETTINGS)),
        output=_NAME,
        expected=Facts(duration=float(CANVAS_SECONDS), video=video, audio=None),
    )
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    with job_folder(folder) as job:
        await ffmpeg.run(command, job, binary=binary, limits=limits)
        await asyncio.to_thread((job / _NAME).replace, kept)
    return kept

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

_NAME, _PART = "canvas.mp4", "part.mp4"
_ENCODED = 4
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
    kept = folder / _NAME
    if await asyncio.to_thread(kept.is_file):
        return kept
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    with job_folder(folder) as job:
        for command in _commands():
            await ffmpeg.run(command, job, binary=binary, limits=limits)
        await asyncio.to_thread((job / _NAME).replace, kept)
    return kept


def _commands() -> tuple[Command, Command]:
    """A few seconds are encoded, and copied as often as it takes."""
    import ffmpeg as graph

    side, times = CANVAS_SIDE, round(CANVAS_SECONDS / _ENCODED)
    ground = f"color=c=0x1d2b4f:s={side}x{side}:r={CANVAS_FPS}:d={_ENCODED}"
    begun = graph.output(graph.input(ground, format="lavfi").video, _PART, **_SETTINGS)
    again = graph.input(_PART, format="mov", stream_loop=times - 1).video
    whole = graph.output(again, _NAME, c="copy", fflags="+bitexact", map_metadata=-1)
    video = VideoFacts(width=side, height=side, fps=Fraction(CANVAS_FPS))
    part = Facts(duration=float(_ENCODED), video=video, audio=None)
    return (
        Command(args=arguments(begun), output=_PART, expected=part),
        Command(args=arguments(whole), output=_NAME, expected=part.lasting(float(CANVAS_SECONDS))),
    )

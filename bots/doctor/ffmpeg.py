"""Checks of ffmpeg and of the hardware that it may encode with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bots.doctor.finding import PATIENCE, REMEDIES, Finding

if TYPE_CHECKING:
    from agent.settings import Settings

ENCODERS = ("libx264", "aac", "libvpx-vp9", "libopus", "gif", "libmp3lame")
"""What the usual formats need."""
MORE_ENCODERS = ("libx265", "libsvtav1", "libvorbis", "flac", "pcm_s16le")
FILTERS = ("ass", "atempo", "drawtext", "overlay", "palettegen", "perspective", "zscale")


async def check_ffmpeg(settings: Settings) -> Finding:
    """Whether ffmpeg runs, and has the encoders and filters."""
    from tools.engine.ffmpeg import bundled

    binary = settings.ffmpeg or bundled()
    version = (await _printed(binary, "-version"))[0].split(" Copyright")[0]
    names = {words[1] for words in map(str.split, await _printed(binary, "-encoders")) if words[1:]}
    filters = {
        words[1] for words in map(str.split, await _printed(binary, "-filters")) if words[1:]
    }
    has = [name for name in (*ENCODERS, *MORE_ENCODERS) if name in names]
    lacks = [name for name in ENCODERS if name not in names]
    lacks += [name for name in FILTERS if name not in filters]
    text = f"{version} at {binary}; encoders: {', '.join(has)}"
    if lacks:
        return Finding("ffmpeg", False, f"{text}; it lacks {', '.join(lacks)}", REMEDIES["ffmpeg"])
    return Finding("ffmpeg", True, text)


async def check_hardware(settings: Settings) -> Finding:
    """Whether the encoders of a graphics card work, where they are wanted."""
    from tools.engine.ffmpeg import bundled
    from tools.engine.hardware import find_hardware

    found = await find_hardware(settings.ffmpeg or bundled(), settings.hardware)
    if found.kind is None:
        remedy = REMEDIES["hardware"] if found.refused else ""
        return Finding(
            "hardware", not found.refused, f"the processor encodes: {found.reason}", remedy
        )
    return Finding(
        "hardware", True, f"{found.kind} encodes {', '.join(found.codecs)}: {found.reason}"
    )


async def _printed(binary: Path, *args: str) -> list[str]:
    from tools.errors import ToolFailed
    from tools.process import Bounds, run

    lines: list[str] = []
    words = (str(binary), "-hide_banner", *args)
    finished = await run(words, bounds=Bounds(seconds=PATIENCE), on_line=lines.append)
    if finished.code or not lines:
        raise ToolFailed(f"{binary} does not run: {finished.log.strip()[-200:]}", command=words)
    return lines

"""VFXB's own peak memory for a long clip, over that for a short one.

python -m tests.bench.footprint CLIP HOME    edits a clip and prints the peak in bytes
"""

from __future__ import annotations

import asyncio
import resource
import sys
from pathlib import Path

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.bench.clips import make_clip
from tests.bench.rows import Row, tell
from tools.process import Bounds, run

RUNS = 2
REQUEST = "make it black and white"


async def measure(folder: Path) -> list[Row]:
    """The row of the memory."""
    short = await make_clip(folder, seconds=10, size="160x90", fps=5)
    long = await make_clip(folder, seconds=3600, size="160x90", fps=5)
    peaks = [
        (
            await _peak(short, folder / f"short-{number}"),
            await _peak(long, folder / f"long-{number}"),
        )
        for number in range(RUNS)
    ]
    return [
        Row(
            case="own memory, 60 min over 10 s of source",
            values=[much / little for little, much in peaks],
            target=1.1,
            unit="x",
            note=f"{peaks[0][0] / 1e6:.0f} MB and {peaks[0][1] / 1e6:.0f} MB",
        )
    ]


async def _peak(clip: Path, home: Path) -> int:
    lines: list[str] = []
    words = (sys.executable, "-m", __spec__.name, str(clip), str(home))
    finished = await run(words, bounds=Bounds(seconds=300), on_line=lines.append)
    if finished.code:
        raise RuntimeError(finished.log)
    return int(lines[-1])


async def edit(clip: Path, home: Path) -> None:
    """One turn."""
    async with VideoAgent.open(settings=Settings(home=home, planner="builtin")) as agent:
        reply = await agent.handle(
            Request(conversation="c", user="bench", text=REQUEST, attachments=[clip])
        )
        if reply.kind != "edit":
            raise RuntimeError(reply.text)


if __name__ == "__main__":
    asyncio.run(edit(Path(sys.argv[1]), Path(sys.argv[2])))
    tell(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))

"""Rendering takes as much memory for a long clip as for a short one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.media import ffmpeg


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
async def test_memory_does_not_grow_with_the_clip(tmp_path: Path) -> None:
    """Probe, render and verify 5 minutes after 10 seconds: the peak hardly moves."""
    short, long = (_long(tmp_path / f"{seconds}.mp4", seconds) for seconds in (10, 300))
    script = tmp_path / "measure.py"
    script.write_text(MEASURE)
    lines: list[str] = []
    from tools import process

    root = Path(__file__).parents[3]
    done = await process.run(
        [sys.executable, "-W", "ignore", script, tmp_path / "out", short, short, long],
        env={"PYTHONPATH": str(root)}, on_line=lines.append,
    )  # fmt: skip
    assert done.code == 0, done.log
    _, before, after = (int(line) for line in lines)
    assert after - before < 12_000, f"grew from {before} to {after} KiB"


def _long(target: Path, seconds: int) -> Path:
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=160x90:r=1:d={seconds}")
    sound = ("-f", "lavfi", "-i", f"sine=300:d={seconds}")
    ffmpeg(*picture, *sound, "-c:v", "libx264", "-preset", "ultrafast", target)
    return target


MEASURE = """
import asyncio, resource, sys
from pathlib import Path
from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.probe.file import _probe
from tools.engine.render.clip import render
from tools.engine.render.folder import scratch_folder
from tools.export_format import Export

async def main(out, *clips):
    for path in clips:
        # Here and not in a child, so that it counts as well.
        clip = Clip.of(_probe(path, path.name, None, Limits()))
        await render(clip.exported(Export(container="mkv"), done=""), out, stem="v1")
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

asyncio.run(main(*map(Path, sys.argv[1:])))
"""

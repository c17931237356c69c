"""Previews of a minute of 1080p: how soon a part is there, and all of it over the full render."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from tests.bench.clips import make_clip
from tests.bench.rows import Row
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.preview import Preview
from tools.engine.probe.file import probe
from tools.engine.render.clip import render

RUNS = 3
STEPS = (
    ("apply_filter", {"filter_type": "blackwhite"}),
    ("add_text", {"text": "Hello", "position": "bottom"}),
)


async def measure(folder: Path) -> list[Row]:
    """The rows of the previews."""
    path = await make_clip(folder, seconds=60, size="1920x1080", fps=30)
    clip = Clip.of(await probe(path))
    for tool, args in STEPS:
        edited = SPECS[tool].call(clip, args)
        if not isinstance(edited, Clip):
            raise RuntimeError(f"{tool} gave words")
        clip = edited
    parts = [await _seconds(clip, folder, Preview(30, 35)) for _ in range(RUNS)]
    wholes = [await _seconds(clip, folder, Preview()) for _ in range(RUNS)]
    full = await _seconds(clip, folder, None)
    return [
        Row(case="preview of 5 s within 60 s of 1080p", values=parts, target=2.0, unit="s"),
        Row(
            case="preview of all 60 s, over the full render",
            values=[whole / full for whole in wholes],
            target=0.25,
            unit="x",
            note=f"{min(wholes):.1f} s and {full:.1f} s",
        ),
    ]


async def _seconds(clip: Clip, folder: Path, preview: Preview | None) -> float:
    started = perf_counter()
    await render(clip, folder, stem="preview" if preview else "full", preview=preview)
    return perf_counter() - started

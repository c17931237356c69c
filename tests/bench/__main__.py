"""Bench: speeds, as ratios of one run. ``make bench``.

python -m tests.bench [--peers PYTHON] [--only WORD] [--readme]

``PYTHON`` is one that has the programs to compare with. ``WORD`` stands in the name of a part,
such as ``five``. With ``--readme`` the table in README.md is written anew.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench import (
    chat,
    compiling,
    five_edits,
    footprint,
    last_seconds,
    overhead,
    planning,
    preview,
    recall,
    smart_cuts,
    speech,
    startup,
    transcription,
    upscaling,
)
from tests.bench.rows import Row, show, tell, written

README = Path(__file__).parents[2] / "README.md"


async def measure(folder: Path, peers: Path | None, only: str) -> list[Row]:
    """All rows, or those of the parts with a word in their names."""
    if peers is None:
        tell("MoviePy is left out: name a Python that has it with --peers.")
    parts: dict[str, Callable[[Path], Awaitable[list[Row]]]] = {
        "startup": lambda _: startup.measure(),
        "compiling": compiling.measure,
        "overhead": overhead.measure,
        "footprint": footprint.measure,
        "five_edits": lambda folder: five_edits.measure(folder, peers),
        "last_seconds": last_seconds.measure,
        "smart_cuts": smart_cuts.measure,
        "previews": preview.measure,
        "planning": lambda _: planning.measure(),
        "recall": recall.measure,
        "chat": chat.measure,
        "speech": speech.measure,
        "transcription": transcription.measure,
        "upscaling": upscaling.measure,
    }
    rows = []
    for name, part in parts.items():
        if only in name:
            tell(f"measuring: {name.replace('_', ' ')}")
            measured = await part(folder)
            show(measured)  # The whole takes long: what is known is told at once.
            rows += measured
    return rows


def main() -> None:
    """Measure, and print the table. A busy machine is no failure: the table says what is over."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--peers", type=Path, help="a Python that has MoviePy")
    parser.add_argument("--only", default="", help="measure the parts with this in their names")
    parser.add_argument("--readme", action="store_true", help="write the table of README.md anew")
    options = parser.parse_args()
    started = perf_counter()
    with TemporaryDirectory(prefix="vfxb-bench-") as folder:
        rows = asyncio.run(measure(Path(folder), options.peers, options.only))
    tell("")
    show(rows)
    tell(f"\n{perf_counter() - started:.0f} s in all.")
    if options.readme:
        README.write_text(written(README.read_text(encoding="utf-8"), rows), encoding="utf-8")


if __name__ == "__main__":
    main()

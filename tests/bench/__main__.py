"""Bench: speeds, as ratios of one run. ``make bench``."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench import compiling, five_edits, footprint, overhead, smart_cuts, startup
from tests.bench.rows import Row, show, tell


async def measure(folder: Path) -> list[Row]:
    """All rows."""
    rows = await startup.measure()
    for part in (compiling, overhead, footprint, five_edits, smart_cuts):
        tell(f"measuring: {(part.__doc__ or '').splitlines()[0]}")
        rows += await part.measure(folder)
    return rows


def main() -> None:
    """Measure, and print the table. A busy machine is no failure: the table says what is over."""
    started = perf_counter()
    with TemporaryDirectory(prefix="vfxb-bench-") as folder:
        rows = asyncio.run(measure(Path(folder)))
    tell("")
    show(rows)
    tell(f"\n{perf_counter() - started:.0f} s in all.")


if __name__ == "__main__":
    main()

"""Bench: speeds, as ratios of one run. ``make bench``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench import five_edits, footprint, overhead, startup
from tests.bench.rows import Row, show, tell


async def measure(folder: Path) -> list[Row]:
    """All rows."""
    rows = await startup.measure()
    for part in (overhead, footprint, five_edits):
        tell(f"measuring: {(part.__doc__ or '').splitlines()[0]}")
        rows += await part.measure(folder)
    return rows


def main() -> None:
    """Measure, and print the table; exit 1 where a target is missed."""
    started = perf_counter()
    with TemporaryDirectory(prefix="vfxb-bench-") as folder:
        rows = asyncio.run(measure(Path(folder)))
    tell("")
    show(rows)
    tell(f"\n{perf_counter() - started:.0f} s in all.")
    sys.exit(0 if all(row.ok for row in rows) else 1)


if __name__ == "__main__":
    main()

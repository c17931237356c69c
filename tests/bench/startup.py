"""How long `vfxb --help` takes."""

from __future__ import annotations

import sys
from time import perf_counter

from tests.bench.rows import Row
from tools.process import run

RUNS = 7


async def measure() -> list[Row]:
    """The row of the start."""
    values = []
    for _ in range(RUNS):
        started = perf_counter()
        await run((sys.executable, "-m", "bots", "--help"))
        values.append(perf_counter() - started)
    return [Row(case="vfxb --help", values=values, target=0.5, unit="s")]

"""How long the built-in planner takes for what people write, warm."""

from __future__ import annotations

from statistics import quantiles
from time import perf_counter

from tests.agent.planner.talk import Talk
from tests.agent.planner.test_edits import ALL as EDITS
from tests.agent.planner.test_people import ALL as PEOPLE
from tests.bench.rows import Row

RUNS = 3


async def measure() -> list[Row]:
    """The rows of planning: nearly all requests, and the one that takes longest."""
    said = [str(case.values[0]) for case in (*EDITS, *PEOPLE)]
    await Talk().plan(said[0])
    nearly, longest = [], []
    for _ in range(RUNS):
        took = []
        for message in said:
            talk = Talk()
            started = perf_counter()
            await talk.plan(message)
            took.append(1000 * (perf_counter() - started))
        nearly.append(quantiles(took, n=20)[-1])
        longest.append(max(took))
    return [
        Row(case="plan: 95 of 100 requests", values=nearly, target=50, unit="ms"),
        Row(case="plan: the longest", values=longest, target=300, unit="ms"),
    ]

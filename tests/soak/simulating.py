"""The real queue, with sleeps of recorded length in place of renders: how far it grows.

    python -m tests.soak.simulating --workers 1 4 16 64

Each worker is a program of its own, on one PostgreSQL server; what is measured is the share of its
time that it works, from its first render to the begin of its last one. The rest is the queue's.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from agent.settings import Settings
from agent.steps import RenderOrder
from bots.jobs.fair import Kind
from bots.jobs.job import RENDERS
from bots.jobs.processes import opened, working
from bots.jobs.renders import Renders
from memory.notes import Notes
from tests.bots.jobs.test_fair import RECORDED
from tests.postgres_server import postgres_server
from tests.soak.programs import Program, Programs, end_children_when_ended, environment

_PEOPLE = 20
_RANKS = 0.95
_SLEEPER = [sys.executable, "-m", "tests.soak.sleeper"]


@dataclass(frozen=True, slots=True)
class Ran:
    """A render that is done.

    Attributes:
        worker: Who did it.
        seconds: How long it took.
        began: When it began, in seconds.
    """

    worker: str
    seconds: float
    began: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a number of workers.

    Attributes:
        workers: How many there were.
        busy: Share of their time that they worked, 0 to 1.
        per_minute: Renders that were done in a minute.
        queueing: Seconds that it took to queue one; 95 of 100 took less.
    """

    workers: int
    busy: float
    per_minute: float
    queueing: float

    def __str__(self) -> str:
        return (
            f"{self.workers} workers: {self.busy:.0%} of linear, {self.per_minute:.0f} renders a "
            f"minute, queued within {1000 * self.queueing:.0f} ms"
        )


def busy(ran: Iterable[Ran]) -> float:
    """Share of their time that workers worked, from the first begin of each to its last."""
    by_worker: defaultdict[str, list[Ran]] = defaultdict(list)
    for one in ran:
        by_worker[one.worker].append(one)
    worked = there = 0.0
    for mine in by_worker.values():
        mine.sort(key=lambda one: one.began)
        worked += sum(one.seconds for one in mine[:-1])
        there += mine[-1].began - mine[0].began
    return worked / there if there else 1.0


async def simulate(workers: int, each: int, folder: Path, url: str) -> Measured:
    """Have workers sleep through a queue.

    Args:
        workers: How many there are.
        each: How many renders come for each of them.
        folder: Where they keep what they keep.
        url: Of an empty database.
    """
    env = environment(folder / "home", "", "", database_url=url)
    programs = Programs(
        {
            f"worker {number}": Program([], env, folder / f"{number}.log", argv=_SLEEPER)
            for number in range(workers)
        }
    )
    settings = Settings(home=folder / "home", database_url=url)
    try:
        async with opened(settings) as database:
            renders = Renders(Nobody(), Notes(database), 1, here=False)
            async with working(settings, database, "driver", renders):
                await programs.all_up()
                queueing = await _queue(renders, workers * each)
                await asyncio.gather(*(renders.engine.result(name) for name in queueing))
    finally:
        programs.end()
    ran = _ran(url)
    took = max(one.began + one.seconds for one in ran) - min(one.began for one in ran)
    slowest = sorted(queueing.values())[int(_RANKS * len(queueing))]
    return Measured(workers, busy(ran), 60 * len(ran) / took, slowest)


async def _queue(renders: Renders, count: int) -> dict[str, float]:
    """Queue renders of several people; how long each took to queue."""
    took = {}
    for number, seconds in enumerate(islice(cycle(RECORDED), count)):
        started = perf_counter()
        order = RenderOrder(conversation="c", history={}, seconds=seconds)
        await renders.add(f"r{number}", order, Kind.RENDER, f"user {number % _PEOPLE}")
        took[f"r{number}"] = perf_counter() - started
    return took


def _ran(url: str) -> list[Ran]:
    """What the queue wrote down."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        rows = connection.execute(
            "SELECT executor_id, started_at_epoch_ms, completed_at, attributes"
            " FROM dbos.workflow_status WHERE queue_name = %s AND status = 'SUCCESS'",
            [RENDERS],
        ).fetchall()
    return [Ran(worker, facts["seconds"], began / 1000) for worker, began, _, facts in rows]


class Nobody:
    """Renders nothing: others do."""

    async def render(self, order: RenderOrder, emit: Any) -> dict[str, Any]:
        raise AssertionError("workers do that")

    async def received(self, made: dict[str, Any]) -> dict[str, Any]:
        return made


def main(workers: Sequence[int], each: int) -> None:
    """Simulate, and print what was measured."""
    end_children_when_ended()
    server = postgres_server()
    try:
        for number in workers:
            with TemporaryDirectory(prefix="vfxb-queue-") as folder:
                measured = asyncio.run(simulate(number, each, Path(folder), server.url))
            print(measured, flush=True)  # noqa: T201 - that is what it is for
    finally:
        server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32, 64])
    parser.add_argument("--each", type=int, default=8, help="renders for each of them")
    given = parser.parse_args()
    main(given.workers, given.each)

"""The real queue, with sleeps of recorded length in place of renders: how far it grows.

    python -m tests.soak.simulating
    python -m tests.soak.simulating --workers 16 64 --times 4

Each worker is a program of its own, on one PostgreSQL server; what is measured is the share of its
time that it works, from its first render to the begin of its last one. The rest is the queue's. And
what the database, the workers and whoever queues take of the processor, for all is on one machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, process_time, time
from typing import Any

import psycopg

from agent.settings import Settings
from agent.steps import RenderOrder
from bots.jobs.fair import Kind
from bots.jobs.job import RENDERS
from bots.jobs.processes import opened, working
from bots.jobs.renders import Renders
from memory.notes import Notes
from tests.bots.jobs.test_fair import RECORDED
from tests.postgres_server import PostgresServer, postgres_server
from tests.soak.programs import Program, end_children_when_ended, environment

_PEOPLE = 20
_RANKS = 0.95
_CONNECTIONS_EACH = 6
_CONNECTIONS_BESIDE = 50
_START_SECONDS = 240.0
_UP = "Ctrl-C stops"


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
        per_minute: Renders that were begun in a minute while all had some; 0 where they never did.
        queueing: Seconds that it took to queue one; 95 of 100 took less.
        waited: Seconds from the end of a render to the begin of the next one of its worker, of the
            middle one of all.
        transactions: Of the database, for each render.
        taken: Processors that were busy: of the database, the workers and whoever queued.
        load: How many processes wanted a processor at the end, on average of a minute.
    """

    workers: int
    busy: float
    per_minute: float
    queueing: float
    waited: float
    transactions: float
    taken: tuple[float, float, float]
    load: float

    def __str__(self) -> str:
        database, workers, queueing = self.taken
        return (
            f"{self.workers} workers: {self.busy:.1%} of linear, {self.per_minute:.0f} renders a "
            f"minute, queued within {1000 * self.queueing:.0f} ms, {1000 * self.waited:.0f} ms in "
            f"between, {self.transactions:.1f} transactions each; processors: PostgreSQL "
            f"{database:.2f}, workers {workers:.2f}, queueing {queueing:.2f}; load {self.load:.1f}"
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


def rate(ran: Sequence[Ran]) -> float:
    """Renders in a second while all had some: from the last first begin to the first last."""
    begins: defaultdict[str, list[float]] = defaultdict(list)
    for one in ran:
        begins[one.worker].append(one.began)
    first, last = max(map(min, begins.values())), min(map(max, begins.values()))
    if first >= last:
        return 0.0
    return sum(first <= one.began < last for one in ran) / (last - first)


def waited(ran: Iterable[Ran]) -> float:
    """Seconds from the end of a render to the begin of the next one, of the middle one of all."""
    pauses = []
    by_worker: defaultdict[str, list[Ran]] = defaultdict(list)
    for one in ran:
        by_worker[one.worker].append(one)
    for mine in by_worker.values():
        mine.sort(key=lambda one: one.began)
        pauses += [two.began - one.began - one.seconds for one, two in pairwise(mine)]
    return median(pauses) if pauses else 0.0


async def simulate(
    workers: int, each: int, times: float, folder: Path, server: PostgresServer
) -> Measured:
    """Have workers sleep through a queue.

    Args:
        workers: How many there are.
        each: How many renders come for each of them.
        times: How many times as long as recorded they take.
        folder: Where they keep what they keep.
        server: Has the queue.
    """
    url = server.url
    env = environment(folder / "home", "", "", database_url=url)
    argv = [sys.executable, "-m", "tests.soak.sleeper", "--workers", str(workers)]
    program = Program([], env, folder / "log", argv=argv)
    settings = Settings(home=folder / "home", database_url=url)
    try:
        async with opened(settings) as database:
            renders = Renders(Nobody(), Notes(database), 1, here=False)
            async with working(settings, database, "driver", renders):
                # One half of them waits when the workers come, the other half comes meanwhile.
                there = workers * each // 2
                queueing = await _queue(renders, range(there), times)
                program.start()
                await _all_up(program, workers)
                moment = time()
                before, began = _taken(server, program), perf_counter()
                done = _transactions(url)
                queueing |= await _queue(renders, range(there, workers * each), times)
                await asyncio.gather(*(renders.engine.result(name) for name in queueing))
                took = perf_counter() - began
                taken = [
                    after - was for after, was in zip(_taken(server, program), before, strict=True)
                ]
                done = _transactions(url) - done
    finally:
        program.kill()
    ran = _ran(url)
    slowest = sorted(queueing.values())[int(_RANKS * len(queueing))]
    return Measured(
        workers=workers,
        busy=busy(ran),
        per_minute=60 * rate(ran),
        queueing=slowest,
        waited=waited(ran),
        transactions=done / max(1, sum(one.began > moment for one in ran)),
        taken=(taken[0] / took, taken[1] / took, taken[2] / took),
        load=os.getloadavg()[0],
    )


async def _all_up(program: Program, workers: int) -> None:
    """Wait until all of them work.

    Raises:
        AssertionError: One does not after a long time.
    """
    until = monotonic() + _START_SECONDS
    while program.log.read_text("utf-8", "replace").count(_UP) < workers:
        assert monotonic() < until, f"they do not all work; one says:\n{program.tail}"
        await asyncio.sleep(0.2)


def _taken(server: PostgresServer, program: Program) -> tuple[float, float, float]:
    """Seconds of processor that the database, the workers and this program have taken."""
    return _seconds(server.pid), _seconds(program.pid), process_time()


def _seconds(parent: int) -> float:
    """Seconds of processor that a process has taken, with those that it started."""
    took = 0
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    for pid in (str(parent), *children):
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            # Of its own, and of those that have ended.
            took += sum(map(int, fields[11:15]))
    return took / os.sysconf("SC_CLK_TCK")


async def _queue(renders: Renders, numbers: range, times: float) -> dict[str, float]:
    """Queue renders of several people; how long each took to queue."""
    took = {}
    for number in numbers:
        seconds = RECORDED[number % len(RECORDED)]
        started = perf_counter()
        order = RenderOrder(conversation="c", history={}, seconds=times * seconds)
        await renders.add(f"r{number}", order, Kind.RENDER, f"user {number % _PEOPLE}")
        took[f"r{number}"] = perf_counter() - started
    return took


def _transactions(url: str) -> int:
    """How many the database has gone through."""
    query = (
        "SELECT xact_commit + xact_rollback FROM pg_stat_database"
        " WHERE datname = current_database()"
    )
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0


def _ran(url: str) -> list[Ran]:
    """What the queue wrote down."""
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


def main(workers: Sequence[int], each: int, times: float) -> None:
    """Simulate, and print what was measured."""
    end_children_when_ended()
    server = postgres_server(_CONNECTIONS_BESIDE + _CONNECTIONS_EACH * max(workers))
    try:
        for number in workers:
            with TemporaryDirectory(prefix="vfxb-queue-") as folder:
                measured = asyncio.run(simulate(number, each, times, Path(folder), server))
            print(measured, flush=True)  # noqa: T201 - that is what it is for
    finally:
        server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32, 64])
    parser.add_argument("--each", type=int, default=8, help="renders for each of them")
    parser.add_argument("--times", type=float, default=1.0, help="times the recorded lengths")
    given = parser.parse_args()
    main(given.workers, given.each, given.times)

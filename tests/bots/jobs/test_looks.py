"""When a process looks into a queue, and how it learns of the ends of jobs."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bots.jobs.bells import FileBell
from bots.jobs.ends import Ended, Ends
from bots.jobs.job import State
from bots.jobs.looks import SPREAD_SECONDS, Looks

SOON = 0.2


class Taking:
    """A queue with so many jobs, and so many free slots."""

    def __init__(self, jobs: int, free: int) -> None:
        self.jobs = jobs
        self.free = free
        self.looks = 0

    def take(self) -> int:
        self.looks += 1
        taken = min(self.jobs, self.free)
        self.jobs -= taken
        self.free -= taken
        return taken


async def looking(taking: Taking) -> tuple[Looks, asyncio.Task[None]]:
    looks = Looks(taking, lambda: True)
    task = asyncio.create_task(looks.keep_looking())
    await asyncio.sleep(SOON)
    return looks, task


async def end(looks: Looks, task: asyncio.Task[None]) -> None:
    looks.end()
    await task


async def test_who_has_no_free_slot_does_not_look() -> None:
    taking = Taking(jobs=3, free=1)
    looks, task = await looking(taking)
    assert (taking.jobs, taking.looks) == (2, 1)
    looks.ring(spread=True)
    await asyncio.sleep(SOON)
    assert taking.looks == 1
    taking.free = 1
    looks.ring()
    await asyncio.sleep(SOON)
    assert (taking.jobs, taking.looks) == (1, 2)
    await end(looks, task)


async def test_who_waits_for_work_looks_when_it_is_rung_and_once_for_several_bells() -> None:
    taking = Taking(jobs=0, free=1)
    looks, task = await looking(taking)
    assert taking.looks == 1
    for _ in range(20):
        looks.ring(spread=True)
    await asyncio.sleep(SOON + SPREAD_SECONDS)
    assert taking.looks <= 4
    await end(looks, task)


async def test_what_is_written_to_a_file_is_heard(tmp_path: Path) -> None:
    file = tmp_path / "jobs.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE jobs (name)")
        heard = asyncio.Event()
        async with FileBell(file).listening(lambda _: heard.set()):
            await asyncio.sleep(SOON)
            heard.clear()
            await asyncio.sleep(SOON)
            assert not heard.is_set()
            other.execute("INSERT INTO jobs VALUES ('one')")
            async with asyncio.timeout(5):
                await heard.wait()


async def test_all_who_wait_ask_as_one() -> None:
    over: set[str] = set()
    asked = 0

    async def ask(names: Sequence[str]) -> Mapping[str, Ended]:
        nonlocal asked
        asked += 1
        return {name: Ended("done", {"of": name}) for name in names if name in over}

    async def known(names: Sequence[str]) -> Mapping[str, State]:
        return {name: "running" for name in names if name != "gone"}

    ends = Ends(ask, known)
    waiting = [asyncio.create_task(ends.of(f"job {number}")) for number in range(64)]
    gone = asyncio.create_task(ends.of("gone"))
    await asyncio.sleep(SOON)
    assert await gone is None
    assert asked <= 2
    over.update(f"job {number}" for number in range(64))
    ends.tell()
    async with asyncio.timeout(5):
        ended = await asyncio.gather(*waiting)
    assert [each.output["of"] for each in ended if each] == [
        f"job {number}" for number in range(64)
    ]
    await ends.close()

"""The queue of jobs: how fast it takes them on, and what it does when a process dies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from bots.jobs.engine import Engine
from bots.jobs.job import Lane

Json = dict[str, Any]


def lane(work: Callable[[str, Json], Any], *, slots: int = 1) -> Lane:
    return Lane(name="renders", slots=slots, work=work)


async def test_a_thousand_wait_and_one_more_is_taken_on_and_begun_at_once(tmp_path: Path) -> None:
    begun: dict[str, float] = {}

    async def work(name: str, given: Json) -> Json:
        begun[name] = perf_counter()
        return {"said": given["say"]}

    free = Lane(name="previews", slots=2, work=work)
    async with Engine.open(tmp_path, None, "one", [Lane(name="renders", slots=0), free]) as engine:
        took = []
        for number in range(1000):
            started = perf_counter()
            # As a message is taken on: one that is known already is not queued again.
            assert await engine.states([f"r{number}"]) == {}
            await engine.add("renders", f"r{number}", {}, user=f"u{number % 9}", rank=number + 1)
            took.append(perf_counter() - started)
        assert sorted(took)[950] < 0.05
        await engine.add("previews", "first", {"say": "now"}, user="u", rank=1)
        await engine.result("first")  # The first look of all takes longer.
        asked = perf_counter()
        await engine.add("previews", "second", {"say": "again"}, user="u", rank=1)
        assert await engine.result("second") == {"said": "again"}
        assert begun["second"] - asked < 0.3
        assert len(await engine.jobs(lane="renders", states=["waiting"])) == 1000


async def test_what_a_dead_process_began_is_done_by_another(tmp_path: Path) -> None:
    attempts: list[str] = []
    began = asyncio.Event()

    async def hangs(name: str, given: Json) -> Json:
        attempts.append("hung")
        began.set()
        await asyncio.Event().wait()
        return {}

    async def works(name: str, given: Json) -> Json:
        attempts.append("worked")
        return {"by": "the other"}

    async with Engine.open(tmp_path, None, "dies", [lane(hangs)]) as engine:
        await engine.add("renders", "job", {}, user="u", rank=1)
        await began.wait()
        engine.leave()
    async with Engine.open(tmp_path, None, "lives", [lane(works)]) as engine:
        assert await engine.states(["job"]) == {"job": "running"}
        await engine.take_over(["dies"])
        assert await engine.result("job") == {"by": "the other"}
        # Once more it is known, and nothing happens.
        await engine.add("renders", "job", {}, user="u", rank=1)
        await engine.take_over(["dies"])
        assert await engine.result("job") == {"by": "the other"}
    assert attempts == ["hung", "worked"]


async def test_a_cancelled_job_ends_where_it_runs(tmp_path: Path) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def hangs(name: str, given: Json) -> Json:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return {}

    async with Engine.open(tmp_path, None, "one", [lane(hangs)]) as engine:
        await engine.add("renders", "job", {}, user="u", rank=1)
        await began.wait()
        await engine.cancel(["job"])
        async with asyncio.timeout(5):
            await ended.wait()
        assert await engine.states(["job"]) == {"job": "cancelled"}


async def test_ranks_decide_who_is_next(tmp_path: Path) -> None:
    done: list[str] = []

    async def work(name: str, given: Json) -> Json:
        done.append(name)
        await asyncio.sleep(0.05)
        return {}

    async with Engine.open(tmp_path, None, "fills", [Lane(name="renders", slots=1)]) as engine:
        for name, rank in (("third", 9), ("first", 2), ("second", 5)):
            await engine.add("renders", name, {}, user="u", rank=rank)
    async with Engine.open(tmp_path, None, "works", [lane(work)]) as engine:
        await asyncio.gather(*(engine.result(name) for name in ("first", "second", "third")))
    assert done == ["first", "second", "third"]

"""Resident children: what happens in them stays there, and none is left over."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.process import run
from tools.resident import Crashed, Overdue, Residents

SECONDS = 20.0


@pytest.fixture
def residents() -> Iterator[Residents]:
    found = Residents(2)
    yield found
    found.close()


async def gone(pid: int) -> bool:
    """Whether a process ends within five seconds. One that nobody waited for is still there."""
    for _ in range(250):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        await asyncio.sleep(0.02)
    return False


async def test_one_child_does_one_job_after_another(residents: Residents) -> None:
    first = await residents.run(SECONDS, os.getpid)
    assert first != os.getpid()
    assert await residents.run(SECONDS, divmod, 7, 2) == (3, 1)
    assert await residents.run(SECONDS, os.getpid) == first


async def test_several_at_once_up_to_the_limit(residents: Residents) -> None:
    begun = time.monotonic()
    await asyncio.gather(*(residents.run(SECONDS, time.sleep, 0.2) for _ in range(4)))
    assert time.monotonic() - begun >= 0.4
    children = {await residents.run(SECONDS, os.getpid) for _ in range(4)}
    assert len(children) == 1


async def test_what_a_job_raises_comes_out(residents: Residents) -> None:
    child = await residents.run(SECONDS, os.getpid)
    with pytest.raises(RuntimeError, match="invalid literal for int"):
        await residents.run(SECONDS, int, "seven")
    assert await residents.run(SECONDS, os.getpid) == child


async def test_a_crash_ends_one_job(residents: Residents) -> None:
    child = await residents.run(SECONDS, os.getpid)
    with pytest.raises(Crashed):
        await residents.run(SECONDS, os.abort)
    assert await gone(child)
    assert await residents.run(SECONDS, os.getpid) != child


async def test_a_child_that_died_while_it_waited_is_replaced(residents: Residents) -> None:
    child = await residents.run(SECONDS, os.getpid)
    os.kill(child, signal.SIGKILL)
    await asyncio.sleep(0.05)
    assert await residents.run(SECONDS, os.getpid) != child


async def test_a_job_that_hangs_is_stopped(residents: Residents) -> None:
    child = await residents.run(SECONDS, os.getpid)
    begun = time.monotonic()
    with pytest.raises(Overdue, match=r"0\.2 s"):
        await residents.run(0.2, time.sleep, 60)
    assert time.monotonic() - begun < 5
    assert await gone(child)


async def test_a_job_that_nobody_waits_for_is_stopped(residents: Residents) -> None:
    child = await residents.run(SECONDS, os.getpid)
    job = asyncio.ensure_future(residents.run(SECONDS, time.sleep, 60))
    await asyncio.sleep(0.1)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert await gone(child)


async def test_close_leaves_no_child(residents: Residents) -> None:
    child = await residents.run(SECONDS, os.getpid)
    residents.close()
    assert await gone(child)


async def test_what_a_job_prints_is_not_an_answer(residents: Residents) -> None:
    assert await residents.run(SECONDS, print, "x" * 100_000) is None
    assert await residents.run(SECONDS, os.write, 1, b"x") == 1
    assert await residents.run(SECONDS, abs, -1) == 1


PROGRAM = """
import asyncio, os, signal, sys, time
from tools.resident import Residents
residents = Residents(1)
print(asyncio.run(residents.run(20, os.getpid)), flush=True)
{end}
"""
ENDS = {
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "ended": "",
    "forked": "pid = os.fork()\nif pid: os.waitpid(pid, 0)",
    "forked and working": (
        "pid = os.fork()\n"
        "if pid: assert os.waitpid(pid, 0)[1] == 0\n"
        "else: asyncio.run(residents.run(20, os.getpid))"
    ),
}


@pytest.mark.parametrize("end", ENDS)
async def test_children_end_with_the_program(end: str) -> None:
    lines: list[str] = []
    root = str(Path(__file__).parents[2])
    await run(
        (sys.executable, "-W", "error", "-c", PROGRAM.format(end=ENDS[end])),
        env={"PYTHONPATH": root},
        on_line=lines.append,
    )
    assert await gone(int(lines[0]))

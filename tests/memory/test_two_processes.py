from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sqlite3
import time
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path

from memory.memory import Memory

EACH = 12


def start(target: object, *args: object) -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(
        target=target,  # type: ignore[arg-type]
        args=args,
        daemon=True,
    )
    process.start()
    return process


async def _live(home: Path, me: str, turns: int) -> None:
    async with Memory.open(home) as memory:
        for number in range(turns):
            await memory.archive.add_turn(
                user=me, conversation="both", text=f"title {me} {number}", reply="", kind="edit"
            )
            await memory.archive.add_version(
                user=me, conversation=me, version=f"v{number}", recipe=[], description="titled"
            )
            await memory.remember("shared", text=me, tool="add_text", argument="color", value=me)
            recalled = await memory.recall(me, "title")
            assert recalled.turns
            assert all(turn.text.split()[1] == me for turn in recalled.turns)


def live(home: Path, me: str, turns: int) -> None:
    asyncio.run(_live(home, me, turns))


def count(home: Path, question: str) -> int:
    with closing(sqlite3.connect(home / "vfxb.db", timeout=30)) as connection:
        (number,) = connection.execute(question).fetchone()
    return int(number)


async def test_two_processes_share_a_home(tmp_path: Path) -> None:
    processes = [start(live, tmp_path, me, EACH) for me in ("ann", "bob")]
    await asyncio.to_thread(lambda: [process.join() for process in processes])
    assert [process.exitcode for process in processes] == [0, 0]
    async with Memory.open(tmp_path) as memory:
        await memory.settle()
        assert len(await memory.preferences("shared")) == 1
        for me in ("ann", "bob"):
            recalled = await memory.recall(me, f"title {me}", limit=EACH)
            assert len(recalled.turns) == EACH
            assert len(recalled.recipes) == 1
    assert count(tmp_path, "SELECT count(*) FROM users") == 3


async def test_a_killed_process_loses_nothing_and_leaves_no_half(tmp_path: Path) -> None:
    process = start(live, tmp_path, "ann", 100_000)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        await asyncio.sleep(0.02)
        if (tmp_path / "chroma").exists() and count(tmp_path, "SELECT count(*) FROM turns") > 10:
            break
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    turns = count(tmp_path, "SELECT count(*) FROM turns")
    assert turns > 10
    for kind, table in (("turn", "turns"), ("recipe", "versions"), ("preference", "preferences")):
        lonely = (
            f"SELECT count(*) FROM {table} WHERE id NOT IN "  # noqa: S608
            f"(SELECT record FROM changes WHERE kind = '{kind}')"
        )
        assert count(tmp_path, lonely) == 0
    assert count(tmp_path, "SELECT count(*) FROM preferences") == 1
    async with Memory.open(tmp_path) as memory:
        await memory.settle()
        assert len((await memory.recall("ann", "title ann", limit=turns)).turns) == turns

"""Two processes on one home: their turns of a conversation never interleave."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent import Request, VideoAgent
from agent.planner.plan import Plan, Situation
from agent.settings import Settings
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media

TURNS = 3


class Titles(ScriptedPlanner):
    """Adds a title in every turn, after a while in which another turn could slip in."""

    async def plan(self, situation: Situation) -> Plan:
        if situation.rounds:
            return Plan()
        await asyncio.sleep(0.05)
        return Plan(calls=(call("add_text", text=situation.text),))


class Slowly(ScriptedPlanner):
    """Asks for a result that takes many seconds."""

    async def plan(self, situation: Situation) -> Plan:
        if situation.rounds:
            return Plan()
        slow = call("change_speed", factor=0.1)
        return Plan(calls=(slow, call("resize_video", width=1920)))


def say(text: str, *attachments: Path) -> Request:
    return Request(conversation="c1", user="u1", text=text, attachments=attachments)


async def _turns(home: Path, name: str) -> list[int]:
    async with VideoAgent.open(settings=Settings(home=home), planner=Titles()) as agent:
        replies = [await agent.handle(say(f"{name} {n}")) for n in range(TURNS)]
    return [len(reply.steps) for reply in replies]


def _other_process(home: Path) -> None:
    asyncio.run(_turns(home, "other"))


def _process_that_renders(home: Path) -> None:
    async def work() -> None:
        async with VideoAgent.open(settings=Settings(home=home), planner=Slowly()) as agent:
            await agent.handle(say("slow"))

    asyncio.run(work())


def started(work: Callable[[Path], None], home: Path) -> Any:
    process = multiprocessing.get_context("spawn").Process(target=work, args=(home,))
    process.start()
    return process


async def test_turns_of_two_processes_take_turns(tmp_path: Path, media: Media) -> None:
    async with VideoAgent.open(settings=Settings(home=tmp_path), planner=Titles()) as agent:
        await agent.handle(say("first", media.clip()))
        other = started(_other_process, tmp_path)
        try:
            mine = await _turns(tmp_path, "mine")
        finally:
            await asyncio.to_thread(other.join, 60)
        assert other.exitcode == 0
        last = await agent.handle(say("last"))
    assert mine == sorted(set(mine))
    assert len(last.steps) == 2 + 2 * TURNS
    assert last.version == f"v{2 + 2 * TURNS}"


async def test_a_killed_process_leaves_the_conversation_as_it_was(
    tmp_path: Path, media: Media
) -> None:
    async with VideoAgent.open(settings=Settings(home=tmp_path), planner=Titles()) as agent:
        first = await agent.handle(say("first", media.clip()))
        results = first.files[0].parent
        other = started(_process_that_renders, tmp_path)
        for _ in range(3_000):
            if any(path.is_dir() and any(path.iterdir()) for path in results.glob(".job-*")):
                break
            await asyncio.sleep(0.01)
        other.kill()
        await asyncio.to_thread(other.join, 60)
        after = await agent.handle(say("after"))
    assert [step.args["text"] for step in after.steps] == ["first", "after"]

"""Turns of a conversation come one after another; one that is stopped leaves nothing behind."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from agent.messages import Progress
from agent.planner.plan import Plan
from tests.agent.scripted import ScriptedPlanner, call
from tests.agent.turning import MUTE, TRIM, Opener, events, kept, left_over, say, with_planner
from tests.media import Media


async def test_turns_of_a_conversation_come_one_after_another(opened: Opener, media: Media) -> None:
    async with opened() as agent:
        agent._services = with_planner(agent, Slow())
        await agent.handle(say("mute", media.clip()))
        replies = await asyncio.gather(*(agent.handle(say(f"title {n}")) for n in range(3)))
    assert [len(reply.steps) for reply in replies] == [2, 3, 4]
    assert [reply.version for reply in replies] == ["v2", "v3", "v4"]


async def test_two_agents_on_one_home_take_turns(opened: Opener, media: Media) -> None:
    async with opened() as one, opened() as other:
        for agent in (one, other):
            agent._services = with_planner(agent, Slow())
        await one.handle(say("mute", media.clip()))
        replies = await asyncio.gather(
            *(agent.handle(say("title")) for agent in (one, other, one, other))
        )
    assert sorted(len(reply.steps) for reply in replies) == [2, 3, 4, 5]


class Slow(ScriptedPlanner):
    """Adds a title in every turn, after a while in which another turn could slip in."""

    async def plan(self, situation: Any) -> Plan:
        if situation.rounds:
            return Plan()
        await asyncio.sleep(0.05)
        return Plan(calls=(call("add_text", text=situation.text, start=0, end=1),))


async def test_conversations_go_on_side_by_side(opened: Opener, media: Media) -> None:
    met = asyncio.Barrier(2)

    class Meeting(ScriptedPlanner):
        async def plan(self, situation: Any) -> Plan:
            if situation.rounds:
                return Plan()
            await asyncio.wait_for(met.wait(), 5)
            return Plan(calls=tuple(MUTE))

    async with opened() as agent:
        agent._services = with_planner(agent, Meeting())
        replies = await asyncio.gather(
            *(agent.handle(say("mute", media.clip(), conversation=c)) for c in ("a", "b"))
        )
    assert [reply.kind for reply in replies] == ["edit", "edit"]
    assert replies[0].files[0].parent != replies[1].files[0].parent


LONG = [call("change_speed", factor=0.1), call("resize_video", width=1280)]


async def test_a_stopped_turn_leaves_nothing_behind(
    opened: Opener, media: Media, home: Path
) -> None:
    async with opened(MUTE, [], LONG, [], TRIM) as agent:
        first = await agent.handle(say("mute", media.clip()))
        before = left_over(home)
        turn = asyncio.create_task(events(agent, say("slow and large")))
        await _rendering(home, before)
        await _stop(turn)
        assert left_over(home) == before
        assert (await kept(agent))["history"]["steps"] == [asdict(step) for step in first.steps]
        assert len((await agent.handle(say("first second"))).steps) == 2


async def test_a_cancelled_caller_stops_the_turn(opened: Opener, media: Media, home: Path) -> None:
    async with opened(LONG, [], MUTE) as agent:
        turn = asyncio.create_task(agent.handle(say("slow and large", media.clip())))
        await _rendering(home, [])
        await _stop(turn)
        assert left_over(home) == []
        assert (await agent.handle(say("mute", media.clip()))).kind == "edit"


async def test_a_stopped_approval_can_be_given_again(
    opened: Opener, media: Media, home: Path
) -> None:
    async with opened(LONG, approve_above_seconds=0.01) as agent:
        asked = await agent.handle(say("slow and large", media.clip()))
        assert asked.kind == "approve"
        turn = asyncio.create_task(agent.handle(say("yes")))
        await _rendering(home, [])
        await _stop(turn)
        again = asyncio.create_task(agent.handle(say("yes")))
        await _rendering(home, [])
        await _stop(again)
        assert (await agent.handle(say("no"))).text == "All right, I left it as it was."


@pytest.mark.parametrize("breaks", [False, True], ids=["stopped", "stopped and broken"])
async def test_a_turn_that_is_kept_is_not_taken_back(
    opened: Opener, media: Media, monkeypatch: pytest.MonkeyPatch, breaks: bool
) -> None:
    """Old checkpoints are dropped after the last one is written: no stop can lose both."""
    dropping = asyncio.Event()

    async with opened(MUTE, [], TRIM) as agent:
        first = await agent.handle(say("mute", media.clip()))
        prune = agent._checkpoints.prune

        async def slow(thread: str) -> None:
            dropping.set()
            await asyncio.sleep(0.05)
            if breaks:
                raise sqlite3.OperationalError("disk I/O error")
            await prune(thread)

        monkeypatch.setattr(agent._checkpoints, "prune", slow)
        second = asyncio.create_task(agent.handle(say("first second")))
        await dropping.wait()
        second.cancel()
        await asyncio.wait({second})
        state = await kept(agent)
    assert [version["id"] for version in state["history"]["versions"]] == ["v1", "v2"]
    assert [file.name for file in sorted(first.files[0].parent.iterdir())] == [
        name for version in state["history"]["versions"] for name in version["files"]
    ]


async def test_closing_a_stream_early_stops_the_turn(
    opened: Opener, media: Media, home: Path
) -> None:
    async with opened(LONG) as agent:
        stream = agent.stream(say("slow and large", media.clip()))
        async for event in stream:
            if isinstance(event, Progress):
                break
        await stream.aclose()  # type: ignore[attr-defined]
        assert left_over(home) == []


async def test_closing_the_agent_stops_its_turns(opened: Opener, media: Media, home: Path) -> None:
    async with opened(LONG) as agent:
        turn = asyncio.create_task(agent.handle(say("slow and large", media.clip())))
        await _rendering(home, [])
    reply = await turn
    assert (reply.kind, reply.failed) == ("refuse", True)
    assert reply.text.startswith("Stopped.")
    assert left_over(home) == []


async def _stop(turn: asyncio.Task[Any]) -> None:
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn


async def _rendering(home: Path, before: list[Path]) -> None:
    """Wait until ffmpeg writes."""
    for _ in range(1_000):
        if left_over(home) != before:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError("nothing is written")

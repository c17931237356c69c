"""A turn through the whole graph, with a scripted planner and real renders."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent import Reply, VideoAgent
from agent.messages import Planned, Preview, Progress
from agent.planner.plan import Plan
from memory.errors import StoreFailed
from tests.agent.scripted import ScriptedPlanner, call
from tests.agent.turning import MUTE, TRIM, Opener, events, kept, say, with_planner
from tests.media import Media
from tools.errors import ToolFailed


async def test_an_edit_is_delivered_with_its_receipt(opened: Opener, media: Media) -> None:
    async with opened([*TRIM, *MUTE]) as agent:
        seen = await events(agent, say("first second, no sound", media.clip()))
    *before, reply = seen
    assert isinstance(reply, Reply)
    assert reply.kind == "edit"
    assert reply.version == "v1"
    assert [step.tool for step in reply.steps] == ["trim_video", "mute_audio"]
    assert reply.files[0].name.endswith("-v1.mp4")
    facts = reply.receipt.facts
    assert facts is not None
    assert facts.duration == pytest.approx(1, abs=0.05)
    assert facts.audio is None
    assert facts.size_bytes == reply.files[0].stat().st_size
    assert len(reply.receipt.done) == 2
    assert not reply.receipt.not_done
    assert reply.text.startswith("I trimmed to 0:00-0:01")
    planned = [event for event in before if isinstance(event, Planned)]
    assert [len(event.steps) for event in planned] == [2]
    fractions = [event.fraction for event in before if isinstance(event, Progress)]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)


async def test_a_wrong_call_is_repaired_in_the_next_round(opened: Opener, media: Media) -> None:
    async with opened([*MUTE, call("trim_video", start=9, end=1)], TRIM) as agent:
        reply = await agent.handle(say("mute, first second", media.clip()))
        told = agent.planner.seen[1].rounds  # type: ignore[attr-defined]
    assert [bool(outcome.error) for outcome in told[0]] == [False, True]
    assert [step.tool for step in reply.steps] == ["mute_audio", "trim_video"]
    assert not reply.receipt.not_done


async def test_what_stays_wrong_is_told_as_not_done(opened: Opener, media: Media) -> None:
    async with opened([*MUTE, call("crop_video", width=9000, height=10)]) as agent:
        reply = await agent.handle(say("mute it and crop it to 9000x10", media.clip()))
    assert reply.kind == "edit"
    assert len(reply.receipt.not_done) == 1
    assert "9000" in reply.receipt.not_done[0]
    assert "Not done: " in reply.text


async def test_nothing_is_rendered_when_everything_is_wrong(opened: Opener, media: Media) -> None:
    async with opened([call("trim_video", start=50, end=60)]) as agent:
        reply = await agent.handle(say("trim to 50-60", media.clip()))
    assert reply.kind == "clarify"
    assert "2" in reply.text
    assert not reply.files
    assert not reply.steps


async def test_planning_ends_after_six_rounds(opened: Opener, media: Media) -> None:
    script = [[call("describe_clip")] for _ in range(20)]
    async with opened(*script) as agent:
        reply = await agent.handle(say("what is it?", media.clip()))
        assert len(agent.planner.seen) == 6  # type: ignore[attr-defined]
    assert reply.kind == "answer"


async def test_a_planner_that_fails_hands_over(opened: Opener, media: Media) -> None:
    async with opened(ToolFailed("The language model cannot be reached.")) as agent:
        reply = await agent.handle(say("make it black and white", media.clip()))
    assert reply.kind == "edit"
    assert "built-in planner" in reply.text


async def test_a_planner_whose_plans_fail_three_times_hands_over(
    opened: Opener, media: Media
) -> None:
    wrong = [*MUTE, call("trim_video", start=9, end=1)]
    async with opened(wrong, wrong, wrong) as agent:
        reply = await agent.handle(say("make it black and white", media.clip()))
    assert [step.tool for step in reply.steps] == ["apply_filter"]
    assert "built-in planner" in reply.text


async def test_what_works_stays_when_the_planner_fails_later(opened: Opener, media: Media) -> None:
    async with opened(MUTE, ToolFailed("The language model cannot be reached.")) as agent:
        reply = await agent.handle(say("make it black and white", media.clip()))
    assert [step.tool for step in reply.steps] == ["mute_audio"]
    assert "something may be missing" in reply.text


async def test_the_plan_tells_what_is_new(opened: Opener, media: Media) -> None:
    async with opened(MUTE, [], TRIM) as agent:
        await agent.handle(say("mute", media.clip()))
        seen = await events(agent, say("first second"))
    assert seen[0] == Planned(steps=("trimmed to 0:00-0:01 (1 s)",), suffix=".mp4")


async def test_a_bug_is_logged_and_told_in_a_calm_line(
    opened: Opener, media: Media, error_log: list[logging.LogRecord]
) -> None:
    class Broken(ScriptedPlanner):
        async def plan(self, situation: Any) -> Plan:
            if situation.text == "boom":
                raise ZeroDivisionError("secret detail")
            return await super().plan(situation)

    async with opened() as agent:
        broken = Broken(MUTE, [], TRIM)
        agent._services = with_planner(agent, broken)
        await agent.handle(say("mute", media.clip()))
        reply = await agent.handle(say("boom"))
        assert reply.kind == "refuse"
        assert reply.failed
        assert "secret detail" not in reply.text
        assert [step.tool for step in reply.steps] == ["mute_audio"]
        assert error_log[0].exc_info is not None
        error_log.clear()
        assert len((await agent.handle(say("first second"))).steps) == 2


class NoMemory:
    """A memory whose database is gone."""

    @property
    def archive(self) -> NoMemory:
        """As lost as all the rest."""
        return self

    def __getattr__(self, name: str) -> Any:
        async def fail(*args: Any, **fields: Any) -> Any:
            raise StoreFailed("The database does not answer.")

        return fail


async def test_an_edit_is_done_without_memory(opened: Opener, media: Media) -> None:
    liking = [call("remember_preference", text="titles yellow"), *MUTE]
    async with opened(liking, [], [call("show_edits")]) as agent:
        agent._services = replace(agent._services, memory=NoMemory())
        reply = await agent.handle(say("mute, and I like yellow titles", media.clip()))
        assert reply.kind == "edit", reply.text
        assert "memory does not answer" in reply.text
        assert "The database does not answer." in reply.receipt.not_done
        assert (await agent.handle(say("what did we do?"))).kind == "answer"


async def test_turns_and_versions_are_remembered(opened: Opener, media: Media) -> None:
    async with opened(MUTE, [], [call("show_edits")]) as agent:
        await agent.handle(say("take the sound away", media.clip()))
        await agent._services.afterwards.settle()
        await agent._services.memory.settle()
        recalled = await agent._services.memory.recall("u1", "take the sound away please")
        alike = await agent._services.memory.recall("u1", "the clip that was muted")
        others = await agent._services.memory.recall("u2", "take the sound away please")
        assets = await agent._services.memory.assets()
    assert [memo.text for memo in recalled.turns] == ["take the sound away"]
    assert [memo.text for memo in alike.recipes] == ["muted it"]
    assert not others.turns
    assert len(assets) == 1


async def test_a_preview_is_small_and_no_version(opened: Opener, media: Media) -> None:
    clip = media.clip(0.4, width=854, height=480)
    async with opened(MUTE, [], [call("render_full")], [], TRIM, []) as agent:
        *before, reply = await events(agent, say("mute", clip, preview=True))
        assert isinstance(reply, Reply)
        assert before[-1] == Preview(path=reply.files[0])
        assert (reply.kind, reply.version) == ("edit", "")
        assert "full quality" in reply.text
        assert [step.tool for step in reply.steps] == ["mute_audio"]
        assert "-preview" in reply.files[0].name
        assert _height(reply) <= 360
        assert not (await kept(agent))["history"]["versions"]
        full = await agent.handle(say("full quality"))
    assert (full.kind, full.version) == ("edit", "v1")
    assert full.files[0].name.endswith("-v1.mp4")
    assert _height(full) == 480
    assert full.text.startswith("I muted it")


async def test_the_full_file_comes_when_people_ask_for_it(home: Path, media: Media) -> None:
    async with VideoAgent.open(home) as agent:
        await agent.handle(say("mute it", media.clip(), preview=True))
        replies = [
            await agent.handle(say(text))
            for text in ("full quality", "render it in full quality", "now the real one")
        ]
    assert [reply.version for reply in replies] == ["v1"] * 3, [r.text for r in replies]


def _height(reply: Reply) -> int:
    facts = reply.receipt.facts
    assert facts is not None
    assert facts.video is not None
    return facts.video.height


async def test_checkpoints_do_not_pile_up(opened: Opener, media: Media, home: Path) -> None:
    async with opened(MUTE) as agent:
        await agent.handle(say("mute", media.clip()))
        for _ in range(5):
            await agent.handle(say("hm?"))
    with sqlite3.connect(home / "conversations.sqlite") as database:
        assert database.execute("SELECT count(*) FROM checkpoints").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM writes").fetchone() == (0,)
        blob = database.execute("SELECT checkpoint FROM checkpoints").fetchone()[0]
    assert b"pickle" not in blob
    assert len(blob) < 10_000

"""A turn through the whole graph, with a scripted planner and real renders."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from agent import Reply, Request, VideoAgent
from agent import turn as turns
from agent.messages import Event, Planned, Preview, Progress, Quote
from agent.planner.plan import Plan
from agent.settings import Settings
from memory.errors import StoreFailed
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media
from tests.tools.services.servers.elevenlabs import paid_speech
from tools.errors import ToolFailed

Opener = Callable[..., AbstractAsyncContextManager[VideoAgent]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def opened(home: Path) -> Opener:
    """Opens an agent on this test's home with a scripted planner."""

    @asynccontextmanager
    async def open_agent(*script: Any, **settings: Any) -> AsyncIterator[VideoAgent]:
        planner = ScriptedPlanner(*script)
        chosen = Settings(home=home, **settings)
        async with VideoAgent.open(settings=chosen, planner=planner) as agent:
            agent.planner = planner  # type: ignore[attr-defined]
            yield agent

    return open_agent


def say(text: str, *attachments: Path, conversation: str = "c1", **fields: Any) -> Request:
    return Request(
        conversation=conversation, user="u1", text=text, attachments=attachments, **fields
    )


async def events(agent: VideoAgent, request: Request) -> list[Event]:
    return [event async for event in agent.stream(request)]


async def kept(agent: VideoAgent) -> dict[str, Any]:
    """What is kept of the conversation between turns."""
    snapshot = await agent._graph.aget_state({"configurable": {"thread_id": "c1"}})
    return dict(snapshot.values)


def left_over(home: Path) -> list[Path]:
    """Files in the folders of results, finished or not."""
    return sorted(path for path in (home / "outputs").rglob("*") if path.is_file())


MUTE = [call("mute_audio")]
TRIM = [call("trim_video", start=0, end=1)]


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


async def test_undo_delivers_the_earlier_file_again(opened: Opener, media: Media) -> None:
    async with opened(MUTE, [], TRIM, [], [call("undo")]) as agent:
        first = await agent.handle(say("mute", media.clip()))
        written = first.files[0].stat().st_mtime_ns
        second = await agent.handle(say("first second"))
        third = await agent.handle(say("undo"))
    assert (second.version, third.version) == ("v2", "v1")
    assert third.kind == "edit"
    assert third.files == first.files
    assert third.files[0].stat().st_mtime_ns == written
    assert third.steps == first.steps


async def test_undo_and_redo_of_a_changed_title(opened: Opener, media: Media) -> None:
    title = [call("add_text", text="Hi")]
    yellow = [call("change_edit", step=1, args={"color": "yellow"})]
    undo, redo = [call("undo")], [call("redo")]
    async with opened(title, [], yellow, [], undo, [], redo, [], redo, [], undo, []) as agent:
        replies = [await agent.handle(say("title", media.clip()))]
        for text in ("make it yellow", "undo", "redo", "redo", "undo"):
            replies.append(await agent.handle(say(text)))
    assert [reply.version for reply in replies] == ["v1", "v2", "v1", "v2", "", "v1"]
    assert "nothing to redo" in replies[4].text
    assert replies[5].steps == replies[0].steps


async def test_undo_said_to_a_version_goes_to_what_led_there(opened: Opener, media: Media) -> None:
    undo = [call("undo")]
    async with opened(MUTE, [], TRIM, [], undo, [], undo, []) as agent:
        await agent.handle(say("mute", media.clip()))
        await agent.handle(say("first second"))
        replies = [await agent.handle(say("undo", version=name)) for name in ("v2", "v2")]
    assert [[step.tool for step in reply.steps] for reply in replies] == [["mute_audio"]] * 2


async def test_versions_know_their_parents(opened: Opener, media: Media) -> None:
    script = [MUTE, [], TRIM, [], [call("undo")], [], [call("change_speed", factor=2)], []]
    async with opened(*script, [call("show_edits")]) as agent:
        await agent.handle(say("mute", media.clip()))
        for text in ("first second", "undo", "faster"):
            reply = await agent.handle(say(text))
        told = await agent.handle(say("what did we do?"))
        state = await kept(agent)
    assert reply.version == "v3"
    parents = {v["id"]: v["parent"] for v in state["history"]["versions"]}
    assert parents == {"v1": "", "v2": "v1", "v3": "v1"}
    assert told.kind == "answer"
    assert "v3 (now)" in told.text


async def test_an_edit_may_start_from_an_earlier_version(opened: Opener, media: Media) -> None:
    async with opened(MUTE, [], TRIM, [], [call("change_speed", factor=2)]) as agent:
        await agent.handle(say("mute", media.clip()))
        await agent.handle(say("first second"))
        reply = await agent.handle(say("faster", version="v1"))
        unknown = await agent.handle(say("faster", version="v7"))
    assert [step.tool for step in reply.steps] == ["mute_audio", "change_speed"]
    assert unknown.kind == "refuse"
    assert "v1, v2, v3" in unknown.text


async def test_a_slow_edit_waits_for_a_yes(opened: Opener, media: Media) -> None:
    async with opened(TRIM, approve_above_seconds=0.01) as agent:
        seen = await events(agent, say("first second", media.clip()))
        quotes = [event for event in seen if isinstance(event, Quote)]
        assert [event.seconds > 0 for event in quotes] == [True]
        asked = seen[-1]
        assert isinstance(asked, Reply)
        assert asked.kind == "approve"
        assert "Shall I do it?" in asked.text
        assert not asked.files
        done = await agent.handle(say("yes please"))
        assert done.kind == "edit"
        assert [step.tool for step in done.steps] == ["trim_video"]
        dialogue = (await kept(agent))["dialogue"]
    assert [words for who, words in dialogue if who == "person"] == ["first second", "yes please"]


async def test_the_question_survives_a_restart(opened: Opener, media: Media) -> None:
    async with opened(TRIM, approve_above_seconds=0.01) as agent:
        assert (await agent.handle(say("first second", media.clip()))).kind == "approve"
    async with opened(approve_above_seconds=0.01) as agent:
        done = await agent.handle(say("ok"))
    assert done.kind == "edit"
    assert done.receipt.seconds < 60


async def test_a_no_leaves_everything_as_it_was(opened: Opener, media: Media) -> None:
    async with opened(TRIM, approve_above_seconds=0.01) as agent:
        await agent.handle(say("first second", media.clip()))
        reply = await agent.handle(say("nope"))
        assert reply.kind == "answer"
        assert not reply.steps
        # Nothing waits any more: a later yes is a message like any other.
        assert (await agent.handle(say("yes"))).kind == "clarify"


@pytest.mark.parametrize("answer", ["no", "yes"])
async def test_an_answer_is_about_the_quote_that_was_made(
    opened: Opener, media: Media, home: Path, answer: str
) -> None:
    """Whatever the limits, the prices and the pace are by the time of the answer."""
    async with paid_speech(usd=0.01) as paid:
        async with opened([call("generate_voice", text="Hello there")], **paid) as agent:
            asked = await agent.handle(say("say hello", media.clip()))
            assert asked.kind == "approve"
        async with opened(approve_above_usd=100, **paid) as agent:
            reply = await agent.handle(say(answer))
    assert reply.kind == {"no": "answer", "yes": "edit"}[answer]
    assert bool(left_over(home)) == (answer == "yes")
    assert reply.receipt.cost == (pytest.approx(0.11) if answer == "yes" else 0)


async def test_any_other_message_takes_the_place_of_the_question(
    opened: Opener, media: Media
) -> None:
    script = [TRIM, [], [call("describe_clip")]]
    async with opened(*script, approve_above_seconds=0.01) as agent:
        await agent.handle(say("first second", media.clip()))
        reply = await agent.handle(say("how long is it?"))
        assert reply.kind == "answer"
        assert "dropped what was waiting" in reply.text
        assert not reply.steps


@pytest.mark.parametrize("text", ["yes", "no", "make it sepia"])
async def test_nobody_else_decides_about_a_quote(
    opened: Opener, media: Media, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    async with opened(TRIM, approve_above_seconds=0.01) as agent:
        await agent.handle(say("first second", media.clip()))
        reply = await agent.handle(replace(say(text), user="u2"))
        assert reply.kind == "answer"
        assert "only the person who asked" in reply.text
        assert "u1" not in reply.text
        assert not reply.steps
        monkeypatch.setattr(turns, "QUOTE_HOLDS", 0)
        late = await agent.handle(replace(say("yes"), user="u2"))
        assert "only the person who asked" in late.text
        done = await agent.handle(say("yes"))
    assert [step.tool for step in done.steps] == ["trim_video"]


async def test_a_quote_does_not_hold_up_others_for_ever(
    opened: Opener, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(TRIM, [], [call("describe_clip")], approve_above_seconds=0.01) as agent:
        await agent.handle(say("first second", media.clip()))
        monkeypatch.setattr(turns, "QUOTE_HOLDS", 0)
        reply = await agent.handle(replace(say("how long is it?"), user="u2"))
    assert reply.kind == "answer"
    assert "I dropped what was waiting for a yes: trimmed" in reply.text


async def test_priced_speech_waits_for_a_yes_once(opened: Opener, media: Media) -> None:
    voice = [call("generate_voice", text="Hello there")]
    async with paid_speech(usd=0.01) as paid, opened(voice, [], MUTE, **paid) as agent:
        asked = await agent.handle(say("say hello", media.clip()))
        assert asked.kind == "approve"
        assert "$0.11" in asked.text
        paid = await agent.handle(say("sure"))
        assert paid.receipt.cost == pytest.approx(0.11)
        # What was spoken before costs nothing again.
        reply = await agent.handle(say("mute the rest"))
        assert reply.kind == "edit", reply.text


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
        agent._services = _with_planner(agent, broken)
        await agent.handle(say("mute", media.clip()))
        reply = await agent.handle(say("boom"))
        assert reply.kind == "refuse"
        assert reply.failed
        assert "secret detail" not in reply.text
        assert [step.tool for step in reply.steps] == ["mute_audio"]
        assert error_log[0].exc_info is not None
        error_log.clear()
        assert len((await agent.handle(say("first second"))).steps) == 2


def _with_planner(agent: VideoAgent, planner: ScriptedPlanner) -> Any:
    return replace(agent._services, planner=planner)


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


async def test_turns_of_a_conversation_come_one_after_another(opened: Opener, media: Media) -> None:
    async with opened() as agent:
        agent._services = _with_planner(agent, Slow())
        await agent.handle(say("mute", media.clip()))
        replies = await asyncio.gather(*(agent.handle(say(f"title {n}")) for n in range(3)))
    assert [len(reply.steps) for reply in replies] == [2, 3, 4]
    assert [reply.version for reply in replies] == ["v2", "v3", "v4"]


async def test_two_agents_on_one_home_take_turns(opened: Opener, media: Media) -> None:
    async with opened() as one, opened() as other:
        for agent in (one, other):
            agent._services = _with_planner(agent, Slow())
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
        agent._services = _with_planner(agent, Meeting())
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

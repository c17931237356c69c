"""Signals: every part of a turn is told under the id of that turn."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent import Request, VideoAgent
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media
from tests.tools.services.engines_here import Stub, ask, policy_in
from tools import signals
from tools.errors import ToolFailed
from tools.services.failures import ServiceError
from tools.signals import Called, Ended, Looked, Ran, Signal, Staged

Told = list[tuple[str, Signal]]


@contextmanager
def heard() -> Iterator[Told]:
    """All signals, each with the id of the turn that it belongs to."""
    told: Told = []
    with signals.listening(lambda signal: told.append((signals.turn.get(), signal))):
        yield told


async def test_all_of_a_turn_carries_its_id(tmp_path: Path, media: Media) -> None:
    planner = ScriptedPlanner([call("apply_filter", filter_type="sepia")])
    async with VideoAgent.open(home=tmp_path, planner=planner) as agent:
        with heard() as told:
            clip = media.clip(seconds=1)
            reply = await agent.handle(
                Request(conversation="c", user="u", text="sepia", attachments=[clip])
            )
    assert reply.files
    assert len({turn for turn, _ in told}) == 1
    assert all(turn for turn, _ in told)
    all_told = [signal for _, signal in told]
    stages = [signal.stage for signal in all_told if isinstance(signal, Staged)]
    assert stages[:3] == ["ingest", "recall", "plan"]
    assert stages[-1] == "remember"
    assert "render" in stages
    (run,) = [signal for signal in all_told if isinstance(signal, Ran)]
    assert (run.outcome, round(run.media_seconds)) == ("ok", 1)
    assert 0 < run.seconds < 60
    ended = all_told[-1]
    assert isinstance(ended, Ended)
    assert ended.outcome == "edit"


async def test_every_turn_has_an_id_of_its_own_that_a_front_end_may_give(tmp_path: Path) -> None:
    async with VideoAgent.open(home=tmp_path, planner=ScriptedPlanner()) as agent:
        with heard() as told:
            await agent.handle(Request(conversation="c", user="u", text="hello"))
            await agent.handle(Request(conversation="c", user="u", text="hello"))
            with signals.identified("given"):
                async for _ in agent.stream(Request(conversation="c", user="u", text="hello")):
                    pass
    ended = [turn for turn, signal in told if isinstance(signal, Ended)]
    assert len(set(ended)) == 3
    assert ended[-1] == "given"
    assert signals.turn.get() == ""


async def test_how_a_turn_failed_is_told(tmp_path: Path, error_log: list[object]) -> None:
    planner = ScriptedPlanner()
    async with VideoAgent.open(home=tmp_path, planner=planner) as agent:
        with heard() as told:
            planner.seen = None  # type: ignore[assignment] # a bug
            await agent.handle(Request(conversation="c", user="u", text="hello"))
    error_log.clear()
    assert [signal.outcome for _, signal in told if isinstance(signal, Ended)] == ["bug"]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(ToolFailed("no"), "failed"), (asyncio.CancelledError(), "stopped"), (None, "ok")],
)
def test_runs_end_in_three_ways(error: BaseException | None, outcome: str) -> None:
    with heard() as told:
        try:
            with signals.running(2.0):
                if error:
                    raise error
        except (ToolFailed, asyncio.CancelledError):
            pass
    (run,) = [signal for _, signal in told]
    assert isinstance(run, Ran)
    assert (run.outcome, run.media_seconds) == (outcome, 2.0)


def test_a_call_of_a_service_tells_the_kind_of_its_failure_and_no_more() -> None:
    with heard() as told, pytest.raises(ToolFailed), signals.calling("model"):
        raise ToolFailed("what somebody wrote")
    (called,) = [signal for _, signal in told]
    assert isinstance(called, Called)
    assert (called.service, called.error) == ("model", "ToolFailed")


async def test_engines_of_the_policy_tell_of_each_call_once(tmp_path: Path) -> None:
    error = ServiceError("ElevenLabs", "overloaded", "what somebody wrote")
    engine = Stub("ElevenLabs", [error, "done"])
    with heard() as told:
        await ask(policy_in(tmp_path), [engine])
    calls = [signal for _, signal in told if isinstance(signal, Called)]
    assert [(call.service, call.error) for call in calls] == [
        ("ElevenLabs", "overloaded"),
        ("ElevenLabs", ""),
    ]


async def test_caches_tell_hits_and_misses(tmp_path: Path) -> None:
    from tools.engine.cache import Cache

    cache = Cache(tmp_path / "passes")
    with heard() as told:
        cache.get("a")
        cache.put("a", b"1")
        cache.get("a")
        cache.take("a", tmp_path / "copy")
    assert [signal for _, signal in told] == [
        Looked(cache="passes", hit=hit) for hit in (False, True, True)
    ]

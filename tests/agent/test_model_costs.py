"""What a language model costs, from the message to the ledger: caps, fallback, what is told."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.agent.openai_server import USAGE, Say, Use
from tests.agent.test_model_turns import DONE, GRAY, talking
from tests.media import Media

PAID = (USAGE["prompt_tokens"] * 0.40 + USAGE["completion_tokens"] * 1.60) / 1e6
"""What an answer of the scripted server costs by the table of prices."""


def say(text: str, *attachments: Path, **fields: Any) -> Request:
    return Request(
        **{"conversation": "c1", "user": "u1", "text": text, "attachments": attachments, **fields}
    )


async def test_planning_is_in_the_ledger_and_in_the_receipt(tmp_path: Path, media: Media) -> None:
    async with talking(tmp_path, Use([GRAY]), DONE) as (agent, _):
        reply = await agent.handle(say("make it black and white", media.clip()))
        told = (await agent.handle(say("/usage"))).text
        other = (await agent.handle(say("/usage", user="u2", conversation="c2"))).text
    assert reply.kind == "edit", reply.text
    assert reply.receipt.cost == pytest.approx(2 * PAID)
    assert "- planning by OpenAI: 2 calls; $0.0018" in told
    assert "planning" not in other


@dataclass(frozen=True)
class Capped:
    """A cap that is reached before the first call."""

    setting: str
    says: str


CAPS = (
    Capped("person_usd_per_day", "Your limit for services a day is $0.00"),
    Capped("group_usd_per_month", "This group's limit for services a month is $0.00"),
    Capped("usd_per_day", "The limit of everybody together for services a day is $0.00"),
)


@pytest.mark.parametrize("cap", CAPS, ids=lambda cap: cap.setting)
async def test_above_a_cap_the_built_in_planner_plans_and_that_is_told(
    cap: Capped, tmp_path: Path, media: Media
) -> None:
    async with talking(tmp_path, Use([GRAY]), **{cap.setting: 0.0}) as (agent, server):
        reply = await agent.handle(say("make it black and white", media.clip(), group="g1"))
    assert [step.tool for step in reply.steps] == ["apply_filter"]
    assert f"The language model was not asked ({cap.says}" in reply.text
    assert "so my built-in planner understood this one" in reply.text
    assert reply.receipt.cost == 0
    assert not server.bodies


async def test_a_cap_that_is_reached_on_the_way_keeps_what_was_planned(
    tmp_path: Path, media: Media
) -> None:
    # Enough for one call, and for what is reserved for it, but not for a second one.
    settings = {"person_usd_per_day": 0.003, "model_max_tokens": 1_000}
    async with talking(tmp_path, Use([GRAY]), **settings) as (agent, server):
        reply = await agent.handle(say("make it black and white", media.clip()))
    assert [step.tool for step in reply.steps] == ["apply_filter"]
    assert "The language model was not asked (Your limit for services a day" in reply.text
    assert "so something may be missing" in reply.text
    assert len(server.bodies) == 1


async def test_without_a_ledger_no_model_is_asked(tmp_path: Path, media: Media) -> None:
    async with talking(tmp_path, Use([GRAY])) as (agent, server):
        with sqlite3.connect(tmp_path / "vfxb.db") as connection:
            connection.execute("DROP TABLE spendings")
        connection.close()
        reply = await agent.handle(say("make it black and white", media.clip()))
    assert [step.tool for step in reply.steps] == ["apply_filter"]
    assert "cannot be written down, so nothing is spent" in reply.text
    assert not server.bodies


async def test_planning_is_not_asked_about(tmp_path: Path) -> None:
    """The operator agreed to it with the key; nobody says yes to each message."""
    async with talking(tmp_path, Say("I cut clips."), approve_above_usd=0.0) as (agent, _):
        reply = await agent.handle(say("what can you do?"))
    assert (reply.kind, reply.text) == ("answer", "I cut clips.")


async def test_without_a_key_nothing_is_written_to_the_ledger(tmp_path: Path, media: Media) -> None:
    async with VideoAgent.open(settings=Settings(home=tmp_path)) as agent:
        await agent.handle(say("make it black and white", media.clip()))
        assert await agent._services.memory.usage.by_engine() == ()

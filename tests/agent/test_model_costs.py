"""What a language model costs, from the message to the ledger: caps, fallback, what is told."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent import Request, VideoAgent, tokens
from agent.models import ModelPlanner
from agent.planning import LanguageModel, own_prices
from agent.settings import Settings
from tests.agent.openai_server import USAGE, Fault, Say, Use, openai_server
from tests.agent.test_model_turns import DONE, GRAY, talking
from tests.agent.test_models import KEY, TWO_CALLS, plan_at, situation
from tests.media import Media
from tests.tools.services.engines_here import Book, policy_in
from tools.errors import LimitExceeded, ToolFailed
from tools.services.account import Account, Allowance, on_behalf_of
from tools.services.policy import Policy
from tools.services.prices import Prices
from tools.services.rates import Rates
from tools.services.results import Results

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


async def test_it_is_reserved_before_it_is_asked_and_paid_for_what_it_took(tmp_path: Path) -> None:
    book = Book()
    policy = policy_in(tmp_path, book=book)
    nothing_agreed = Account(person="u", allowance=Allowance(usd=0, unpriced=frozenset()))
    async with openai_server(Say("I've trimmed it."), TWO_CALLS, TWO_CALLS) as server:
        with on_behalf_of(nothing_agreed):
            plan = await plan_at(server.url, situation(), policy, model="gpt-4.1-mini")
        paid = 2_000 * 0.40e-6 + 50 * 1.60e-6
        assert plan.usd == pytest.approx(2 * paid)
        assert plan.usage == tokens.Usage(4_000, 100)
        assert [word for word, _, _ in book.lines] == ["reserved", "paid", "reserved", "paid"]
        assert book.spent == pytest.approx(2 * paid)
        assert book.took[0] == {"tokens_in": 2_000, "tokens_out": 50}
        reserved = book.lines[0][2]
        assert reserved > 1_500 * 1.60e-6
        # A cap is kept to before it is asked.
        book.cap = book.spent + reserved / 2
        with pytest.raises(LimitExceeded, match="Your limit for services a day"):
            await plan_at(server.url, situation(), policy, model="gpt-4.1-mini")
        book.broken, book.cap = True, None
        with pytest.raises(ToolFailed, match="nothing is spent"):
            await plan_at(server.url, situation(), policy)
    assert len(server.bodies) == 2


async def test_a_failed_plan_costs_nothing(tmp_path: Path) -> None:
    book = Book()
    async with openai_server(Fault(401)) as server:
        with pytest.raises(ToolFailed):
            await plan_at(server.url, situation(), policy_in(tmp_path, book=book))
    assert book.spent == 0
    assert book.lines[-1][0] == "key"


async def test_a_model_that_fails_again_and_again_is_left_alone(tmp_path: Path) -> None:
    """Nobody waits for it in every turn."""
    policy = policy_in(tmp_path)
    async with openai_server(Fault(401), TWO_CALLS) as server:
        for _ in range(3):
            with pytest.raises(ToolFailed):
                await plan_at(server.url, situation(), policy)
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("settings", "usd"),
    [
        ({"openai_api_key": None}, 0.0),
        ({"openai_api_key": None, "model_usd_per_million_sent": 3.0}, 0.006),
        ({"model_usd_per_million_answered": 10.0}, 0.0005),
    ],
    ids=["no key, no price", "no key, a price", "a price for answers"],
)
async def test_what_a_server_of_ones_own_costs(
    tmp_path: Path, settings: dict[str, Any], usd: float
) -> None:
    chosen = Settings(model="tiny", **{"openai_api_key": SecretStr(KEY), **settings})
    book = Book()
    policy = Policy(
        Results(tmp_path), spending=book, prices=Prices(own_prices(chosen)), rates=Rates({})
    )
    async with openai_server(TWO_CALLS) as server:
        chosen = chosen.model_copy(update={"openai_base_url": server.url})
        async with ModelPlanner.open(chosen, policy) as planner:
            plan = await planner.plan(situation())
    assert plan.usd == pytest.approx(usd)
    assert len(book.lines) == (2 if LanguageModel(chosen).paid else 1)

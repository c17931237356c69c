"""A language model is asked only where it has to be, and what it takes is counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent import Reply, Request, VideoAgent
from agent.families import all_tools
from agent.history import History
from agent.planner.builtin import BuiltinPlanner
from agent.planner.plan import Situation
from agent.settings import Settings
from agent.thrift import Thrift
from memory.ledger import MAX_PLANS
from memory.memory import Look, Memo, Memory, Preference, Recalled
from tests.agent.openai_server import USAGE, Answer, OpenAIServer, Say, Use, openai_server
from tests.agent.scripted import described_source
from tests.media import Media
from tools.clip import Clip
from tools.recipe import Step

DONE = Say("DONE")
GRAY = Use([("apply_filter", {"filter_type": "blackwhite"})])
# Vague enough that the built-in planner leaves it to the model.
ODD = "give it the feeling of a rainy night in an old film"
SURE = "make it black and white"


@asynccontextmanager
async def talking(
    home: Path, *script: Answer, **settings: Any
) -> AsyncIterator[tuple[VideoAgent, OpenAIServer]]:
    async with openai_server(*script) as server:
        chosen = Settings(
            home=home,
            openai_api_key=SecretStr("sk-secret"),
            openai_base_url=server.url,
            model_tries=1,
            **settings,
        )
        async with VideoAgent.open(settings=chosen) as agent:
            yield agent, server


async def say(
    agent: VideoAgent, text: str, *clips: Path, talk: str = "c", user: str = "u", group: str = ""
) -> Reply:
    request = Request(conversation=talk, user=user, text=text, attachments=clips, group=group)
    reply = await agent.handle(request)
    await agent._services.afterwards.settle()
    return reply


async def test_what_is_certain_does_not_go_to_the_model(tmp_path: Path, media: Media) -> None:
    async with talking(tmp_path) as (agent, server):
        reply = await say(agent, SURE, media.clip())
        tally = await agent._services.memory.ledger.tally()
    assert [step.tool for step in reply.steps] == ["apply_filter"]
    assert server.bodies == []
    assert "built-in" not in reply.text, "nothing failed, so nothing is to be said"
    assert reply.receipt.tokens == 0
    assert 2_000 < reply.receipt.tokens_saved < 8_000
    assert (tally.turns, tally.spared_turns) == (0, 1)
    assert tally.spared == reply.receipt.tokens_saved


async def test_all_requests_go_to_the_model_where_that_is_set(tmp_path: Path, media: Media) -> None:
    async with talking(tmp_path, GRAY, DONE, model_for="all") as (agent, server):
        await say(agent, SURE, media.clip())
    assert len(server.bodies) == 2


async def test_what_the_model_takes_is_counted_and_priced(tmp_path: Path, media: Media) -> None:
    prices = {"model_usd_per_million_sent": 0.4, "model_usd_per_million_answered": 1.6}
    async with talking(tmp_path, GRAY, DONE, **prices) as (agent, _):
        reply = await say(agent, ODD, media.clip())
        tally = await agent._services.memory.ledger.tally()
    assert reply.receipt.tokens == 2 * USAGE["total_tokens"]
    assert reply.receipt.cost == pytest.approx(2 * (2_000 * 0.4 + 50 * 1.6) / 1e6)
    assert (tally.turns, tally.sent, tally.answered) == (1, 4_000, 100)
    assert tally.usd == pytest.approx(reply.receipt.cost)


async def test_an_equal_request_reuses_the_plan(tmp_path: Path, media: Media) -> None:
    near = [ODD, f"Please, {ODD}!", ODD.replace("feeling", "feelling"), f"  {ODD}. Thanks  "]
    async with talking(tmp_path, GRAY, DONE) as (agent, server):
        for number, text in enumerate(near):
            reply = await say(agent, text, media.clip(), talk=str(number))
            assert [step.tool for step in reply.steps] == ["apply_filter"], text
        assert len(server.bodies) == 2, "one plan, and that it was done"
        assert reply.receipt.tokens == 0
        assert reply.receipt.tokens_saved == 2 * USAGE["total_tokens"]


async def test_a_plan_is_kept_for_its_person_alone(tmp_path: Path, media: Media) -> None:
    script = (GRAY, DONE) * 3
    async with talking(tmp_path, *script) as (agent, server):
        await say(agent, ODD, media.clip())
        await say(agent, ODD, media.clip(), talk="other", user="ana")
        await say(agent, ODD, media.clip(), talk="group", group="g")
    assert len(server.bodies) == 6


async def test_a_plan_that_failed_is_not_kept(tmp_path: Path, media: Media) -> None:
    wrong = Use([("trim_video", {"start": 9, "end": 1})])
    script = (wrong, GRAY, DONE, GRAY, DONE)
    async with talking(tmp_path, *script) as (agent, server):
        for talk in ("1", "2"):
            await say(agent, ODD, media.clip(), talk=talk)
    assert len(server.bodies) == 5


async def test_what_is_forgotten_takes_its_plans_along(tmp_path: Path, media: Media) -> None:
    script = (GRAY, DONE, GRAY, DONE)
    async with talking(tmp_path, *script) as (agent, server):
        await say(agent, ODD, media.clip())
        await agent._services.memory.forget_person("u")
        await say(agent, ODD, media.clip(), talk="2")
    assert len(server.bodies) == 4


def situation(text: str = ODD, *steps: Step, **more: Any) -> Situation:
    source = described_source()
    fields: dict[str, Any] = {"tools": all_tools(), **more}
    history = History(source=source, steps=steps)
    return Situation(text=text, history=history, clip=Clip.of(source), **fields)


@pytest.fixture(scope="module")
def builtin() -> BuiltinPlanner:
    return BuiltinPlanner()


def key(builtin: BuiltinPlanner, state: Situation, model: str = "m") -> str:
    return Thrift(None, builtin, model).key(state)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Other:
    """A situation that is not equal to the plain one."""

    id: str
    state: Situation


_LONGER = described_source(21.0)
_KNOWN = (
    Other("recipe", situation(ODD, Step("mute_audio", {}))),
    Other("clip", replace(situation(), clip=Clip.of(_LONGER), history=History(source=_LONGER))),
    Other("words", situation("give it the feeling of a sunny day in an old film")),
    Other("capitals", situation("give it the feeling of a rainy Night in an old film")),
    Other("value", situation("blur it strangely for 5 s")),
    Other("preference", situation(memory=Recalled(
        preferences=(Preference("p1", "in red", "add_text", "color", "#ff0000"),)))),
    Other("look", situation(memory=Recalled(looks=(Look("l1", "retro"),)))),
    Other("fact", situation(memory=Recalled(facts=(Memo("the man is my uncle"),)))),
    Other("tools", situation(tools={
        name: spec for name, spec in all_tools().items() if name != "tint"})),
)  # fmt: skip


@pytest.mark.parametrize("other", _KNOWN, ids=lambda other: other.id)
def test_what_differs_has_another_key(builtin: BuiltinPlanner, other: Other) -> None:
    assert key(builtin, other.state) not in {"", key(builtin, situation())}


def test_what_makes_no_difference_has_the_same_key(builtin: BuiltinPlanner) -> None:
    plain = key(builtin, situation())
    assert plain == key(builtin, situation(f"Hi! could you please {ODD}? thanks"))
    turns = Recalled(turns=(Memo("something said before"),), recipes=(Memo("muted"),))
    assert plain == key(builtin, situation(memory=turns)), "hints, which change with every turn"
    assert plain != key(builtin, situation(), model="another")


@pytest.mark.parametrize(
    "text", ["do that again", "no, the other one", "same but slower", "put it back", "", "  ?!"]
)
def test_what_refers_to_something_has_no_key(builtin: BuiltinPlanner, text: str) -> None:
    assert key(builtin, situation(text)) == ""
    assert key(builtin, replace(situation(), question="Which?", asked_about="x")) == ""


async def test_plans_are_bounded_and_the_oldest_go_first(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        for number in range(MAX_PLANS + 5):
            await memory.ledger.keep_plan("u", f"k{number}", [{"tool": "mute_audio", "args": {}}])
            if number == MAX_PLANS - 1:
                assert await memory.ledger.plan("u", "k0") is not None
        assert await memory.ledger.plan("u", "k0") is not None, "it was used since"
        assert await memory.ledger.plan("u", "k1") is None
        assert await memory.ledger.plan("ana", "k0") is None
        assert await memory.ledger.plan("u", "k0", "g") is None


CERTAIN = [
    "trim to 0:02-0:08",
    "make it black and white",
    "Convert to gif",
    "mute it",
    "crop to 640x360 and add the title 'Hello' at the top",
    "undo",
]
IN_DOUBT = [
    "make it a bit faster",
    "make it look better",
    "trim it",
    "the same again",
    "not so loud please",
    "make it black and white, but only the left half",
    "can you do slow motion?",
    "fix the wobbly bits where grandma dances",
    "blur the man in the red shirt",
    "cut out the boring parts",
    ODD,
]


@pytest.mark.parametrize("text", [*CERTAIN, *IN_DOUBT])
async def test_how_certain_the_built_in_planner_is(builtin: BuiltinPlanner, text: str) -> None:
    steps = [Step("mute_audio", {})] if text == "undo" else []
    plan = await builtin.plan(situation(text, *steps))
    assert plan.certain is (text in CERTAIN), plan

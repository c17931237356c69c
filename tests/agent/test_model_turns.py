"""Turns planned by a language model, over real HTTP against a server that speaks its protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent import Reply, Request, VideoAgent
from agent.messages import Answering
from agent.settings import Settings
from tests.agent.openai_server import Answer, Fault, OpenAIServer, Say, Use, openai_server
from tests.media import Media

KEY = "sk-very-secret-0123456789"
DONE = Say("DONE")
GRAY = ("apply_filter", {"filter_type": "blackwhite"})


@asynccontextmanager
async def talking(
    home: Path, *script: Answer, **settings: Any
) -> AsyncIterator[tuple[VideoAgent, OpenAIServer]]:
    """An agent whose model is a scripted server."""
    async with openai_server(*script) as server:
        chosen = Settings(
            home=home,
            openai_api_key=SecretStr(KEY),
            openai_base_url=server.url,
            model_tries=1,
            **{"model_for": "all", **settings},
        )
        async with VideoAgent.open(settings=chosen) as agent:
            yield agent, server


def say(text: str, *attachments: Path) -> Request:
    return Request(conversation="c1", user="u1", text=text, attachments=attachments)


async def test_a_wrong_call_is_repaired_in_the_next_round(tmp_path: Path, media: Media) -> None:
    script = (
        Use([GRAY, ("trim_video", {"start": 9, "end": 1})]),
        Use([("trim_video", {"start": 0, "end": 1})]),
        DONE,
    )
    async with talking(tmp_path, *script) as (agent, server):
        reply = await agent.handle(say("first second, black and white", media.clip()))
    assert reply.kind == "edit", reply.text
    assert [step.tool for step in reply.steps] == ["apply_filter", "trim_video"]
    assert "built-in" not in reply.text
    told = [message["content"] for message in server.bodies[1]["messages"]]
    assert any(content and content.startswith("Error: ") for content in told)
    assert not server.script


async def test_broken_json_is_repaired_in_the_next_round(tmp_path: Path, media: Media) -> None:
    script = (Use([("trim_video", '{"start": 0, "en')]), Use([GRAY]), DONE)
    async with talking(tmp_path, *script) as (agent, server):
        reply = await agent.handle(say("black and white", media.clip()))
    assert [step.tool for step in reply.steps] == ["apply_filter"]
    assert any("not valid JSON" in str(m["content"]) for m in server.bodies[1]["messages"])


async def test_an_answer_needs_no_tool(tmp_path: Path) -> None:
    async with talking(tmp_path, Say("I cut, title and colour clips. Send me one!")) as (agent, _):
        reply = await agent.handle(say("what can you do?"))
    assert (reply.kind, reply.text) == ("answer", "I cut, title and colour clips. Send me one!")


async def test_a_claim_without_a_tool_is_not_passed_on(tmp_path: Path, media: Media) -> None:
    script = (Say("I've trimmed your video to 5 seconds."), Use([GRAY]), DONE)
    async with talking(tmp_path, *script) as (agent, _):
        reply = await agent.handle(say("black and white", media.clip()))
    assert reply.kind == "edit"
    assert [step.tool for step in reply.steps] == ["apply_filter"]


@dataclass(frozen=True)
class Trouble:
    """A model that does not help, and what the reply says about it."""

    id: str
    script: tuple[Answer, ...]


_WRONG = Use([("trim_video", {"start": 9, "end": 1})])
_TROUBLES = (
    Trouble("500", (Fault(500, KEY),)),
    Trouble("401 with the key in it", (Fault(401, f"Incorrect API key provided: {KEY}"),)),
    Trouble("empty", (Say(""),)),
    Trouble("wrong three times", (_WRONG, _WRONG, _WRONG)),
)


@pytest.mark.parametrize("case", _TROUBLES, ids=lambda case: case.id)
async def test_the_built_in_planner_takes_over(
    case: Trouble, tmp_path: Path, media: Media, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with talking(tmp_path, *case.script) as (agent, _):
        reply = await agent.handle(say("make it black and white", media.clip()))
    assert reply.kind == "edit", reply.text
    assert [step.tool for step in reply.steps] == ["apply_filter"]
    assert "built-in planner" in reply.text
    assert KEY not in reply.text
    assert KEY not in caplog.text
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


async def test_a_server_that_is_gone(tmp_path: Path, media: Media) -> None:
    settings = Settings(
        home=tmp_path,
        openai_base_url="http://127.0.0.1:9/v1",
        model_tries=1,
        planner="model",
        model_for="all",
    )
    async with VideoAgent.open(settings=settings) as agent:
        reply = await agent.handle(say("make it black and white", media.clip()))
    assert reply.kind == "edit"
    assert "could not be reached" in reply.text


async def test_the_person_sees_an_answer_being_written(tmp_path: Path) -> None:
    words = "I cut clips. I add titles. Send me one!"
    async with talking(tmp_path, Say(words)) as (agent, _):
        events = [event async for event in agent.stream(say("what can you do?"))]
    assert [event.text for event in events if isinstance(event, Answering)] == [
        "I cut clips.",
        "I cut clips. I add titles.",
        words,
    ]
    assert isinstance(events[-1], Reply)
    assert events[-1].text == words

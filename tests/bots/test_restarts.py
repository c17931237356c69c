"""Bots as they start and stop: what they need for it, and what becomes of turns and buttons."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings import Settings
from bots import words
from tests.bots.fronts import FRONTS, Front
from tests.bots.scripted_agent import ScriptedAgent
from tools.errors import BadInput, ToolFailed


@pytest.fixture(params=FRONTS, ids=lambda front: front.id)
def front(request: pytest.FixtureRequest) -> Front:
    front: Front = request.param
    return front


async def test_buttons_outlive_a_restart(front: Front, agent: ScriptedAgent, beach: Path) -> None:
    async with front.serve() as chat:
        async with front.running(agent, front.settings(chat.url)):
            await chat.send("first", beach)
            first = await chat.result()
        async with front.running(agent, front.settings(chat.url)):
            await chat.press(first, words.UNDO)
            await chat.result(2)
    assert agent.requests[1].version == "v1"


async def test_turns_that_take_too_long_are_handed_back(
    front: Front, agent: ScriptedAgent, beach: Path
) -> None:
    async with front.serve() as chat, front.running(agent, front.settings(chat.url)) as bot:
        await chat.send("very slow", beach)
        await chat.until(lambda: bool(agent.requests))
        await bot.turns.close(grace=0.1)
        await chat.saying(words.RESTARTING)
        await chat.send("one more")
        await chat.until(lambda: len(chat.by_bot()) == 2)
        assert {message.text for message in chat.by_bot()} == {words.RESTARTING}
    assert agent.stopped == ["very slow"]
    assert len(agent.requests) == 1


async def test_a_token_that_is_refused_is_named(front: Front, agent: ScriptedAgent) -> None:
    async with front.serve() as chat:
        with pytest.raises(BadInput, match=f"Is {front.token} right") as caught:
            async with front.running(agent, front.settings(chat.url, "1:secret")):
                pass
    assert "secret" not in str(caught.value)


async def test_a_token_that_is_missing_is_named(front: Front, agent: ScriptedAgent) -> None:
    with pytest.raises(BadInput, match=f"{front.token} is not set"):
        async with front.running(agent, Settings()):
            pass


async def test_a_platform_out_of_reach_is_named(front: Front, agent: ScriptedAgent) -> None:
    with pytest.raises(ToolFailed, match=r"could not be reached at http://127\.0\.0\.1:9"):
        async with front.running(agent, front.settings("http://127.0.0.1:9")):
            pass

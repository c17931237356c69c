"""Turns that were accepted are gone on with by the next process, and delivered once."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from agent.messages import Event, Request
from bots import words
from bots.jobs.keeper import TurnKeeper
from bots.jobs.steps import KeptSteps
from bots.status import Status
from bots.turn import Turn
from tests.bots.fronts import FRONTS, Front, Server
from tests.bots.scripted_agent import ScriptedAgent


class Dying(ScriptedAgent):
    """An agent in whose turns nothing ends until it is told to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked = asyncio.Event()
        self.goes_on = asyncio.Event()

    async def stream(self, request: Request, steps: Any = None) -> AsyncIterator[Event]:
        self.asked.set()
        await self.goes_on.wait()
        async for event in super().stream(request, steps):
            yield event

    async def render(self, order: object, emit: object) -> dict[str, Any]:
        raise AssertionError("it renders in its turns")

    async def received(self, made: dict[str, Any]) -> dict[str, Any]:
        return made


@pytest.fixture(params=FRONTS, ids=lambda front: front.id)
def front(request: pytest.FixtureRequest) -> Front:
    front: Front = request.param
    return front


@asynccontextmanager
async def kept(
    front: Front, chat: Server, agent: Dying, home: Path, turn_seconds: float = 0.0
) -> AsyncIterator[Any]:
    """A bot whose turns are kept; it ends as if it was killed."""
    changes = {"home": home, "bot_turn_seconds": turn_seconds}
    settings = front.settings(chat.url).model_copy(update=changes)
    async with (
        TurnKeeper.open(front.id, settings, agent, str) as keeper,
        front.running(agent, settings, keeper) as bot,
    ):
        keeper.serve(bot)
        yield bot
        await bot.turns.close(0.0)


async def test_a_turn_goes_on_in_the_next_process_and_is_delivered_once(
    front: Front, tmp_path: Path, beach: Path
) -> None:
    first, second = Dying(tmp_path), Dying(tmp_path)
    async with front.serve() as chat:
        async with kept(front, chat, first, tmp_path / "home"):
            await chat.send("make it loud", beach)
            await first.asked.wait()
            status = await chat.status()
        second.goes_on.set()
        async with kept(front, chat, second, tmp_path / "home"):
            result = await chat.result()
            await chat.until(lambda: status.deleted)
            assert "make it loud" in result.text
            # The next message is another turn.
            await chat.send("and louder")
            await chat.result(2)
            # Of all this nothing else is left over, neither a line nor a clip.
            await chat.until(lambda: len(chat.by_bot()) == 2)
        assert [request.text for request in second.requests] == ["make it loud", "and louder"]
        async with kept(front, chat, second, tmp_path / "home"):
            await asyncio.sleep(0.5)
        assert len(chat.by_bot()) == 2


async def test_messages_that_come_at_once_are_answered_in_their_order(
    front: Front, tmp_path: Path
) -> None:
    agent = Dying(tmp_path)
    agent.goes_on.set()
    said = [f"message {number}" for number in range(5)]
    async with front.serve() as chat, kept(front, chat, agent, tmp_path / "home"):
        for text in said:
            await chat.send(text)
        await chat.until(lambda: len(agent.requests) == len(said), 20.0)
    assert [request.text for request in agent.requests] == said


async def test_what_is_said_after_a_restart_comes_after_what_was_left(
    front: Front, tmp_path: Path, beach: Path
) -> None:
    first, second = Dying(tmp_path), Dying(tmp_path)
    second.goes_on.set()
    async with front.serve() as chat:
        async with kept(front, chat, first, tmp_path / "home") as bot:
            await chat.send("one", beach)
            await first.asked.wait()
            await chat.send("two")
            await chat.until(lambda: bot.turns.waiting != [])
        settings = front.settings(chat.url).model_copy(update={"home": tmp_path / "home"})
        async with (
            TurnKeeper.open(front.id, settings, second, str) as keeper,
            front.running(second, settings, keeper) as bot,
        ):
            # It is there before the bot goes on with the others.
            await chat.send("three")
            await chat.until(lambda: bot.turns.waiting != [])
            keeper.serve(bot)
            await chat.until(lambda: len(second.requests) == 3)
    assert [request.text for request in second.requests] == ["one", "two", "three"]


async def test_a_message_that_waits_since_before_a_restart_can_be_taken_back(
    front: Front, tmp_path: Path, beach: Path
) -> None:
    first, second = Dying(tmp_path), Dying(tmp_path)
    second.goes_on.set()
    async with front.serve() as chat:
        async with kept(front, chat, first, tmp_path / "home") as bot:
            await chat.send("one", beach)
            await first.asked.wait()
            await chat.send("two")
            await chat.until(
                lambda: len([m for m in chat.by_bot() if words.CANCEL in m.buttons]) == 2
            )
            (name,) = (turn.order.message for turn in bot.turns._running.values() if turn.waits)
        settings = front.settings(chat.url).model_copy(update={"home": tmp_path / "home"})
        async with (
            TurnKeeper.open(front.id, settings, second, str) as keeper,
            front.running(second, settings, keeper) as bot,
        ):
            # As the bot does when it hears that a message was deleted.
            assert not bot.turns.withdraw(name)
            keeper.serve(bot)
            await chat.until(lambda: len(chat.by_bot()) == 1 and bool(chat.by_bot()[0].content))
    assert [request.text for request in second.requests] == ["one"]


async def test_a_turn_that_takes_too_long_is_ended_and_said(
    front: Front, tmp_path: Path, beach: Path
) -> None:
    agent = Dying(tmp_path)
    async with front.serve() as chat, kept(front, chat, agent, tmp_path / "home", 1.0) as bot:
        await chat.send("make it loud", beach)
        await chat.saying("the longest I may")
        agent.goes_on.set()
        await chat.send("and now?")
        await chat.until(lambda: len(agent.requests) == 1)
        assert agent.requests[0].text == "and now?"
        await chat.until(lambda: not bot.turns._running)


async def test_a_kept_turn_is_cancelled_by_its_button(
    front: Front, tmp_path: Path, beach: Path
) -> None:
    agent = Dying(tmp_path)
    async with front.serve() as chat, kept(front, chat, agent, tmp_path / "home"):
        await chat.send("make it loud", beach)
        await agent.asked.wait()
        status = await chat.status()
        await chat.press(status, "Cancel")
        await chat.saying("Cancelled")
        agent.goes_on.set()
        await chat.send("and now?")
        await chat.saying("You said: and now?")
        assert not [message for message in chat.by_bot() if message.content]


async def test_turns_that_are_over_leave_nothing_in_memory(front: Front, tmp_path: Path) -> None:
    agent = Dying(tmp_path)
    agent.goes_on.set()
    async with front.serve() as chat, kept(front, chat, agent, tmp_path / "home") as bot:
        for number in range(12):
            await chat.send(f"message {number}")
            await chat.until(lambda sent=number: len(chat.by_bot()) > sent)
        await chat.until(lambda: not bot.turns._running)
        # The last one may still be about to be written down.
        await chat.until(lambda: _alive(Turn, KeptSteps, Status) <= 3)


def _alive(*kinds: type) -> int:
    gc.collect()
    return sum(isinstance(each, kinds) for each in gc.get_objects())

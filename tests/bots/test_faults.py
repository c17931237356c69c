"""What goes wrong on the way: nothing is lost, nothing comes twice, and people are told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest

from bots import words
from tests.bots.chat_server import Fault, Shown
from tests.bots.discord_server import DiscordServer
from tests.bots.fronts import FRONTS, Front, Server
from tests.bots.scripted_agent import ScriptedAgent
from tests.bots.telegram_server import TelegramServer

LARGE = 8 << 20
"""More than the buffers between two programs hold: an upload can break in its middle."""


@pytest.fixture(params=FRONTS, ids=lambda front: front.id)
def front(request: pytest.FixtureRequest) -> Front:
    front: Front = request.param
    return front


@pytest.fixture
async def chat(front: Front, agent: ScriptedAgent) -> AsyncIterator[Server]:
    async with front.chat(agent) as chat:
        yield chat


def results(chat: Server) -> list[Shown]:
    return [message for message in chat.by_bot() if message.content]


def changing(chat: Server) -> str:
    """What the server calls a change of the status message."""
    return "PATCH messages" if isinstance(chat, DiscordServer) else "editMessageText"


async def test_an_upload_that_breaks_at_60_percent_is_sent_once(
    chat: Server, front: Front, agent: ScriptedAgent, beach: Path
) -> None:
    beach.write_bytes(bytes(LARGE))
    call = f"{front.sending} with a file"
    chat.faults[call] = [Fault(breaks=True, share=0.6)]
    await chat.send("first", beach)
    result = await chat.result()
    await chat.until(lambda: chat.by_bot() == [result])
    assert len(result.content) == LARGE
    assert chat.calls.count(call) == 2
    assert len(agent.requests) == 1


async def test_a_platform_that_is_busy_with_changes_gets_fewer_of_them(
    chat: Server, beach: Path
) -> None:
    chat.faults[changing(chat)] = [
        Fault(status=429, said="Too Many Requests", retry_after=1.0),
        Fault(status=502, said="Bad Gateway"),
    ]
    await chat.send("steady", beach)
    await chat.result()
    assert chat.calls.count(changing(chat)) <= 3


async def test_errors_of_the_platform_are_outlasted(
    chat: Server, front: Front, beach: Path
) -> None:
    for status in (500, 502, 503):
        chat.faults[f"{front.sending} with a file"].append(Fault(status=status))
    await chat.send("first", beach)
    await chat.result()
    assert len(results(chat)) == 1


async def test_cancel_is_done_within_a_second_although_the_platform_makes_wait(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("very slow", beach)
    status = await chat.status()
    await chat.until(lambda: bool(agent.requests))
    chat.faults[changing(chat)] = [Fault(status=429, said="Too Many Requests", retry_after=20.0)]
    await chat.until(lambda: not chat.faults[changing(chat)], patience=6)
    begun = monotonic()
    await chat.press(status, words.CANCEL)
    await chat.until(lambda: bool(agent.stopped))
    assert monotonic() - begun < 1


async def test_200_messages_of_50_people_are_answered_once_and_in_order(
    chat: Server, agent: ScriptedAgent
) -> None:
    """Each in a chat of their own: four messages of everybody, at the same time."""
    people = range(1000, 1050)
    for number in range(4):
        await asyncio.gather(*(_write(chat, person, number) for person in people))
    await chat.until(lambda: len(chat.by_bot()) >= 200, patience=90)
    await chat.until(lambda: all("You said" in m.text for m in chat.by_bot()), patience=90)
    answered = chat.by_bot()
    assert len(answered) == len(agent.requests) == 200
    asked = defaultdict(list)
    for request in agent.requests:
        asked[request.conversation].append(request.text)
    assert len(asked) == 50
    for texts in asked.values():
        (person,) = {text.split()[-1] for text in texts}
        assert texts == [f"{number} of {person}" for number in range(4)]


async def _write(chat: Server, person: int, number: int) -> None:
    text = f"{number} of {person}?"
    if isinstance(chat, TelegramServer):
        message = Shown(id=chat.number(), chat=person, text=text)
        chat.update(message=chat.json(message, person))
    else:
        message = Shown(id=chat.number(), chat=person, text=text)
        await chat.event("MESSAGE_CREATE", chat.json(message, person))


async def test_people_branch_off_from_what_others_made(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("first", beach)
    first = await chat.result()
    await chat.send("second")
    second = await chat.result(2)
    await chat.send("third", reply_to=first, user=chat.someone_else)
    third = await chat.result(3)
    await chat.send("fourth", reply_to=second)
    await chat.result(4)
    await chat.send("fifth", reply_to=third, user=chat.me)
    await chat.result(5)
    assert [(r.text, r.version) for r in agent.requests] == [
        ("first", ""), ("second", ""), ("third", "v1"), ("fourth", "v2"), ("fifth", "v3"),
    ]  # fmt: skip
    assert agent.requests[2].user.endswith(f":{chat.someone_else}")


async def test_a_gateway_that_reconnects_in_the_middle_loses_nothing(
    agent: ScriptedAgent, beach: Path, error_log: list[object]
) -> None:
    async with FRONTS[1].chat(agent) as server:
        assert isinstance(server, DiscordServer)
        await server.send("steady", beach)
        await server.status()
        await server.drop()
        await server.until(lambda: len(server.gateways) == 2, patience=12)
        await server.until(server.connected)
        await server.repeat()
        await server.result()
        await server.send("really?")
        await server.saying("You said: really?")
        assert [r.text for r in agent.requests] == ["steady", "really?"]
    error_log.clear()

"""Conversations that every front end passes: bots with their real client library, the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest

from bots import words
from tests.bots.chat_server import Fault
from tests.bots.fronts import EVERYWHERE, Front, Place, Server, TerminalFront, having
from tests.bots.scripted_agent import ScriptedAgent


@pytest.fixture(params=EVERYWHERE, ids=lambda front: front.id)
def front(request: pytest.FixtureRequest) -> Front | TerminalFront:
    front: Front | TerminalFront = request.param
    return front


@pytest.fixture
async def chat(front: Front | TerminalFront, agent: ScriptedAgent) -> AsyncIterator[Place]:
    async with front.chat(agent) as chat:
        yield chat


async def test_a_clip_comes_back_edited(
    chat: Place, front: Front | TerminalFront, agent: ScriptedAgent, beach: Path
) -> None:
    asked = await chat.send("make it black and white", beach)
    result = await chat.result()
    assert result.content == beach.read_bytes()
    assert result.text.startswith("I did “make it black and white”")
    assert result.answers == asked.id
    assert result.name.endswith("-v1.mp4")
    await chat.until(lambda: chat.by_bot() == [result])
    request = agent.requests[0]
    assert request.text == "make it black and white"
    assert request.user == front.user(chat)
    assert request.conversation.startswith(front.conversations)


async def test_several_files_come_in_order(chat: Place, beach: Path) -> None:
    await chat.send("make three files of it", beach)
    third = await chat.result(3)
    await chat.until(lambda: len(chat.by_bot()) == 3)
    first, second, _ = chat.by_bot()
    names = [message.name for message in (first, second, third)]
    assert [name.rpartition("-v1-")[2] for name in names] == ["1.mp4", "2.mp4", "3.mp4"]
    assert first.text.startswith("I did “make three files of it”")
    assert not second.text


@having("replies")
async def test_each_of_several_files_can_be_answered(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("make three files of it", beach)
    third = await chat.result(3)
    await chat.send("black and white", reply_to=third)
    await chat.result(4)
    assert agent.requests[1].version == "v1"


async def test_the_plan_and_how_far_it_is_are_shown_meanwhile(chat: Place, beach: Path) -> None:
    await chat.send("steady", beach)
    status = await chat.status()
    await chat.result()
    assert "Plan: 1. make it slow  2. make it black and white" in status.texts[-1]
    assert "rendering" in status.texts[-1]
    assert "%" in status.texts[-1]
    assert "s left" in status.texts[-1]
    await chat.until(lambda: status.deleted)


@having("buttons")
async def test_progress_is_shown_in_one_message_at_the_allowed_pace(
    chat: Server, beach: Path
) -> None:
    await chat.send("steady", beach)
    status = await chat.status()
    assert list(status.buttons) == [words.CANCEL]
    await chat.result()
    assert "▓" in status.texts[-1]
    assert len(status.texts) <= 2


@having("buttons", "people")
async def test_cancel_works_within_a_second(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("very slow", beach)
    status = await chat.status()
    await chat.until(lambda: bool(agent.requests))
    buttons = status.buttons
    begun = monotonic()
    assert await chat.press(status, words.CANCEL, chat.someone_else) == words.NOT_YOURS
    assert await chat.press(status, words.CANCEL) == words.CANCELLING
    assert await chat.saying(words.CANCELLED) == status
    assert monotonic() - begun < 1
    assert not status.buttons
    assert agent.stopped == ["very slow"]
    status.buttons = buttons
    assert await chat.press(status, words.CANCEL) == words.NOTHING_TO_CANCEL


@having("replies")
async def test_a_reply_to_a_result_starts_from_it(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("first", beach)
    first = await chat.result()
    await chat.send("second")
    await chat.result(2)
    await chat.send("third", reply_to=first)
    await chat.saying("starting from v1")
    versions = [(r.text, r.version, len(r.attachments)) for r in agent.requests]
    assert versions == [("first", "", 1), ("second", "", 0), ("third", "v1", 0)]


@having("buttons", "people")
async def test_buttons_under_a_result_start_from_it(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("first", beach)
    first = await chat.result()
    assert list(first.buttons) == [words.UNDO, words.AGAIN, words.GIF, words.VERSIONS]
    await chat.press(first, words.UNDO)
    await chat.result(2)
    await chat.press(first, words.GIF, chat.someone_else)
    await chat.result(3)
    assert [(r.text, r.version) for r in agent.requests[1:]] == [
        ("undo", "v1"),
        ("make it a gif", "v1"),
    ]
    assert agent.requests[2].user.endswith(f":{chat.someone_else}")


@having("buttons", "people")
async def test_only_the_asker_approves(chat: Server, agent: ScriptedAgent, beach: Path) -> None:
    await chat.send("costly", beach)
    quote = await chat.saying("This would cost")
    assert list(quote.buttons) == [words.GO_AHEAD, words.LEAVE_IT]
    assert await chat.press(quote, words.GO_AHEAD, chat.someone_else) == words.NOT_YOURS
    assert len(agent.requests) == 1
    await chat.press(quote, words.GO_AHEAD)
    await chat.result()
    assert agent.requests[1].text == "yes"
    await chat.until(lambda: not quote.buttons)


async def test_what_costs_is_agreed_to_in_words(
    chat: Place, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("costly", beach)
    await chat.saying("This would cost")
    await chat.send("no")
    await chat.saying("You said: no")
    await chat.send("yes")
    await chat.result()
    assert [r.text for r in agent.requests] == ["costly", "no", "yes"]


@having("platform")
async def test_what_comes_twice_is_answered_once(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("first", beach)
    await chat.repeat()
    await chat.result()
    await chat.repeat()
    await chat.send("really?")
    await chat.saying("You said: really?")
    assert [r.text for r in agent.requests] == ["first", "really?"]


@having("meanwhile")
async def test_a_message_that_has_to_wait_is_told_so(chat: Server, beach: Path) -> None:
    await chat.send("slow", beach)
    await chat.send("and this")
    await chat.saying(words.WAITING)


async def test_messages_are_answered_in_their_order(
    chat: Place, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("slow", beach)
    await chat.send("and this")
    results = [await chat.result(number) for number in (1, 2)]
    assert ["slow" in r.text for r in results] == [True, False]
    assert [r.text for r in agent.requests] == ["slow", "and this"]


@having("people")
async def test_a_burst_is_answered_whole(chat: Server, agent: ScriptedAgent) -> None:
    asked = [(f"{number} of {user}?", user) for number in range(2) for user in range(10, 60)]
    await asyncio.gather(*(chat.send(text, user=user) for text, user in asked))
    await chat.until(lambda: len(chat.by_bot()) >= len(asked), patience=90)
    await chat.until(lambda: all("You said" in m.text for m in chat.by_bot()), patience=90)
    assert sorted(m.text for m in chat.by_bot()) == sorted(f"You said: {text}" for text, _ in asked)


async def test_long_texts_arrive_whole(chat: Place) -> None:
    text = "word " * 700 + "end?"
    await chat.send(text)
    last = await chat.saying("end?")
    parts = chat.by_bot()
    assert parts[-1] == last
    assert " ".join(part.text for part in parts) == f"You said: {text}"


@having("platform")
async def test_a_result_that_is_refused_as_too_large_comes_with_a_way_out(
    chat: Server, front: Front, agent: ScriptedAgent, beach: Path
) -> None:
    agent.facts = agent.facts.with_video(width=1920, height=1080)
    chat.faults[f"{front.sending} with a file"] = [Fault(status=413, said="Too Large")]
    await chat.send("first", beach)
    told = await chat.saying("so I kept it")
    assert "Say “resize it to 480p”" in told.text
    await chat.press(told, "Resize it to 480p")
    await chat.result()
    assert (agent.requests[1].text, agent.requests[1].version) == ("resize it to 480p", "v1")


@having("platform")
async def test_the_busy_platform_is_waited_for(chat: Server, front: Front, beach: Path) -> None:
    chat.faults[f"{front.sending} with a file"] = [
        Fault(status=429, said="Too Many Requests", retry_after=0.5),
        Fault(status=503, said="Service Unavailable"),
        Fault(breaks=True),
    ]
    begun = monotonic()
    await chat.send("first", beach)
    await chat.result()
    assert monotonic() - begun > 0.5


@having("platform")
async def test_an_upload_that_stays_broken_is_told(chat: Server, front: Front, beach: Path) -> None:
    chat.faults[f"{front.sending} with a file"] = [Fault(breaks=True)] * 4
    await chat.send("first", beach)
    told = await chat.saying("It is done, but it could not be sent")
    assert "Say “back to v1”" in told.text


@having("platform")
async def test_a_chat_that_shut_the_bot_out_harms_nobody(
    chat: Server, front: Front, beach: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shut_out = Fault(status=403, said="Forbidden: shut out")
    chat.faults[front.saying] = [shut_out] * 2
    chat.faults[f"{front.sending} with a file"] = [shut_out]
    await chat.send("slow", beach)
    await chat.until(lambda: not chat.faults[front.saying])
    await chat.send("really?")
    await chat.saying("You said: really?")
    assert "shut out" in caplog.text


async def test_errors_are_told_calmly(chat: Place, beach: Path, error_log: list[object]) -> None:
    await chat.send("bad", beach)
    await chat.saying("That cannot be used. Say it in another way.")
    assert not error_log
    await chat.send("a bug")
    await chat.saying(words.BUG)
    assert len(error_log) == 1
    error_log.clear()


@having("platform")
async def test_a_clip_that_cannot_be_fetched_is_told(chat: Server, beach: Path) -> None:
    chat.faults["download"] = [Fault(status=404, said="Not Found")]
    await chat.send("first", beach)
    await chat.saying("'beach.mp4' could not be fetched")


async def test_a_running_turn_may_finish_before_the_end(
    front: Front | TerminalFront, agent: ScriptedAgent, beach: Path
) -> None:
    async with front.chat(agent) as chat:
        await chat.send("slow", beach)
        await chat.status()
    assert len([m for m in chat.by_bot() if m.content]) == 1

"""What goes wrong on Discord: interactions end, hosts break off, the gateway is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots import words
from bots.discord_bot import running
from tests.bots.chat_server import Fault, Shown
from tests.bots.discord_server import DiscordServer, discord_server
from tests.bots.fronts import discord_settings
from tests.bots.scripted_agent import ScriptedAgent


@pytest.fixture
async def server(agent: ScriptedAgent) -> AsyncIterator[DiscordServer]:
    """The server, with the bot running against it."""
    async with discord_server() as server, running(agent, discord_settings(server.url)):
        yield server


@pytest.mark.parametrize("invalid", [False, True], ids=["asked to come back", "invalid session"])
async def test_a_lost_gateway_is_found_again_at_the_same_host(
    server: DiscordServer, beach: Path, error_log: list[object], *, invalid: bool
) -> None:
    await server.drop(invalid=invalid)
    # After an invalid session the library waits for 5 seconds, as Discord wants it.
    await server.until(lambda: len(server.gateways) == 2, patience=12)
    await server.until(server.connected)
    await server.send("first", beach)
    await server.result()
    error_log.clear()


async def test_an_interaction_that_ended_is_answered_in_the_channel(
    server: DiscordServer, beach: Path
) -> None:
    ended = Fault(status=401, said="Invalid Webhook Token", code=50027)
    server.faults["PATCH original"] = [ended] * 9
    server.faults["PATCH original with a file"] = [ended]
    await server.slash("edit", beach, request="first")
    result = await server.result()
    assert result.text.startswith("<@7> I did “first”")


async def test_what_takes_longer_than_15_minutes_ends_as_an_ordinary_message(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    await server.slash("edit", beach, request="steady")
    await server.status()
    server.now += 15 * 60 + 1
    status = await server.until(lambda: _status_after_the_first(server))
    assert "make it slow" in status.text
    result = await server.result()
    assert result.text.startswith("<@7> I did “steady”")
    assert list(result.buttons) == [words.UNDO, words.AGAIN, words.GIF, words.VERSIONS]
    await server.until(lambda: status.deleted)


async def test_a_late_status_message_is_cancelled_like_any_other(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    await server.slash("edit", beach, request="very slow")
    await server.status()
    server.now += 15 * 60 + 1
    status = await server.until(lambda: _status_after_the_first(server))
    assert await server.press(status, words.CANCEL) == words.CANCELLING
    assert await server.saying(words.CANCELLED) == status
    assert agent.stopped == ["very slow"]


def _status_after_the_first(server: DiscordServer) -> Shown | None:
    found = [m for m in server.by_bot() if words.CANCEL in m.buttons]
    return found[1] if len(found) > 1 else None


async def test_an_attachment_that_lies_about_its_size(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    size = beach.stat().st_size
    for told in (size - 1, size + 1):
        await server.send("first", attachments=[server.file(beach) | {"size": told}])
    await server.until(lambda: len(server.by_bot()) == 2)
    await server.until(lambda: all("could not be fetched" in m.text for m in server.by_bot()))
    await server.send("first", attachments=[server.file(beach) | {"size": 600 << 20}])
    await server.saying("'beach.mp4' has 600 MB, and Discord lets bots fetch up to 500 MB")
    assert not agent.requests


async def test_files_are_fetched_again_where_the_host_breaks_off(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    server.faults["download"] = [Fault(status=503), Fault(breaks=True)]
    await server.send("first", beach)
    await server.result()
    server.faults["download"] = [Fault(breaks=True)] * 9
    await server.send("second", beach)
    await server.saying("'beach.mp4' could not be fetched. Please send it again.")
    assert len(agent.requests) == 1


async def test_clips_come_from_discord_only(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    foreign = server.file(beach, host="https://example.org")
    await server.send("first", attachments=[foreign])
    await server.saying("'beach.mp4' could not be fetched")
    server.faults["download"] = [Fault(status=302, said="elsewhere")]
    await server.send("second", beach)
    await server.until(lambda: len(server.by_bot()) == 2)
    await server.until(lambda: all("fetched" in m.text for m in server.by_bot()))
    assert not agent.requests

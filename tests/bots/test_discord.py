"""The Discord bot with the real client library, against a local REST, gateway and file server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from bots import words
from bots.discord_bot import DiscordBot, running
from tests.bots.chat_server import Fault
from tests.bots.discord_server import (
    CHANNEL,
    ME,
    SOMEONE_ELSE,
    TOKEN,
    DiscordServer,
    discord_server,
    person,
)
from tests.bots.scripted_agent import ScriptedAgent
from tools.errors import BadInput, ToolFailed


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    return ScriptedAgent(tmp_path)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as server:
        yield server


@pytest.fixture
async def bot(server: DiscordServer, agent: ScriptedAgent) -> AsyncIterator[DiscordBot]:
    async with running(agent, settings(server)) as bot:
        yield bot


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "beach.mp4"
    path.write_bytes(b"a clip" * 1000)
    return path


def settings(server: DiscordServer, token: str = TOKEN) -> Settings:
    return Settings(discord_token=SecretStr(token), discord_api_url=server.url)


@pytest.mark.usefixtures("bot")
async def test_a_clip_with_a_mention_comes_back_edited(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    asked = await server.send("make it black and white", clip)
    result = await server.result()
    assert result.content == clip.read_bytes()
    assert result.text.startswith("I did “make it black and white”")
    assert result.answers == asked.id
    assert list(result.buttons) == [words.UNDO, words.GIF]
    assert result.name.endswith("-v1.mp4")
    request = agent.requests[0]
    assert (request.user, request.conversation) == (f"discord:{ME}", f"discord:{CHANNEL}")
    assert request.text == "make it black and white"
    await server.until(lambda: server.by_bot() == [result])


@pytest.mark.usefixtures("bot")
async def test_a_command_is_answered_in_place(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    begun = monotonic()
    assert not await server.slash("edit", clip, request="slow")
    assert monotonic() - begun < 3
    result = await server.result()
    assert server.by_bot() == [result]
    assert result.texts[:2] == ["", "Getting beach.mp4…"]
    assert list(result.buttons) == [words.UNDO, words.GIF]
    assert len(agent.requests[0].attachments) == 1


@pytest.mark.usefixtures("bot")
async def test_the_menu_of_a_message(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    message = await server.send("look at this", clip, mention=False)
    server.attach(message, clip)
    await server.menu(words.EDIT_THIS, message, "sepia")
    result = await server.result()
    assert result.content == clip.read_bytes()
    await server.menu(words.EDIT_THIS, result, "brighter")
    await server.saying("starting from v1")
    assert [(r.text, r.version) for r in agent.requests] == [("sepia", ""), ("brighter", "v1")]
    empty = await server.send("no clip", mention=False)
    assert await server.menu(words.EDIT_THIS, empty, "sepia") == words.NO_CLIP_THERE


@pytest.mark.usefixtures("bot")
async def test_progress_and_cancel(server: DiscordServer, agent: ScriptedAgent, clip: Path) -> None:
    await server.send("very slow", clip)
    status = await server.status()
    await server.saying("▓")
    begun = monotonic()
    assert await server.press(status, words.CANCEL, SOMEONE_ELSE) == words.NOT_YOURS
    assert await server.press(status, words.CANCEL) == words.CANCELLING
    assert await server.saying(words.CANCELLED) == status
    assert monotonic() - begun < 1
    assert not status.buttons
    assert agent.stopped == ["very slow"]
    assert await server.slash("cancel") == words.NOTHING_TO_CANCEL


@pytest.mark.usefixtures("bot")
async def test_replies_are_addresses(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("first", clip)
    first = await server.result()
    await server.send("second")
    await server.result(2)
    await server.send("third", reply_to=first)
    await server.saying("starting from v1")
    others = await server.send("look", mention=False)
    await server.send("fourth", reply_to=others)
    await server.saying(words.DISCORD_UNSEEN)
    server.attach(others, clip)
    await server.send("fifth", reply_to=others)
    await server.result(4)
    versions = [(r.text, r.version, len(r.attachments)) for r in agent.requests]
    assert versions == [("first", "", 1), ("second", "", 0), ("third", "v1", 0), ("fifth", "", 1)]


@pytest.mark.usefixtures("bot")
async def test_only_what_is_meant_for_the_bot_is_read(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("nice weather", clip, mention=False)
    await server.send("from a bot", author=person(5) | {"bot": True})
    server.direct = True
    await server.send("in private?")
    await server.saying("You said: in private?")
    assert [r.text for r in agent.requests] == ["in private?"]
    # Guilds, messages in them, and direct messages: nothing privileged.
    assert server.intents == 1 | 1 << 9 | 1 << 12


@pytest.mark.usefixtures("bot")
async def test_buttons_under_a_result_start_from_it(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("first", clip)
    first = await server.result()
    await server.press(first, words.UNDO)
    await server.result(2)
    await server.press(first, words.GIF, SOMEONE_ELSE)
    await server.result(3)
    assert [(r.text, r.version, r.user) for r in agent.requests[1:]] == [
        ("undo", "v1", f"discord:{ME}"),
        ("make it a gif", "v1", f"discord:{SOMEONE_ELSE}"),
    ]


@pytest.mark.usefixtures("bot")
async def test_only_the_asker_approves(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("costly", clip)
    quote = await server.saying("This would cost")
    assert await server.press(quote, words.GO_AHEAD, SOMEONE_ELSE) == words.NOT_YOURS
    assert len(agent.requests) == 1
    await server.press(quote, words.GO_AHEAD)
    await server.result()
    assert agent.requests[1].text == "yes"
    await server.until(lambda: not quote.buttons)


@pytest.mark.parametrize(
    ("command", "options", "request_"),
    [
        ("undo", {}, "undo"),
        ("undo", {"what": "the title"}, "undo the title"),
        ("redo", {}, "redo"),
        ("versions", {}, words.REQUESTS["versions"]),
        ("memory", {}, words.REQUESTS["memory"]),
        ("forget", {"what": "white titles"}, "forget white titles"),
    ],
)
@pytest.mark.usefixtures("bot")
async def test_commands_are_requests(
    server: DiscordServer, agent: ScriptedAgent, command: str, options: dict[str, str],
    request_: str,
) -> None:  # fmt: skip
    await server.slash(command, **options)
    await server.until(lambda: bool(agent.requests))
    assert agent.requests[0].text == request_


@pytest.mark.usefixtures("bot")
async def test_the_commands_are_set_and_help_tells(server: DiscordServer) -> None:
    names = {command["name"] for command in server.commands}
    assert names == {*words.COMMANDS, words.EDIT_THIS}
    assert "Send a clip and say what you want" in await server.slash("help")


@pytest.mark.usefixtures("bot")
async def test_messages_that_come_twice_are_answered_once(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("first", clip)
    await server.repeat()
    await server.result()
    await server.repeat()
    await server.send("really?")
    await server.saying("You said: really?")
    assert [r.text for r in agent.requests] == ["first", "really?"]


@pytest.mark.parametrize("invalid", [False, True], ids=["asked to come back", "invalid session"])
@pytest.mark.usefixtures("bot")
async def test_a_lost_gateway_is_found_again_at_the_same_host(
    server: DiscordServer, clip: Path, error_log: list[object], *, invalid: bool
) -> None:
    await server.drop(invalid=invalid)
    await server.until(lambda: len(server.gateways) == 2)
    await server.until(server.connected)
    await server.send("first", clip)
    await server.result()
    error_log.clear()


@pytest.mark.usefixtures("bot")
async def test_the_busy_server_is_waited_for(server: DiscordServer, clip: Path) -> None:
    await server.send("first", clip)
    server.faults["POST messages"] = [
        Fault(status=429, said="You are being rate limited.", retry_after=0.5)
    ]
    await server.result()
    server.faults["POST messages"] = [Fault(status=503), Fault(breaks=True)]
    await server.send("second")
    await server.result(2)


@pytest.mark.usefixtures("bot")
async def test_an_interaction_that_ended_is_answered_in_the_channel(
    server: DiscordServer, clip: Path
) -> None:
    ended = Fault(status=401, said="Invalid Webhook Token", code=50027)
    server.faults["PATCH original"] = [ended] * 9
    await server.slash("edit", clip, request="first")
    result = await server.result()
    assert result.text.startswith("I did “first”")


@pytest.mark.usefixtures("bot")
async def test_a_status_message_that_somebody_deleted_is_not_missed(
    server: DiscordServer, clip: Path
) -> None:
    gone = Fault(status=404, said="Unknown Message", code=10008)
    server.faults["PATCH messages"] = [gone] * 9
    await server.send("steady", clip)
    await server.result()
    await server.send("really?")
    await server.saying("You said: really?")


@pytest.mark.usefixtures("bot")
async def test_a_channel_that_shut_the_bot_out_harms_nobody(
    server: DiscordServer, clip: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults["POST messages"] = [Fault(status=403, said="Missing Access", code=50001)] * 3
    await server.send("first", clip)
    await server.until(lambda: not server.faults["POST messages"])
    await server.send("really?")
    await server.saying("You said: really?")
    assert "Missing Access" in caplog.text


@pytest.mark.usefixtures("bot")
async def test_a_result_that_is_too_large_comes_with_a_way_out(
    server: DiscordServer, agent: ScriptedAgent, tmp_path: Path
) -> None:
    clip = tmp_path / "long.mp4"
    clip.write_bytes(bytes(11 << 20))
    agent.facts = agent.facts.with_video(width=1920, height=1080)
    await server.send("first", clip)
    told = await server.saying("so I kept it")
    assert "has 11 MB, and Discord takes 10 MB here" in told.text
    assert "Say “resize it to 720p”" in told.text
    clip.write_bytes(b"small")
    await server.press(told, "Resize it to 720p")
    await server.until(lambda: len(agent.requests) == 2)
    assert (agent.requests[1].text, agent.requests[1].version) == ("resize it to 720p", "v1")


async def test_a_boosted_server_takes_more(
    server: DiscordServer, agent: ScriptedAgent, tmp_path: Path
) -> None:
    clip = tmp_path / "long.mp4"
    clip.write_bytes(bytes(11 << 20))
    server.level = 2
    async with running(agent, settings(server)):
        await server.send("first", clip)
        assert len((await server.result()).content) == 11 << 20


@pytest.mark.usefixtures("bot")
async def test_errors_are_told_calmly(
    server: DiscordServer, clip: Path, error_log: list[object]
) -> None:
    await server.send("bad", clip)
    await server.saying("That cannot be used. Say it in another way.")
    assert not error_log
    await server.slash("edit", request="a bug")
    await server.saying(words.BUG)
    assert len(error_log) == 1
    error_log.clear()


@pytest.mark.usefixtures("bot")
async def test_clips_come_from_discord_only(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    foreign = server.file(clip, host="https://example.org")
    await server.send("first", attachments=[foreign])
    await server.saying("'beach.mp4' could not be fetched")
    server.faults["download"] = [Fault(status=302, said="elsewhere")]
    await server.send("second", clip)
    await server.until(lambda: len(server.by_bot()) == 2)
    await server.until(lambda: all("fetched" in m.text for m in server.by_bot()))
    assert not agent.requests


@pytest.mark.parametrize(("kind", "said"), [("image/png", words.PHOTO), ("audio/ogg", words.VOICE)])
@pytest.mark.usefixtures("bot")
async def test_what_is_no_clip_is_refused_with_a_reason(
    server: DiscordServer, clip: Path, kind: str, said: str
) -> None:
    file = server.file(clip) | {"content_type": kind, "duration_secs": 2.0, "waveform": "AA=="}
    await server.send("", attachments=[file])
    await server.saying(said)


async def test_a_running_turn_may_finish_before_the_bot_stops(
    server: DiscordServer, agent: ScriptedAgent, clip: Path
) -> None:
    async with running(agent, settings(server)):
        await server.send("slow", clip)
        await server.status()
    assert len([m for m in server.by_bot() if m.content]) == 1


@pytest.mark.parametrize(
    ("token", "said"),
    [("wrong", "Is VFXB_DISCORD_TOKEN right?"), ("", "developer portal")],
    ids=["refused", "missing"],
)
async def test_a_failed_start_says_what_to_check(
    server: DiscordServer, agent: ScriptedAgent, token: str, said: str
) -> None:
    chosen = settings(server, token) if token else Settings()
    with pytest.raises(BadInput, match=said):
        async with running(agent, chosen):
            pass


async def test_a_server_out_of_reach_is_named(agent: ScriptedAgent) -> None:
    chosen = Settings(discord_token=SecretStr(TOKEN), discord_api_url="http://127.0.0.1:9")
    with pytest.raises(ToolFailed, match=r"could not be reached at http://127\.0\.0\.1:9"):
        async with running(agent, chosen):
            pass

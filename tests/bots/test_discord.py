"""What only Discord has, with the real client library, against a local Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest

from agent import VideoAgent
from bots import words
from bots.discord_bot import running
from bots.language import catalogue
from tests.bots.chat_server import Fault
from tests.bots.discord_server import DiscordServer, discord_server
from tests.bots.discord_shapes import GUILD, person
from tests.bots.fronts import discord_settings
from tests.bots.scripted_agent import ScriptedAgent
from tests.media import Media


@pytest.fixture
async def server(agent: ScriptedAgent) -> AsyncIterator[DiscordServer]:
    """The server, with the bot running against it."""
    async with discord_server() as server, running(agent, discord_settings(server.url)):
        yield server


async def test_a_command_is_answered_in_place(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    begun = monotonic()
    assert not await server.slash("edit", beach, request="slow")
    assert monotonic() - begun < 3
    result = await server.result()
    assert server.by_bot() == [result]
    assert result.texts[0] == ""
    assert "make it slow" in result.texts[1]
    assert list(result.buttons) == [words.UNDO, words.AGAIN, words.GIF, words.VERSIONS]
    assert len(agent.requests[0].attachments) == 1
    assert agent.requests[0].group == f"discord:{GUILD}"


async def test_the_menu_of_a_message(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    message = await server.send("look at this", beach, mention=False)
    server.attach(message, beach)
    await server.menu(words.EDIT_THIS, message, "sepia")
    result = await server.result()
    assert result.content == beach.read_bytes()
    await server.menu(words.EDIT_THIS, result, "brighter")
    await server.saying("starting from v1")
    assert [(r.text, r.version) for r in agent.requests] == [("sepia", ""), ("brighter", "v1")]
    empty = await server.send("no clip", mention=False)
    assert await server.menu(words.EDIT_THIS, empty, "sepia") == words.NO_CLIP_THERE


async def test_a_reply_to_a_persons_clip_edits_that_clip(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    others = await server.send("look", mention=False)
    await server.send("first", reply_to=others)
    await server.saying(words.DISCORD_UNSEEN)
    server.attach(others, beach)
    await server.send("second", reply_to=others)
    await server.result()
    assert [(r.text, len(r.attachments)) for r in agent.requests] == [("second", 1)]


async def test_only_what_is_meant_for_the_bot_is_read(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    await server.send("nice weather", beach, mention=False)
    await server.send("from a bot", author=person(5) | {"bot": True})
    server.direct = True
    await server.send("in private?")
    await server.saying("You said: in private?")
    assert [r.text for r in agent.requests] == ["in private?"]
    assert not agent.requests[0].group
    # Guilds, messages in them, and direct messages: nothing privileged.
    assert server.intents == 1 | 1 << 9 | 1 << 12


@pytest.mark.parametrize(
    ("command", "options", "request_"),
    [
        ("undo", {}, "undo"),
        ("undo", {"what": "the title"}, "undo the title"),
        ("redo", {}, "redo"),
        ("versions", {}, words.REQUESTS["versions"]),
        ("memory", {}, words.REQUESTS["memory"]),
        ("forget", {"what": "white titles"}, "forget white titles"),
        ("look", {}, words.REQUESTS["look"]),
        ("look", {"name": "cinematic"}, "apply the cinematic look"),
        ("voices", {}, words.REQUESTS["voices"]),
    ],
)
async def test_commands_are_requests(
    server: DiscordServer, agent: ScriptedAgent, command: str, options: dict[str, str],
    request_: str,
) -> None:  # fmt: skip
    await server.slash(command, **options)
    await server.until(lambda: bool(agent.requests))
    assert agent.requests[0].text == request_


@pytest.mark.parametrize(
    ("command", "flags"), [("memory", "64"), ("forget", "64"), ("versions", "0")]
)
async def test_what_is_about_a_person_is_told_only_to_them(
    server: DiscordServer, command: str, flags: str
) -> None:
    await server.slash(command)
    await server.until(lambda: any(answer.text for answer in server.by_bot()))
    assert [answer.fields["flags"] for answer in server.by_bot()] == [flags]


async def test_the_commands_are_set_and_help_tells(server: DiscordServer) -> None:
    names = {command["name"] for command in server.commands}
    assert names == {*words.COMMANDS, words.EDIT_THIS}
    assert "Send a clip and say what you want" in await server.slash("help")


async def test_commands_are_told_about_in_spanish_too(server: DiscordServer) -> None:
    told = {c["name"]: c.get("description_localizations") or {} for c in server.commands}
    about = catalogue("es")["commands"]
    assert told["settings"]["es-ES"] == told["settings"]["es-419"] == about["settings"]
    assert not {locale for texts in told.values() for locale in texts} - {"es-ES", "es-419"}
    (menu,) = (c for c in server.commands if c["name"] == words.EDIT_THIS)
    assert menu["name_localizations"]["es-ES"] == catalogue("es")["edit_this"]
    (edit,) = (c for c in server.commands if c["name"] == "edit")
    assert edit["options"][0]["description_localizations"]["es-ES"]


async def test_names_are_completed_while_they_are_typed(server: DiscordServer, beach: Path) -> None:
    assert await server.complete("look", "name", "vin") == ["vintage"]
    assert "cinematic" in await server.complete("look", "name", "")
    assert await server.complete("voices", "name", "child") == ["child voice"]
    assert await server.complete("versions", "name", "") == []
    for number in (1, 2):
        await server.send("first", beach)
        await server.result(number)
    assert await server.complete("versions", "name", "") == ["v2", "v1"]
    assert await server.complete("versions", "name", "1") == ["v1"]


async def test_completion_comes_while_people_still_type(media: Media, tmp_path: Path) -> None:
    """With the real agent and a render under way; Discord gives up after 3 seconds."""
    async with (
        VideoAgent.open(home=tmp_path / "home") as agent,
        discord_server() as server,
        running(agent, discord_settings(server.url)),
    ):
        await server.send("make it sepia", media.clip(2.0))
        await server.result()
        await server.send("slow motion and blur it", media.clip(3.0))
        begun = monotonic()
        for command in ("versions", "look", "voices"):
            assert await server.complete(command, "name", "")
        assert monotonic() - begun < 3.0
        await server.result(2)


async def test_a_message_that_is_deleted_ends_its_job_without_a_word(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    asked = await server.send("very slow", beach)
    await server.status()
    await server.until(lambda: bool(agent.requests))
    waiting = await server.send("and this")
    await server.saying(words.WAITING)
    await server.remove(waiting)
    await server.until(lambda: len(server.by_bot()) == 1)
    await server.remove(asked)
    await server.until(lambda: not server.by_bot())
    assert agent.stopped == ["very slow"]
    await server.send("really?")
    await server.saying("You said: really?")


async def test_a_status_message_that_somebody_deleted_is_not_missed(
    server: DiscordServer, beach: Path
) -> None:
    gone = Fault(status=404, said="Unknown Message", code=10008)
    server.faults["PATCH messages"] = [gone] * 9
    await server.send("steady", beach)
    await server.result()
    await server.send("really?")
    await server.saying("You said: really?")


async def test_a_result_above_the_limit_of_the_server_is_not_sent(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    beach.write_bytes(bytes(11 << 20))
    agent.facts = agent.facts.with_video(width=1920, height=1080)
    await server.send("first", beach)
    told = await server.saying("so I kept it")
    assert "has 11 MB, and Discord takes 10 MB here" in told.text
    assert "Say “resize it to 720p”" in told.text


async def test_a_boosted_server_takes_more(agent: ScriptedAgent, beach: Path) -> None:
    beach.write_bytes(bytes(11 << 20))
    async with discord_server() as server:
        server.level = 2
        async with running(agent, discord_settings(server.url)):
            await server.send("first", beach)
            assert len((await server.result()).content) == 11 << 20


async def test_a_voice_message_is_a_wish(
    server: DiscordServer, agent: ScriptedAgent, beach: Path, tmp_path: Path
) -> None:
    server.direct = True
    await server.send("first", beach)
    first = await server.result()
    await server.send("second")
    await server.result(2)
    voice = tmp_path / "voice-message.ogg"
    voice.write_text("make it sepia")
    spoken = {"content_type": "audio/ogg", "duration_secs": 2.0, "waveform": "AA=="}
    await server.send("", attachments=[server.file(voice) | spoken], reply_to=first)
    result = await server.result(3)
    assert result.text.startswith("I heard: “make it sepia”\nI did “make it sepia”")
    request = agent.requests[2]
    assert (request.text, request.version, request.attachments) == ("make it sepia", "v1", [])


async def test_pictures_come_along(
    server: DiscordServer, agent: ScriptedAgent, beach: Path
) -> None:
    picture = server.file(beach) | {"content_type": "image/png", "filename": "logo.png"}
    await server.send("put it in the corner", attachments=[server.file(beach), picture])
    await server.result()
    (request,) = agent.requests
    assert [path.name for path in request.attachments] == [beach.name, "logo.png"]

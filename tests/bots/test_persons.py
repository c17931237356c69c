"""What each person sets, sees and takes back: languages, settings, first looks, whose clip."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bots import words
from bots.language import LANGUAGES, catalogue
from bots.people import People
from tests.bots.discord_server import DiscordServer
from tests.bots.fronts import FRONTS, Front, Server
from tests.bots.scripted_agent import ScriptedAgent
from tests.bots.telegram_server import TelegramServer

SPANISH = {"telegram": "es", "discord": "es-419"}


@pytest.fixture(params=FRONTS, ids=lambda front: front.id)
def front(request: pytest.FixtureRequest) -> Front:
    front: Front = request.param
    return front


def bot(
    front: Front, agent: ScriptedAgent, server: Server, home: Path, **settings: object
) -> AbstractAsyncContextManager[Any]:
    """A bot with a home of its own."""
    chosen = front.settings(server.url).model_copy(update={"home": home, **settings})
    return front.running(agent, chosen)


@pytest.fixture
async def chat(front: Front, agent: ScriptedAgent, tmp_path: Path) -> AsyncIterator[Server]:
    async with front.serve() as server, bot(front, agent, server, tmp_path / "state"):
        yield server


def speak_spanish(chat: Server, front: Front) -> None:
    if isinstance(chat, TelegramServer):
        chat.language = SPANISH[front.id]
    else:
        chat.locale = SPANISH[front.id]


async def command(chat: Server, name: str, /, **options: str) -> None:
    if isinstance(chat, DiscordServer):
        await chat.slash(name, **options)
    else:
        text = " ".join([f"/{name}", *options.values()])
        entity = {"type": "bot_command", "offset": 0, "length": len(name) + 1}
        await chat.send(text, entities=[entity])


def said(key: str, language: str = "es") -> str:
    text: str = catalogue(language)[key]
    return text


async def test_people_are_answered_in_the_language_of_their_app(
    chat: Server, front: Front, beach: Path
) -> None:
    speak_spanish(chat, front)
    # Discord tells the language with commands and presses, and not with messages.
    await command(chat, "help")
    await chat.send("very slow", beach)
    status = await chat.until(
        lambda: next((m for m in chat.by_bot() if said("cancel") in m.buttons), None)
    )
    await chat.until(lambda: any("quedan" in text for text in status.texts))
    assert await chat.press(status, said("cancel")) == said("cancelling")
    await chat.saying(said("cancelled"))
    await chat.send("first", beach)
    result = await chat.result()
    labels = [said(key) for key in ("undo", "again", "gif", "versions")]
    assert list(result.buttons) == labels


async def test_settings_are_pages_with_buttons_and_outlive_a_restart(
    front: Front, agent: ScriptedAgent, beach: Path, tmp_path: Path
) -> None:
    async with front.serve() as chat:
        async with bot(front, agent, chat, tmp_path / "state"):
            await command(chat, "settings")
            page = await chat.saying("Your settings")
            assert "Quality: full at once" in page.text
            assert await chat.press(page, "Voice", chat.someone_else) == words.NOT_YOURS
            for label in ("Voice", "narrator female", "Time", "5 min", "Quality"):
                if label not in page.buttons:
                    await chat.press(page, words.BACK)
                await chat.until(lambda label=label: label in page.buttons)
                await chat.press(page, label)
                await chat.until(lambda label=label: label not in page.buttons or label == "5 min")
            await chat.press(page, "small preview first")
            await chat.saying("Quality: small preview first")
            await chat.press(page, "Language")
            await chat.until(lambda: "Español" in page.buttons)
            await chat.press(page, "Español")
            await chat.saying("Tus ajustes")
        async with bot(front, agent, chat, tmp_path / "state"):
            await chat.send("first", beach)
            result = await chat.result()
            assert said("undo") in result.buttons
    (request,) = agent.requests
    assert request.likes == {"generate_voice.voice": "narrator_female"}
    assert (request.ask_above_seconds, request.ask_above_usd) == (300.0, None)
    assert request.preview


async def test_a_voice_is_chosen_by_name(
    chat: Server, agent: ScriptedAgent, beach: Path, front: Front
) -> None:
    told = "From now on the child voice speaks where you name nobody."
    if isinstance(chat, DiscordServer):
        assert await chat.slash("voices", name="child voice") == told
    else:
        await command(chat, "voices", name="Child voice")
        await chat.saying(told)
    await chat.send("first", beach)
    await chat.result()
    assert agent.requests[0].likes == {"generate_voice.voice": "child_voice"}


async def test_a_version_is_gone_back_to_by_name(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("first", beach)
    await chat.result()
    await command(chat, "versions", name="v1")
    await chat.result(2)
    assert agent.requests[1].text == "back to v1"


async def test_something_to_see_comes_first_and_goes_with_the_status(
    chat: Server, agent: ScriptedAgent, beach: Path, tmp_path: Path
) -> None:
    agent.look = tmp_path / "look.mp4"
    agent.look.write_bytes(b"a look")
    await chat.send("very slow", beach)
    shown = await chat.until(
        lambda: next((m for m in chat.by_bot() if m.content == b"a look"), None)
    )
    status = await chat.status()
    await chat.press(status, words.CANCEL)
    last = await chat.saying(words.CANCELLED)
    await chat.until(lambda: shown.deleted or not shown.content)
    assert chat.by_bot() == [last]
    await chat.send("steady", beach)
    result = await chat.until(
        lambda: next((m for m in chat.by_bot() if m.content == beach.read_bytes()), None)
    )
    await chat.until(lambda: [m for m in chat.by_bot() if m.content] == [result])
    assert agent.requests[0].look_above == 15.0


async def test_a_message_that_is_edited_begins_anew(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("keep this", beach)
    await chat.result()
    asked = await chat.send("very slow")
    await chat.until(lambda: len(agent.requests) == 2)
    await chat.edit(asked, "sepia")
    result = await chat.result(2)
    assert "I did “sepia”" in result.text
    await chat.until(lambda: len(chat.by_bot()) == 2)
    assert agent.stopped == ["very slow"]
    await chat.edit(asked, "too late")
    await chat.send("really?")
    await chat.saying("really?")
    assert [r.text for r in agent.requests[2:]] == ["sepia", "really?"]


async def test_whose_clip_it_was_and_the_whole_recipe_are_told(
    chat: Server, agent: ScriptedAgent, beach: Path, front: Front
) -> None:
    agent.owner = f"{front.id}:{chat.someone_else}"
    agent.recipe = ("trimmed to 0:02-0:10", "made it sepia")
    await chat.send("sepia", beach)
    result = await chat.result()
    name = f"<@{chat.someone_else}>" if front.id == "discord" else f"Person {chat.someone_else}"
    assert f"It goes on from {name}'s clip." in result.text
    assert "v1 in all: trimmed to 0:02-0:10, made it sepia." in result.text


async def test_a_message_that_tells_of_a_version_is_its_address(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("first", beach)
    result = await chat.result()
    result.name = "renamed.mp4"
    await chat.send("second", reply_to=result)
    await chat.saying("starting from v1")


async def test_again_asks_for_the_same_edits_of_that_version(
    chat: Server, agent: ScriptedAgent, beach: Path
) -> None:
    await chat.send("first", beach)
    first = await chat.result()
    await chat.press(first, words.AGAIN)
    await chat.result(2)
    assert (agent.requests[1].text, agent.requests[1].version) == (words.SAME_AGAIN, "v1")


async def test_an_admin_decides_for_others(
    front: Front, agent: ScriptedAgent, beach: Path, tmp_path: Path
) -> None:
    async with front.serve() as chat:
        admins = (f"{front.id}:{chat.someone_else}",)
        async with bot(front, agent, chat, tmp_path / "state", bot_admins=admins):
            await chat.send("costly", beach)
            quote = await chat.saying("This would cost")
            await chat.press(quote, words.GO_AHEAD, chat.someone_else)
            await chat.result()
            assert [r.user for r in agent.requests] == [f"{front.id}:{chat.me}"] * 2
            await chat.send("very slow")
            status = await chat.status()
            await chat.until(lambda: len(agent.requests) == 3)
            told = await chat.press(status, words.CANCEL, chat.someone_else)
            assert told == words.CANCELLING
            await chat.saying(words.CANCELLED)


@pytest.mark.parametrize("content", ["no json", "[]", '{"unknown": 1}', '{"cost": 1}'])
def test_files_of_people_that_are_broken_count_as_none(content: str, tmp_path: Path) -> None:
    (tmp_path / "telegram-7.json").write_text(content)
    people = People(tmp_path)
    assert people.of("telegram:7").language == ""
    people.change("telegram:7", "language", "es")
    assert People(tmp_path).of("telegram:7").language == "es"
    people.reset("telegram:7")
    assert not list(tmp_path.iterdir())


def test_the_pages_fit_the_platforms() -> None:
    from bots import preferences
    from bots.language import speak
    from bots.people import Person

    for language in LANGUAGES:
        speak(language)
        for field in ("", *preferences.FIELDS):
            text, row = preferences.page(Person(), "1234567890123456789", field)
            assert text
            # Telegram takes 64 bytes of data in a button, Discord 25 buttons in a message.
            assert all(len(str(button.press).encode()) <= 64 for button in row)
            assert len(row) <= 25
    speak("en")

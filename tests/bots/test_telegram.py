"""The Telegram bot with the real client library, against a local Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from bots import words
from bots.telegram_bot import TelegramBot, running
from tests.bots.chat_server import Fault
from tests.bots.scripted_agent import ScriptedAgent
from tests.bots.telegram_server import ME, SOMEONE_ELSE, TOKEN, TelegramServer, telegram_server
from tools.errors import BadInput, ToolFailed


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    return ScriptedAgent(tmp_path)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server() as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer, agent: ScriptedAgent) -> AsyncIterator[TelegramBot]:
    async with running(agent, settings(server)) as bot:
        yield bot


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "beach.mp4"
    path.write_bytes(b"a clip" * 1000)
    return path


def settings(server: TelegramServer, token: str = TOKEN) -> Settings:
    return Settings(telegram_token=SecretStr(token), telegram_api_url=server.url)


@pytest.mark.usefixtures("bot")
async def test_a_clip_with_a_caption_comes_back_edited(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    asked = await server.send("make it black and white", clip)
    result = await server.result()
    assert result.content == clip.read_bytes()
    assert result.text.startswith("I did “make it black and white”")
    assert result.answers == asked.id
    assert list(result.buttons) == [words.UNDO, words.GIF]
    assert result.fields["sent_as"] == "video"
    assert result.fields["supports_streaming"] == "true"
    assert (result.fields["width"], result.fields["height"]) == ("320", "180")
    assert result.fields["duration"] == "2"
    assert result.name.endswith("-v1.mp4")
    request = agent.requests[0]
    assert (request.user, request.conversation) == (f"telegram:{ME}", f"telegram:{ME}")
    await server.until(lambda: server.by_bot() == [result])
    assert "upload_video" in server.actions


@pytest.mark.usefixtures("bot")
async def test_progress_is_shown_in_one_message_at_the_allowed_pace(
    server: TelegramServer, clip: Path
) -> None:
    await server.send("steady", clip)
    status = await server.status()
    assert list(status.buttons) == [words.CANCEL]
    await server.saying("%")
    await server.result()
    assert status.texts[0] == "Getting beach.mp4…"
    assert "made it slow" in status.texts[1]
    assert "▓" in status.texts[1]
    assert "s left" in status.texts[1]
    assert len(status.texts) == 2
    await server.until(lambda: status.deleted)


@pytest.mark.usefixtures("bot")
async def test_cancel_works_within_a_second(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("very slow", clip)
    status = await server.status()
    await server.until(lambda: bool(agent.requests))
    begun = monotonic()
    assert await server.press(status, words.CANCEL, SOMEONE_ELSE) == words.NOT_YOURS
    assert await server.press(status, words.CANCEL) == words.CANCELLING
    assert await server.saying(words.CANCELLED) == status
    assert monotonic() - begun < 1
    assert not status.buttons
    assert agent.stopped == ["very slow"]


@pytest.mark.usefixtures("bot")
async def test_cancel_command(server: TelegramServer, clip: Path) -> None:
    await server.send("very slow", clip)
    await server.status()
    await server.send("/cancel", entities=[_command("/cancel")])
    await server.saying(words.CANCELLED)
    await server.send("/cancel", entities=[_command("/cancel")])
    await server.saying(words.NOTHING_TO_CANCEL)


@pytest.mark.usefixtures("bot")
async def test_replies_are_addresses(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    sent = await server.send("first", clip)
    first = await server.result()
    await server.send("second")
    await server.result(2)
    await server.send("third", reply_to=first)
    await server.saying("starting from v1")
    await server.send("fourth", reply_to=sent)
    await server.result(4)
    versions = [(r.text, r.version, len(r.attachments)) for r in agent.requests]
    assert versions == [("first", "", 1), ("second", "", 0), ("third", "v1", 0), ("fourth", "", 1)]


@pytest.mark.usefixtures("bot")
async def test_buttons_under_a_result_start_from_it(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("first", clip)
    first = await server.result()
    await server.press(first, words.UNDO)
    await server.result(2)
    await server.press(first, words.GIF)
    await server.result(3)
    assert [(r.text, r.version) for r in agent.requests[1:]] == [
        ("undo", "v1"),
        ("make it a gif", "v1"),
    ]


@pytest.mark.usefixtures("bot")
async def test_only_the_asker_approves(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("costly", clip)
    quote = await server.saying("This would cost")
    assert await server.press(quote, words.GO_AHEAD, SOMEONE_ELSE) == words.NOT_YOURS
    assert len(agent.requests) == 1
    await server.press(quote, words.GO_AHEAD)
    await server.result()
    assert agent.requests[1].text == "yes"
    assert not quote.buttons


@pytest.mark.usefixtures("bot")
async def test_updates_that_come_twice_are_answered_once(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("first", clip)
    server.repeat()
    await server.result()
    server.repeat()
    await server.send("really?")
    await server.saying("You said: really?")
    assert [r.text for r in agent.requests] == ["first", "really?"]


@pytest.mark.usefixtures("bot")
async def test_messages_of_a_chat_are_answered_in_their_order(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("slow", clip)
    await server.send("and this")
    await server.saying(words.WAITING)
    results = [await server.result(number) for number in (1, 2)]
    assert ["slow" in r.text for r in results] == [True, False]
    assert [r.text for r in agent.requests] == ["slow", "and this"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]},
         words.PHOTO),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, words.VOICE),
    ],
    ids=["photo", "voice"],
)  # fmt: skip
@pytest.mark.usefixtures("bot")
async def test_what_is_no_clip_is_refused_with_a_reason(
    server: TelegramServer, agent: ScriptedAgent, fields: dict[str, object], said: str
) -> None:
    await server.send("", **fields)
    await server.saying(said)
    assert not agent.requests


@pytest.mark.parametrize("kind", ["animation", "video_note", "document", "audio"])
@pytest.mark.usefixtures("bot")
async def test_every_kind_of_clip_is_taken(
    server: TelegramServer, agent: ScriptedAgent, clip: Path, kind: str
) -> None:
    await server.send("first", caption="first", **{kind: server.file(clip)})
    await server.result()
    assert len(agent.requests[0].attachments) == 1
    assert agent.requests[0].text == "first"


@pytest.mark.usefixtures("bot")
async def test_an_album_is_one_message(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    await server.send("join them", clip, media_group_id="1")
    await server.send("", clip, media_group_id="1")
    await server.result()
    assert [len(r.attachments) for r in agent.requests] == [2]
    assert agent.requests[0].text == "join them"


@pytest.mark.usefixtures("bot")
async def test_in_a_group_only_what_is_meant_for_the_bot_is_read(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    server.chat = -100500
    await server.send("nice weather", clip)
    await server.send("/weather")
    await server.send("/undo@other_bot")
    sent = await server.send("@vfxb_bot make it brighter", clip)
    result = await server.result()
    await server.send("/edit trim it", reply_to=sent)
    await server.result(2)
    await server.send("sepia", reply_to=result, user=SOMEONE_ELSE)
    await server.result(3)
    assert [(r.text, r.user, r.conversation) for r in agent.requests] == [
        ("make it brighter", f"telegram:{ME}", "telegram:-100500"),
        ("trim it", f"telegram:{ME}", "telegram:-100500"),
        ("sepia", f"telegram:{SOMEONE_ELSE}", "telegram:-100500"),
    ]


@pytest.mark.usefixtures("bot")
async def test_a_topic_of_a_forum_is_a_conversation(
    server: TelegramServer, agent: ScriptedAgent
) -> None:
    await server.send("/edit what?", message_thread_id=5, is_topic_message=True)
    await server.saying("You said: what?")
    assert agent.requests[0].conversation == f"telegram:{ME}:5"


@pytest.mark.parametrize(
    ("command", "request_"),
    [
        ("/undo", "undo"),
        ("/undo the title", "undo the title"),
        ("/redo", "redo"),
        ("/versions", words.REQUESTS["versions"]),
        ("/memory", words.REQUESTS["memory"]),
        ("/forget", "forget that"),
        ("/forget white titles", "forget white titles"),
    ],
)
@pytest.mark.usefixtures("bot")
async def test_commands_are_requests(
    server: TelegramServer, agent: ScriptedAgent, command: str, request_: str
) -> None:
    await server.send(command, entities=[_command(command.split()[0])])
    await server.until(lambda: bool(agent.requests))
    assert agent.requests[0].text == request_


@pytest.mark.usefixtures("bot")
async def test_the_menu_of_commands_is_set_and_help_tells(server: TelegramServer) -> None:
    assert [entry["command"] for entry in server.menu] == list(words.COMMANDS)
    await server.send("/start", entities=[_command("/start")])
    await server.saying("Send a clip and say what you want")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("suffix", "way"), [(".gif", "animation"), (".mp3", "audio"), (".webm", "document")]
)
async def test_files_are_sent_in_the_way_that_suits_them(
    server: TelegramServer, agent: ScriptedAgent, clip: Path, suffix: str, way: str
) -> None:
    agent.suffix = suffix
    await server.send("first", clip)
    result = await server.result()
    assert result.fields["sent_as"] == way
    assert result.name.endswith(f"-v1{suffix}")


@pytest.mark.usefixtures("bot")
async def test_a_result_that_is_too_large_comes_with_a_way_out(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    agent.facts = agent.facts.with_video(width=1920, height=1080)
    server.faults["sendVideo"] = [Fault(status=413, said="Request Entity Too Large")]
    await server.send("first", clip)
    told = await server.saying("so I kept it")
    assert "Say “resize it to 480p”" in told.text
    await server.press(told, "Resize it to 480p")
    await server.result()
    assert (agent.requests[1].text, agent.requests[1].version) == ("resize it to 480p", "v1")


@pytest.mark.usefixtures("bot")
async def test_long_texts_arrive_whole(server: TelegramServer) -> None:
    text = "word " * 1500 + "end?"
    await server.send(text)
    last = await server.saying("end?")
    parts = server.by_bot()
    assert parts[-1] == last
    assert " ".join(part.text for part in parts) == f"You said: {text}"


@pytest.mark.usefixtures("bot")
async def test_the_busy_server_is_waited_for(server: TelegramServer, clip: Path) -> None:
    server.faults["sendVideo"] = [
        Fault(status=429, said="Too Many Requests", retry_after=0.5),
        Fault(status=502, said="Bad Gateway"),
        Fault(breaks=True),
    ]
    begun = monotonic()
    await server.send("first", clip)
    await server.result()
    assert monotonic() - begun > 0.5
    assert server.calls.count("sendVideo") == 4


@pytest.mark.usefixtures("bot")
async def test_an_upload_that_stays_broken_is_told(server: TelegramServer, clip: Path) -> None:
    server.faults["sendVideo"] = [Fault(status=500)] * 4
    await server.send("first", clip)
    told = await server.saying("It is done, but it could not be sent")
    assert "send it again" in told.text


@pytest.mark.usefixtures("bot")
async def test_a_status_message_that_somebody_deleted_is_not_missed(
    server: TelegramServer, clip: Path
) -> None:
    gone = Fault(status=400, said="Bad Request: message to edit not found")
    server.faults["editMessageText"] = [gone] * 9
    await server.send("slow", clip)
    await server.result()
    await server.send("really?")
    await server.saying("You said: really?")


@pytest.mark.usefixtures("bot")
async def test_a_chat_that_shut_the_bot_out_harms_nobody(
    server: TelegramServer, clip: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = Fault(status=403, said="Forbidden: bot was blocked by the user")
    server.faults["sendMessage"] = [blocked] * 2
    server.faults["sendVideo"] = [blocked]
    await server.send("first", clip)
    await server.until(lambda: server.calls.count("sendMessage") == 2)
    await server.send("really?")
    await server.saying("You said: really?")
    assert "blocked" in caplog.text


@pytest.mark.usefixtures("bot")
async def test_errors_are_told_calmly(
    server: TelegramServer, clip: Path, error_log: list[object]
) -> None:
    await server.send("bad", clip)
    await server.saying("That cannot be used. Say it in another way.")
    assert not error_log
    await server.send("a bug")
    await server.saying(words.BUG)
    assert len(error_log) == 1
    error_log.clear()


@pytest.mark.usefixtures("bot")
async def test_a_clip_that_cannot_be_fetched_is_told(server: TelegramServer, clip: Path) -> None:
    server.faults["getFile"] = [Fault(status=400, said="Bad Request: file is too big")]
    await server.send("first", clip)
    await server.saying("local Bot API server")
    server.faults["download"] = [Fault(status=404, said="Not Found")]
    await server.send("first", clip)
    await server.saying("'beach.mp4' could not be fetched")


async def test_a_clip_that_comes_from_a_local_server_is_taken_where_it_lies(
    server: TelegramServer, bot: TelegramBot, agent: ScriptedAgent, clip: Path
) -> None:
    data = server.file(clip)
    data["file_id"] = str(clip)
    await server.send("", caption="first", video=data)
    result = await server.result()
    assert result.content == clip.read_bytes()
    assert not server.fetched


async def test_a_running_turn_may_finish_before_the_bot_stops(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    async with running(agent, settings(server)):
        await server.send("slow", clip)
        await server.status()
    assert len([m for m in server.by_bot() if m.content]) == 1


async def test_turns_that_take_too_long_are_handed_back(
    server: TelegramServer, agent: ScriptedAgent, clip: Path
) -> None:
    async with running(agent, settings(server)) as bot:
        await server.send("very slow", clip)
        await server.status()
        await bot.turns.close(grace=0.1)
        await server.saying(words.RESTARTING)
    assert agent.stopped == ["very slow"]


@pytest.mark.parametrize(
    ("token", "said"),
    [("1:wrong", "Is VFXB_TELEGRAM_TOKEN right?"), ("", "@BotFather")],
    ids=["refused", "missing"],
)
async def test_a_failed_start_says_what_to_check(
    server: TelegramServer, agent: ScriptedAgent, token: str, said: str
) -> None:
    chosen = settings(server, token) if token else Settings()
    with pytest.raises(BadInput, match=said) as caught:
        async with running(agent, chosen):
            pass
    assert "wrong" not in str(caught.value)


async def test_a_server_out_of_reach_is_named(agent: ScriptedAgent) -> None:
    chosen = Settings(telegram_token=SecretStr(TOKEN), telegram_api_url="http://127.0.0.1:9")
    with pytest.raises(ToolFailed, match=r"could not be reached at http://127\.0\.0\.1:9"):
        async with running(agent, chosen):
            pass


def _command(text: str) -> dict[str, object]:
    return {"type": "bot_command", "offset": 0, "length": len(text)}

"""What only Telegram has, with the real client library, against a local Bot API server."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from telegram.error import BadRequest, TimedOut

from agent import VideoAgent
from bots import words
from bots.language import catalogue
from bots.surface import ChatError
from bots.telegram_bot import running
from bots.telegram_calls import patiently, settled
from tests.bots.chat_server import Fault
from tests.bots.fronts import telegram_settings
from tests.bots.scripted_agent import ScriptedAgent
from tests.bots.telegram_server import ME, SOMEONE_ELSE, TelegramServer, telegram_server
from tests.media import Media


@pytest.fixture
async def server(agent: ScriptedAgent) -> AsyncIterator[TelegramServer]:
    """The server, with the bot running against it."""
    async with telegram_server() as server, running(agent, telegram_settings(server.url)):
        yield server


async def test_what_players_need_is_told(server: TelegramServer, beach: Path) -> None:
    await server.send("slow", beach)
    fields = (await server.result()).fields
    told = {name: fields[name] for name in ("supports_streaming", "width", "height", "duration")}
    assert told == {"supports_streaming": "true", "width": "320", "height": "180", "duration": "2"}
    assert fields["sent_as"] == "video"
    assert "upload_video" in server.actions


async def test_cancel_command(server: TelegramServer, beach: Path) -> None:
    await server.send("very slow", beach)
    await server.status()
    await server.send("/cancel", entities=[_command("/cancel")])
    await server.saying(words.CANCELLED)
    await server.send("/cancel", entities=[_command("/cancel")])
    await server.saying(words.NOTHING_TO_CANCEL)


async def test_a_reply_to_a_persons_clip_edits_that_clip(
    server: TelegramServer, agent: ScriptedAgent, beach: Path
) -> None:
    sent = await server.send("first", beach)
    await server.result()
    await server.send("second", reply_to=sent)
    await server.result(2)
    assert [(r.text, len(r.attachments)) for r in agent.requests] == [("first", 1), ("second", 1)]


async def test_a_voice_note_is_a_wish(
    server: TelegramServer, agent: ScriptedAgent, beach: Path, tmp_path: Path
) -> None:
    sent = await server.send("first", beach)
    await server.result()
    note = tmp_path / "voice.ogg"
    note.write_text("make it sepia")
    await server.send("", voice=server.file(note))
    result = await server.result(2)
    assert result.text.startswith("I heard: “make it sepia”\nI did “make it sepia”")
    await server.send("", voice=server.file(note), reply_to=sent)
    await server.result(3)
    note.write_text(" ")
    await server.send("", voice=server.file(note))
    await server.saying(words.NOTHING_HEARD)
    assert [(r.text, len(r.attachments)) for r in agent.requests[1:]] == [
        ("make it sepia", 0),
        ("make it sepia", 1),
    ]


async def test_a_photo_comes_along_in_its_largest_size(
    server: TelegramServer, agent: ScriptedAgent, beach: Path
) -> None:
    large = server.file(beach) | {"width": 900, "height": 600}
    small = server.file(beach) | {"width": 90, "height": 60}
    await server.send("", caption="put this in the corner", photo=[large, small])
    await server.result()
    (request,) = agent.requests
    assert [path.name for path in request.attachments] == ["photo.jpg"]


@pytest.mark.parametrize("kind", ["animation", "video_note", "document", "audio"])
async def test_every_kind_of_clip_is_taken(
    server: TelegramServer, agent: ScriptedAgent, beach: Path, kind: str
) -> None:
    await server.send("first", caption="first", **{kind: server.file(beach)})
    await server.result()
    assert len(agent.requests[0].attachments) == 1
    assert agent.requests[0].text == "first"


async def test_an_album_is_one_message(
    server: TelegramServer, agent: ScriptedAgent, beach: Path
) -> None:
    await server.send("join them", beach, media_group_id="1")
    await server.send("", beach, media_group_id="1")
    await server.result()
    server.chat = -100500
    await server.send("@vfxb_bot these too", beach, media_group_id="2")
    await server.send("", beach, media_group_id="2")
    await server.result(2)
    assert [(r.text, len(r.attachments)) for r in agent.requests] == [
        ("join them", 2),
        ("these too", 2),
    ]


async def test_in_a_group_only_what_is_meant_for_the_bot_is_read(
    server: TelegramServer, agent: ScriptedAgent, beach: Path
) -> None:
    server.chat = -100500
    await server.send("nice weather", beach)
    await server.send("/weather")
    await server.send("/undo@other_bot")
    sent = await server.send("@vfxb_bot make it brighter", beach)
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
    assert {r.group for r in agent.requests} == {"telegram:-100500"}


async def test_a_topic_of_a_forum_is_a_conversation(
    server: TelegramServer, agent: ScriptedAgent
) -> None:
    await server.send("/edit what?", message_thread_id=5, is_topic_message=True)
    await server.saying("You said: what?")
    assert agent.requests[0].conversation == f"telegram:{ME}:5"
    assert not agent.requests[0].group


@pytest.mark.parametrize(
    ("command", "request_"),
    [
        ("/undo", "undo"),
        ("/undo the title", "undo the title"),
        ("/redo", "redo"),
        ("/versions", words.REQUESTS["versions"]),
        ("/memory", words.REQUESTS["memory"]),
        ("/forget", "forget that"),
        ("/looks", words.REQUESTS["look"]),
        ("/look vintage", "apply the vintage look"),
        ("/voices", words.REQUESTS["voices"]),
        ("/forget white titles", "forget white titles"),
    ],
)
async def test_commands_are_requests(
    server: TelegramServer, agent: ScriptedAgent, command: str, request_: str
) -> None:
    await server.send(command, entities=[_command(command.split()[0])])
    await server.until(lambda: bool(agent.requests))
    assert agent.requests[0].text == request_


async def test_the_menu_of_commands_is_set_and_help_tells(server: TelegramServer) -> None:
    for language, menu in (("", "en"), ("es", "es")):
        told = {entry["command"]: entry["description"] for entry in server.menus[language]}
        assert list(told) == list(words.COMMANDS)
        assert told == dict(catalogue(menu)["commands"])
    await server.send("/start", entities=[_command("/start")])
    await server.saying("Send a clip and say what you want")


async def test_clips_have_a_picture_before_they_are_played(media: Media, tmp_path: Path) -> None:
    async with (
        VideoAgent.open(home=tmp_path / "home") as agent,
        telegram_server() as server,
        running(agent, telegram_settings(server.url)),
    ):
        await server.send("make it black and white", media.clip(2.0, width=640, height=360))
        result = await server.result()
    picture = Image.open(io.BytesIO(result.thumbnail))
    assert (picture.format, picture.size) == ("JPEG", (320, 180))
    red, green, blue = picture.resize((1, 1)).getpixel((0, 0))
    assert max(red, green, blue) - min(red, green, blue) <= 4
    fields = result.fields
    assert (fields["width"], fields["height"], fields["duration"]) == ("640", "360", "2")


async def test_clips_of_an_album_without_words_are_joined(
    server: TelegramServer, agent: ScriptedAgent, beach: Path
) -> None:
    for _ in range(2):
        await server.send("", beach, media_group_id="1")
    await server.result()
    assert [(r.text, len(r.attachments)) for r in agent.requests] == [("join them", 2)]


@pytest.mark.parametrize(
    ("suffix", "way"), [(".gif", "animation"), (".mp3", "audio"), (".webm", "document")]
)
async def test_files_are_sent_in_the_way_that_suits_them(
    server: TelegramServer, agent: ScriptedAgent, beach: Path, suffix: str, way: str
) -> None:
    agent.suffix = suffix
    await server.send("first", beach)
    result = await server.result()
    assert result.fields["sent_as"] == way
    assert ("comes as a document: Telegram plays only" in result.text) is (way == "document")
    assert result.name.endswith(f"-v1{suffix}")


async def test_a_status_message_that_somebody_deleted_is_not_missed(
    server: TelegramServer, beach: Path
) -> None:
    gone = Fault(status=400, said="Bad Request: message to edit not found")
    server.faults["editMessageText"] = [gone] * 9
    await server.send("steady", beach)
    await server.result()
    await server.send("really?")
    await server.saying("You said: really?")


async def test_a_clip_that_is_too_large_to_fetch_is_told_with_the_way_out(
    server: TelegramServer, beach: Path
) -> None:
    server.faults["getFile"] = [Fault(status=400, said="Bad Request: file is too big")]
    await server.send("first", beach)
    await server.saying("'beach.mp4' has 0.0 MB, and Telegram lets bots fetch up to 2000 MB")
    await server.send("", caption="first", video=server.file(beach) | {"file_size": 3 << 30})
    told = await server.saying("'beach.mp4' has 3072 MB")
    assert "local Bot API server" in told.text
    assert server.calls.count("getFile") == 1


async def test_a_clip_that_comes_from_a_local_server_is_taken_where_it_lies(
    server: TelegramServer, beach: Path
) -> None:
    data = server.file(beach)
    data["file_id"] = str(beach)
    await server.send("", caption="first", video=data)
    result = await server.result()
    assert result.content == beach.read_bytes()
    assert not server.fetched


def _command(text: str) -> dict[str, object]:
    return {"type": "bot_command", "offset": 0, "length": len(text)}


async def test_a_change_that_got_no_answer_in_time_is_made_again() -> None:
    tried = []

    async def change() -> None:
        tried.append(len(tried))
        raise (TimedOut(), BadRequest("Message is not modified: as it was"))[len(tried) - 1]

    await settled(change)
    assert tried == [0, 1]
    with pytest.raises(ChatError, match="Timed out"):
        await patiently(lambda: _timed_out())


async def _timed_out() -> None:
    raise TimedOut

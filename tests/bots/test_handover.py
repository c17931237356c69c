"""Handover: what is too large for a chat goes as a link, and the way is told to who watches."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.messages import Reply
from bots.file_server import application
from bots.handover import at_hand, hand_over
from bots.language import speak
from bots.links import Links
from bots.surface import ChatError
from bots.web import serving
from tools import signals
from tools.signals import Delivered, Signal

FOLDER = "0123456789abcdef" * 2


class Shown:
    """A surface that takes files of up to 100 bytes."""

    pace = 0.0
    max_bytes = 100

    def __init__(self, problem: str = "") -> None:
        self.problem = problem
        self.delivered: list[Reply] = []

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        yield

    async def show(self, text: str, turn: str) -> None: ...

    async def look(self, path: Path) -> None: ...

    async def say(self, text: str) -> None: ...

    async def deliver(self, reply: Reply) -> None:
        if self.problem:
            raise ChatError(self.problem)
        self.delivered.append(reply)


def reply(tmp_path: Path, *sizes: int) -> Reply:
    folder = tmp_path / "outputs" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(folder / f"beach-v1-{number}.mp4" for number, _ in enumerate(sizes, 1))
    for file, size in zip(files, sizes, strict=True):
        file.write_bytes(b"x" * size)
    return Reply(kind="edit", text="I made it sepia.", files=files, version="v1")


async def handed(made: Reply, surface: Shown, links: Links | None) -> list[Signal]:
    told: list[Signal] = []
    with signals.listening(told.append):
        await hand_over(made, surface, links)
    return told


@pytest.fixture
async def links(tmp_path: Path) -> AsyncIterator[Links]:
    made = Links(outputs=tmp_path / "outputs", url="", key=b"key", hours=24)
    async with serving(application(made), ("127.0.0.1", 0), "X") as url:
        yield Links(outputs=made.outputs, url=url, key=made.key, hours=24)


async def test_what_fits_goes_as_a_file(tmp_path: Path, links: Links) -> None:
    surface, made = Shown(), reply(tmp_path, 50)
    assert await handed(made, surface, links) == [Delivered(way="file")]
    assert surface.delivered == [made]


async def test_what_is_too_large_waits_at_an_address(tmp_path: Path, links: Links) -> None:
    surface, made = Shown(), reply(tmp_path, 2_000_000)
    assert await handed(made, surface, links) == [Delivered(way="link")]
    (shown,) = surface.delivered
    assert shown.files == ()
    assert shown.version == "v1"
    said, link = shown.text.rsplit("\n", 1)
    assert said.startswith("I made it sepia.\nThe file has 1.9 MB, and up to 0.0 MB can be sent")
    assert said.endswith("for 24 h:")
    async with httpx.AsyncClient() as client:
        assert len((await client.get(link)).content) == 2_000_000


class Elsewhere:
    """Another machine's results, which come here when they are asked for."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.asked: list[str] = []

    async def received(self, made: dict[str, Any]) -> dict[str, Any]:
        self.asked += made["files"]
        return {"files": [str(self.home / file) for file in made["files"]]}


async def test_a_reply_of_another_machine_is_delivered_from_here(tmp_path: Path) -> None:
    receiver = Elsewhere(tmp_path / "mine")
    theirs = Reply(kind="edit", text="", files=(Path("/state/outputs") / FOLDER / "a-v1.mp4",))
    assert (await at_hand(theirs, receiver)).files == (
        tmp_path / "mine" / "outputs" / FOLDER / "a-v1.mp4",
    )
    assert receiver.asked == [f"outputs/{FOLDER}/a-v1.mp4"]
    mine = reply(tmp_path, 5)
    assert await at_hand(mine, receiver) is mine
    assert len(receiver.asked) == 1


async def test_several_files_have_a_link_each(tmp_path: Path, links: Links) -> None:
    surface = Shown()
    speak("es")
    try:
        await handed(reply(tmp_path, 50, 2_000), surface, links)
    finally:
        speak("en")
    lines = surface.delivered[0].text.splitlines()
    assert "El archivo más grande" in lines[1]
    assert [line.split("?")[0][-8:] for line in lines[2:]] == ["v1-1.mp4", "v1-2.mp4"]


async def test_without_a_file_server_the_chat_says_what_can_be_done(tmp_path: Path) -> None:
    surface, made = Shown(), reply(tmp_path, 2_000)
    assert await handed(made, surface, None) == [Delivered(way="none")]
    assert surface.delivered == [made]


async def test_a_reply_that_cannot_be_sent_has_failed(tmp_path: Path) -> None:
    told: list[Signal] = []
    with signals.listening(told.append), pytest.raises(ChatError):
        await hand_over(reply(tmp_path, 5), Shown("forbidden"), None)
    assert told == [Delivered(way="failed")]


async def test_words_are_no_delivery(links: Links) -> None:
    assert await handed(Reply(kind="answer", text="Hello"), Shown(), links) == []

"""Machines that share a database and a bucket, and no disk: an edit goes on on any of them."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from agent import Reply, Request, VideoAgent
from agent.settings import Settings
from bots.handover import hand_over
from bots.links import links_of
from memory.bucket import Bucket
from memory.s3 import PART_BYTES
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media
from tests.memory.s3_server import s3_bucket
from tests.postgres_server import PostgresServer, postgres_server

SEPIA = call("apply_filter", filter_type="sepia")
MUTE = call("mute_audio")
NOISE = ("-vf", "noise=alls=100:allf=t", "-qp", "0")

Machine = Callable[..., AbstractAsyncContextManager[VideoAgent]]


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with s3_bucket() as bucket:
        yield bucket


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    running = postgres_server()
    yield running
    running.close()


@pytest.fixture(scope="module")
def database(server: PostgresServer) -> str:
    return server.url


@pytest.fixture
def settings(tmp_path: Path, bucket: Bucket, database: str) -> Callable[..., Settings]:
    def of(name: str, **more: Any) -> Settings:
        usual = {
            "home": tmp_path / name,
            "database_url": database,
            "assets": f"s3://{bucket.bucket}/{tmp_path.name}?endpoint={bucket.endpoint}",
            "s3_access_key": SecretStr("key"),
            "s3_secret_key": SecretStr("secret"),
        }
        return Settings(**{**usual, **more})

    return of


@pytest.fixture
def machine(settings: Callable[..., Settings]) -> Machine:
    def of(name: str, *rounds: Any, **more: Any) -> AbstractAsyncContextManager[VideoAgent]:
        return VideoAgent.open(settings=settings(name, **more), planner=ScriptedPlanner(*rounds))

    return of


def say(text: str, talk: str, *clips: Path, turn: str = "") -> Request:
    return Request(conversation=talk, user="u", text=text, attachments=clips, turn=turn)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


async def test_an_edit_goes_on_where_nothing_of_it_lies(
    machine: Machine, tmp_path: Path, media: Media, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "httpx")
    clip = media.clip(1.5, width=640, height=360, options=NOISE)
    assert clip.stat().st_size > PART_BYTES
    async with machine("one", [SEPIA], []) as one:
        first = await one.handle(say("sepia", "edit", clip))
    made = digest(first.files[0])
    asked = [record.getMessage() for record in caplog.records]
    assert [line for line in asked if "partNumber=2" in line]  # It was sent in parts.
    shutil.rmtree(tmp_path / "one")
    caplog.clear()

    async with machine("two", [MUTE], [], [call("back_to", version="v1")], []) as two:
        second = await two.handle(say("mute it", "edit"))
        assert [step.tool for step in second.steps] == ["apply_filter", "mute_audio"], second.text
        assert second.files[0].is_relative_to(tmp_path / "two")
        asked = [record.getMessage() for record in caplog.records]
        assert len([line for line in asked if "1.1 206" in line]) >= 2  # It came by ranges.
        # What was delivered before is fetched, and not rendered again.
        before = await two.handle(say("back to v1", "edit"))
        assert before.version == "v1", before.text
        assert digest(before.files[0]) == made


async def test_a_quote_is_accepted_on_another_machine(
    machine: Machine, tmp_path: Path, media: Media
) -> None:
    async with machine("one", [MUTE], [], approve_above_seconds=0) as one:
        asked = await one.handle(say("mute it", "quoted", media.clip(1.0)))
        assert asked.kind == "approve", asked.text
    shutil.rmtree(tmp_path / "one")
    async with machine("two") as two:
        done = await two.handle(say("yes", "quoted"))
        assert done.kind == "edit", done.text
        assert done.files[0].is_file()


async def test_a_turn_that_was_settled_is_delivered_from_elsewhere(
    machine: Machine, tmp_path: Path, media: Media
) -> None:
    async with machine("one", [MUTE], []) as one:
        first = await one.handle(say("mute it", "settled", media.clip(1.0), turn="t1"))
        made = digest(first.files[0])
    shutil.rmtree(tmp_path / "one")
    async with machine("two") as two:
        again = await two.handle(say("mute it", "settled", media.clip(1.0), turn="t1"))
    assert again.text == first.text
    assert digest(again.files[0]) == made


async def test_a_conversation_goes_on_from_a_backup_of_the_server(
    machine: Machine, server: PostgresServer, database: str, tmp_path: Path, media: Media
) -> None:
    async with machine("one", [MUTE], [], [SEPIA], []) as one:
        await one.handle(say("mute it", "saved", media.clip(1.0)))
        restored = server.moved(database)
        await one.handle(say("sepia", "saved"))
    shutil.rmtree(tmp_path / "one")
    async with machine("two", [SEPIA], [], database_url=restored) as two:
        assert await two.versions("saved") == ("v1",)
        reply = await two.handle(say("sepia", "saved"))
    assert [step.tool for step in reply.steps] == ["mute_audio", "apply_filter"]


class Chat:
    """A chat that takes files of a few bytes."""

    max_bytes = 10

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    async def deliver(self, reply: Reply) -> None:
        self.replies.append(reply)


async def test_what_is_too_large_for_the_chat_is_handed_out_by_the_bucket(
    machine: Machine, settings: Callable[..., Settings], media: Media
) -> None:
    async with machine("one", [MUTE], [], files_url="bucket") as one:
        made = await one.handle(say("mute it", "linked", media.clip(1.0)))
    chat: Any = Chat()
    await hand_over(made, chat, links_of(settings("one", files_url="bucket")))
    (reply,) = chat.replies
    assert reply.files == ()
    (link,) = [word for word in reply.text.split() if word.startswith("http")]
    async with httpx.AsyncClient() as anybody:
        answer = await anybody.get(link)
        part = await anybody.get(link, headers={"range": "bytes=4-7"})
    assert answer.content == made.files[0].read_bytes()
    assert part.content == b"ftyp"

"""Several machines on one PostgreSQL: a conversation goes on wherever its next message arrives."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from agent import Request, VideoAgent
from agent.checkpoint_server import ServerCheckpoints
from agent.planner.plan import Plan, Situation
from agent.server_locks import ServerLocks
from agent.settings import Settings
from memory.addresses import libpq_url
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media
from tests.postgres_server import PostgresServer, postgres_server

SECRET = "Xylophone Walrus"
MUTE = call("mute_audio")
TITLE = call("add_text", text=SECRET)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    running = postgres_server()
    yield running
    running.close()


@pytest.fixture
def url(server: PostgresServer) -> str:
    return server.url


def say(text: str, *clips: Path, user: str = "u", talk: str = "c") -> Request:
    return Request(conversation=talk, user=user, text=text, attachments=clips)


@asynccontextmanager
async def machine(
    home: Path, url: str, *rounds: Any, planner: ScriptedPlanner | None = None
) -> AsyncIterator[VideoAgent]:
    """An agent as it runs on a machine of its own."""
    settings = Settings(home=home, database_url=url)
    chosen = planner or ScriptedPlanner(*rounds)
    async with VideoAgent.open(settings=settings, planner=chosen) as agent:
        yield agent


def rows(url: str, query: str) -> list[Any]:
    with psycopg.connect(libpq_url(url) or "") as connection:
        return connection.execute(query.encode()).fetchall()


def kept_words(url: str, word: str) -> list[str]:
    """The tables of conversations that hold a word."""
    return [
        table
        for table in ("checkpoints", "checkpoint_blobs", "checkpoint_writes")
        if any(word.encode() in str(row).encode() or _holds(row, word)
               for row in rows(url, f"SELECT * FROM {table}"))  # noqa: S608
    ]  # fmt: skip


def _holds(row: tuple[Any, ...], word: str) -> bool:
    return any(isinstance(value, bytes) and word.encode() in value for value in row)


async def test_a_conversation_goes_on_on_another_machine(
    tmp_path: Path, url: str, media: Media
) -> None:
    async with machine(tmp_path / "one", url, [TITLE], []) as one:
        first = await one.handle(say("a title", media.clip(1.0)))
        assert first.version == "v1"
        async with machine(tmp_path / "two", url, [], []) as two:
            assert await two.versions("c") == ("v1",)
    assert not (tmp_path / "one" / "conversations.sqlite").exists()
    # One is kept of a conversation, with nothing that it does not need.
    assert rows(url, "SELECT count(*) FROM checkpoints") == [(1,)]
    unused = (
        "SELECT count(*) FROM checkpoint_blobs b WHERE NOT EXISTS (SELECT FROM checkpoints c "
        "WHERE c.checkpoint -> 'channel_versions' ->> b.channel = b.version)"
    )
    assert rows(url, unused) == [(0,)]


class Titles(ScriptedPlanner):
    """Adds a title in every turn, after a while in which another turn could slip in."""

    async def plan(self, situation: Situation) -> Plan:
        if situation.rounds:
            return Plan()
        await asyncio.sleep(0.05)
        return Plan(calls=(call("add_text", text=situation.text),))


async def _titles(home: Path, url: str, name: str) -> list[int]:
    async with machine(home, url, planner=Titles()) as agent:
        replies = [await agent.handle(say(f"{name} {n}")) for n in range(2)]
    return [len(reply.steps) for reply in replies]


def _other_machine(home: Path, url: str) -> None:
    asyncio.run(_titles(home, url, "other"))


def started(work: Callable[[Path, str], None], home: Path, url: str) -> Any:
    process = multiprocessing.get_context("spawn").Process(target=work, args=(home, url))
    process.start()
    return process


async def test_turns_of_two_machines_take_turns(tmp_path: Path, url: str, media: Media) -> None:
    async with machine(tmp_path, url, planner=Titles()) as agent:
        await agent.handle(say("first", media.clip(1.0)))
    # Both reach the clip, and share nothing else but the server.
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "assets").symlink_to(tmp_path / "assets")
    other = started(_other_machine, tmp_path / "two", url)
    try:
        mine = await _titles(tmp_path, url, "mine")
    finally:
        await asyncio.to_thread(other.join, 60)
    assert other.exitcode == 0
    async with machine(tmp_path, url, planner=Titles()) as agent:
        last = await agent.handle(say("last"))
    assert mine == sorted(set(mine))
    assert len(last.steps) == 6
    assert last.version == "v6"


async def test_what_is_forgotten_is_in_no_table(tmp_path: Path, url: str, media: Media) -> None:
    rounds = [[TITLE], [], [MUTE], [], [MUTE], [], [call("forget_memory", what="me")], [], []]
    async with machine(tmp_path, url, *rounds) as agent:
        await agent.handle(say(SECRET, media.clip(1.0), user="ben", talk="his"))
        await agent.handle(say(SECRET, media.clip(1.0), user="ben", talk="theirs"))
        await agent.handle(say("mute", media.clip(), user="ana", talk="theirs"))
        assert kept_words(url, SECRET)
        await agent.handle(say("forget me", user="ben", talk="elsewhere"))
        assert kept_words(url, SECRET) == []
        assert await agent.versions("his") == ()
        assert "v1" in await agent.versions("theirs")


async def test_a_turn_that_fails_leaves_nothing(tmp_path: Path, url: str, media: Media) -> None:
    slow = [call("change_speed", factor=0.1), call("resize_video", width=1920)]
    async with machine(tmp_path, url, [MUTE], [], slow, []) as agent:
        await agent.handle(say("mute", media.clip(1.0)))
        before = rows(url, "SELECT thread_id, channel, version FROM checkpoint_blobs ORDER BY 2, 3")
        stopped = asyncio.create_task(agent.handle(say("slowly")))
        await asyncio.sleep(0.2)
        stopped.cancel()
        await asyncio.wait({stopped})
        after = rows(url, "SELECT thread_id, channel, version FROM checkpoint_blobs ORDER BY 2, 3")
    assert after == before


async def test_several_that_start_together_make_the_tables_once(url: str) -> None:
    address = libpq_url(url) or ""
    async with AsyncExitStack() as stack:
        opening = (stack.enter_async_context(ServerCheckpoints.open(address)) for _ in range(4))
        await asyncio.gather(*opening)
    last = rows(url, "SELECT max(v) + 1 = count(*) FROM checkpoint_migrations")
    assert last == [(True,)]


async def test_a_lock_is_held_against_others_and_let_go(url: str) -> None:
    address = libpq_url(url) or ""
    order: list[str] = []
    async with ServerLocks.open(address) as one, ServerLocks.open(address) as two:

        async def waits() -> None:
            async with two.hold("c"):
                order.append("two")

        async with one.hold("c"), two.hold("another"):
            waiting = asyncio.create_task(waits())
            impatient = asyncio.create_task(waits())
            await asyncio.sleep(0.2)
            impatient.cancel()
            await asyncio.wait({impatient})
            order.append("one")
        await waiting
        async with one.hold("c"):  # Nobody who was cancelled holds it.
            order.append("one")
    assert order == ["one", "two", "one"]
    assert rows(url, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [(0,)]


async def test_locks_in_use_are_taken_again_when_the_server_comes_back(
    server: PostgresServer, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.server_locks.LOOK_SECONDS", 0.1)
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid != 0"
    async with ServerLocks.open(libpq_url(url) or "") as locks, locks.hold("c"):
        assert rows(url, held) == [(1,)]
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        for _ in range(100):
            if rows(url, held) == [(1,)]:
                break
            await asyncio.sleep(0.1)
        assert rows(url, held) == [(1,)]


async def test_of_two_turns_at_once_one_counts(
    tmp_path: Path, url: str, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the lock be lost with its connection, nothing is mixed up or lost."""
    monkeypatch.setattr("agent.server_locks._TAKE", "SELECT true, %s")
    clip = media.clip(1.0)
    async with machine(tmp_path, url, [MUTE], [], planner=Titles()) as one:
        await one.handle(say("first", clip))
        async with machine(tmp_path, url, planner=Titles()) as two:
            replies = await asyncio.gather(one.handle(say("a")), two.handle(say("b")))
            assert sorted(reply.kind for reply in replies) == ["edit", "refuse"]
            (refused,) = [reply for reply in replies if reply.kind == "refuse"]
            assert "Another program went on with this conversation" in refused.text
            assert len((await one.handle(say("c"))).steps) == 3

"""Moving: what began on one machine goes on with servers, and comes back from them."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from agent import Reply, Request, VideoAgent
from agent.moving import moved_in
from agent.settings import Settings
from bots.backup import save
from bots.jobs.engine import Engine
from bots.jobs.job import Lane
from bots.restoring import load
from memory.addresses import libpq_url
from memory.bucket import Bucket
from memory.database import Database
from memory.errors import MemoryFault
from memory.memory import Memory
from memory.notes import Processes
from memory.s3 import S3
from tests.media import Media
from tests.memory.s3_server import s3_bucket
from tests.postgres_server import PostgresServer, postgres_server
from tools.errors import BadInput, ToolFailed


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    running = postgres_server()
    yield running
    running.close()


@pytest.fixture(scope="module")
def s3() -> Iterator[Bucket]:
    with s3_bucket() as bucket:
        yield bucket


@pytest.fixture
def bucket(s3: Bucket, tmp_path: Path) -> Bucket:
    return replace(s3, prefix=tmp_path.name)


async def say(agent: VideoAgent, text: str, *clips: Path) -> Reply:
    return await agent.handle(Request(conversation="c", user="u", text=text, attachments=clips))


def on_servers(home: Path, url: str, bucket: Bucket) -> Settings:
    return Settings(
        home=home,
        database_url=url,
        assets=f"s3://{bucket.bucket}/{bucket.prefix}?endpoint={bucket.endpoint}",
        s3_access_key=SecretStr(bucket.key),
        s3_secret_key=SecretStr(bucket.secret),
    )


async def stored(bucket: Bucket) -> list[str]:
    async with S3.open(bucket) as s3:
        return [*await s3.names("assets"), *await s3.names("outputs")]


def rows(url: str) -> int:
    with psycopg.connect(libpq_url(url) or "") as connection:
        (count,) = connection.execute("SELECT count(*) FROM users").fetchone() or (0,)
    return int(count)


@pytest.fixture
async def begun(tmp_path: Path, media: Media) -> Path:
    """The backup of a conversation with two edits, a third that waits for a yes, and a wish."""
    settings, file = Settings(home=tmp_path / "laptop"), tmp_path / "laptop.tar"
    async with VideoAgent.open(settings=settings) as agent:
        await say(agent, "make it sepia", media.clip(1.0))
        await say(agent, "always use red titles")
        await say(agent, "crop it to a square")
    careful = settings.model_copy(update={"approve_above_seconds": 0.0})
    async with VideoAgent.open(settings=careful) as agent:
        assert (await say(agent, "make it brighter")).kind == "approve"
    (settings.home / "people").mkdir()
    (settings.home / "people" / "u.json").write_text("{}")
    await save(settings, file)
    return file


async def test_a_conversation_moves_to_servers_and_back(
    tmp_path: Path, begun: Path, server: PostgresServer, bucket: Bucket
) -> None:
    url = server.url
    there = on_servers(tmp_path / "bot", url, bucket)
    said = await load(begun, there)
    assert "1 conversations, 1 users, " in said
    assert " 2 versions, 1 conversations to go on with." in said
    assert f"Into the bucket s3://clips/{bucket.prefix}: 1 files, " in said
    assert (there.home / "people" / "u.json").is_file()
    assert not [*there.home.glob("*.db"), *there.home.glob("*.sqlite"), *there.home.glob("assets")]
    shutil.rmtree(tmp_path / "laptop")

    async with VideoAgent.open(settings=there) as agent:
        assert [step.tool for step in (await say(agent, "yes")).steps] == [
            "apply_filter", "crop_video", "apply_filter"
        ]  # fmt: skip
        undone = await say(agent, "undo")
        assert [step.tool for step in undone.steps] == ["apply_filter", "crop_video"]
        first = await say(agent, "back to v1")
        assert [step.tool for step in first.steps] == ["apply_filter"]
        assert first.files[0].is_file()
        assert "red" in (await say(agent, "what do you remember about me?")).text
        await say(agent, "remember that I like jazz")

    back = Settings(home=tmp_path / "back")
    said = await save(there, tmp_path / "servers.tar", everything=True)
    assert "From the bucket: 1 files" in said
    await load(tmp_path / "servers.tar", back)
    async with VideoAgent.open(settings=back) as agent:
        again = await say(agent, "back to v2")
        assert [step.tool for step in again.steps] == ["apply_filter", "crop_video"]
        assert again.files[0].is_file()
        assert "red" in (await say(agent, "what do you remember about me?")).text


_REFUSAL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not here'; END $$;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON users DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse();
"""
"""Has a database refuse people at the end of a transaction."""

CLIP = b"a clip"
CLIP_NAME = f"assets/{hashlib.sha256(CLIP).hexdigest()[:2]}/{hashlib.sha256(CLIP).hexdigest()}"


async def small(home: Path, file: Path, clip: bytes = CLIP) -> Path:
    """The backup of a home with a person and a clip, without any agent."""
    async with Memory.open(home) as memory:
        for text in ("one", "two", "three"):
            await memory.remember("u", text=text)
        await memory.forget("u", "three")
    (home / CLIP_NAME).parent.mkdir(parents=True)
    (home / CLIP_NAME).write_bytes(clip)
    (home / "used-telegram.json").write_text("{}")
    await save(Settings(home=home), file)
    return file


async def test_numbers_that_were_given_away_are_not_given_again(
    tmp_path: Path, server: PostgresServer
) -> None:
    file, url = await small(tmp_path / "home", tmp_path / "b.tar"), server.url
    there = Settings(home=tmp_path / "bot", database_url=url)
    await load(file, there)
    # Without a bucket its clips are files, as before.
    assert (there.home / CLIP_NAME).read_bytes() == CLIP
    async with Memory.open(there.home, database_url=url) as memory:
        assert (await memory.remember("u", text="four")).id == "p4"
        await memory.forget("u", "four")
    await save(there, tmp_path / "c.tar", everything=True)
    await load(tmp_path / "c.tar", Settings(home=tmp_path / "back"))
    async with Memory.open(tmp_path / "back") as memory:
        assert [kept.text for kept in await memory.preferences("u")] == ["one", "two"]
        assert (await memory.remember("u", text="five")).id == "p5"


async def test_programs_that_start_meanwhile_wait_and_find_everything(
    tmp_path: Path, server: PostgresServer
) -> None:
    file, url = await small(tmp_path / "home", tmp_path / "b.tar"), server.url
    (tmp_path / "stage").mkdir()
    with tarfile.open(file) as archive, (tmp_path / "stage" / "vfxb.db").open("wb") as sink:
        shutil.copyfileobj(archive.extractfile("vfxb.db"), sink)
    starting: list[asyncio.Task[Database]] = []

    async def last() -> None:
        starting.append(asyncio.create_task(Database.open(tmp_path, url)))
        await asyncio.sleep(0.5)
        assert not starting[0].done()

    await moved_in(tmp_path / "stage", url, last)
    started, before = await starting[0], await Database.open(tmp_path / "home")
    # It is the same database: names that were hashed with its own still fit.
    assert started.identity == before.identity
    await started.close()
    await before.close()
    assert rows(url) == 1


async def test_only_an_empty_place_is_moved_to(
    tmp_path: Path, server: PostgresServer, bucket: Bucket
) -> None:
    file, url = await small(tmp_path / "home", tmp_path / "b.tar"), server.url
    there = on_servers(tmp_path / "bot", url, bucket)
    async with S3.open(bucket) as s3:
        await s3.put("outputs/a/other.mp4", file)
        with pytest.raises(BadInput, match=r"it has 1 files .* such as outputs/a/other\.mp4"):
            await load(file, there)
        await s3.remove("outputs/a/other.mp4")
    async with Memory.open(tmp_path / "x", database_url=url) as memory:
        await memory.remember("somebody", text="something")
    with pytest.raises(BadInput, match="is not empty: it has 1 users, 1 preferences. Name an"):
        await load(file, there)
    there.home.mkdir()
    (there.home / "cache").mkdir()
    with pytest.raises(BadInput, match="is not empty: it has cache"):
        await load(file, there)
    assert await stored(bucket) == []
    assert rows(url) == 1


async def test_programs_that_work_there_are_named(tmp_path: Path, server: PostgresServer) -> None:
    file, url = await small(tmp_path / "home", tmp_path / "b.tar"), server.url
    database = await Database.open(tmp_path / "x", url)
    await Processes(database, "worker-1", "worker").beat()
    await database.close()
    with pytest.raises(BadInput, match="1 programs work with postgresql.* Stop them first"):
        await load(file, Settings(home=tmp_path / "bot", database_url=url))


async def test_a_move_that_fails_leaves_nothing(
    tmp_path: Path, server: PostgresServer, bucket: Bucket
) -> None:
    file, url = await small(tmp_path / "home", tmp_path / "b.tar"), server.url
    there = on_servers(tmp_path / "bot", url, bucket)
    await (await Database.open(tmp_path, url)).close()
    with psycopg.connect(libpq_url(url) or "") as connection:
        # When everything is written and in its place, it does not count after all.
        connection.execute(_REFUSAL)
    with pytest.raises(MemoryFault, match="not here"):
        await load(file, there)
    assert await stored(bucket) == []
    assert not there.home.exists()
    assert rows(url) == 0


async def test_a_move_that_was_killed_goes_on(
    tmp_path: Path, server: PostgresServer, bucket: Bucket
) -> None:
    file, url = await small(tmp_path / "home", tmp_path / "b.tar"), server.url
    there = on_servers(tmp_path / "bot", url, bucket)
    async with S3.open(bucket) as s3:
        await s3.put(CLIP_NAME, tmp_path / "home" / CLIP_NAME)
    (there.home / ".job-killed").mkdir(parents=True)
    await load(file, there)
    assert await stored(bucket) == [CLIP_NAME]
    assert rows(url) == 1


async def test_a_damaged_clip_is_not_moved(tmp_path: Path, bucket: Bucket) -> None:
    file = await small(tmp_path / "home", tmp_path / "b.tar", b"another clip")
    there = on_servers(tmp_path / "bot", "", bucket).model_copy(update={"database_url": None})
    with pytest.raises(ToolFailed, match="The clip assets/.* is damaged"):
        await load(file, there)
    assert await stored(bucket) == []
    assert not there.home.exists()


async def test_turns_under_way_stay_where_they_are(tmp_path: Path, server: PostgresServer) -> None:
    home, url = tmp_path / "home", server.url
    home.mkdir()
    async with Engine.open(home, None, "one", [Lane(name="turns", slots=1)]) as engine:
        await engine.add("turns", "t1", {}, user="u", rank=1)
    file = await small(home, tmp_path / "b.tar")
    with pytest.raises(BadInput, match="1 turns are under way, which stay where they are"):
        await load(file, Settings(home=tmp_path / "bot", database_url=url))
    # To files they come along.
    assert "back to" in await load(file, Settings(home=tmp_path / "other"))
    async with Engine.open(home, url, "one", [Lane(name="turns", slots=1)]) as engine:
        await engine.add("turns", "t1", {}, user="u", rank=1)
    with pytest.raises(BadInput, match="1 turns are under way, and would not come along"):
        await save(Settings(home=home, database_url=url), tmp_path / "c.tar", everything=True)
    assert not (tmp_path / "c.tar").exists()


async def test_a_second_bot_gets_its_own_part(
    tmp_path: Path, server: PostgresServer, bucket: Bucket
) -> None:
    file = await small(tmp_path / "home", tmp_path / "b.tar")
    await load(file, on_servers(tmp_path / "bot", server.url, bucket), home_only=True)
    assert [path.name for path in (tmp_path / "bot").iterdir()] == ["used-telegram.json"]
    assert await stored(bucket) == []


async def test_files_of_before_a_server_was_set_are_not_mistaken_for_it(
    tmp_path: Path, server: PostgresServer
) -> None:
    await small(tmp_path / "home", tmp_path / "b.tar")
    await save(Settings(home=tmp_path / "home", database_url=server.url), tmp_path / "c.tar")
    with tarfile.open(tmp_path / "c.tar") as archive:
        assert "vfxb.db" not in archive.getnames()

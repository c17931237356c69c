"""Connections to PostgreSQL: few, given back when they are of no use, and waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from agent.checkpoint_server import ServerCheckpoints
from agent.server_locks import ServerLocks
from agent.settings import Settings
from bots.doctor.sharing import check_connections
from bots.jobs.bells import ServerBell
from bots.jobs.dbos_settings import pool_of
from bots.jobs.processes import opened, working
from bots.jobs.renders import Renders
from bots.outages import outlast
from memory.addresses import libpq_url
from memory.connections import WORKER
from memory.notes import Notes
from tests.postgres_server import PostgresServer, postgres_server

PATIENCE = 20.0
LOOK_SECONDS = 0.2


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    running = postgres_server(connections=24)
    yield running
    running.close()


@pytest.fixture
def url(server: PostgresServer) -> str:
    return server.url


class Nobody:
    """Renders nothing."""

    async def render(self, order: Any, emit: Any) -> dict[str, Any]:
        raise AssertionError

    async def received(self, made: dict[str, Any]) -> dict[str, Any]:
        return made


class Worker:
    """A program that only renders, within this one.

    Args:
        home: Where it keeps what it keeps.
        url: Where the rest is.
    """

    def __init__(self, home: Path, url: str) -> None:
        self._settings = Settings(home=home, database_url=url)
        self.up = asyncio.Event()
        self.stop = asyncio.Event()

    async def work(self) -> None:
        async with opened(self._settings) as database:
            renders = Renders(Nobody(), Notes(database), 1)
            async with working(self._settings, database, "worker", renders):
                self.up.set()
                await self.stop.wait()


def connections(url: str) -> int:
    """How many there are to a database, without the one that asks."""
    query = (
        "SELECT count(*) - 1 FROM pg_stat_activity "
        "WHERE datname = current_database() AND backend_type = 'client backend'"
    )
    with psycopg.connect(libpq_url(url) or "") as connection:
        found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0


async def until_kept(url: str, most: int) -> int:
    """How many are kept after a moment."""
    for _ in range(round(PATIENCE / LOOK_SECONDS)):
        if (now := await asyncio.to_thread(connections, url)) <= most:
            break
        await asyncio.sleep(LOOK_SECONDS)
    return now


async def test_who_only_renders_keeps_few(url: str, tmp_path: Path) -> None:
    worker = Worker(tmp_path, url)
    working_on = asyncio.create_task(worker.work())
    await worker.up.wait()
    assert 0 < await until_kept(url, WORKER) <= WORKER
    worker.stop.set()
    await working_on
    assert await until_kept(url, 0) == 0


async def test_a_server_that_has_none_left_is_waited_for(url: str, tmp_path: Path) -> None:
    with ExitStack() as taken:
        while True:
            try:
                taken.enter_context(psycopg.connect(libpq_url(url) or ""))
            except psycopg.OperationalError:
                break
        worker = Worker(tmp_path, url)
        working_on = asyncio.create_task(outlast(worker.work))
        await asyncio.sleep(1.0)
        assert not worker.up.is_set()
    async with asyncio.timeout(PATIENCE):
        await worker.up.wait()
    worker.stop.set()
    await working_on


async def test_doctor_tells_for_how_many_programs_there_is_room(url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=url)
    free = await check_connections(settings)
    with ExitStack() as taken:
        for _ in range(20):
            taken.enter_context(psycopg.connect(libpq_url(url) or ""))
        full = await check_connections(settings)
    assert free.ok
    assert " of 21 are left: room for " in free.text
    assert not full.ok
    assert "max_connections" in full.remedy


async def test_conversations_give_theirs_back(url: str) -> None:
    address = libpq_url(url) or ""
    async with (
        ServerCheckpoints.open(address, idle=0.5) as checkpoints,
        ServerLocks.open(address, idle=0.5) as locks,
    ):
        async with locks.hold("c"):
            assert connections(url) > 0
        await checkpoints.prune("c")
        assert await until_kept(url, 0) == 0
        async with locks.hold("c"):
            await checkpoints.prune("c")


async def test_a_bell_is_heard_elsewhere_and_again_after_the_connection_broke(url: str) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    pool = pool_of(url)
    assert pool is not None
    here, there = (ServerBell(pool, libpq_url(url) or "") for _ in range(2))
    try:
        async with asyncio.timeout(PATIENCE), there.listening(heard.put_nowait):
            # At the beginning it may have rung before.
            assert await heard.get() == ""
            await here.ring("look renders", "stop r1")
            assert [await heard.get(), await heard.get()] == ["look renders", "stop r1"]
            with psycopg.connect(libpq_url(url) or "", autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
                )
            assert await heard.get() == ""
            await here.ring("look renders")
            assert await heard.get() == "look renders"
    finally:
        pool.dispose()

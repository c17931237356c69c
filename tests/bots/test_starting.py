"""Programs that start while something is missing wait for it, say so, and go on by themselves."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from agent.settings import Settings
from bots.standing import Standing
from bots.starting import Start, Stopped
from memory.errors import StoreAway
from tests.bots.telegram_server import TOKEN, telegram_server
from tests.postgres_server import PostgresServer, postgres_server
from tests.soak.programs import Program, environment
from tools.errors import ToolFailed


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    server = postgres_server()
    yield server
    server.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Opening:
    """Something that is opened, and fails as often as it is told to."""

    failures: list[Exception]
    closed: int = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[str]:
        try:
            if self.failures:
                raise self.failures.pop(0)
            yield "open"
        finally:
            self.closed += 1


@asynccontextmanager
async def starting(home: Path) -> AsyncIterator[tuple[Start, asyncio.Future[None], str]]:
    """A start, what tells it to stop, and where it is seen."""
    stop: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    port = free_port()
    settings = Settings(home=home, monitor_listen=("127.0.0.1", port))
    async with Start.seen(settings, stop) as start:
        yield start, stop, f"http://127.0.0.1:{port}"


async def test_what_is_missing_is_waited_for_and_seen_from_outside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opening = Opening([OSError(errno.ENOSPC, "No space left"), StoreAway("PostgreSQL is away.")])
    async with (
        starting(tmp_path) as (start, _, at),
        httpx.AsyncClient(base_url=at) as client,
        AsyncExitStack() as stack,
    ):
        entering = asyncio.create_task(start.enter(stack, opening))
        wrong = []
        while not entering.done():
            answer = await client.get("/ready")
            assert answer.status_code == 503
            wrong.append(answer.json()["wrong"]["start"])
            assert "vfxb_ready 0.0" in (await client.get("/metrics")).text
            assert (await client.get("/health")).status_code == 200
            await asyncio.sleep(0.1)
        assert await entering == "open"
        start.done(lambda: Standing(queues={}, under_way=0, ready=True), {})
        assert "start" not in (await client.get("/ready")).json().get("wrong", {})
        assert "vfxb_ready 1.0" in (await client.get("/metrics")).text
    assert opening.closed == 3
    assert list(dict.fromkeys(wrong)) in (
        ["it is starting", "The disk is full.", "PostgreSQL is away."],
        ["The disk is full.", "PostgreSQL is away."],
    )
    assert "not started yet, and waiting: PostgreSQL is away." in caplog.text


async def test_what_is_wrong_ends_the_start(tmp_path: Path) -> None:
    async with starting(tmp_path) as (start, *_), AsyncExitStack() as stack:
        with pytest.raises(ToolFailed, match="The token is wrong"):
            await start.enter(stack, Opening([ToolFailed("The token is wrong.")]))


async def test_a_failure_of_any_kind_is_an_outage_where_something_is_missing(
    tmp_path: Path, server: PostgresServer
) -> None:
    settings = Settings(home=tmp_path, database_url=server.url)
    stop: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @asynccontextmanager
    async def opening() -> AsyncIterator[str]:
        if not tried:
            tried.append(1)
            server.stop()
            asyncio.get_running_loop().call_later(0.3, server.start)
            raise ToolFailed("Something did not work.")
        yield "open"

    tried: list[int] = []
    async with Start.seen(settings, stop) as start, AsyncExitStack() as stack:
        assert await start.enter(stack, opening) == "open"


async def test_who_waits_can_be_told_to_stop(tmp_path: Path) -> None:
    away = Opening([StoreAway("PostgreSQL is away.")] * 9)
    async with starting(tmp_path) as (start, stop, _), AsyncExitStack() as stack:
        asyncio.get_running_loop().call_later(0.2, stop.set_result, None)
        with pytest.raises(Stopped):
            await start.enter(stack, away)
    assert away.closed == 1


async def test_a_bot_and_a_worker_wait_for_their_database_and_not_for_vectors(
    tmp_path: Path, server: PostgresServer
) -> None:
    # Vectors are nothing that a start needs: nobody listens there, all the time.
    more = {"database_url": server.url, "workers": "true", "chroma_url": "http://127.0.0.1:9"}
    async with telegram_server() as chat, httpx.AsyncClient() as client:
        programs = {}
        for command in ("telegram", "worker"):
            seen = f"127.0.0.1:{free_port()}"
            env = environment(tmp_path, chat.url, TOKEN, monitor_listen=seen, **more)
            programs[seen] = Program([command], env, tmp_path / f"{command}.log")
        server.stop()
        try:
            for seen, program in programs.items():
                program.start()
                await not_ready(client, seen)
        finally:
            server.start()
        try:
            for program in programs.values():
                await chat.until(lambda one=program: one.is_up, 60)  # type: ignore[misc]
                os.kill(program.pid, signal.SIGTERM)
                await chat.until(lambda one=program: not one.pid, 30)  # type: ignore[misc]
        finally:
            for program in programs.values():
                program.kill()
    for program in programs.values():
        said = program.log.read_text()
        assert "not started yet, and waiting: The database" in said
        assert "stopping" in said
        assert "Traceback" not in said
        program.start()
        assert program.ends == [0]
        program.kill()


async def not_ready(client: httpx.AsyncClient, seen: str) -> None:
    """Wait until a program says that it cannot reach its database."""
    async with asyncio.timeout(60):
        while True:
            with suppress(httpx.TransportError):
                answer = await client.get(f"http://{seen}/ready")
                assert answer.status_code == 503
                if "refused" in answer.json()["wrong"]["start"]:
                    return
            await asyncio.sleep(0.1)

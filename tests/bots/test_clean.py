"""``vfxb clean``, and the same by itself while a bot runs."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from typer.testing import CliRunner

from agent.checkpoints import open_checkpoints
from agent.cleaning import Cleaned, Cleaner, old_prices
from agent.retention import Removal
from agent.settings import Settings
from bots.book import Book
from bots.clean import size, told
from bots.housekeeping import Housekeeping
from bots.terminal import app
from memory.memory import Memory
from memory.s3 import S3, Listed
from memory.shared_assets import SharedAssets
from memory.stock import Item
from tests.postgres_server import postgres_server
from tools import signals
from tools.errors import ToolFailed
from tools.services.prices import PRICES

ITEM = Item(kind="source", path=Path("x"), name="ab", size=2_500_000, modified=0.0)
CLEANED = Cleaned(removals=(Removal(ITEM, "no conversation can reach it"),) * 2, ended=1)


def test_what_would_go_is_listed_with_the_reason() -> None:
    assert told(CLEANED, dry_run=True).splitlines() == [
        "   2.5 MB  source   ab  (no conversation can reach it)",
        "   2.5 MB  source   ab  (no conversation can reach it)",
        "   5.0 MB  2 x no conversation can reach it",
        "1 conversations would end, which were silent for too long",
        "   5.0 MB  would be freed; nothing was deleted",
    ]
    assert told(CLEANED, dry_run=False).splitlines() == [
        "   5.0 MB  2 x no conversation can reach it",
        "1 conversations ended, which were silent for too long",
        "   5.0 MB  freed",
    ]


def test_prices_that_nobody_looked_up_for_long_are_named() -> None:
    cleaned = Cleaned(removals=(), ended=0, old_prices={"openai/whisper-1": "https://x"})
    assert told(cleaned, dry_run=True).splitlines()[0] == (
        "The price of openai/whisper-1 is over a year old: see https://x"
    )
    then = datetime(2026, 11, 21, tzinfo=UTC).timestamp()
    dates = {price.product: price.date for price in PRICES}
    assert all(dates[name][:7] < "2025-11" for name in old_prices(then))
    assert old_prices(then + 3 * 365 * 86_400).keys() == dates.keys()


def test_what_another_program_does_is_told() -> None:
    cleaned = Cleaned(removals=(), ended=0, busy=True)
    assert told(cleaned, dry_run=False).splitlines() == [
        "Another program cleans the bucket just now; here only copies went",
        "   0.0 kB  freed",
    ]


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0.0 kB"), (1500, "1.5 kB"), (3_000_000_000, "3.0 GB")]
)
def test_sizes(number: int, said: str) -> None:
    assert size(number) == said


def test_the_command_tells_first_and_deletes_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VFXB_HOME", str(tmp_path))
    orphan = tmp_path / "assets" / "aa" / ("a" * 64)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x" * 2000)
    os.utime(orphan, (1, 1))
    dry = CliRunner().invoke(app, ["clean", "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "no conversation can reach it" in dry.output
    assert orphan.exists()
    done = CliRunner().invoke(app, ["clean", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["freed_bytes"] == 2000
    assert not orphan.exists()


@contextmanager
def heard() -> Iterator[asyncio.Queue[signals.Signal]]:
    """What is told within the block."""
    told_of = asyncio.Queue[signals.Signal]()
    with signals.listening(told_of.put_nowait):
        yield told_of


class Agent:
    """Cleans without a house; fails the first time."""

    def __init__(self) -> None:
        self.cleaned = 0

    async def clean(self, *, due: bool = False) -> Cleaned:
        assert due
        self.cleaned += 1
        if self.cleaned == 1:
            raise ToolFailed("the disk is away")
        return CLEANED

    async def taken(self) -> tuple[dict[str, int], dict[str, int]]:
        return {"telegram:1": 7}, {}


async def test_a_bot_cleans_by_itself_and_goes_on_after_a_failure(tmp_path: Path) -> None:
    agent, book = Agent(), Book(tmp_path / "used.json")
    keeping = Housekeeping(agent=agent, book=book)
    settings = Settings(clean_hours=0.01 / 3600)
    with heard() as told_of:
        async with keeping.running(settings, first=0.0):
            assert await asyncio.wait_for(told_of.get(), 5) == signals.Cleaned(freed=5_000_000)
    assert agent.cleaned >= 2
    assert Book(tmp_path / "used.json").use("telegram:1").disk == 7


async def test_it_can_be_left_to_the_operator(tmp_path: Path) -> None:
    agent, book = Agent(), Book()
    keeping = Housekeeping(agent=agent, book=book)
    async with keeping.running(Settings(clean_hours=0), first=0.0):
        await asyncio.sleep(0.01)
    assert agent.cleaned == 0
    assert book.use("telegram:1").disk == 7


async def test_a_worker_cleans_and_keeps_no_book() -> None:
    keeping = Housekeeping(agent=Agent(), book=None)
    with heard() as told_of:
        async with keeping.running(Settings(clean_hours=0.01 / 3600), first=0.0):
            assert await asyncio.wait_for(told_of.get(), 5) == signals.Cleaned(freed=5_000_000)
    async with keeping.running(Settings(clean_hours=0)):
        pass


class Bucket:
    """A bucket that counts how often it is listed, and takes a while for that."""

    def __init__(self) -> None:
        self.listed_times = 0

    async def listed(self, folder: str) -> list[Listed]:
        self.listed_times += 1
        await asyncio.sleep(0.2)
        return []


async def test_one_program_cleans_the_bucket_and_each_its_own_copies(tmp_path: Path) -> None:
    bucket = Bucket()
    with closing(postgres_server()) as server:
        url = server.url
        cleaners = []
        async with AsyncExitStack() as stack:
            for name in ("one", "two"):
                home = tmp_path / name
                copy = home / "assets" / "aa" / ("a" * 64)
                copy.parent.mkdir(parents=True)
                copy.write_bytes(b"x")
                os.utime(copy, (1, 1))
                memory = await stack.enter_async_context(Memory.open(home, database_url=url))
                checkpoints = await stack.enter_async_context(open_checkpoints(home, url))
                settings = Settings(home=home, database_url=url, assets="s3://vfxb")
                assets: Any = SharedAssets(home, cast(S3, bucket))
                cleaners.append(Cleaner(settings, checkpoints, assets, memory))
            done = await asyncio.gather(*(one.clean(due=True) for one in cleaners))
            assert sorted(one.busy for one in done) == [False, True]
            assert [len(one.removals) for one in done] == [1, 1]
            assert bucket.listed_times == 2  # Its two folders, once each.
            assert (await cleaners[0].clean(due=True)).busy
            assert not (await cleaners[1].clean()).busy
            assert not (await cleaners[1].clean(dry_run=True)).busy

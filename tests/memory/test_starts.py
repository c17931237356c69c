"""Programs that share a database keep to the limit of a service together."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent.places import SharedPlaces
from memory.database import Database
from memory.starts import StartsStore
from tests.postgres_server import database_url
from tools.errors import ToolFailed
from tools.process import Bounds, run
from tools.services.rates import Rates

MOST, MINUTE, EACH = 4, 1.0, 5

# A program of its own that asks a service some times, and tells when.
PROGRAM = """
import asyncio, sys, time
from pathlib import Path
from agent.places import SharedPlaces
from memory.database import Database
from memory.starts import StartsStore
from tools.services.rates import Rates

async def main(home, url, most, minute, each):
    database = await Database.open(Path(home), url or None)
    rates = Rates({"A": int(most)}, SharedPlaces(StartsStore(database)), float(minute))
    async def ask():
        await rates.turn("A")
        print(time.time(), flush=True)
    await asyncio.gather(*(ask() for _ in range(int(each))))
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of each kind; empty for a file."""
    with database_url(request.param) as address:
        yield address


async def test_two_programs_keep_to_one_limit(tmp_path: Path, url: str) -> None:
    await (await Database.open(tmp_path, url or None)).close()
    given = (sys.executable, "-c", PROGRAM, str(tmp_path), url, str(MOST), str(MINUTE), str(EACH))
    told: list[str] = []
    done = await asyncio.gather(
        *(run(given, bounds=Bounds(seconds=60), on_line=told.append) for _ in range(2))
    )
    assert [each.code for each in done] == [0, 0]
    starts = sorted(map(float, told))
    assert len(starts) == 2 * EACH
    # Whichever minute one looks at: who comes so many places later starts a minute later.
    gaps = [later - start for start, later in zip(starts, starts[MOST:], strict=False)]
    assert min(gaps) > MINUTE * 0.9
    assert starts[-1] - starts[0] < MINUTE * 3.5


async def test_what_one_program_sent_the_next_one_counts(tmp_path: Path) -> None:
    for number in range(2):
        database = await Database.open(tmp_path)
        rates = Rates({"A": 1, "B": 1}, SharedPlaces(StartsStore(database)), minute=0.5)
        started = time.monotonic()
        await rates.turn("A")
        assert (time.monotonic() - started > 0.2) == bool(number)
        await database.close()


async def test_a_database_that_fails_is_an_error_of_tools(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    places = SharedPlaces(StartsStore(database))
    with closing(sqlite3.connect(tmp_path / "vfxb.db")) as connection:
        connection.execute("DROP TABLE starts")
    with pytest.raises(ToolFailed, match="the database cannot be used"):
        await places.change("A", lambda starts, now: starts)
    await database.close()

"""Of several programs one does a piece of work, and nobody again for some time."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from memory.database import Database
from memory.leases import Leases
from tests.postgres_server import database_url
from tools.process import Bounds, run

WORK = "clean"

# A program of its own that tries several times, and tells when it has the lease.
PROGRAM = """
import asyncio, sys, time
from pathlib import Path
from memory.database import Database
from memory.leases import Leases

async def main(home, url):
    database = await Database.open(Path(home), url or None)
    leases = Leases(database)
    for _ in range(10):
        async with leases.held("clean", rest=0.0) as mine:
            if mine:
                began = time.time()
                await asyncio.sleep(0.05)
                print(began, time.time(), flush=True)
        await asyncio.sleep(0.02)
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""

# A program that dies while it has the lease.
DYING = """
import asyncio, os, sys
from pathlib import Path
from memory.database import Database
from memory.leases import Leases

async def main(home):
    leases = Leases(await Database.open(Path(home)), seconds=0.5)
    async with leases.held("clean", rest=60.0) as mine:
        os._exit(not mine)

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of each kind; empty for a file."""
    with database_url(request.param) as address:
        yield address


async def test_of_two_programs_one_has_it_at_a_time(tmp_path: Path, url: str) -> None:
    await (await Database.open(tmp_path, url or None)).close()
    told: list[str] = []
    given = (sys.executable, "-c", PROGRAM, str(tmp_path), url)
    done = await asyncio.gather(
        *(run(given, bounds=Bounds(seconds=60), on_line=told.append) for _ in range(2))
    )
    assert [one.code for one in done] == [0, 0]
    times = sorted(tuple(map(float, line.split())) for line in told)
    assert len(times) >= 5
    assert all(one[1] <= next_[0] for one, next_ in zip(times, times[1:], strict=False))


async def test_it_is_had_again_when_it_is_due_or_asked_for(tmp_path: Path, url: str) -> None:
    database = await Database.open(tmp_path, url or None)
    one, two = Leases(database), Leases(database)

    async def had(leases: Leases, *, early: bool = False, rest: float = 60.0) -> bool:
        async with leases.held(WORK, rest=rest, early=early) as mine:
            return mine

    async with one.held(WORK, rest=60.0) as mine:
        assert mine
        # While it is done, nobody else does it, however much they want to.
        assert not await had(two)
        assert not await had(two, early=True)
    assert not await had(two)
    assert await had(two, early=True, rest=0.0)
    with pytest.raises(RuntimeError):
        async with one.held(WORK, rest=60.0):
            raise RuntimeError
    assert await had(two)
    await database.close()


async def test_it_outlives_its_seconds_and_not_its_program(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    one, two = Leases(database, seconds=0.3), Leases(database)
    async with one.held(WORK, rest=0.0) as mine:
        assert mine
        await asyncio.sleep(0.5)
        async with two.held(WORK, rest=0.0) as other:
            assert not other
    await run((sys.executable, "-c", DYING, str(tmp_path)), bounds=Bounds(seconds=60))
    async with two.held(WORK, rest=0.0) as mine:
        assert not mine
    await asyncio.sleep(0.5)
    async with two.held(WORK, rest=0.0) as mine:
        assert mine
    await database.close()

"""Databases of before become those of today, once, however many processes start together."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.database import Database
from memory.errors import StoreFailed
from memory.migrating import MIGRATIONS, upgrade
from tests.postgres_server import postgres_server

_ADDED = """
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    op.execute("CREATE TABLE counted (number INTEGER)")
    op.execute("INSERT INTO counted VALUES (1)")
"""


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[Callable[[], str]]:
    server = postgres_server()
    yield lambda: server.url
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest) -> AsyncIterator[str | None]:
    if request.param == "sqlite":
        yield None
        return
    yield request.getfixturevalue("postgres_url")()


async def rows(database: Database, query: str) -> list[Any]:
    async def read(session: AsyncSession) -> list[Any]:
        return [
            tuple(row) for row in (await (await session.connection()).execute(text(query))).all()
        ]

    return await database.read(read)


async def together(home: Path, url: str | None) -> list[Database]:
    return list(await asyncio.gather(*(Database.open(home, url) for _ in range(4))))


async def test_several_that_start_together_make_one_database(
    tmp_path: Path, url: str | None
) -> None:
    databases = await together(tmp_path, url)
    assert len({database.identity for database in databases}) == 1
    assert await rows(databases[0], "SELECT version_num FROM alembic_version") == [("0001",)]
    for database in databases:
        await database.close()


async def test_a_revision_runs_once_for_several_that_start_together(
    tmp_path: Path, url: str | None
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    (folder / "versions" / "0002_counted.py").write_text(_ADDED)
    databases = await together(tmp_path, url)

    async def change(session: AsyncSession) -> None:
        await (await session.connection()).run_sync(upgrade, folder)

    await asyncio.gather(*(database.write(change) for database in databases))
    assert await rows(databases[0], "SELECT number FROM counted") == [(1,)]
    # Whoever does not know the revision does not touch it.
    with pytest.raises(StoreFailed, match="newer VFXB"):
        await Database.open(tmp_path, url)
    for database in databases:
        await database.close()


async def test_a_database_from_before_there_were_revisions(tmp_path: Path, url: str | None) -> None:
    database = await Database.open(tmp_path, url)

    async def forget(session: AsyncSession) -> None:
        await (await session.connection()).execute(text("DROP TABLE alembic_version"))

    await database.write(forget)
    await database.close()
    database = await Database.open(tmp_path, url)
    assert await rows(database, "SELECT version_num FROM alembic_version") == [("0001",)]
    await database.close()

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.addresses import FILE_NAME
from memory.database import Database
from memory.errors import StoreFailed
from memory.memory import Memory, Recalled
from memory.schema import SCHEMA_VERSION, Table
from memory.tables import UserRow
from tests.memory.people import assert_no_new_thread, say


def adding(name: str) -> Callable[[AsyncSession], Awaitable[None]]:
    async def work(session: AsyncSession) -> None:
        session.add(UserRow(key=name, name=name, created_at=datetime.now(UTC)))
        await session.flush()
        await asyncio.sleep(0)

    return work


async def count(session: AsyncSession) -> int:
    return (await session.exec(select(func.count()).select_from(UserRow))).one()


async def test_many_tasks_write_side_by_side(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    await asyncio.gather(*(database.write(adding(f"u{number}")) for number in range(40)))
    assert await database.read(count) == 40
    await database.close()


async def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    async def half(session: AsyncSession) -> None:
        await adding("half")(session)
        raise LookupError("in between")

    database = await Database.open(tmp_path)
    with pytest.raises(LookupError):
        await database.write(half)
    with pytest.raises(StoreFailed, match="UNIQUE"):
        await database.write(clashing)
    assert await database.read(count) == 0
    await database.close()


async def clashing(session: AsyncSession) -> None:
    await adding("a")(session)
    now = datetime.now(UTC)
    session.add_all([UserRow(key="b", name="b", created_at=now) for _ in range(2)])


async def test_cancelling_the_caller_never_tears_a_transaction(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    tasks = [asyncio.create_task(database.write(adding(f"u{number}"))) for number in range(20)]
    for number, task in enumerate(tasks):
        await asyncio.sleep(0.0005 * (number % 3))
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await database.write(adding("after"))
    await database.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM users")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert "after" in names


async def test_closing_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    database = await Database.open(tmp_path)
    await asyncio.gather(*(database.read(count) for _ in range(8)))
    await database.close()
    await database.close()
    await assert_no_new_thread(before)


async def test_what_is_set_on_every_connection(tmp_path: Path) -> None:
    async def settings(session: AsyncSession) -> list[object]:
        connection = await session.connection()
        names = ("journal_mode", "foreign_keys", "synchronous", "secure_delete")
        return [(await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in names]

    database = await Database.open(tmp_path / "ein 'Ordner' 🎬")
    assert await database.read(settings) == ["wal", 1, 1, 1]
    await database.close()


async def test_the_identity_survives(tmp_path: Path) -> None:
    first = await Database.open(tmp_path)
    await first.close()
    again = await Database.open(tmp_path)
    other = await Database.open(tmp_path / "other")
    assert first.identity == again.identity != other.identity
    await again.close()
    await other.close()


@dataclass(frozen=True)
class Case:
    id: str
    says: str
    url: str | None = None
    prepare: Callable[[Path], object] = lambda home: None


def newer(home: Path) -> None:
    connection = sqlite3.connect(home / FILE_NAME)
    connection.execute("CREATE TABLE store (id INTEGER, schema_version INTEGER, identity TEXT)")
    connection.execute("INSERT INTO store VALUES (1, ?, 'x')", [SCHEMA_VERSION + 1])
    connection.commit()
    connection.close()


REFUSED = [
    Case("not a database", "Move the file away", prepare=lambda h: write(h / FILE_NAME)),
    Case("a folder in its place", "writable", prepare=lambda h: (h / FILE_NAME).mkdir()),
    Case("made by a newer one", "Update VFXB", prepare=newer),
    Case("nonsense", "It looks like this: postgresql", url="nonsense"),
    Case("sqlite without a file", "names no file", url="sqlite://"),
    Case("no driver", "pip install", url="postgresql://user:hush@127.0.0.1:9/name"),
]


def write(file: Path) -> None:
    file.write_bytes(b"not a database at all " * 300)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
async def test_what_cannot_be_opened_is_explained(tmp_path: Path, case: Case) -> None:
    case.prepare(tmp_path)
    with pytest.raises(StoreFailed) as caught:
        await Database.open(tmp_path, case.url)
    assert case.says in str(caught.value) or "refused" in str(caught.value)
    assert "hush" not in str(caught.value)


async def test_a_file_in_the_place_of_the_home_is_explained(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(StoreFailed, match="home"):
        await Database.open(tmp_path / "home")


def test_every_table_can_be_made_in_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in Table.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            made = str(CreateIndex(index).compile(dialect=dialect))
            if index.name == "uq_preferences_argument":
                assert made.endswith("WHERE argument <> ''")


_SINCE = ("looks", "facts", "habits", "plans", "usage", "spendings")


async def test_an_older_database_gets_what_it_lacks(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await say(memory, "u", "make it black and white")
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        for table in _SINCE:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX ix_users_person")
        connection.execute("ALTER TABLE users DROP COLUMN person")
        connection.execute("UPDATE store SET schema_version = 1")
    connection.close()
    async with Memory.open(tmp_path) as memory:
        await memory.keepsakes.save_look("u", "retro", [])
        recalled = await memory.recall("u", "black and white")
        assert [turn.text for turn in recalled.turns] == ["make it black and white"]
        assert [look.name for look in recalled.looks] == ["retro"]
        await memory.forget_person("u")
        assert await memory.recall("u", "black and white") == Recalled()
    for _ in range(2):
        database = await Database.open(tmp_path)
        await database.close()

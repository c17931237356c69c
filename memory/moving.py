"""Moving: all rows of one database into another, of whatever kind either is.

The database keeps the name that it was given, and each table the numbers that it gave away: what
refers to it, such as vectors and hashed names, goes on being true.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Integer, delete, func, insert, select, text
from sqlalchemy import Table as Rows
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.schema import StoreRow, Table
from memory.work_tables import ProcessRow

PASSING = frozenset({"leases", "notes", "processes", "starts"})
"""Tables about work under way, which stays where it is."""
LATELY = timedelta(seconds=30)
"""Who said within this time that it is alive is taken to be."""

_AT_ONCE = 500
_STORE = StoreRow.__tablename__

# One moment for all that is read, however long that takes.
_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


async def hold_still(session: AsyncSession) -> None:
    """Read everything in a transaction as it is at its begin; SQLite does so by itself."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql(_ONE_MOMENT)


async def shut(session: AsyncSession) -> None:
    """Have programs that start wait for the end of a transaction; in SQLite it is enough to write.

    Each of them looks first whose database it is.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql(f"LOCK TABLE {_STORE} IN ACCESS EXCLUSIVE MODE")


async def counted(session: AsyncSession) -> dict[str, int]:
    """How many rows each table has, of those that are moved and have any."""
    connection = await session.connection()
    found = {
        table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
        for table in _moved()
    }
    return {name: count for name, count in found.items() if count}


async def at_work(session: AsyncSession) -> int:
    """How many programs lately said that they work with this database."""
    lately = datetime.now(UTC) - LATELY
    alive = select(func.count()).where(col(ProcessRow.seen_at) > lately)
    return (await (await session.connection()).execute(alive)).scalar_one()


async def copied(source: AsyncSession, target: AsyncSession) -> dict[str, int]:
    """Copy all rows into a database without any; how many, by table.

    Args:
        source: A transaction that reads the one.
        target: A transaction that writes to the other.
    """
    there, here = await source.connection(), await target.connection()
    await here.execute(delete(ProcessRow))
    await here.execute(delete(StoreRow))
    counts = {}
    for table in (StoreRow.__table__, *_moved()):  # type: ignore[attr-defined]
        counts[table.name] = await _copied(table, there, here)
        await _count_on(table, await _last_number(table, there), here)
    return {name: count for name, count in counts.items() if count and name != _STORE}


def in_words(counts: Mapping[str, int]) -> str:
    """Such as "2 users, 12 turns", of what means something to people."""
    told = {name: count for name, count in counts.items() if name != "changes"}
    return ", ".join(f"{count:,} {name}" for name, count in told.items())


def _moved() -> list[Rows]:
    """The tables that people's things are in, those that others refer to first."""
    every = Table.metadata.sorted_tables
    return [table for table in every if table.name not in PASSING | {_STORE}]


async def _copied(table: Rows, there: AsyncConnection, here: AsyncConnection) -> int:
    count = 0
    async with there.stream(select(table).order_by(*table.primary_key)) as rows:
        async for some in rows.mappings().partitions(_AT_ONCE):
            await here.execute(insert(table), [dict(row) for row in some])
            count += len(some)
    return count


def _numbered(table: Rows) -> str:
    """Name of the column that numbers the rows of a table; empty where none does."""
    keys = list(table.primary_key)
    return keys[0].name if len(keys) == 1 and isinstance(keys[0].type, Integer) else ""


async def _last_number(table: Rows, connection: AsyncConnection) -> int:
    """The last number that a table gave to a row, which may be gone."""
    if not (name := _numbered(table)):
        return 0
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        found = (await connection.execute(query, {"table": table.name})).scalar()
    else:
        query = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :name))")
        found = (await connection.execute(query, {"table": table.name, "name": name})).scalar()
    return int(found or 0)


async def _count_on(table: Rows, last: int, connection: AsyncConnection) -> None:
    """Have a table number its next row after the last one."""
    values = {"table": table.name, "name": _numbered(table), "last": last}
    if not last:
        return
    if connection.dialect.name == "sqlite":
        await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), values)
        query = "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"
    else:
        query = "SELECT setval(pg_get_serial_sequence(:table, :name), :last)"
    await connection.execute(text(query), values)

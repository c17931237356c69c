"""Preparing: a database has the tables that are needed, of whatever age it is."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, inspect, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory import keepsake_tables, ledger_tables, work_tables
from memory.errors import StoreFailed
from memory.migrating import is_latest, stamp, upgrade
from memory.schema import SCHEMA_VERSION, StoreRow, Table
from memory.tables import UserRow

TABLES = (
    UserRow, keepsake_tables.LookRow, ledger_tables.SpendRow, work_tables.NoteRow,
)  # fmt: skip
"""Of each file of tables one: what is not imported is not made."""


async def found_tables(session: AsyncSession) -> str:
    """The identity of a database that lacks nothing; empty where it does."""
    connection: AsyncConnection = await session.connection()
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("store")):
        return ""
    store = (await session.exec(select(StoreRow))).one_or_none()
    if store is None or store.schema_version != SCHEMA_VERSION:
        return ""
    return store.identity if await connection.run_sync(is_latest) else ""


async def prepare_tables(session: AsyncSession) -> str:
    """Make the tables where there are none, or what an older database lacks; its identity.

    Raises:
        StoreFailed: A newer VFXB made it.
    """
    connection: AsyncConnection = await session.connection()
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("store")):
        await connection.run_sync(Table.metadata.create_all, checkfirst=False)
        await connection.run_sync(stamp)
        session.add(StoreRow(schema_version=SCHEMA_VERSION, identity=uuid.uuid4().hex))
    store = (await session.exec(select(StoreRow))).one()
    if store.schema_version > SCHEMA_VERSION:
        raise StoreFailed(
            f"A newer VFXB made this database (version {store.schema_version}, "
            f"known here: {SCHEMA_VERSION}). Update VFXB."
        )
    if store.schema_version < SCHEMA_VERSION:
        await connection.run_sync(_add_what_is_new)
        store.schema_version = SCHEMA_VERSION
        session.add(store)
    await connection.run_sync(upgrade)
    return store.identity


def _add_what_is_new(connection: Connection) -> None:
    """Make the tables and columns that an older database lacks; nothing that is there changes."""
    Table.metadata.create_all(connection)
    known = inspect(connection)
    for table in Table.metadata.sorted_tables:
        there = {column["name"] for column in known.get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                connection.exec_driver_sql(
                    f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind} NOT NULL DEFAULT ''"
                )
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    # An older database knows people only by themselves, in no group.
    connection.execute(update(UserRow).where(col(UserRow.person) == "").values(person=UserRow.key))

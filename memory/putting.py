"""Putting: a row comes in place of the one of its key, also where two put it at once."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.schema import Table


async def put(session: AsyncSession, row: Table) -> None:
    """Insert a row, or have the one that is there be as it.

    Args:
        session: In a transaction that writes.
        row: All of it.
    """
    table = inspect(type(row)).local_table
    values = {column.name: getattr(row, column.name) for column in table.columns}
    key = [column.name for column in table.primary_key]
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if is_sqlite else postgresql.insert)(table).values(values)
    new = {name: insert.excluded[name] for name in values if name not in key}
    await session.exec(insert.on_conflict_do_update(index_elements=key, set_=new))

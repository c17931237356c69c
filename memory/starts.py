"""Starts: when requests to services start, kept where all programs of an installation see them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.database import Database
from memory.work_tables import StartsRow

_SERVER_CLOCK = text("SELECT extract(epoch FROM clock_timestamp())")


class StartsStore:
    """When requests start, by the service.

    Args:
        database: Where the table is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def change(
        self, service: str, change: Callable[[Sequence[float], float], Sequence[float]]
    ) -> float:
        """Replace the starts of a service, while nobody else can.

        Args:
            service: Its name.
            change: Gives the new ones, for those that there are and what time it is.

        Raises:
            StoreFailed: The database failed; nothing was written.

        Returns:
            What time it was. Of several machines it is the server's, whose clocks may differ.
        """

        async def write(session: AsyncSession) -> float:
            now = await server_time(session)
            row = await session.get(StartsRow, service) or StartsRow(service=service, starts=[])
            row.starts = list(change(tuple(row.starts), now))
            session.add(row)
            return now

        return await self._database.write(write)


async def server_time(session: AsyncSession) -> float:
    """What time it is, the same for all programs that share a database."""
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        return time.time()
    return float((await connection.execute(_SERVER_CLOCK)).scalar_one())

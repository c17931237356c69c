"""Leases: work that one program of all does, and none again for some time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex

from sqlmodel.ext.asyncio.session import AsyncSession

from memory.database import Database
from memory.errors import StoreFailed
from memory.starts import server_time
from memory.work_tables import LeaseRow

log = logging.getLogger(__name__)

LEASE_SECONDS = 600.0
"""So long after its last sign the work of a program that died is another one's."""


class Leases:
    """Who does what, in a database that all programs share.

    Args:
        database: Where the table is.
        seconds: For how long a lease holds that is not renewed.
    """

    def __init__(self, database: Database, seconds: float = LEASE_SECONDS) -> None:
        self._database = database
        self._seconds = seconds

    @asynccontextmanager
    async def held(self, work: str, *, rest: float, early: bool = False) -> AsyncIterator[bool]:
        """Try to be the one that does a piece of work within the block; whether that is so.

        Args:
            work: Name of the work.
            rest: Seconds after its end before which nobody needs to do it again. Where the block
                fails, somebody else may at once.
            early: Whether to do it although nobody needs to yet.

        Raises:
            StoreFailed: The database failed.
        """
        holder = token_hex(8)
        if not await self._take(work, holder, early=early):
            yield False
            return
        renewing = asyncio.create_task(self._keep_renewing(work, holder))
        rests = 0.0
        try:
            yield True
            rests = rest
        finally:
            renewing.cancel()
            await asyncio.wait({renewing})
            await self._note(work, holder, "", rests)

    async def _take(self, work: str, holder: str, *, early: bool) -> bool:
        async def write(session: AsyncSession) -> bool:
            now = await server_time(session)
            row = await session.get(LeaseRow, work) or LeaseRow(work=work)
            if row.until > now and (row.holder or not early):
                return False
            row.holder, row.until = holder, now + self._seconds
            session.add(row)
            return True

        return await self._database.write(write)

    async def _note(self, work: str, holder: str, then: str, seconds: float) -> None:
        """Write down for how long it holds, or rests, unless it is somebody else's by now."""

        async def write(session: AsyncSession) -> None:
            row = await session.get(LeaseRow, work)
            if row is not None and row.holder == holder:
                row.holder, row.until = then, await server_time(session) + seconds
                session.add(row)

        await self._database.write(write)

    async def _keep_renewing(self, work: str, holder: str) -> None:
        while True:
            await asyncio.sleep(self._seconds / 3)
            try:
                await self._note(work, holder, holder, self._seconds)
            except StoreFailed as error:
                log.warning("the lease of %s was not renewed: %s", work, error)

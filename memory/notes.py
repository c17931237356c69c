"""Notes: what work under way has done so far, and which processes are alive to go on with it."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.database import Database
from memory.putting import put
from memory.work_tables import NoteRow, ProcessRow

Json = dict[str, Any]


class Notes:
    """Notes about work.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, work: str, name: str, value: Any, *, user: str = "") -> None:
        """Note that something is done, in place of what was noted under that name.

        Args:
            work: Name of the work.
            name: What of it.
            value: The result, plain JSON.
            user: For whom the work is.
        """

        async def write(session: AsyncSession) -> None:
            row = NoteRow(
                work=work, name=name, value=value, user=_key(user), created_at=datetime.now(UTC)
            )
            await put(session, row)

        await self._database.write(write, in_turn=False)

    async def of(self, work: str) -> Json:
        """All notes about a piece of work, by what is done."""

        async def read(session: AsyncSession) -> Json:
            rows = await session.exec(select(NoteRow).where(NoteRow.work == work))
            return {row.name: row.value for row in rows.all()}

        return await self._database.read(read)

    async def named(self, name: str) -> Json:
        """What was noted under a name, by the work that it is about."""

        async def read(session: AsyncSession) -> Json:
            rows = await session.exec(select(NoteRow).where(NoteRow.name == name))
            return {row.work: row.value for row in rows.all()}

        return await self._database.read(read)

    async def about(self, user: str) -> list[str]:
        """Names of the work that something was noted of for a person."""

        async def read(session: AsyncSession) -> list[str]:
            named = select(NoteRow.work).where(NoteRow.user == _key(user)).distinct()
            return list((await session.exec(named)).all())

        return await self._database.read(read)

    async def drop(self, works: Sequence[str], *, scrub: bool = False) -> None:
        """Forget what was noted about work that is over.

        Args:
            works: Names of the work.
            scrub: Whether it must be in no file any more.
        """

        async def write(session: AsyncSession) -> None:
            await session.exec(delete(NoteRow).where(col(NoteRow.work).in_(works)))

        if works:
            await self._database.write(write, in_turn=False)
            if scrub:
                await self._database.scrub()


@dataclass(frozen=True, slots=True)
class Processes:
    """Which processes are alive.

    Attributes:
        database: Where they say so.
        name: Name of this one.
        role: What this one is.
        patience: Seconds of silence after which one of another machine counts as dead.
    """

    database: Database
    name: str
    role: str
    patience: float = 30.0

    async def beat(self) -> None:
        """Say that this process is alive."""

        async def write(session: AsyncSession) -> None:
            pid = os.getpid()
            row = ProcessRow(
                name=self.name, host=_host(), pid=pid, started=_started(pid), role=self.role,
                seen_at=datetime.now(UTC),
            )  # fmt: skip
            await put(session, row)

        await self.database.write(write, in_turn=False)

    async def leave(self) -> None:
        """Say that this process works no more: others go on with what it left at once."""

        async def write(session: AsyncSession) -> None:
            if row := await session.get(ProcessRow, self.name):
                row.pid, row.started, row.seen_at = 0, -1, datetime.fromtimestamp(0, UTC)
                session.add(row)

        await self.database.write(write, in_turn=False)

    async def look(self) -> tuple[set[str], set[str]]:
        """Names of the processes that are alive, this one among them, and of those that are not."""
        silent = datetime.now(UTC) - timedelta(seconds=self.patience)
        rows = await self.database.read(_all)
        alive = {self.name} | {row.name for row in rows if _lives(row, silent)}
        return alive, {row.name for row in rows} - alive

    async def others(self, *, here: bool) -> int:
        """How many others of the same role are alive.

        Args:
            here: Whether those of this machine count.
        """
        silent = datetime.now(UTC) - timedelta(seconds=self.patience)
        rows = await self.database.read(_all)
        others = [row for row in rows if row.role == self.role and row.name != self.name]
        return sum(_lives(row, silent) and (here or row.host != _host()) for row in others)

    async def gone(self, names: Sequence[str]) -> None:
        """Take processes off the list whose work is in good hands."""

        async def write(session: AsyncSession) -> None:
            await session.exec(delete(ProcessRow).where(col(ProcessRow.name).in_(names)))

        if names:
            await self.database.write(write, in_turn=False)


async def _all(session: AsyncSession) -> list[ProcessRow]:
    return list((await session.exec(select(ProcessRow))).all())


def _lives(row: ProcessRow, silent: datetime) -> bool:
    """Whether a process lives: on this machine the system knows, of others it is what they say."""
    if row.host == _host():
        return _started(row.pid) == row.started
    return row.seen_at > silent


def _started(pid: int) -> int:
    """When a process started, in ticks since the boot; 0 where there is none.

    A process that is dead but not yet waited for counts as none.
    """
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return 0 if fields[0] == "Z" else int(fields[19])
    with suppress(OSError):
        # No such files on this system: that it is there has to do.
        if not Path("/proc/self/stat").exists():
            os.kill(pid, 0)
            return 1
    return 0


@cache
def _host() -> str:
    boot = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{socket.gethostname()[:60]}/{boot}"


def _key(user: str) -> str:
    return hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest() if user else ""

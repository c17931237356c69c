"""Locks on a server: PostgreSQL's advisory locks, for the programs of all machines."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Any

import psycopg

from tools.errors import Outage

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds for which the server may be out of reach."""

LOOK_SECONDS = 2.0
"""From one look whether the connection still holds the locks to the next."""

IDLE_SECONDS = 30.0
"""A connection that holds nothing for so long is given back to the server."""

_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
"""From one try to the next, of a lock that somebody has."""

_TAKE = "SELECT pg_try_advisory_lock(%s)"
_LEAVE = "SELECT pg_advisory_unlock(%s)"

# A machine that lost its power says no goodbye: the server asks whether it is there.
_LIFE = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)

_DIGITS = 8


class ServerLocks:
    """A lock for each conversation, all of them held by one connection.

    The server lets go of them when the process dies, and when the connection breaks; those that are
    in use are then taken again first of all. Made by ``ServerLocks.open``.

    Args:
        address: Of the database, as libpq understands it.
        idle: Seconds after which the connection is given back that holds nothing.
    """

    def __init__(self, address: str, idle: float = IDLE_SECONDS) -> None:
        self._address = address
        self._idle = idle
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._order = asyncio.Lock()
        self._held: set[int] = set()
        self._asking: set[asyncio.Task[bool]] = set()
        self._used = monotonic()

    @classmethod
    @asynccontextmanager
    async def open(cls, address: str, idle: float = IDLE_SECONDS) -> AsyncIterator[ServerLocks]:
        """The locks while the block runs. Nothing is asked of the server yet."""
        locks = cls(address, idle)
        looking = asyncio.create_task(locks._keep_looking())
        try:
            yield locks
        finally:
            looking.cancel()
            await asyncio.wait({looking, *locks._asking})
            await locks._disconnect()

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """Wait for the lock of a conversation, and hold it within the block.

        Raises:
            Outage: The server is out of reach.
        """
        key, pause = _key(conversation), _PAUSE
        try:
            while not await self._ask(_TAKE, key):
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, _LONGEST_PAUSE)
            self._held.add(key)
            yield
        finally:
            self._held.discard(key)
            # Also where it was asked for and nobody waited for the answer.
            await self._ask(_LEAVE, key)

    async def _ask(self, question: str, key: int) -> bool:
        """Ask the server, to the end, even if whoever asks is cancelled meanwhile."""
        asking = asyncio.create_task(self._asked(question, key))
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)
        asking.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(asking)

    async def _asked(self, question: str, key: int) -> bool:
        until = monotonic() + PATIENCE
        async with self._order:
            self._used = monotonic()
            while True:
                try:
                    return await self._answer(question, key)
                except psycopg.OperationalError as error:
                    await self._disconnect()
                    if question == _LEAVE:
                        return True  # It went with the connection.
                    if monotonic() > until:
                        raise Outage(
                            f"The database is out of reach: {error}", "database"
                        ) from error
                await asyncio.sleep(_LONGEST_PAUSE)

    async def _answer(self, question: str, key: int) -> bool:
        if question == _LEAVE and self._connection is None:
            return True
        connection = self._connection or await self._connect()
        found = await (await connection.execute(question.encode(), (key,))).fetchone()
        return bool(found and found[0])

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(
            self._address, autocommit=True, connect_timeout=10
        )
        self._connection = connection
        await connection.execute(_LIFE)
        for key in self._held:
            found = await (await connection.execute(_TAKE, (key,))).fetchone()
            if not found or not found[0]:
                # Its turn ends without being saved: see ``agent.checkpoint_server``.
                log.warning("a conversation was lost to another program with the connection")
        return connection

    async def _disconnect(self) -> None:
        if self._connection is not None:
            broken, self._connection = self._connection, None
            with suppress(psycopg.Error):
                await broken.close()

    async def _keep_looking(self) -> None:
        """Take locks in use again soon after the connection broke, and leave one of no use."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            async with self._order:
                if self._held:
                    await self._look()
                elif monotonic() - self._used > self._idle:
                    await self._disconnect()

    async def _look(self) -> None:
        try:
            connection = self._connection or await self._connect()
            await connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            log.warning("the connection that holds conversations broke: %s", error)
            await self._disconnect()


def _key(conversation: str) -> int:
    digest = hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:_DIGITS], "big", signed=True)

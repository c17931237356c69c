"""Checkpoints on a server: PostgreSQL, for the programs of all machines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from agent.unsaying import without_words
from tools.errors import Outage, ToolFailed

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import (
        ChannelVersions,
        Checkpoint,
        CheckpointMetadata,
        CheckpointTuple,
    )

PATIENCE = 60.0
"""Seconds for which the server may be out of reach."""

MOST = 2
"""Connections at most: a save holds one, and writes with another."""

IDLE_SECONDS = 10.0
"""A connection that nobody used for so long, or twice as long, is given back to the server."""

_SETUP_LOCK = 0x76667863
"""Key of the lock that lets one program at a time make the tables."""

_SAVE_LOCK = 0x76667864
"""The same for the locks that let one save at a time, each with the hash of its conversation."""

_SETUP_PAUSE = 0.1

_UNUSED_BLOBS = """
DELETE FROM checkpoint_blobs b WHERE b.thread_id = %s AND NOT EXISTS (
    SELECT FROM checkpoints c
    WHERE c.thread_id = b.thread_id AND c.checkpoint_ns = b.checkpoint_ns
    AND c.checkpoint -> 'channel_versions' ->> b.channel = b.version
)
"""

Pool = AsyncConnectionPool[psycopg.AsyncConnection[Any]]


class ServerCheckpoints:
    """Checkpoints in PostgreSQL. Made by ``ServerCheckpoints.open``."""

    everywhere = True
    errors = (OSError, psycopg.Error)

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.saver = _Saver(pool)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, address: str, idle: float = IDLE_SECONDS
    ) -> AsyncIterator[ServerCheckpoints]:
        """Open the checkpoints, making their tables where there are none.

        Args:
            address: Of the database, as libpq understands it.
            idle: Seconds after which a connection is given back that nobody used.

        Raises:
            Outage: The server cannot be reached.
            ToolFailed: It does not do what it is asked to.
        """
        pool: Pool = AsyncConnectionPool(
            address,
            # Whoever takes no turns needs none: all are given back after a while.
            min_size=0,
            max_size=MOST,
            max_idle=idle,
            timeout=PATIENCE,
            # One that broke while nobody used it is not handed out.
            check=AsyncConnectionPool.check_connection,
            kwargs={"autocommit": True, "row_factory": dict_row},
            open=False,
        )
        try:
            await pool.open()
            checkpoints = cls(pool)
            await checkpoints._prepare()
        except psycopg.Error as error:
            await pool.close()
            told = f"Conversations cannot be reached in the database: {error}"
            if isinstance(error, psycopg.OperationalError):
                raise Outage(told, "database") from error
            raise ToolFailed(told) from error
        try:
            yield checkpoints
        finally:
            await pool.close()

    async def kept(self) -> AsyncIterator[CheckpointTuple]:
        """All that is kept of all conversations, one of them in memory at a time."""
        async with self._pool.connection() as connection:
            found = await connection.execute("SELECT DISTINCT thread_id FROM checkpoints")
            threads = [row["thread_id"] for row in await found.fetchall()]
        for thread in threads:
            async for one in self.saver.alist({"configurable": {"thread_id": thread}}):
                yield one

    async def roll_back(self, thread: str, checkpoint: str) -> None:
        """Drop what a turn of this process has written that did not come to its end."""
        mine = list(self.saver.written.pop(thread, ()))
        if not mine:
            return
        async with self._pool.connection() as connection, connection.transaction():
            for table in ("checkpoint_writes", "checkpoints"):
                query = f"DELETE FROM {table} WHERE thread_id = %s AND checkpoint_id = ANY(%s)"  # noqa: S608
                await connection.execute(query.encode(), (thread, mine))
            await connection.execute(_UNUSED_BLOBS, (thread,))

    async def prune(self, thread: str) -> None:
        """Drop all but the latest checkpoint of a conversation."""
        self.saver.written.pop(thread, None)
        await self.saver.aprune([thread])

    async def erase(self, threads: Sequence[str]) -> None:
        """Delete all that is kept of conversations."""
        await self.saver.aprune(list(threads), strategy="delete")

    async def unsay(self, thread: str) -> None:
        """Forget what was said in a conversation, and leave its clip and its edits."""
        first: RunnableConfig = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
        kept = await self.saver.aget_tuple(first)
        if kept is None:
            return
        values = kept.checkpoint["channel_values"]
        changed = without_words(values)
        values |= changed
        versions = kept.checkpoint["channel_versions"]
        # Blobs are never written twice under one version: those with words make room.
        new: ChannelVersions = {
            name: self.saver.get_next_version(str(versions[name]), None) for name in changed
        }
        versions |= new
        await self.saver.aput(kept.parent_config or first, kept.checkpoint, kept.metadata, new)
        self.saver.written.pop(thread, None)
        async with self._pool.connection() as connection:
            await connection.execute(_UNUSED_BLOBS, (thread,))

    async def scrub(self) -> None:
        """Nothing: the server gives the room of deleted rows to others by itself."""

    async def _prepare(self) -> None:
        """Make the tables: a program at a time, for several that start together."""
        lock = "SELECT pg_try_advisory_lock(%s) AS mine"
        async with self._pool.connection() as connection:
            # Asked for again and again: one that waits in the server for a lock keeps an index
            # from being made.
            while True:
                found = await (await connection.execute(lock, (_SETUP_LOCK,))).fetchone()
                if found and found["mine"]:
                    break
                await asyncio.sleep(_SETUP_PAUSE)
            try:
                await self.saver.setup()
            finally:
                await connection.execute("SELECT pg_advisory_unlock(%s)", (_SETUP_LOCK,))


class _Saver(AsyncPostgresSaver):
    """Saves a turn only onto the checkpoint that it began from.

    The lock of a conversation can be lost with the connection that holds it. Should two processes
    take a turn of it at once for that reason, the second one to end is told so, and the first one's
    stays.

    Attributes:
        written: Ids of what was written in turns under way, by conversation.
    """

    def __init__(self, pool: Pool) -> None:
        serializer = JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=None)
        super().__init__(pool, serde=serializer)
        self.written: dict[str, set[str]] = {}
        self._pool = pool
        self._saving = asyncio.Lock()

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint.

        Raises:
            ToolFailed: Another process went on with the conversation.
        """
        place = config["configurable"]
        thread, before = place["thread_id"], place.get("checkpoint_id")
        mine = self.written.setdefault(thread, set())
        async with self._alone(thread):
            if await self._latest(thread, place["checkpoint_ns"]) not in {
                None, before, checkpoint["id"], *mine
            }:  # fmt: skip
                raise ToolFailed(
                    "Another program went on with this conversation meanwhile, and its edit "
                    "counts. Please say this again."
                )
            mine.add(checkpoint["id"])
            return await super().aput(config, checkpoint, metadata, new_versions)

    @asynccontextmanager
    async def _alone(self, thread: str) -> AsyncIterator[None]:
        """While the block runs, nobody else saves anything of a conversation."""
        lock = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
        # One of this process at a time: each needs two connections, and there are no more.
        async with self._saving, self._pool.connection() as held, held.transaction():
            await held.execute(lock, (_SAVE_LOCK, thread))
            yield

    async def _latest(self, thread: str, namespace: str) -> str | None:
        query = (
            "SELECT max(checkpoint_id) AS id FROM checkpoints "
            "WHERE thread_id = %s AND checkpoint_ns = %s"
        )
        async with self._cursor() as cursor:
            await cursor.execute(query, (thread, namespace))
            found = await cursor.fetchone()
        return found["id"] if found else None

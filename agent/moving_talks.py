"""Where conversations stand, copied from one kind of place to the other, within a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import psycopg
    from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

_THREADS = "SELECT DISTINCT thread_id FROM checkpoints ORDER BY thread_id"
_COLUMNS = "thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type"


class Talks(Protocol):
    """Where conversations are kept."""

    @property
    def saver(self) -> BaseCheckpointSaver[Any]:
        """What reads and writes them."""
        ...

    async def names(self) -> list[str]:
        """All of them."""
        ...

    async def writes(self, name: str) -> list[Sequence[Any]]:
        """What a turn of one that waits has noted so far."""
        ...

    async def put_writes(self, writes: Sequence[Sequence[Any]]) -> None:
        """Note that."""
        ...


class FileTalks:
    """Conversations in a file of SQLite.

    Args:
        saver: Reads and writes it.
    """

    def __init__(self, saver: AsyncSqliteSaver) -> None:
        self.saver = saver

    async def names(self) -> list[str]:
        """All conversations."""
        return [name for (name,) in await self.saver.conn.execute_fetchall(_THREADS)]

    async def writes(self, name: str) -> list[Sequence[Any]]:
        """What a turn of one that waits has noted so far."""
        query = f"SELECT {_COLUMNS}, value FROM writes WHERE thread_id = ?"  # noqa: S608
        return [tuple(row) for row in await self.saver.conn.execute_fetchall(query, (name,))]

    async def put_writes(self, writes: Sequence[Sequence[Any]]) -> None:
        """Note that."""
        query = f"INSERT INTO writes ({_COLUMNS}, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
        await self.saver.conn.executemany(query, writes)
        await self.saver.conn.commit()


class ServerTalks:
    """Conversations in PostgreSQL, as one connection sees them.

    Args:
        connection: In a transaction, which stays open.
    """

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
        from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

        serializer = JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=None)
        self.saver = AsyncPostgresSaver(connection, serde=serializer)
        self._connection = connection

    async def names(self) -> list[str]:
        """All conversations."""
        found = await self._connection.execute(_THREADS)
        return [name for (name,) in await found.fetchall()]

    async def writes(self, name: str) -> list[Sequence[Any]]:
        """What a turn of one that waits has noted so far."""
        query = f"SELECT {_COLUMNS}, blob FROM checkpoint_writes WHERE thread_id = %s"  # noqa: S608
        return await (await self._connection.execute(query.encode(), (name,))).fetchall()

    async def put_writes(self, writes: Sequence[Sequence[Any]]) -> None:
        """Note that."""
        query = (
            f"INSERT INTO checkpoint_writes ({_COLUMNS}, blob) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
        )
        async with self._connection.cursor() as cursor:
            await cursor.executemany(query.encode(), writes)


async def copied_talks(source: Talks, target: Talks) -> int:
    """Copy all conversations, one of them in memory at a time; how many."""
    names = await source.names()
    for name in names:
        async for kept in source.saver.alist({"configurable": {"thread_id": name}}):
            await _put(kept, target.saver)
        if writes := await source.writes(name):
            await target.put_writes(writes)
    return len(names)


async def _put(kept: CheckpointTuple, saver: BaseCheckpointSaver[Any]) -> None:
    place = kept.config["configurable"]
    before = (kept.parent_config or {}).get("configurable", {}).get("checkpoint_id")
    onto = {"thread_id": place["thread_id"], "checkpoint_ns": place["checkpoint_ns"]}
    if before:
        onto["checkpoint_id"] = before
    versions = kept.checkpoint["channel_versions"]
    await saver.aput({"configurable": onto}, kept.checkpoint, kept.metadata, versions)

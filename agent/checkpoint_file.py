"""Checkpoints in a file: SQLite, for the programs of one machine."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from agent.unsaying import without_words
from memory.database_errors import is_away, what_is_away
from tools.errors import Outage, ToolFailed

if TYPE_CHECKING:
    from langgraph.checkpoint.base import CheckpointTuple
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

# Another process may be writing; its turns are over in milliseconds.
_BUSY_SECONDS = 30.0


class FileCheckpoints:
    """Checkpoints in a SQLite file. Made by ``FileCheckpoints.open``."""

    everywhere = False
    errors = (OSError, sqlite3.Error)

    def __init__(self, saver: AsyncSqliteSaver) -> None:
        self.saver = saver

    @classmethod
    @asynccontextmanager
    async def open(cls, file: Path) -> AsyncIterator[FileCheckpoints]:
        """Open the file, making it where it is not there yet.

        Raises:
            Outage: The disk is full.
            ToolFailed: It cannot be opened.
        """
        import aiosqlite
        from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

        serializer = JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=None)
        async with AsyncExitStack() as stack:
            try:
                opening = aiosqlite.connect(file, timeout=_BUSY_SECONDS)
                connection = await stack.enter_async_context(opening)
                saver = AsyncSqliteSaver(connection, serde=serializer)
                await saver.setup()
                # With a write-ahead log this survives a crash of the process; only a power cut can
                # lose the last turn, and never the file.
                await connection.execute("PRAGMA synchronous=NORMAL")
                # What is forgotten is overwritten, and not only marked as free.
                await connection.execute("PRAGMA secure_delete=ON")
            except sqlite3.Error as error:
                told = f"Conversations cannot be kept in {file}: {error}."
                if is_away(error):
                    raise Outage(told, what_is_away(error)) from error
                raise ToolFailed(told) from error
            yield cls(saver)

    async def kept(self) -> AsyncIterator[CheckpointTuple]:
        """All that is kept of all conversations."""
        async for one in self.saver.alist(None):
            yield one

    async def roll_back(self, thread: str, checkpoint: str) -> None:
        """Drop what a turn has written that did not come to its end."""
        await self._delete("thread_id = ? AND checkpoint_id > ?", [(thread, checkpoint)])

    async def prune(self, thread: str) -> None:
        """Drop all but the latest checkpoint of a conversation."""
        latest = "SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = ?"
        await self._delete(f"thread_id = ? AND checkpoint_id < ({latest})", [(thread, thread)])

    async def erase(self, threads: Sequence[str]) -> None:
        """Delete all that is kept of conversations."""
        await self._delete("thread_id = ?", [(thread,) for thread in threads])

    async def unsay(self, thread: str) -> None:
        """Forget what was said in a conversation, and leave its clip and its edits."""
        first = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
        kept = await self.saver.aget_tuple(first)  # type: ignore[arg-type]
        if kept is None:
            return
        kept.checkpoint["channel_values"] |= without_words(kept.checkpoint["channel_values"])
        before = kept.parent_config or first
        # Under its old id: it takes the place of what was said.
        await self.saver.aput(before, kept.checkpoint, kept.metadata, {})  # type: ignore[arg-type]

    async def scrub(self) -> None:
        """Overwrite what the write-ahead log still holds of deleted rows."""
        async with self.saver.lock:
            await (await self.saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")).close()

    async def _delete(self, which: str, values: Sequence[tuple[str, ...]]) -> None:
        async with self.saver.lock:
            for table in ("writes", "checkpoints"):
                query = f"DELETE FROM {table} WHERE {which}"  # noqa: S608
                await self.saver.conn.executemany(query, values)
            await self.saver.conn.commit()

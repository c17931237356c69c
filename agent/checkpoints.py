"""Checkpoints: the SQLite file that conversations are kept in between turns."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

# Another process may be writing; its turns are over in milliseconds.
_BUSY_SECONDS = 30.0


@asynccontextmanager
async def open_checkpoints(file: Path) -> AsyncIterator[AsyncSqliteSaver]:
    """Open the file, making it where it is not there yet.

    Values other than plain ones are neither written nor read: a checkpoint that somebody else
    wrote cannot make this process build objects.
    """
    import aiosqlite
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    async with aiosqlite.connect(file, timeout=_BUSY_SECONDS) as connection:
        serializer = JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=None)
        saver = AsyncSqliteSaver(connection, serde=serializer)
        await saver.setup()
        # With a write-ahead log this survives a crash of the process; only a power cut can lose
        # the last turn, and never the file.
        await connection.execute("PRAGMA synchronous=NORMAL")
        yield saver


async def roll_back(saver: AsyncSqliteSaver, thread: str, checkpoint: str) -> None:
    """Drop what a turn has written that did not come to its end.

    Args:
        saver: Where conversations are kept.
        thread: The conversation.
        checkpoint: Id of the checkpoint before the turn; empty when there was none.
    """
    async with saver.lock:
        for table in ("writes", "checkpoints"):
            await saver.conn.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id > ?",  # noqa: S608
                (thread, checkpoint),
            )
        await saver.conn.commit()


async def prune(saver: AsyncSqliteSaver, thread: str) -> None:
    """Drop all but the latest checkpoint of a conversation: turns never go back to older ones."""
    async with saver.lock:
        latest = "SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = ?"
        for table in ("writes", "checkpoints"):
            await saver.conn.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ({latest})",  # noqa: S608
                (thread, thread),
            )
        await saver.conn.commit()

"""Checkpoints: the SQLite file that conversations are kept in between turns."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

# Another process may be writing; its turns are over in milliseconds.
_BUSY_SECONDS = 30.0

# What of a conversation's state are people's words.
_SAID: dict[str, Any] = {
    "dialogue": [],
    "question": "",
    "asked_about": "",
    "offered": {},
    "settled": {},
}


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
        # What is forgotten is overwritten, and not only marked as free.
        await connection.execute("PRAGMA secure_delete=ON")
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


async def erase(saver: AsyncSqliteSaver, threads: Sequence[str]) -> None:
    """Delete all that is kept of conversations, so that it is in no file any more."""
    async with saver.lock:
        for table in ("writes", "checkpoints"):
            await saver.conn.executemany(
                f"DELETE FROM {table} WHERE thread_id = ?",  # noqa: S608
                [(thread,) for thread in threads],
            )
        await saver.conn.commit()


async def unsay(saver: AsyncSqliteSaver, thread: str) -> None:
    """Forget what was said in a conversation, and leave its clip and its edits."""
    kept = await saver.aget_tuple({"configurable": {"thread_id": thread, "checkpoint_ns": ""}})
    if kept is None:
        return
    values = kept.checkpoint["channel_values"]
    values |= {name: empty for name, empty in _SAID.items() if name in values}
    if values.get("history"):
        values["history"] = {**values["history"], "senders": {}}
    before = kept.parent_config or {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
    # Under its old id: it takes the place of what was said.
    await saver.aput(before, kept.checkpoint, kept.metadata, {})


async def scrub(saver: AsyncSqliteSaver) -> None:
    """Overwrite what the write-ahead log still holds of deleted rows."""
    async with saver.lock:
        await (await saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")).close()

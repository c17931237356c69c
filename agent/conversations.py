"""Conversations: one turn at a time in each, also when several processes or machines share them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol


class Locks(Protocol):
    """Locks that processes hold against each other."""

    def hold(self, conversation: str) -> AbstractAsyncContextManager[object]:
        """Wait for the lock of a conversation, and hold it within the block.

        Args:
            conversation: Its name.
        """
        ...


class Conversations:
    """Who may go on with which conversation.

    Within the process an asyncio lock per conversation serves first come, first served; between
    processes another lock does, which is let go of when a process dies.

    Args:
        locks: Those between processes.
    """

    def __init__(self, locks: Locks) -> None:
        self._between = locks
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    @classmethod
    @asynccontextmanager
    async def open(cls, home: Path, database_url: str | None) -> AsyncIterator[Conversations]:
        """The conversations of a home, or where there is a database server, of all machines.

        Args:
            home: Folder for files of locks.
            database_url: Address of the database as it was set.
        """
        from memory.addresses import libpq_url

        address = libpq_url(database_url)
        if address is None:
            from agent.file_locks import FileLocks

            yield cls(FileLocks(home / "locks"))
            return
        from agent.server_locks import ServerLocks

        async with ServerLocks.open(address) as locks:
            yield cls(locks)

    @asynccontextmanager
    async def free(self, conversation: str) -> AsyncIterator[None]:
        """Wait for the conversation to be free, and hold it within the block."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        self._waiting[conversation] = self._waiting.get(conversation, 0) + 1
        try:
            async with lock, self._between.hold(conversation):
                yield
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation], self._locks[conversation]

"""Conversations: one turn at a time in each, also when several processes share a home."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import AsyncFileLock


class Conversations:
    """Who may go on with which conversation.

    Within the process an asyncio lock per conversation serves first come, first served; between
    processes a lock on a file does, which the operating system lets go of when a process dies.

    Args:
        folder: Where the lock files lie.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def free(self, conversation: str) -> AsyncIterator[None]:
        """Wait for the conversation to be free, and hold it within the block."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        self._waiting[conversation] = self._waiting.get(conversation, 0) + 1
        try:
            async with lock, AsyncFileLock(self._file(conversation), run_in_executor=False):
                yield
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation], self._locks[conversation]

    def _file(self, conversation: str) -> Path:
        # Hashed: what a platform calls a conversation may be no file name.
        digest = hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / f"{digest[:32]}.lock"

"""Locks on files: for the programs of one machine."""

from __future__ import annotations

import hashlib
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from filelock import AsyncFileLock


class FileLocks:
    """A lock for each conversation; the operating system lets go of one when a process dies.

    Args:
        folder: Where the files lie.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def hold(self, conversation: str) -> AbstractAsyncContextManager[object]:
        """Wait for the lock of a conversation, and hold it within the block."""
        # Hashed: what a platform calls a conversation may be no file name.
        digest = hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()
        return AsyncFileLock(self._folder / f"{digest[:32]}.lock", run_in_executor=False)

"""Checkpoints: where conversations are kept in between turns.

In a file of SQLite by default; in PostgreSQL where the database is there, so that a conversation
goes on in any process of any machine. Both do the same for a turn: what it wrote is rolled back
when it does not come to its end, and pruned to the latest when it does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from memory.addresses import libpq_url

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple

FILE_NAME = "conversations.sqlite"


class Checkpoints(Protocol):
    """Where conversations are kept.

    Values other than plain ones are neither written nor read: a checkpoint that somebody else
    wrote cannot make this process build objects.
    """

    @property
    def saver(self) -> BaseCheckpointSaver[Any]:
        """What the graph saves and reads with."""
        ...

    @property
    def everywhere(self) -> bool:
        """Whether the conversations of all machines are here."""
        ...

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What is raised where it cannot be read or written."""
        ...

    def kept(self) -> AsyncIterator[CheckpointTuple]:
        """All that is kept of all conversations."""
        ...

    async def roll_back(self, thread: str, checkpoint: str) -> None:
        """Drop what a turn has written that did not come to its end.

        Args:
            thread: The conversation.
            checkpoint: Id of the checkpoint before the turn; empty when there was none.
        """
        ...

    async def prune(self, thread: str) -> None:
        """Drop all but the latest checkpoint of a conversation: turns never go back to older ones.

        Args:
            thread: The conversation.
        """
        ...

    async def erase(self, threads: Sequence[str]) -> None:
        """Delete all that is kept of conversations, so that it is nowhere any more.

        Args:
            threads: The conversations.
        """
        ...

    async def unsay(self, thread: str) -> None:
        """Forget what was said in a conversation, and leave its clip and its edits.

        Args:
            thread: The conversation.
        """
        ...

    async def scrub(self) -> None:
        """Overwrite what is left of deleted rows."""
        ...


def open_checkpoints(
    home: Path, database_url: str | None
) -> AbstractAsyncContextManager[Checkpoints]:
    """Open the checkpoints, making what is not there yet.

    Args:
        home: Folder of the file, where there is no server.
        database_url: Address of the database as it was set.
    """
    address = libpq_url(database_url)
    if address is None:
        from agent.checkpoint_file import FileCheckpoints

        return FileCheckpoints.open(home / FILE_NAME)
    from agent.checkpoint_server import ServerCheckpoints

    return ServerCheckpoints.open(address)

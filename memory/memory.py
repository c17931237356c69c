"""Memory: what is remembered about people, in one place. Importing it loads no database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory.recalled import (
    Extent,
    Fact,
    Forgotten,
    Habit,
    Kept,
    Look,
    Memo,
    Preference,
    Recalled,
)

if TYPE_CHECKING:
    from memory.archive import Archive
    from memory.embeddings import Embedding
    from memory.follower import Follower
    from memory.holdings import Holdings
    from memory.keepsakes import Keepsakes
    from memory.leases import Leases
    from memory.ledger import Ledger
    from memory.search import Search
    from memory.spendings import Spendings
    from memory.starts import StartsStore
    from memory.usage import Usage
    from memory.voices import VoiceBook

__all__ = [
    "Extent", "Fact", "Forgotten", "Habit", "Kept", "Look", "Memo", "Memory", "Preference",
    "Recalled",
]  # fmt: skip


class Memory:
    """What is remembered about people. Everything belongs to one person and reaches only them.

    In a group it belongs to the person in that group: what they say alone is not known there, nor
    the other way round.

    Attributes:
        archive: What passed: messages and answers, versions, files that were sent.
        keepsakes: What people wanted to have remembered.
        ledger: What a language model took, and its plans that worked.
        holdings: Which files belong to whom.
        spendings: What services charge, and the caps that hold.
        usage: What of that is told.
        starts: When requests to services start, those of all programs.
        voices: Voices that people had made of their own.
        leases: Work that one program of all does.

    The tables are the truth. Vectors follow behind, so that no turn waits for them; while they
    lack something or cannot be used, the tables are searched instead.
    """

    def __init__(
        self,
        archive: Archive,
        keepsakes: Keepsakes,
        ledger: Ledger,
        holdings: Holdings,
        spendings: Spendings,
        usage: Usage,
        starts: StartsStore,
        voices: VoiceBook,
        leases: Leases,
        search: Search,
        follower: Follower,
    ) -> None:
        """Use ``Memory.open``."""
        self.archive = archive
        self.keepsakes = keepsakes
        self._search = search
        self._follower = follower
        self.ledger = ledger
        self.holdings = holdings
        self.spendings = spendings
        self.usage = usage
        self.starts = starts
        self.voices = voices
        self.leases = leases

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        home: Path,
        *,
        database_url: str | None = None,
        chroma_url: str | None = None,
        embedding: Embedding | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> AsyncIterator[Memory]:
        """Memory in a folder, or in servers. No server of vectors is connected before it is used.

        Args:
            home: Folder of what has no server; made where it is missing.
            database_url: A database such as ``postgresql+psycopg://user:password@host/name``;
                None is an SQLite file.
            chroma_url: A Chroma server such as ``http://127.0.0.1:8000``; None is a folder.
            embedding: How words become vectors; None is the built-in lexical one.
            clock: What tells the time, with its zone; None is the machine's.

        Raises:
            StoreFailed: The database cannot be opened, or an address is not understood.
        """
        from memory.archive import Archive, utc_now
        from memory.chroma import check_url
        from memory.database import Database
        from memory.follower import Follower
        from memory.holdings import Holdings
        from memory.keepsakes import Keepsakes
        from memory.leases import Leases
        from memory.ledger import Ledger
        from memory.lexical import LexicalEmbedding
        from memory.search import Search
        from memory.spendings import Spendings
        from memory.starts import StartsStore
        from memory.usage import Usage
        from memory.vectors import Vectors
        from memory.voices import VoiceBook

        if chroma_url is not None:
            check_url(chroma_url)
        chosen = embedding or LexicalEmbedding()
        database = await Database.open(home, database_url)
        vectors = Vectors(home, url=chroma_url, database=database.identity, embedding=chosen.name)
        follower = Follower(database, vectors, chosen)
        tells = clock or utc_now
        try:
            yield cls(
                Archive(database, follower.wake, tells),
                Keepsakes(database, follower.wake, tells),
                Ledger(database, tells),
                Holdings(database),
                Spendings(database, tells),
                Usage(database, tells),
                StartsStore(database),
                VoiceBook(database, tells),
                Leases(database),
                Search(database, vectors, chosen, tells),
                follower,
            )
        finally:
            await follower.close()
            await vectors.close()
            await database.close()

    async def recall(
        self, user: str, text: str, limit: int = 5, *, group: str = "", source_id: str = ""
    ) -> Recalled:
        """What matters to a message: what is wanted always, and what resembles it.

        Args:
            user: Whose memory.
            text: The message.
            limit: How many turns, recipes and facts at most, of each.
            group: The group in which it was written; empty for a chat with the person alone.
            source_id: The clip at hand.
        """
        recalled = await self._search.recall(user, text, limit, group=group, source_id=source_id)
        self._follower.wake()
        return recalled

    async def preferences(self, user: str, group: str = "") -> tuple[Preference, ...]:
        """All that a person wants always, oldest first."""
        return await self.archive.preferences(user, group)

    async def remember(
        self,
        user: str,
        *,
        text: str,
        tool: str = "",
        argument: str = "",
        value: Any = None,
        group: str = "",
    ) -> Preference:
        """Remember what a person wants always; it replaces what was wanted of the same argument.

        Args:
            user: Whose wish.
            text: It in their words.
            tool: The tool that it is about.
            argument: The argument of that tool that it sets.
            value: The value of that argument, a plain JSON value.
            group: The group in which it holds.

        Raises:
            TooMuch: It is too long, or the person has too many.
        """
        return await self.archive.remember(
            user, text=text, tool=tool, argument=argument, value=value, group=group
        )

    async def forget(self, user: str, what: str = "", group: str = "") -> tuple[Kept, ...]:
        """Forget preferences, looks and facts for good, in the tables and in the vectors.

        Args:
            user: Whose.
            what: Words of it, its id, "everything"; "that" or nothing is the latest.
            group: The group in which it is known.

        Returns:
            What was forgotten; nothing when nothing fits.
        """
        from memory.preferences import meant

        forgotten = await self.keepsakes.forget(user, lambda kept: meant(kept, what), group)
        if forgotten:
            await self._follower.try_to_catch_up()
        return forgotten

    async def extent(self, user: str, group: str = "") -> Extent:
        """How much is remembered about a person."""
        return await self.archive.extent(user, group)

    async def forget_person(self, user: str) -> Forgotten:
        """Forget a person for good, in all groups, and tell what else there is to delete."""
        forgotten = await self.archive.forget_person(user)
        await self._follower.try_to_catch_up()
        return forgotten

    async def is_shared(self, conversation: str) -> bool:
        """Whether anybody is known to have taken part in a conversation."""
        return await self.archive.is_shared(conversation)

    async def assets(self) -> frozenset[str]:
        """Ids of all files that somebody sent, and nobody had forgotten."""
        return await self.archive.assets()

    async def settle(self) -> None:
        """Wait until the vectors contain everything, or cannot be used."""
        await self._follower.try_to_catch_up()

"""Memory: what is remembered about people, in one place. Importing it loads no database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
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
    from memory.assets import Asset
    from memory.embeddings import Embedding
    from memory.follower import Follower
    from memory.holdings import Holdings
    from memory.keepsakes import Keepsakes
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
        keepsakes: What people wanted to have remembered.
        ledger: What a language model took, and its plans that worked.
        holdings: Which files belong to whom.
        spendings: What services charge, and the caps that hold.
        usage: What of that is told.
        starts: When requests to services start, those of all programs.
        voices: Voices that people had made of their own.

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
        search: Search,
        follower: Follower,
    ) -> None:
        """Use ``Memory.open``."""
        self._archive = archive
        self.keepsakes = keepsakes
        self._search = search
        self._follower = follower
        self.ledger = ledger
        self.holdings = holdings
        self.spendings = spendings
        self.usage = usage
        self.starts = starts
        self.voices = voices

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
                Archive(database, tells),
                Keepsakes(database, follower.wake, tells),
                Ledger(database, tells),
                Holdings(database),
                Spendings(database, tells),
                Usage(database, tells),
                StartsStore(database),
                VoiceBook(database, tells),
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
        return await self._archive.preferences(user, group)

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
        kept = await self._archive.remember(
            user, text=text, tool=tool, argument=argument, value=value, group=group
        )
        self._follower.wake()
        return kept

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
        return await self._archive.extent(user, group)

    async def forget_person(self, user: str) -> Forgotten:
        """Forget a person for good, in all groups, and tell what else there is to delete."""
        forgotten = await self._archive.forget_person(user)
        await self._follower.try_to_catch_up()
        return forgotten

    async def record_turn(
        self,
        *,
        user: str,
        conversation: str,
        text: str,
        reply: str,
        kind: str,
        version: str = "",
        steps: Sequence[Mapping[str, Any]] = (),
        group: str = "",
    ) -> None:
        """Keep a message and what it was answered with.

        Args:
            user: Who wrote it.
            conversation: Where.
            text: What they wrote.
            reply: What they were told.
            kind: Kind of the reply.
            version: Name of the version that was delivered, if any.
            steps: The steps that this turn added, as plain JSON values.
            group: The group in which it was written.
        """
        await self._archive.add_turn(
            user=user,
            conversation=conversation,
            text=text,
            reply=reply,
            kind=kind,
            version=version,
            steps=steps,
            group=group,
        )
        self._follower.wake()

    async def record_version(
        self,
        *,
        user: str,
        conversation: str,
        version: str,
        parent: str = "",
        recipe: Sequence[Mapping[str, Any]],
        description: str = "",
        source_id: str = "",
        files: Iterable[Path | str] = (),
        group: str = "",
    ) -> None:
        """Keep a delivered version with its recipe.

        Args:
            user: For whom it was made.
            conversation: Where.
            version: Its name within the conversation, such as ``v3``.
            parent: Name of the version that it was made from, if any.
            recipe: All its steps, as plain JSON values.
            description: What was done, in a line.
            source_id: Id of the source in the asset store.
            files: The rendered files.
            group: The group in which it was made.
        """
        await self._archive.add_version(
            user=user,
            conversation=conversation,
            version=version,
            parent=parent,
            recipe=recipe,
            description=description,
            source_id=source_id,
            files=files,
            group=group,
        )
        self._follower.wake()

    async def record_asset(
        self, *, user: str, conversation: str, asset: Asset, group: str = ""
    ) -> None:
        """Keep that a person sent a file.

        Args:
            user: Who sent it.
            conversation: Where.
            asset: The file in the asset store.
            group: The group in which it was sent.
        """
        await self._archive.add_asset(
            user=user, conversation=conversation, asset=asset, group=group
        )

    async def is_shared(self, conversation: str) -> bool:
        """Whether anybody is known to have taken part in a conversation."""
        return await self._archive.is_shared(conversation)

    async def assets(self) -> frozenset[str]:
        """Ids of all files that somebody sent, and nobody had forgotten."""
        return await self._archive.assets()

    async def settle(self) -> None:
        """Wait until the vectors contain everything, or cannot be used."""
        await self._follower.try_to_catch_up()

"""Memory: what is remembered about people, in one place. Importing it loads no database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory.recalled import Extent, Forgotten, Memo, Preference, Recalled

if TYPE_CHECKING:
    from memory.archive import Archive
    from memory.assets import Asset
    from memory.embeddings import Embedding
    from memory.follower import Follower
    from memory.search import Search

__all__ = ["Extent", "Forgotten", "Memo", "Memory", "Preference", "Recalled"]


class Memory:
    """What is remembered about people. Everything belongs to one person and reaches only them.

    The tables are the truth. Vectors follow behind, so that no turn waits for them; while they
    lack something or cannot be used, the tables are searched instead.
    """

    def __init__(self, archive: Archive, search: Search, follower: Follower) -> None:
        """Use ``Memory.open``."""
        self._archive = archive
        self._search = search
        self._follower = follower

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
        from memory.lexical import LexicalEmbedding
        from memory.search import Search
        from memory.vectors import Vectors

        if chroma_url is not None:
            check_url(chroma_url)
        chosen = embedding or LexicalEmbedding()
        database = await Database.open(home, database_url)
        vectors = Vectors(home, url=chroma_url, database=database.identity, embedding=chosen.name)
        follower = Follower(database, vectors, chosen)
        tells = clock or utc_now
        try:
            yield cls(Archive(database, tells), Search(database, vectors, chosen, tells), follower)
        finally:
            await follower.close()
            await vectors.close()
            await database.close()

    async def recall(self, user: str, text: str, limit: int = 5) -> Recalled:
        """What matters to a message: all preferences, and the nearest earlier turns and recipes.

        Args:
            user: Whose memory.
            text: The message.
            limit: How many turns and how many recipes at most.
        """
        recalled = await self._search.recall(user, text, limit)
        self._follower.wake()
        return recalled

    async def preferences(self, user: str) -> tuple[Preference, ...]:
        """All that a person wants always, oldest first."""
        return await self._archive.preferences(user)

    async def remember(
        self, user: str, *, text: str, tool: str = "", argument: str = "", value: Any = None
    ) -> Preference:
        """Remember what a person wants always; it replaces what was wanted of the same argument.

        Args:
            user: Whose wish.
            text: It in their words.
            tool: The tool that it is about.
            argument: The argument of that tool that it sets.
            value: The value of that argument, a plain JSON value.

        Raises:
            TooMuch: It is too long, or the person has too many.
        """
        kept = await self._archive.remember(
            user, text=text, tool=tool, argument=argument, value=value
        )
        self._follower.wake()
        return kept

    async def forget(self, user: str, what: str = "") -> tuple[Preference, ...]:
        """Forget preferences for good, in the tables and in the vectors.

        Args:
            user: Whose wishes.
            what: Words of the wish, its id, "everything"; "that" or nothing is the latest.

        Returns:
            What was forgotten; nothing when nothing fits.
        """
        from memory.preferences import meant

        forgotten = await self._archive.forget(user, lambda kept: meant(kept, what))
        if forgotten:
            await self._follower.try_to_catch_up()
        return forgotten

    async def extent(self, user: str) -> Extent:
        """How much is remembered about a person."""
        return await self._archive.extent(user)

    async def forget_person(self, user: str) -> Forgotten:
        """Forget everything about a person for good, and tell what else there is to delete."""
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
        """
        await self._archive.add_turn(
            user=user,
            conversation=conversation,
            text=text,
            reply=reply,
            kind=kind,
            version=version,
            steps=steps,
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
        )
        self._follower.wake()

    async def record_asset(self, *, user: str, conversation: str, asset: Asset) -> None:
        """Keep that a person sent a file.

        Args:
            user: Who sent it.
            conversation: Where.
            asset: The file in the asset store.
        """
        await self._archive.add_asset(user=user, conversation=conversation, asset=asset)

    async def assets(self) -> frozenset[str]:
        """Ids of all files that somebody sent, and nobody had forgotten."""
        return await self._archive.assets()

    async def settle(self) -> None:
        """Wait until the vectors contain everything, or cannot be used."""
        await self._follower.try_to_catch_up()

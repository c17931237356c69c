"""Archive: everything that is kept about people, as rows. Each method is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory import preferences
from memory.assets import Asset
from memory.database import Database
from memory.forgetting import forget_all
from memory.keepsake_tables import FactRow, LookRow, PreferenceRow
from memory.recalled import Extent, Forgotten, Preference
from memory.records import (
    add_conversation,
    add_person,
    clean,
    count,
    drop,
    everywhere,
    find_conversation,
    find_person,
    known_id,
    note,
)
from memory.spent import forget_spendings, spender
from memory.tables import AssetRow, AttachmentRow, TurnRow, VersionRow

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Archive:
    """What is kept, by person. People and conversations are made when first named."""

    def __init__(
        self, database: Database, wake: Callable[[], None], clock: Clock = utc_now
    ) -> None:
        """Keep in a database.

        Args:
            database: Where the tables are.
            wake: Called after a change that the vectors are to follow.
            clock: What tells the time.
        """
        self._database = database
        self._wake = wake
        self._clock = clock

    async def preferences(self, user: str, group: str = "") -> tuple[Preference, ...]:
        """All preferences of a person, oldest first."""

        async def work(session: AsyncSession) -> tuple[Preference, ...]:
            person = await find_person(session, user, group)
            return await preferences.listed(session, known_id(person)) if person else ()

        return await self._database.read(work)

    async def remember(
        self, user: str, *, text: str, tool: str, argument: str, value: Any, group: str = ""
    ) -> Preference:
        """Keep a preference."""

        async def work(session: AsyncSession) -> Preference:
            now = self._clock()
            person = await add_person(session, user, now, group)
            return await preferences.remember(
                session,
                user=known_id(person),
                text=text,
                tool=tool,
                argument=argument,
                value=value,
                now=now,
            )

        kept = await self._database.write(work)
        self._wake()
        return kept

    async def add_turn(
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

        async def work(session: AsyncSession) -> None:
            place = await self._place(session, user, conversation, group)
            row = TurnRow(
                **place,
                text=clean(text),
                reply=clean(reply),
                kind=kind,
                version=version,
                steps=[dict(step) for step in steps],
            )
            await note(session, "turn", row)

        await self._database.write(work)
        self._wake()

    async def add_version(
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
        """Keep a delivered version with its recipe, in the place of one with the same name.

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

        async def work(session: AsyncSession) -> None:
            place = await self._place(session, user, conversation, group)
            same = select(VersionRow.id).where(
                VersionRow.conversation_id == place["conversation_id"], VersionRow.name == version
            )
            replaced = [one for one in (await session.exec(same)).all() if one is not None]
            await drop(session, "recipe", replaced)
            row = VersionRow(
                **place,
                name=version,
                parent=parent,
                recipe=[dict(step) for step in recipe],
                description=clean(description),
                source_id=source_id,
                files="\n".join(clean(str(file)) for file in files),
            )
            await note(session, "recipe", row)

        await self._database.write(work)
        self._wake()

    async def add_asset(
        self, *, user: str, conversation: str, asset: Asset, group: str = ""
    ) -> None:
        """Keep that a person sent a file.

        Args:
            user: Who sent it.
            conversation: Where.
            asset: The file in the asset store.
            group: The group in which it was sent.
        """

        async def work(session: AsyncSession) -> None:
            place = await self._place(session, user, conversation, group)
            if await session.get(AssetRow, asset.id) is None:
                now = place["created_at"]
                session.add(AssetRow(id=asset.id, size=asset.size, created_at=now))
                await session.flush()
            session.add(AttachmentRow(**place, asset_id=asset.id, name=clean(asset.name)))

        await self._database.write(work)

    async def assets(self) -> frozenset[str]:
        """Ids of all files that somebody sent."""

        async def work(session: AsyncSession) -> frozenset[str]:
            return frozenset((await session.exec(select(AssetRow.id))).all())

        return await self._database.read(work)

    async def is_shared(self, conversation: str) -> bool:
        """Whether anybody is known to have taken part in a conversation."""

        async def work(session: AsyncSession) -> bool:
            return await find_conversation(session, conversation) is not None

        return await self._database.read(work)

    async def extent(self, user: str, group: str = "") -> Extent:
        """How much is kept about a person."""

        async def work(session: AsyncSession) -> Extent:
            person = await find_person(session, user, group)
            if person is None:
                return Extent()
            tables = (PreferenceRow, TurnRow, VersionRow, LookRow, FactRow)
            return Extent(*[await count(session, table, known_id(person)) for table in tables])

        return await self._database.read(work)

    async def forget_person(self, user: str) -> Forgotten:
        """Delete everything about a person, in all groups."""

        async def work(session: AsyncSession) -> Forgotten:
            forgotten = Forgotten()
            for person in await everywhere(session, user):
                forgotten += await forget_all(session, known_id(person))
            whose = spender(self._database.identity, user)
            await forget_spendings(session, whose, self._clock())
            return forgotten

        forgotten = await self._database.write(work)
        await self._database.scrub()
        return forgotten

    async def _place(
        self, session: AsyncSession, user: str, conversation: str, group: str
    ) -> dict[str, Any]:
        """Whose, where and when: what every contribution begins with."""
        now = self._clock()
        person = await add_person(session, user, now, group)
        talk = await add_conversation(session, conversation, now)
        return {
            "user_id": known_id(person),
            "conversation_id": known_id(talk),
            "created_at": now,
        }

"""Holdings: which files belong to whom, by the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.database import Database
from memory.tables import AssetRow, AttachmentRow, ConversationRow, UserRow, VersionRow

_AT_ONCE = 500


@dataclass(slots=True)
class Belongings:
    """What belongs to somebody, or to a conversation.

    Attributes:
        assets: Bytes of each file that was sent, by its id.
        files: Rendered files, as the asset store writes them down.
    """

    assets: dict[str, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class Holdings:
    """Tells who has which files, and forgets those that are gone.

    Args:
        database: Where the tables are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[dict[str, Belongings], dict[str, Belongings]]:
        """What belongs to each person, and to each conversation, by their names."""
        return await self._database.read(_all)

    async def sent(self) -> frozenset[str]:
        """Ids of all files that somebody is known to have sent."""

        async def work(session: AsyncSession) -> frozenset[str]:
            return frozenset((await session.exec(select(AttachmentRow.asset_id).distinct())).all())

        return await self._database.read(work)

    async def retire(self, assets: Iterable[str]) -> None:
        """Forget that files were sent which are not kept any more."""
        gone = sorted(set(assets))

        async def work(session: AsyncSession) -> None:
            for start in range(0, len(gone), _AT_ONCE):
                await _retire(session, gone[start : start + _AT_ONCE])

        if gone:
            await self._database.write(work)


async def _all(session: AsyncSession) -> tuple[dict[str, Belongings], dict[str, Belongings]]:
    people: defaultdict[str, Belongings] = defaultdict(Belongings)
    talks: defaultdict[str, Belongings] = defaultdict(Belongings)
    for user, talk, asset, size in (await session.exec(_sent())).all():
        people[user].assets[asset] = talks[talk].assets[asset] = size
    for user, talk, files in (await session.exec(_made())).all():
        people[user].files.update(files.splitlines())
        talks[talk].files.update(files.splitlines())
    return dict(people), dict(talks)


def _sent() -> Any:
    columns: Any = (UserRow.name, ConversationRow.name, AssetRow.id, AssetRow.size)
    return _joined(select(*columns).select_from(AttachmentRow), AttachmentRow).join(
        AssetRow, col(AssetRow.id) == AttachmentRow.asset_id
    )


def _made() -> Any:
    columns: Any = (UserRow.name, ConversationRow.name, VersionRow.files)
    return _joined(select(*columns).select_from(VersionRow), VersionRow)


def _joined(query: Any, table: Any) -> Any:
    return query.join(UserRow, col(UserRow.id) == table.user_id).join(
        ConversationRow, col(ConversationRow.id) == table.conversation_id
    )


async def _retire(session: AsyncSession, assets: Collection[str]) -> None:
    await session.exec(delete(AttachmentRow).where(col(AttachmentRow.asset_id).in_(assets)))
    await session.exec(delete(AssetRow).where(col(AssetRow.id).in_(assets)))

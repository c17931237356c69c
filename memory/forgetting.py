"""Forgetting a person: every row about them goes, and what only they had is named for deletion."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.keepsake_tables import FactRow, HabitRow, VoiceRow
from memory.ledger_tables import PlanRow
from memory.recalled import Extent, Forgotten
from memory.records import KINDS, Kind, drop
from memory.tables import (
    AssetRow,
    AttachmentRow,
    ChangeRow,
    ConversationRow,
    TurnRow,
    UserRow,
    VersionRow,
)

_CONTRIBUTIONS = (TurnRow, VersionRow, AttachmentRow, FactRow)
# What is kept of a person besides records, and is found by nothing else.
_UNSEARCHED: tuple[Any, ...] = (AttachmentRow, HabitRow, PlanRow, VoiceRow, ChangeRow)
_COUNTED: tuple[Kind, ...] = ("preference", "turn", "recipe", "look", "fact")
_AT_ONCE = 500


async def forget_all(session: AsyncSession, user: int) -> Forgotten:
    """Delete everything about a person.

    Args:
        session: The transaction.
        user: Id of the person.
    """
    talks: set[int] = set()
    for table in _CONTRIBUTIONS:
        talks |= await _mine(session, table, table.conversation_id, user)
    rows = await _mine(session, VersionRow, VersionRow.files, user)
    assets = await _mine(session, VersionRow, VersionRow.source_id, user) - {""}
    assets |= await _mine(session, AttachmentRow, AttachmentRow.asset_id, user)

    gone: dict[Kind, set[int]] = {}
    for kind, searched in KINDS.items():
        gone[kind] = await _mine(session, searched, searched.id, user)
        await drop(session, kind, sorted(gone[kind]))
    voices = await _mine(session, VoiceRow, VoiceRow.voice, user)
    for table in _UNSEARCHED:
        await session.exec(delete(table).where(table.user_id == user))
    await session.exec(delete(UserRow).where(col(UserRow.id) == user))

    everyones = set(talks)
    for table in _CONTRIBUTIONS:
        talks -= await _present(session, table.conversation_id, talks)
    rows -= await _present(session, VersionRow.files, rows)
    assets -= await _present(session, VersionRow.source_id, assets)
    assets -= await _present(session, AttachmentRow.asset_id, assets)
    names = await _present(session, ConversationRow.name, talks, among=ConversationRow.id)
    others = everyones - talks
    shared = await _present(session, ConversationRow.name, others, among=ConversationRow.id)
    await _delete(session, ConversationRow.id, talks)
    await _delete(session, AssetRow.id, assets)
    return Forgotten(
        extent=Extent(*(len(gone[kind]) for kind in _COUNTED)),
        conversations=tuple(sorted(names)),
        shared=tuple(sorted(shared)),
        assets=tuple(sorted(assets)),
        files=tuple(sorted(file for row in rows for file in row.splitlines())),
        voices=tuple(sorted(voices)),
    )


async def _mine(session: AsyncSession, table: Any, column: Any, user: int) -> set[Any]:
    return set((await session.exec(select(column).where(table.user_id == user))).all())


async def _present(
    session: AsyncSession, column: Any, values: Collection[Any], among: Any = None
) -> set[Any]:
    """What a column holds in the rows where it, or another one, has one of the values."""
    found: set[Any] = set()
    for some in _parts(values):
        query = select(column).where((column if among is None else among).in_(some))
        found |= set((await session.exec(query)).all())
    return found


async def _delete(session: AsyncSession, column: Any, values: Collection[Any]) -> None:
    for some in _parts(values):
        await session.exec(delete(column.class_).where(column.in_(some)))


def _parts(values: Collection[Any]) -> list[list[Any]]:
    """The values in groups that fit in one statement."""
    ordered = sorted(values)
    return [ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE)]

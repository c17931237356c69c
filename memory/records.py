"""Records: what is written to the tables and read from them. Every function runs in a transaction.

Nothing is read by a person's words without that person's id beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.keepsake_tables import FactRow, LookRow, PreferenceRow
from memory.tables import ChangeRow, ConversationRow, TurnRow, UserRow, VersionRow

Kind = Literal["turn", "recipe", "preference", "look", "fact"]
Searched = TurnRow | VersionRow | PreferenceRow | LookRow | FactRow
KINDS: Mapping[Kind, type[Searched]] = {
    "turn": TurnRow,
    "recipe": VersionRow,
    "preference": PreferenceRow,
    "look": LookRow,
    "fact": FactRow,
}

_AT_ONCE = 500
"""Rows named in one statement; databases limit how many they take."""


@dataclass(frozen=True, slots=True)
class Change:
    """That a record came, or went.

    Attributes:
        seq: Number of the change.
        kind: Kind of the record.
        record: Its id.
        gone: Whether it went.
    """

    seq: int
    kind: Kind
    record: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Document:
    """The words of a record, by which it is found.

    Attributes:
        kind: Kind of the record.
        record: Its id.
        user: Id of the person.
        text: The words.
    """

    kind: Kind
    record: int
    user: int
    text: str


def clean(text: str) -> str:
    """A text that every database takes: no NUL, no halves of characters."""
    return (
        text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
    )


async def find_person(session: AsyncSession, user: str, group: str = "") -> UserRow | None:
    """The person, in a group or alone, if known."""
    wanted = _person_key(user, group)
    return (await session.exec(select(UserRow).where(UserRow.key == wanted))).first()


async def add_person(session: AsyncSession, user: str, now: datetime, group: str = "") -> UserRow:
    """The person, in a group or alone."""
    row = await find_person(session, user, group)
    if row is None:
        row = UserRow(
            key=_person_key(user, group), name=clean(user), person=_key(user), created_at=now
        )
        session.add(row)
        await session.flush()
    return row


async def everywhere(session: AsyncSession, user: str) -> Sequence[UserRow]:
    """The person, alone and in every group."""
    return (await session.exec(select(UserRow).where(UserRow.person == _key(user)))).all()


async def find_conversation(session: AsyncSession, name: str) -> ConversationRow | None:
    """The conversation of this name, if known."""
    same = select(ConversationRow).where(ConversationRow.key == _key(name))
    return (await session.exec(same)).first()


async def add_conversation(session: AsyncSession, name: str, now: datetime) -> ConversationRow:
    """The conversation of this name."""
    row = await find_conversation(session, name)
    if row is None:
        row = ConversationRow(key=_key(name), name=clean(name), created_at=now)
        session.add(row)
        await session.flush()
    return row


async def note(session: AsyncSession, kind: Kind, row: Searched) -> int:
    """Add a record and the change that tells of it; gives the record's id."""
    session.add(row)
    await session.flush()
    record = known_id(row)
    session.add(ChangeRow(user_id=row.user_id, kind=kind, record=record))
    return record


async def drop(session: AsyncSession, kind: Kind, records: Sequence[int]) -> None:
    """Delete records; all that stays is that something with this number went."""
    table: Any = KINDS[kind]
    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        same = (col(ChangeRow.kind) == kind, col(ChangeRow.record).in_(some))
        await session.exec(delete(table).where(col(table.id).in_(some)))
        await session.exec(delete(ChangeRow).where(*same))
        session.add_all(ChangeRow(user_id=None, kind=kind, record=record) for record in some)
        await session.flush()


async def count(session: AsyncSession, table: type[Searched], user: int) -> int:
    """How many records one person has in a table."""
    query = select(func.count()).select_from(table).where(col(table.user_id) == user)
    return (await session.exec(query)).one()


async def last_change(session: AsyncSession) -> int:
    """Number of the last change; 0 before the first."""
    return (await session.exec(select(func.max(ChangeRow.seq)))).one() or 0


async def changes_after(session: AsyncSession, mark: int, limit: int) -> list[Change]:
    """Changes after this one, in order."""
    query = select(ChangeRow).where(col(ChangeRow.seq) > mark).order_by(col(ChangeRow.seq))
    rows = (await session.exec(query.limit(limit))).all()
    return [
        Change(seq=row.seq or 0, kind=row.kind, record=row.record, gone=row.user_id is None)  # type: ignore[arg-type]
        for row in rows
    ]


async def pending(
    session: AsyncSession, user: int, kinds: Sequence[Kind], mark: int, limit: int
) -> dict[Kind, list[int]]:
    """One person's latest records that came after a change."""
    query = (
        select(ChangeRow.kind, ChangeRow.record)
        .where(ChangeRow.user_id == user, col(ChangeRow.seq) > mark)
        .where(col(ChangeRow.kind).in_(kinds))
        .order_by(col(ChangeRow.seq).desc())
        .limit(limit)
    )
    found: dict[Kind, list[int]] = {kind: [] for kind in kinds}
    for kind, record in (await session.exec(query)).all():
        found[kind].append(record)  # type: ignore[index]
    return found


async def documents(session: AsyncSession, records: Mapping[Kind, Sequence[int]]) -> list[Document]:
    """The words of records; those that went meanwhile are left out."""
    found = []
    for kind, ids in records.items():
        if ids:
            table: Any = KINDS[kind]
            rows = (await session.exec(select(table).where(col(table.id).in_(ids)))).all()
            found += [Document(kind, known_id(row), row.user_id, words(row)) for row in rows]
    return found


def words(row: Searched) -> str:
    """The words by which a record is found."""
    if isinstance(row, TurnRow):
        return row.text
    if isinstance(row, VersionRow):
        return " ".join((row.description, *(_step_words(step) for step in row.recipe)))
    if isinstance(row, FactRow):
        return row.text
    if isinstance(row, LookRow):
        return " ".join((row.name, "look", *(_step_words(step) for step in row.steps)))
    return f"{row.text} {row.tool} {row.argument} {row.value if row.argument else ''}"


def known_id(row: Searched | UserRow | ConversationRow) -> int:
    """The id of a row that is in the database."""
    if row.id is None:
        raise ValueError(f"this {type(row).__name__} is not in the database yet")
    return row.id


def _step_words(step: Mapping[str, Any]) -> str:
    args = step.get("args")
    values = args.values() if isinstance(args, Mapping) else ()
    return " ".join([str(step.get("tool", "")), *(str(v) for v in values if isinstance(v, str))])


def _person_key(user: str, group: str) -> str:
    # The key of a name holds no NUL, so no name can pass for somebody in a group.
    return _key(f"{_key(user)}\0{group}") if group else _key(user)


def _key(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()

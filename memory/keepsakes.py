"""Keepsakes: what a person wanted to have remembered, seen, corrected, forgotten and taken along.

Preferences, looks and facts are three kinds of one thing to the person; here they are one, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory import habits, looks, preferences
from memory.archive import Clock, utc_now
from memory.database import Database
from memory.errors import NotStorable, TooMuch
from memory.habits import Choice
from memory.keepsake_tables import FactRow, LookRow, PreferenceRow
from memory.preferences import MAX_TEXT
from memory.recalled import Fact, Kept, Look, Memo, Preference
from memory.records import (
    Kind,
    add_conversation,
    add_person,
    clean,
    drop,
    find_person,
    known_id,
    note,
)
from memory.tables import AssetRow, AttachmentRow, ConversationRow, TurnRow, VersionRow

MAX_FACTS = 500
"""Per person."""
MOST_EDITS = 20

_KINDS: Mapping[type[Kept], Kind] = {Preference: "preference", Look: "look", Fact: "fact"}


class Keepsakes:
    """What people wanted to have remembered, by person and group.

    Args:
        database: Where the tables are.
        wake: Tells the vectors that there is something new.
        clock: What tells the time.
    """

    def __init__(
        self, database: Database, wake: Callable[[], None], clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._wake = wake
        self._clock = clock

    async def all(self, user: str, group: str = "") -> tuple[Kept, ...]:
        """Everything, oldest first."""

        async def work(session: AsyncSession) -> tuple[Kept, ...]:
            person = await find_person(session, user, group)
            return await _all(session, known_id(person)) if person else ()

        return await self._database.read(work)

    async def save_look(
        self, user: str, name: str, steps: Sequence[Mapping[str, Any]], group: str = ""
    ) -> Look:
        """Keep a look, in the place of one of the same name.

        Args:
            user: Whose look.
            name: What they call it.
            steps: The steps that make it, plain JSON values.
            group: The group in which it is known.

        Raises:
            TooMuch: It is too long, or the person has too many.
            NotStorable: It has no name.
        """

        async def work(session: AsyncSession) -> Look:
            now = self._clock()
            person = known_id(await add_person(session, user, now, group))
            return await looks.save(session, user=person, name=name, steps=steps, now=now)

        kept = await self._database.write(work)
        self._wake()
        return kept

    async def add_fact(
        self, user: str, text: str, *, conversation: str, source_id: str = "", group: str = ""
    ) -> Fact:
        """Keep what a person tells, in the place of a fact in the same words.

        Args:
            user: Who tells it.
            text: It in their words.
            conversation: Where.
            source_id: The clip that it is about, if any.
            group: The group in which it is known.

        Raises:
            TooMuch: It is too long, or the person has too many.
            NotStorable: It says nothing.
        """
        said = _checked(text)

        async def work(session: AsyncSession) -> Fact:
            now = self._clock()
            person = known_id(await add_person(session, user, now, group))
            talk = known_id(await add_conversation(session, conversation, now))
            mine = select(FactRow).where(FactRow.user_id == person)
            rows = (await session.exec(mine)).all()
            same = [known_id(row) for row in rows if row.text.casefold() == said.casefold()
                    and row.source_id == source_id]  # fmt: skip
            if len(rows) - len(same) >= MAX_FACTS:
                raise TooMuch(f"{MAX_FACTS} facts are kept already. Forget one first.")
            await drop(session, "fact", same)
            row = FactRow(
                user_id=person,
                conversation_id=talk,
                created_at=now,
                text=said,
                source_id=source_id,
            )
            await note(session, "fact", row)
            return fact(row)

        kept = await self._database.write(work)
        self._wake()
        return kept

    async def forget(
        self,
        user: str,
        choose: Callable[[tuple[Kept, ...]], tuple[Kept, ...]],
        group: str = "",
    ) -> tuple[Kept, ...]:
        """Delete what is chosen among all."""

        async def work(session: AsyncSession) -> tuple[Kept, ...]:
            person = await find_person(session, user, group)
            chosen = choose(await _all(session, known_id(person))) if person else ()
            for each in chosen:
                await drop(session, _KINDS[type(each)], [_record(each)])
            return chosen

        forgotten = await self._database.write(work)
        if forgotten:
            await self._database.scrub()
        return forgotten

    async def note_choices(
        self, user: str, choices: Sequence[Choice], group: str = "", asked: Choice | None = None
    ) -> None:
        """Count what a turn asked for, to notice habits.

        Args:
            user: Who asked.
            choices: Each tool, argument and value that was asked for.
            group: The group in which it was.
            asked: What the person was asked to make a preference, and is not asked again.
        """

        async def work(session: AsyncSession) -> None:
            now = self._clock()
            person = known_id(await add_person(session, user, now, group))
            await habits.noted(session, person, choices, now)
            if asked is not None:
                await habits.asked(session, person, asked)

        await self._database.write(work)

    async def edits(
        self, user: str, start: datetime, end: datetime, group: str = ""
    ) -> tuple[Memo, ...]:
        """Edits that were delivered within a time, the latest first."""

        async def work(session: AsyncSession) -> tuple[Memo, ...]:
            person = await find_person(session, user, group)
            if person is None:
                return ()
            query = (
                select(VersionRow, ConversationRow.name)
                .where(VersionRow.conversation_id == ConversationRow.id)
                .where(VersionRow.user_id == known_id(person))
                .where(col(VersionRow.created_at) >= start, col(VersionRow.created_at) < end)
                .order_by(col(VersionRow.id).desc())
                .limit(MOST_EDITS)
            )
            return tuple(_edit(row, name) for row, name in (await session.exec(query)).all())

        return await self._database.read(work)

    @property
    def now(self) -> datetime:
        """This moment."""
        return self._clock()

    async def export(self, user: str, group: str = "") -> dict[str, Any]:
        """All that is kept about a person, as plain values that anybody can read."""

        async def work(session: AsyncSession) -> dict[str, Any]:
            person = await find_person(session, user, group)
            return await _exported(session, known_id(person)) if person else {}

        return await self._database.read(work)


def fact(row: FactRow) -> Fact:
    """A row as others see it."""
    return Fact(id=f"f{known_id(row)}", text=row.text, source_id=row.source_id)


def _checked(text: str) -> str:
    said = " ".join(clean(text).split())
    if not said:
        raise NotStorable("There is nothing to remember in that.")
    if len(said) > MAX_TEXT:
        raise TooMuch(
            f"That is too long to remember: {len(said):,} characters, "
            f"and {MAX_TEXT:,} can be kept. Say it shorter."
        )
    return said


def _record(kept: Kept) -> int:
    return int(kept.id[1:])


async def _all(session: AsyncSession, person: int) -> tuple[Kept, ...]:
    dated: list[tuple[datetime, int, Kept]] = []
    wishes = {one.id: one for one in await preferences.listed(session, person)}
    for row in (await session.exec(_mine(PreferenceRow, person))).all():
        dated.append((row.created_at, known_id(row), wishes[f"p{known_id(row)}"]))
    for row in (await session.exec(_mine(LookRow, person))).all():
        dated.append((row.created_at, known_id(row), looks.look(row)))
    for row in (await session.exec(_mine(FactRow, person))).all():
        dated.append((row.created_at, known_id(row), fact(row)))
    return tuple(kept for *_, kept in sorted(dated, key=lambda each: each[:2]))


def _mine(table: Any, person: int) -> Any:
    return select(table).where(table.user_id == person).order_by(table.id)


def _edit(row: VersionRow, conversation: str) -> Memo:
    data = {
        "conversation": conversation,
        "version": row.name,
        "recipe": row.recipe,
        "source_id": row.source_id,
    }
    return Memo(row.description, data, 1.0, row.created_at)


async def _exported(session: AsyncSession, person: int) -> dict[str, Any]:
    async def rows(table: Any, *columns: str) -> list[dict[str, Any]]:
        found = (await session.exec(_mine(table, person))).all()
        names = ("created_at", *columns)
        return [{name: _plain(getattr(row, name)) for name in names} for row in found]

    files = (
        select(AttachmentRow, AssetRow)
        .where(AttachmentRow.asset_id == AssetRow.id)
        .where(AttachmentRow.user_id == person)
        .order_by(col(AttachmentRow.id))
    )
    return {
        "preferences": await rows(PreferenceRow, "text", "tool", "argument", "value"),
        "looks": await rows(LookRow, "name", "steps"),
        "facts": await rows(FactRow, "text", "source_id"),
        "messages": await rows(TurnRow, "text", "reply", "kind", "version", "steps"),
        "edits": await rows(VersionRow, "name", "description", "recipe", "source_id"),
        "clips": [
            {"created_at": _plain(sent.created_at), "name": sent.name, "size": asset.size,
             "id": asset.id}
            for sent, asset in (await session.exec(files)).all()
        ],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

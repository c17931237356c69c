"""Habits: what a person asks for again and again, until they were asked about it once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.keepsake_tables import HabitRow
from memory.recalled import Habit

NOTICED = 3
"""Turns after which a habit is one."""
MAX_HABITS = 300
FADES = timedelta(days=90)
"""What was not asked for in so long is no habit."""
_LONGEST = 100

Choice = tuple[str, str, Any]
"""A tool, an argument of it, and a plain JSON value."""


def comparable(value: Any) -> str:
    """The value as text; empty for what is too long to be a habit."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    return text if len(text) <= _LONGEST else ""


async def noted(session: AsyncSession, user: int, choices: Sequence[Choice], now: datetime) -> None:
    """Count what was asked for in one turn."""
    await session.exec(
        delete(HabitRow).where(
            col(HabitRow.user_id) == user,
            col(HabitRow.asked).is_(False),
            col(HabitRow.seen_at) < now - FADES,
        )
    )
    rows = {_key(row): row for row in await _rows(session, user)}
    for tool, argument, value in dict.fromkeys(
        (tool, argument, comparable(value)) for tool, argument, value in choices
    ):
        row = rows.get((tool, argument, value))
        if row is None and value and len(rows) < MAX_HABITS:
            row = HabitRow(user_id=user, tool=tool, argument=argument, value=value, seen_at=now)
            rows[_key(row)] = row
        if row is not None:
            row.times, row.seen_at = row.times + 1, now
            session.add(row)
    await session.flush()


async def asked(session: AsyncSession, user: int, choice: Choice) -> None:
    """Never ask about this one again."""
    tool, argument, value = choice
    for row in await _rows(session, user):
        if _key(row) == (tool, argument, comparable(value)):
            row.asked = True
            session.add(row)
    await session.flush()


async def listed(session: AsyncSession, user: int, now: datetime) -> tuple[Habit, ...]:
    """What is about to become a habit, or is one, and was never asked about."""
    return tuple(
        Habit(row.tool, row.argument, json.loads(row.value), row.times)
        for row in await _rows(session, user)
        if not row.asked and row.times >= NOTICED - 1 and row.seen_at >= now - FADES
    )


def _key(row: HabitRow) -> tuple[str, str, str]:
    return (row.tool, row.argument, row.value)


async def _rows(session: AsyncSession, user: int) -> Sequence[HabitRow]:
    query = select(HabitRow).where(HabitRow.user_id == user)
    return (await session.exec(query.order_by(col(HabitRow.id)))).all()

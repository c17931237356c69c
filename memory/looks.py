"""Looks: named steps of a person, saved and taken out again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.errors import NotStorable, TooMuch
from memory.keepsake_tables import LookRow
from memory.recalled import Look
from memory.records import clean, drop, known_id, note

MAX_LOOKS = 50
"""Per person. The names of all of them may be part of a plan."""
MAX_NAME = 60
MAX_STEPS = 50

_ID_MARK = "l"


def key_of(name: str) -> str:
    """The name as it is compared: "My Retro look" is "retro"."""
    plain = re.sub(r"[\"“”„«»‘’']+(?=\s|$)|(?<!\S)[\"“”„«»‘’']+", " ", clean(name).casefold())
    words = plain.strip(" \t\n.!?,;:").split()
    while len(words) > 1 and words[0] in {"my", "the", "a"}:
        words = words[1:]
    while len(words) > 1 and words[-1] in {"look", "style"}:
        words = words[:-1]
    return " ".join(words)[:MAX_NAME]


async def save(
    session: AsyncSession,
    *,
    user: int,
    name: str,
    steps: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Look:
    """Keep a look, in the place of one of the same name.

    Raises:
        NotStorable: It has no name.
        TooMuch: The person has very many already, or this one is very long.
    """
    key, shown = key_of(name), " ".join(clean(name).split())[:MAX_NAME]
    if not any(map(str.isalnum, key)):
        raise NotStorable("A look needs a name. Say for example: save this look as retro.")
    if len(steps) > MAX_STEPS:
        raise TooMuch(f"That look has {len(steps)} steps; up to {MAX_STEPS} can be saved.")
    rows = await _rows(session, user)
    same = [known_id(row) for row in rows if row.key == key]
    if len(rows) - len(same) >= MAX_LOOKS:
        raise TooMuch(f"{MAX_LOOKS} looks are saved already. Forget one first.")
    await drop(session, "look", same)
    row = LookRow(
        user_id=user, key=key, name=shown, steps=[dict(step) for step in steps], created_at=now
    )
    await note(session, "look", row)
    return look(row)


async def listed(session: AsyncSession, user: int) -> tuple[Look, ...]:
    """All looks of a person, oldest first."""
    return tuple(look(row) for row in await _rows(session, user))


def look(row: LookRow) -> Look:
    """A row as others see it."""
    return Look(id=f"{_ID_MARK}{known_id(row)}", name=row.name, steps=tuple(row.steps))


async def _rows(session: AsyncSession, user: int) -> Sequence[LookRow]:
    query = select(LookRow).where(LookRow.user_id == user)
    return (await session.exec(query.order_by(col(LookRow.id)))).all()

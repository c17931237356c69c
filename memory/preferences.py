"""Preferences: what a person wants always, and what they mean who want something forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.errors import TooMuch
from memory.keepsake_tables import PreferenceRow
from memory.lexical import stems
from memory.recalled import Kept, Preference
from memory.records import clean, drop, known_id, note

MAX_PREFERENCES = 100
"""Per person. All of them are part of every plan."""

MAX_TEXT = 1_000
_LATEST = frozenset({"", "it", "that", "this", "last", "latest", "the last one", "the latest"})
_ALL = frozenset({"all", "everything", "all of it", "all of them", "everything about me"})
_ID_MARK = "p"
_ENOUGH = 0.5
"""Share of the words asked for that something must have to be meant."""


async def remember(
    session: AsyncSession,
    *,
    user: int,
    text: str,
    tool: str,
    argument: str,
    value: Any,
    now: datetime,
) -> Preference:
    """Keep a preference in the place of one about the same argument, or in the same words.

    Raises:
        TooMuch: The person has very many already, or this one is very long.
    """
    text, tool, argument = clean(text).strip(), clean(tool)[:100], clean(argument)[:100]
    if len(text) > MAX_TEXT:
        raise TooMuch(
            f"That is too long to remember: {len(text):,} characters, "
            f"and {MAX_TEXT:,} can be kept. Say it shorter."
        )
    rows = await _rows(session, user)
    replaced = [known_id(row) for row in rows if _is_same(row, text, tool, argument)]
    if len(rows) - len(replaced) >= MAX_PREFERENCES:
        raise TooMuch(f"{MAX_PREFERENCES} preferences are kept already. Forget one first.")
    await drop(session, "preference", replaced)
    row = PreferenceRow(
        user_id=user, text=text, tool=tool, argument=argument, value=value, created_at=now
    )
    await note(session, "preference", row)
    return _preference(row)


async def listed(session: AsyncSession, user: int) -> tuple[Preference, ...]:
    """All preferences of a person, oldest first."""
    return tuple(_preference(row) for row in await _rows(session, user))


def meant(kept: Sequence[Kept], what: str) -> tuple[Kept, ...]:
    """What somebody means who wants something forgotten.

    Args:
        kept: All that the person had remembered, oldest first.
        what: Words of it, its id, "everything", or "that" or nothing for the latest.
    """
    asked = " ".join(what.casefold().strip(" .!\"'").split())
    if asked in _LATEST:
        return tuple(kept[-1:])
    if asked in _ALL:
        return tuple(kept)
    by_id = tuple(each for each in kept if each.id == what.strip())
    return by_id or _by_words(kept, asked)


def _by_words(kept: Sequence[Kept], asked: str) -> tuple[Kept, ...]:
    wanted = set(stems(asked))
    if not wanted:
        return ()
    shares = [len(wanted & set(stems(each.words))) / len(wanted) for each in kept]
    best = max(shares, default=0.0)
    if best < _ENOUGH:
        return ()
    return tuple(each for each, share in zip(kept, shares, strict=True) if share == best)


def _is_same(row: PreferenceRow, text: str, tool: str, argument: str) -> bool:
    if argument or row.argument:
        return (row.tool, row.argument) == (tool, argument)
    return row.text.casefold() == text.casefold()


async def _rows(session: AsyncSession, user: int) -> Sequence[PreferenceRow]:
    query = select(PreferenceRow).where(PreferenceRow.user_id == user)
    return (await session.exec(query.order_by(col(PreferenceRow.id)))).all()


def _preference(row: PreferenceRow) -> Preference:
    return Preference(
        id=f"{_ID_MARK}{known_id(row)}",
        text=row.text,
        tool=row.tool,
        argument=row.argument,
        value=row.value,
    )

"""Spent: whose a call of a service is, whether it counts, and what stays of the forgotten."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_, update
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.ledger_tables import SpendRow

RESERVED, DONE = "reserved", "done"
STALE = timedelta(hours=1)
"""What was set aside so long ago was for a call that nobody waits for any more: it is free."""


def spender(identity: str, name: str) -> str:
    """A person or group as the table knows them; empty for nobody.

    Args:
        identity: The name of the database: no other one tells them by the same hash.
        name: What the front end calls them.
    """
    if not name:
        return ""
    return hashlib.sha256(f"{identity} {name}".encode("utf-8", "surrogatepass")).hexdigest()


def counted(now: datetime) -> ColumnElement[bool]:
    """What was paid: calls that are done, and those that may still be under way."""
    fresh = and_(col(SpendRow.state) == RESERVED, col(SpendRow.created_at) > now - STALE)
    return and_(col(SpendRow.cached).is_(False), or_(col(SpendRow.state) == DONE, fresh))


async def forget_spendings(session: AsyncSession, person: str, now: datetime) -> None:
    """Make the calls of a person nobody's.

    Those of this month still count against the person's caps until it ends, under a hash: else
    forgetting would be a way around them.
    """
    mine = update(SpendRow).where(col(SpendRow.person) == person)
    await session.exec(mine.values(forgotten=True, job=""))
    await make_nobodys(session, now)


async def make_nobodys(session: AsyncSession, now: datetime) -> None:
    """Take their hashes from calls of forgotten people, once the month is over."""
    past = col(SpendRow.created_at) < month_of(now)
    gone = update(SpendRow).where(col(SpendRow.forgotten).is_(True), past)
    await session.exec(gone.values(person="", group_key=""))


def day_of(now: datetime) -> datetime:
    """When the day began."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def month_of(now: datetime) -> datetime:
    """When the month began."""
    return day_of(now).replace(day=1)

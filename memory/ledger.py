"""Ledger: what a language model took, what was spared, and the plans that can be used again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.archive import Clock, utc_now
from memory.database import Database
from memory.ledger_tables import PlanRow, UsageRow
from memory.records import add_person, find_person, known_id

MAX_PLANS = 200
"""Per person; those that were not used for the longest time go first."""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan that worked.

    Attributes:
        calls: Its calls, plain JSON values.
        tokens: What a language model took to make it.
    """

    calls: tuple[Mapping[str, Any], ...]
    tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a language model took, and what was spared.

    Attributes:
        turns: Turns in which it was asked.
        sent: Tokens that it was told.
        answered: Tokens that it said.
        spared_turns: Turns in which there was no need to ask it.
        spared: About the tokens that those would have taken.
        usd: What it charged, where its price is set.
    """

    turns: int = 0
    sent: int = 0
    answered: int = 0
    spared_turns: int = 0
    spared: int = 0
    usd: float = 0.0

    @property
    def in_words(self) -> str:
        """The same for people; empty before the first turn."""
        if not (self.turns or self.spared_turns):
            return ""
        price = f" (${self.usd:.2f})" if self.usd else ""
        return (
            f"the language model took {self.sent + self.answered:,} tokens{price} for "
            f"{self.turns:,} messages and was spared {self.spared_turns:,} "
            f"(about {self.spared:,} tokens)"
        )


class Ledger:
    """Counts for everybody together, and plans by person.

    Args:
        database: Where the tables are.
        clock: What tells the time.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def plan(self, user: str, key: str, group: str = "") -> KeptPlan | None:
        """The plan that was kept for this person under this key."""

        async def work(session: AsyncSession) -> KeptPlan | None:
            row = await _plan(session, user, key, group)
            if row is None:
                return None
            row.used_at = self._clock()
            session.add(row)
            return KeptPlan(tuple(row.calls), row.tokens)

        return await self._database.write(work)

    async def keep_plan(
        self,
        user: str,
        key: str,
        calls: Sequence[Mapping[str, Any]],
        *,
        tokens: int = 0,
        group: str = "",
    ) -> None:
        """Keep a plan, in the place of one under the same key."""

        async def work(session: AsyncSession) -> None:
            now = self._clock()
            person = known_id(await add_person(session, user, now, group))
            mine = (col(PlanRow.user_id) == person, col(PlanRow.key) == key)
            await session.exec(delete(PlanRow).where(*mine))
            plain = [dict(call) for call in calls]
            session.add(PlanRow(user_id=person, key=key, calls=plain, tokens=tokens, used_at=now))
            await session.flush()
            await _bound(session, person)

        await self._database.write(work)

    async def count(self, tally: Tally) -> None:
        """Add to the counts of this month."""

        async def work(session: AsyncSession) -> None:
            month = f"{self._clock():%Y-%m}"
            row = await session.get(UsageRow, month) or UsageRow(month=month)
            row.turns += tally.turns
            row.sent += tally.sent
            row.answered += tally.answered
            row.spared_turns += tally.spared_turns
            row.spared += tally.spared
            row.usd += tally.usd
            session.add(row)

        await self._database.write(work)

    async def tally(self) -> Tally:
        """The counts of all months together."""

        async def work(session: AsyncSession) -> Tally:
            rows = (await session.exec(select(UsageRow))).all()
            return Tally(
                turns=sum(row.turns for row in rows),
                sent=sum(row.sent for row in rows),
                answered=sum(row.answered for row in rows),
                spared_turns=sum(row.spared_turns for row in rows),
                spared=sum(row.spared for row in rows),
                usd=sum(row.usd for row in rows),
            )

        return await self._database.read(work)


async def _plan(session: AsyncSession, user: str, key: str, group: str) -> PlanRow | None:
    person = await find_person(session, user, group)
    if person is None:
        return None
    query = select(PlanRow).where(PlanRow.user_id == known_id(person), PlanRow.key == key)
    return (await session.exec(query)).first()


async def _bound(session: AsyncSession, person: int) -> None:
    """Delete the plans that are too many."""
    query = select(PlanRow.id).where(PlanRow.user_id == person)
    old = (await session.exec(query.order_by(col(PlanRow.used_at).desc()).offset(MAX_PLANS))).all()
    if old:
        await session.exec(delete(PlanRow).where(col(PlanRow.id).in_(old)))

"""Spendings: the ledger of what services charge, and the caps that it keeps.

What a call will cost is set aside before it and counts at once, so that calls side by side, in
any number of processes, keep to the caps together. Days and months are those of UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import case, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.archive import Clock, utc_now
from memory.database import Database
from memory.errors import TooMuch
from memory.ledger_tables import SpendRow
from memory.spent import RESERVED, STALE, counted, day_of, make_nobodys, month_of, spender

_LONGEST_JOB = 100
# Sums of many prices are not exact.
_EXACT = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The most that may be spent, US dollars; None for any.

    Attributes:
        person_day: By a person in a day.
        person_month: By a person in a month.
        group_day: In a group in a day.
        group_month: In a group in a month.
        day: By everybody together in a day.
        month: By everybody together in a month.
    """

    person_day: float | None = None
    person_month: float | None = None
    group_day: float | None = None
    group_month: float | None = None
    day: float | None = None
    month: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call, as it is written down.

    Attributes:
        capability: What kind of work.
        engine: Who is asked.
        product: Which of its products.
        units: How much, by unit.
        usd: What that costs.
        person: Name of who asked; empty for nobody.
        group: The group in which they did; empty in private.
        job: Name of the turn.
        request: Hash that names what is asked for.
    """

    capability: str
    engine: str
    product: str
    units: Mapping[str, float]
    usd: float
    person: str
    group: str
    job: str
    request: str


class Spendings:
    """The ledger.

    Args:
        database: Where the table is.
        clock: What tells the time.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._month: datetime | None = None
        self._open: dict[int, Call] = {}

    def key(self, name: str) -> str:
        """A person or group as the table knows them; empty for nobody."""
        return spender(self._database.identity, name)

    async def reserve(self, call: Call, caps: Caps) -> int:
        """Set aside what a call will cost; its number.

        The same person's reservation for the same request, left behind when a process was killed,
        is taken over: nobody pays twice.

        Raises:
            TooMuch: A cap would be passed.
            StoreFailed: The ledger cannot be written.
        """

        async def work(session: AsyncSession) -> int:
            now = self._clock()
            if self._month != month_of(now):
                self._month = month_of(now)
                await make_nobodys(session, now)
            row = await self._left_behind(session, call, now)
            if row is None:
                await self._check(session, call, caps, now)
                row = self._row(call, RESERVED, now)
            row.job = call.job[:_LONGEST_JOB]
            row.created_at = now
            session.add(row)
            await session.flush()
            return row.id or 0

        number = await self._database.write(work)
        self._open[number] = call
        return number

    async def close(
        self,
        number: int,
        *,
        state: str,
        usd: float,
        ms: float,
        units: Mapping[str, float] | None = None,
    ) -> None:
        """A call ended: it is done and cost this, or failed and cost nothing.

        Args:
            number: Which.
            state: How it ended.
            usd: What it cost.
            ms: How long it took.
            units: How much it took; None for what was reserved.
        """
        call = self._open.pop(number, None)

        async def work(session: AsyncSession) -> None:
            row = await session.get(SpendRow, number)
            if row is None:
                return
            if call is not None and row.job != call.job[:_LONGEST_JOB]:
                # Another process took over what was not left behind: both calls were made.
                row = self._row(call, state, self._clock())
            row.state, row.usd, row.ms = state, usd, ms
            row.units = row.units if units is None else dict(units)
            session.add(row)

        await self._database.write(work)

    async def note(self, call: Call, *, state: str, ms: float, cached: bool) -> None:
        """Write down a call that costs nothing."""

        async def work(session: AsyncSession) -> None:
            row = self._row(call, state, self._clock())
            row.ms, row.cached = ms, cached
            session.add(row)

        await self._database.write(work)

    def _row(self, call: Call, state: str, now: datetime) -> SpendRow:
        return SpendRow(
            request=call.request,
            capability=call.capability,
            engine=call.engine,
            product=call.product,
            units=dict(call.units),
            usd=call.usd,
            state=state,
            person=self.key(call.person),
            group_key=self.key(call.group),
            job=call.job[:_LONGEST_JOB],
            created_at=now,
        )

    async def _left_behind(
        self, session: AsyncSession, call: Call, now: datetime
    ) -> SpendRow | None:
        query = select(SpendRow).where(
            SpendRow.request == call.request,
            SpendRow.engine == call.engine,
            SpendRow.state == RESERVED,
            SpendRow.person == self.key(call.person),
            col(SpendRow.created_at) > now - STALE,
        )
        return (await session.exec(query)).first()

    async def _check(self, session: AsyncSession, call: Call, caps: Caps, now: datetime) -> None:
        for whose, mine, day, month in self._limits(call, caps):
            if day is None and month is None:
                continue
            today, this_month = await _spent(session, now, mine)
            _keep_to(day, today, f"{whose} for services a day", "at midnight UTC", call)
            _keep_to(month, this_month, f"{whose} for services a month", "with the month", call)

    def _limits(
        self, call: Call, caps: Caps
    ) -> Iterator[tuple[str, ColumnElement[bool] | None, float | None, float | None]]:
        """Whose limit, which calls count against it, and what it is for a day and a month."""
        if call.person:
            mine = col(SpendRow.person) == self.key(call.person)
            yield "Your limit", mine, caps.person_day, caps.person_month
        if call.group:
            ours = col(SpendRow.group_key) == self.key(call.group)
            yield "This group's limit", ours, caps.group_day, caps.group_month
        yield "The limit of everybody together", None, caps.day, caps.month


def _keep_to(cap: float | None, spent: float, limit: str, ends: str, call: Call) -> None:
    if cap is None:
        return
    passed = spent + call.usd > cap * (1 + _EXACT)
    # What has no known price needs at least some room.
    if passed or (not call.usd and spent >= cap):
        raise TooMuch(
            f"{limit} is ${cap:.2f}: ${spent:.2f} is spent, and {call.engine} would charge "
            f"{f'${call.usd:.4f}' if call.usd else 'a price that is not known'}. It ends {ends}; "
            "what is built in costs nothing."
        )


async def _spent(
    session: AsyncSession, now: datetime, mine: ColumnElement[bool] | None
) -> tuple[float, float]:
    """What was spent this day and this month."""
    today = case((col(SpendRow.created_at) >= day_of(now), col(SpendRow.usd)), else_=0.0)
    query = select(func.sum(today), func.sum(col(SpendRow.usd))).where(
        col(SpendRow.created_at) >= month_of(now), counted(now)
    )
    of_day, of_month = (await session.exec(query if mine is None else query.where(mine))).one()
    return of_day or 0.0, of_month or 0.0

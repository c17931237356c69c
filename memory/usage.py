"""Usage: what the ledger tells of money that was spent and saved, and of how engines do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles
from typing import Any

from sqlmodel import case, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.archive import Clock, utc_now
from memory.database import Database
from memory.ledger_tables import SpendRow
from memory.spent import DONE, RESERVED, counted, day_of, month_of, spender

LATELY = timedelta(days=1)
"""For so long back it is looked how an engine does."""

_ENOUGH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineUse:
    """What was asked of one engine for one kind of work.

    Attributes:
        capability: What kind of work.
        engine: The engine.
        calls: How often it was asked.
        failed: How often in vain, which costs nothing.
        cached: How often it was not asked, because the result was there.
        usd: What it charged.
        saved: What it would have charged for those.
    """

    capability: str
    engine: str
    calls: int
    failed: int
    cached: int
    usd: float
    saved: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """How an engine did lately.

    Attributes:
        calls: How often it was asked.
        errors: Share of calls that failed, 0 to 1.
        p50: Half of those that worked took no longer, milliseconds.
        p95: 95 % of them took no longer.
        usd: What it charged.
    """

    calls: int
    errors: float
    p50: float
    p95: float
    usd: float


class Usage:
    """Reads the ledger.

    Args:
        database: Where the table is.
        clock: What tells the time.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def by_engine(
        self, *, days: int | None = None, person: str = "", group: str = ""
    ) -> tuple[EngineUse, ...]:
        """What was asked of engines, dearest first.

        Args:
            days: Of so many days back, today included; None for this month.
            person: Only by this person.
            group: Only in this group.
        """

        async def work(session: AsyncSession) -> tuple[EngineUse, ...]:
            now = self._clock()
            paid, cached = counted(now), col(SpendRow.cached).is_(True)
            usd = col(SpendRow.usd)
            ended = col(SpendRow.state) != RESERVED
            # More columns than sqlmodel has types for.
            columns: Any = (
                SpendRow.capability,
                SpendRow.engine,
                func.sum(case((~cached, 1), else_=0)),
                func.sum(case(((col(SpendRow.state) != DONE) & ended, 1), else_=0)),
                func.sum(case((cached, 1), else_=0)),
                func.sum(case((paid, usd), else_=0.0)),
                func.sum(case((cached, usd), else_=0.0)),
            )
            query = (
                select(*columns)
                .where(col(SpendRow.created_at) >= _since(now, days))
                .group_by(col(SpendRow.capability), col(SpendRow.engine))
            )
            if person:
                query = query.where(SpendRow.person == spender(self._database.identity, person))
            if group:
                query = query.where(SpendRow.group_key == spender(self._database.identity, group))
            rows = (await session.exec(query)).all()
            return tuple(sorted(map(_use, rows), key=lambda use: (-use.usd, -use.calls)))

        return await self._database.read(work)

    async def vitals(self) -> dict[tuple[str, str], Vitals]:
        """How engines did in the last day, by capability and name."""

        async def work(session: AsyncSession) -> dict[tuple[str, str], Vitals]:
            since = self._clock() - LATELY
            # More columns than sqlmodel has types for.
            columns: Any = (
                SpendRow.capability,
                SpendRow.engine,
                SpendRow.state,
                SpendRow.ms,
                SpendRow.usd,
            )
            query = (
                select(*columns)
                .where(col(SpendRow.created_at) >= since, col(SpendRow.cached).is_(False))
                .where(SpendRow.state != RESERVED)
                .order_by(col(SpendRow.id).desc())
            )
            found: dict[tuple[str, str], list[Any]] = {}
            for capability, engine, *seen in (await session.exec(query)).all():
                rows = found.setdefault((capability, engine), [])
                if len(rows) < _ENOUGH:
                    rows.append(seen)
            return {whose: _vitals(rows) for whose, rows in found.items()}

        return await self._database.read(work)


def _since(now: datetime, days: int | None) -> datetime:
    return month_of(now) if days is None else day_of(now) - timedelta(days=days - 1)


def _use(row: Sequence[Any]) -> EngineUse:
    capability, engine, calls, failed, cached, usd, saved = row
    return EngineUse(
        capability=capability,
        engine=engine,
        calls=calls,
        failed=failed,
        cached=cached,
        usd=usd,
        saved=saved,
    )


def _vitals(rows: Sequence[Sequence[Any]]) -> Vitals:
    worked = sorted(ms for state, ms, _ in rows if state == DONE)
    p50, p95 = _percentiles(worked)
    return Vitals(
        calls=len(rows),
        errors=1 - len(worked) / len(rows),
        p50=p50,
        p95=p95,
        usd=sum(usd for state, _, usd in rows if state == DONE),
    )


def _percentiles(values: Iterable[float]) -> tuple[float, float]:
    known = list(values)
    if len(known) < 2:
        return (known[0], known[0]) if known else (0.0, 0.0)
    parts = quantiles(known, n=20, method="inclusive")
    return parts[9], parts[18]

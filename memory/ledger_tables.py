"""The tables of what language models and services took, and of plans to be used again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field

from memory.schema import Table, UtcDateTime


class PlanRow(Table, table=True):
    """A plan of a language model that worked, to be used again for the same person.

    Attributes:
        key: SHA-256 of all that the plan was made from.
        calls: The calls, as plain JSON.
        tokens: What making it took.
    """

    __tablename__ = "plans"
    __table_args__: ClassVar[Any] = (
        Index("uq_plans_key", "user_id", "key", unique=True),
        Table.__table_args__,
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    key: str = Field(max_length=64)
    calls: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    tokens: int = 0
    used_at: datetime = Field(sa_type=UtcDateTime)


class UsageRow(Table, table=True):
    """What a language model took in a month, and what was spared. It is about nobody.

    Attributes:
        month: Such as ``2030-01``.
        turns: Turns in which it was asked.
        sent: Tokens that it was told.
        answered: Tokens that it said.
        spared_turns: Turns in which it was not asked, because there was no need to.
        spared: About the tokens that those would have taken.
        usd: What it charged, where its price is set.
    """

    __tablename__ = "usage"
    __table_args__: ClassVar[Any] = {}

    month: str = Field(primary_key=True, max_length=7)
    turns: int = 0
    sent: int = Field(default=0, sa_type=BigInteger)
    answered: int = Field(default=0, sa_type=BigInteger)
    spared_turns: int = 0
    spared: int = Field(default=0, sa_type=BigInteger)
    usd: float = 0.0


class SpendRow(Table, table=True):
    """One call of a service. It holds no word of anybody.

    Attributes:
        request: Hash that names what was asked for.
        capability: What kind of work, such as ``speech``.
        engine: Who was asked.
        product: Which of its products.
        units: How much, by unit.
        usd: What it costs; for what came from the cache, what that saved.
        state: ``reserved`` while it runs, then ``done``, or how it failed and cost nothing.
        cached: Whether nobody was asked, because the result was there.
        ms: How long it took, milliseconds.
        person: Whose it is, as a hash with the database's own name in it; empty for nobody's.
        group_key: The group in which it was asked for, likewise.
        job: Name of the turn.
        forgotten: Whether the person wanted to be forgotten: then nobody's after the month.
    """

    __tablename__ = "spendings"

    id: int | None = Field(default=None, primary_key=True)
    request: str = Field(max_length=64, index=True)
    capability: str = Field(max_length=40)
    engine: str = Field(max_length=100)
    product: str = Field(max_length=200)
    units: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    usd: float = 0.0
    state: str = Field(max_length=20)
    cached: bool = False
    ms: float = 0.0
    person: str = Field(default="", max_length=64, index=True)
    group_key: str = Field(default="", max_length=64, index=True)
    job: str = Field(default="", max_length=100)
    forgotten: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)

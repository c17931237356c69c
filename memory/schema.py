"""Schema: what all tables have in common, and the version of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SCHEMA_VERSION = 6
"""Raised whenever a table changes, so that an older database is recognised."""

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What goes to the database."""
        return value.astimezone(UTC) if value else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What comes from the database."""
        if value is None or value.tzinfo:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Table(SQLModel):
    """Base of all tables: constraints have names for migrations, ids are never used twice."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)
    __table_args__: ClassVar[Any] = {"sqlite_autoincrement": True}


class StoreRow(Table, table=True):
    """The one row about the database itself.

    Attributes:
        schema_version: Version of the tables.
        identity: Random name of this database; vectors made from another one are not its own.
    """

    __tablename__ = "store"

    id: int | None = Field(default=None, primary_key=True)
    schema_version: int
    identity: str = Field(max_length=32)

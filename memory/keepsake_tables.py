"""The tables of what people wanted to have remembered, and of what they often ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field

from memory.schema import Table, UtcDateTime
from memory.tables import Contribution


class PreferenceRow(Table, table=True):
    """Something that a person wants always; one for each argument of a tool."""

    __tablename__ = "preferences"
    __table_args__: ClassVar[Any] = (
        Index(
            "uq_preferences_argument", "user_id", "tool", "argument", unique=True,
            sqlite_where=text("argument <> ''"), postgresql_where=text("argument <> ''"),
        ),
        Table.__table_args__,
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    text: str = Field(sa_type=Text)
    tool: str = Field(default="", max_length=100)
    argument: str = Field(default="", max_length=100)
    value: Any = Field(default=None, sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)


class FactRow(Contribution, table=True):
    """Something that a person told about themselves or about a clip.

    Attributes:
        source_id: SHA-256 of the clip that it is about; empty when it is about none.
    """

    __tablename__ = "facts"

    text: str = Field(sa_type=Text)
    source_id: str = Field(default="", max_length=64, index=True)


class LookRow(Table, table=True):
    """A look that a person saved under a name.

    Attributes:
        key: The name as it is compared.
        name: The name as the person gave it.
        steps: The steps that make the look, as plain JSON.
    """

    __tablename__ = "looks"
    __table_args__: ClassVar[Any] = (
        Index("uq_looks_key", "user_id", "key", unique=True),
        Table.__table_args__,
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    key: str = Field(max_length=100)
    name: str = Field(max_length=100)
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)


class HabitRow(Table, table=True):
    """How often a person asked for one value of one argument.

    Attributes:
        value: The value, as JSON text: it is compared.
        times: In how many turns.
        asked: Whether the person was asked to make it a preference; that is done once.
    """

    __tablename__ = "habits"
    __table_args__: ClassVar[Any] = (
        Index("uq_habits_value", "user_id", "tool", "argument", "value", unique=True),
        Table.__table_args__,
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    tool: str = Field(max_length=100)
    argument: str = Field(max_length=100)
    value: str = Field(max_length=100)
    times: int = 0
    asked: bool = False
    seen_at: datetime = Field(sa_type=UtcDateTime)


class VoiceRow(Table, table=True):
    """A voice that a person had made of their own; a provider keeps it.

    Attributes:
        key: The name as it is compared.
        name: The name as the person gave it.
        engine: Who keeps the voice.
        voice: What it is called there.
        settings: How it is to speak, as plain JSON.
    """

    __tablename__ = "voices"
    __table_args__: ClassVar[Any] = (
        Index("uq_voices_key", "user_id", "key", unique=True),
        Table.__table_args__,
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    key: str = Field(max_length=100)
    name: str = Field(max_length=100)
    engine: str = Field(max_length=100)
    voice: str = Field(max_length=200)
    settings: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)

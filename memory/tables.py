"""The tables. They are the truth; the vectors are made from them and can be made again.

Records are written once and only ever deleted. Each one that is searched leaves a row in
``changes`` when it comes and when it goes, which is how the vectors follow.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Index, Text, text
from sqlmodel import Field

from memory.schema import Table, UtcDateTime


class UserRow(Table, table=True):
    """A person, alone or in a group: what is kept of one is not known to the other.

    Attributes:
        key: SHA-256 of the name, and of the group where there is one, because a name may have
            any length.
        name: What the front end calls the person.
        person: SHA-256 of the name alone, by which all that is kept of the person is found.
    """

    __tablename__ = "users"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    name: str = Field(sa_type=Text)
    person: str = Field(default="", max_length=64, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ConversationRow(Table, table=True):
    """A conversation; several people may take part.

    Attributes:
        key: SHA-256 of the name, because a name may have any length.
        name: What the front end calls the conversation.
    """

    __tablename__ = "conversations"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    name: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)


class AssetRow(Table, table=True):
    """A file in the asset store.

    Attributes:
        id: SHA-256 of the content, hexadecimal.
        size: Bytes.
    """

    __tablename__ = "assets"
    __table_args__: ClassVar[Any] = {}

    id: str = Field(primary_key=True, max_length=64)
    size: int = Field(sa_type=BigInteger)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Contribution(Table):
    """Base of what one person brought into one conversation."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    conversation_id: int = Field(foreign_key="conversations.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class AttachmentRow(Contribution, table=True):
    """An asset that somebody sent.

    Attributes:
        name: What the person called the file. Data, never a path.
    """

    __tablename__ = "attachments"

    asset_id: str = Field(foreign_key="assets.id", index=True, max_length=64)
    name: str = Field(sa_type=Text)


class VersionRow(Contribution, table=True):
    """A delivered version.

    Attributes:
        name: Its name within the conversation, such as ``v3``.
        parent: Name of the version that it was made from; empty for the first.
        recipe: Its steps from the source on, as plain JSON.
        description: What was done, in a line.
        source_id: SHA-256 of the source.
        files: Where the rendered files lie, one per line.
    """

    __tablename__ = "versions"
    __table_args__: ClassVar[Any] = (
        Index("uq_versions_name", "conversation_id", "name", unique=True),
        Table.__table_args__,
    )

    name: str = Field(max_length=100)
    parent: str = Field(default="", max_length=100)
    recipe: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    description: str = Field(default="", sa_type=Text)
    source_id: str = Field(default="", max_length=64, index=True)
    files: str = Field(default="", sa_type=Text)


class TurnRow(Contribution, table=True):
    """A message and what it was answered with.

    Attributes:
        text: What the person wrote.
        reply: What they were told.
        kind: Kind of the reply, such as ``edit``.
        version: Name of the version that was delivered; empty without one.
        steps: The steps that this turn added, as plain JSON.
    """

    __tablename__ = "turns"

    text: str = Field(sa_type=Text)
    reply: str = Field(default="", sa_type=Text)
    kind: str = Field(default="", max_length=100)
    version: str = Field(default="", max_length=100)
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


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


class ChangeRow(Table, table=True):
    """That a searchable record came or went; the order is that of the commits.

    Attributes:
        seq: Number of the change.
        user_id: Whose it is; None once it is gone, so that nothing of a forgotten person stays.
        kind: ``turn``, ``recipe``, ``preference``, ``look`` or ``fact``.
        record: Id of the row in the table of that kind.
    """

    __tablename__ = "changes"
    __table_args__: ClassVar[Any] = (
        Index("ix_changes_user_seq", "user_id", "seq"),
        Table.__table_args__,
    )

    seq: int | None = Field(default=None, primary_key=True)
    user_id: int | None = Field(default=None, foreign_key="users.id")
    kind: str = Field(max_length=20)
    record: int

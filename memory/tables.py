"""The tables of people, their conversations and what passed in them.

The tables are the truth; the vectors are made from them and can be made again. Records are written
once and only ever deleted. Each one that is searched leaves a row in ``changes`` when it comes and
when it goes, which is how the vectors follow.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Index, Text
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

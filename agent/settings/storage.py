"""Storage settings: where state lies, and how long it is kept."""

from __future__ import annotations

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings


class StorageSettings(BaseSettings):
    """Where state lies, and how long it is kept."""

    database_url: str | None = Field(
        default=None,
        repr=False,  # It may hold a password.
        description="SQLAlchemy URL of the database; a SQLite file under home by default. "
        "PostgreSQL needs its driver as well: `pip install '.[postgres]'`.",
    )
    chroma_url: str | None = Field(
        default=None,
        repr=False,  # It may hold a password.
        description="Address of a Chroma server; an embedded one under home by default.",
    )
    assets: str | None = Field(
        default=None,
        description="Bucket that holds clips and results for all machines, such as "
        "`s3://bucket/prefix?endpoint=https://host:9000`; `&public=` adds its address for people. "
        "Default: a folder under home.",
    )
    s3_access_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("s3_access_key", "AWS_ACCESS_KEY_ID"),
        description="Key for the bucket.",
    )
    s3_secret_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("s3_secret_key", "AWS_SECRET_ACCESS_KEY"),
        description="Its secret.",
    )
    keep_results_days: float = Field(
        default=30,
        ge=0,
        description="Days for which results are kept; later ones are rendered again when they are "
        "asked for. 0 keeps them.",
    )
    keep_conversations_days: float = Field(
        default=0,
        ge=0,
        description="Days after its last message for which a conversation, with its clips and "
        "versions, is kept. 0 keeps it.",
    )
    clean_hours: float = Field(
        default=6,
        ge=0,
        description="Hours from one clean-up to the next while a bot runs; 0 for none.",
    )

"""The tables as they are made."""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing: a new database has its tables already, and new columns come by themselves."""

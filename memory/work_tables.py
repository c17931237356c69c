"""The tables about work under way. Nothing in them outlives the work for long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from memory.schema import Table, UtcDateTime


class NoteRow(Table, table=True):
    """What a piece of work has done so far, so that it is not done again after a crash.

    Attributes:
        work: Name of the work.
        name: What of it is done.
        value: The result, plain JSON.
        user: For whom the work is, SHA-256 of their name.
    """

    __tablename__ = "notes"

    work: str = Field(primary_key=True, max_length=100)
    name: str = Field(primary_key=True, max_length=100)
    value: Any = Field(default=None, sa_type=JSON)
    user: str = Field(default="", max_length=64, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ProcessRow(Table, table=True):
    """A process that works on jobs.

    Attributes:
        name: Its name, which no other process ever has.
        host: The machine it runs on, this boot of it.
        pid: Its number there.
        started: When it started, as the machine counts.
        role: What it is, such as ``telegram`` or ``worker``.
        seen_at: When it last said that it is alive.
    """

    __tablename__ = "processes"

    name: str = Field(primary_key=True, max_length=100)
    host: str = Field(max_length=100)
    pid: int
    started: int
    role: str = Field(max_length=40)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class StartsRow(Table, table=True):
    """When the latest requests to a service start, so that all programs keep to its limit.

    Attributes:
        service: Its name.
        starts: Seconds since the epoch, in order; a minute's worth of them, and those that wait.
    """

    __tablename__ = "starts"

    service: str = Field(primary_key=True, max_length=100)
    starts: list[float] = Field(default_factory=list, sa_type=JSON)


class LeaseRow(Table, table=True):
    """Who does a piece of work that one program of all does.

    Attributes:
        work: Its name.
        holder: Who does it now, a random name; empty where nobody does.
        until: When that ends unless it is renewed, or before when nobody needs to do it again, in
            seconds since the epoch.
    """

    __tablename__ = "leases"

    work: str = Field(primary_key=True, max_length=100)
    holder: str = Field(default="", max_length=100)
    until: float = 0.0

"""What is full or out of reach is waited for, and nothing else is."""

from __future__ import annotations

import errno
from dataclasses import dataclass

import pytest

from bots.outages import outlast
from memory.errors import StoreAway, StoreFailed
from tools import signals
from tools.errors import BadInput, Outage, ToolFailed


@dataclass(frozen=True)
class Case:
    """An error, and the outage that it tells of; None where waiting would not help."""

    id: str
    error: Exception
    told: str | None


CASES = (
    Case("a tool", Outage("The disk is full.", "disk"), "The disk is full."),
    Case("memory", StoreAway("The S3 server is out of reach."), "The S3 server is out of reach."),
    Case("a file", OSError(errno.ENOSPC, "No space left on device"), "The disk is full."),
    Case("a quota", OSError(errno.EDQUOT, "Disk quota exceeded"), "The disk is full."),
    Case("no permission", PermissionError(errno.EACCES, "Permission denied"), None),
    Case("failed for good", ToolFailed("The clip is damaged."), None),
    Case("memory for good", StoreFailed("file is not a database"), None),
    Case("wrong", BadInput("There is no clip."), None),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_an_outage_is_waited_for_and_told(case: Case) -> None:
    tried: list[int] = []
    told: list[str] = []

    async def work() -> str:
        tried.append(1)
        if len(tried) == 1:
            raise case.error
        return "done"

    if case.told is None:
        with pytest.raises(type(case.error)):
            await outlast(work, lambda outage: told.append(str(outage)))
        assert (len(tried), told) == (1, [])
    else:
        assert await outlast(work, lambda outage: told.append(str(outage))) == "done"
        assert (len(tried), told) == (2, [case.told])


async def test_one_that_lasts_too_long_ends_the_work_and_says_why() -> None:
    async def work() -> None:
        raise StoreAway("The database is out of reach.")

    with pytest.raises(Outage, match="out of reach"):
        await outlast(work, patience=0.8)


async def test_those_who_watch_see_what_is_waited_for() -> None:
    errors: list[Exception] = [
        StoreAway("PostgreSQL is away."),
        StoreAway("PostgreSQL is away."),
        StoreAway("The S3 server is away.", "bucket"),
    ]
    heard: list[tuple[str, bool]] = []

    def listen(signal: signals.Signal) -> None:
        assert isinstance(signal, signals.Waiting)
        heard.append((signal.what, signal.begins))

    async def work() -> None:
        if errors:
            raise errors.pop(0)
        # Until a try comes through, it counts as waiting.
        assert heard[-1] == ("bucket", True)

    with signals.listening(listen):
        await outlast(work)
    assert heard == [
        ("database", True), ("database", False),
        ("database", True), ("database", False),
        ("bucket", True), ("bucket", False),
    ]  # fmt: skip

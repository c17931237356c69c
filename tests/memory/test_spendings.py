from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from memory.errors import StoreFailed, TooMuch
from memory.memory import Memory
from memory.spendings import Call, Caps
from tests.memory.people import anywhere, say

CALL = Call(
    capability="speech",
    engine="ElevenLabs",
    product="elevenlabs/eleven_multilingual_v2",
    units={"characters": 100},
    usd=0.4,
    person="Xylophone Walrus",
    group="",
    job="",
    request="r1",
)


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime(2030, 5, 20, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def opened(home: Path, clock: Clock | None = None) -> AsyncIterator[Memory]:
    async with Memory.open(home, clock=clock or Clock()) as memory:
        yield memory


async def paid(
    memory: Memory, call: Call, caps: Caps | None = None, *, state: str = "done"
) -> None:
    number = await memory.spendings.reserve(call, caps or Caps())
    await memory.spendings.close(
        number, state=state, usd=call.usd if state == "done" else 0.0, ms=80
    )


@dataclass(frozen=True)
class Case:
    """A cap of $1, and calls of $0.40 by some; whether a third one by the first passes it."""

    id: str
    caps: Caps
    others: tuple[Call, Call]
    passes: bool
    later: timedelta = timedelta()
    says: str = "Your limit"


SAME = replace(CALL, request="r2")
OTHER = replace(CALL, person="somebody else")
GROUP = replace(CALL, group="g")
CASES = (
    Case("person a day", Caps(person_day=1), (CALL, SAME), True),
    Case("another person", Caps(person_day=1), (OTHER, replace(OTHER, request="r2")), False),
    Case("the next day", Caps(person_day=1), (CALL, SAME), False, timedelta(days=1)),
    Case("person a month", Caps(person_month=1), (CALL, SAME), True, timedelta(days=1)),
    Case("the next month", Caps(person_month=1), (CALL, SAME), False, timedelta(days=12)),
    Case("everybody a day", Caps(day=1), (OTHER, CALL), True, says="everybody"),
    Case("everybody a month", Caps(month=1), (OTHER, CALL), True, timedelta(3), "everybody"),
    Case("room enough", Caps(person_day=1.2, month=1.2), (CALL, SAME), False),
    Case("group not in private", Caps(group_day=0.5), (GROUP, CALL), False),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_a_cap_holds(tmp_path: Path, case: Case) -> None:
    clock = Clock()
    async with opened(tmp_path, clock) as memory:
        for call in case.others:
            await paid(memory, call, case.caps)
        clock.now += case.later
        last = replace(CALL, request="last")
        if not case.passes:
            await paid(memory, last, case.caps)
            return
        with pytest.raises(TooMuch) as caught:
            await paid(memory, last, case.caps)
    assert case.says in str(caught.value)
    assert "$0.80 is spent" in str(caught.value)


@pytest.mark.parametrize("cap", [Caps(group_day=1), Caps(group_month=1)], ids=["day", "month"])
async def test_the_cap_of_a_group_holds_for_all_in_it(tmp_path: Path, cap: Caps) -> None:
    async with opened(tmp_path) as memory:
        for name in ("a", "b"):
            await paid(memory, replace(GROUP, person=name, request=name), cap)
        with pytest.raises(TooMuch, match="This group"):
            await paid(memory, replace(GROUP, person="c", request="c"), cap)
        await paid(memory, replace(GROUP, group="h", request="d"), cap)


async def test_what_is_under_way_counts_at_once(tmp_path: Path) -> None:
    caps = Caps(person_day=1)
    async with opened(tmp_path) as memory:
        calls = [replace(CALL, request=str(number)) for number in range(5)]
        told = await asyncio.gather(
            *(memory.spendings.reserve(call, caps) for call in calls), return_exceptions=True
        )
    assert sum(isinstance(each, TooMuch) for each in told) == 3


async def test_two_processes_keep_to_one_cap(tmp_path: Path) -> None:
    caps = Caps(person_day=0.5)
    async with opened(tmp_path) as one, opened(tmp_path) as other:
        await one.spendings.reserve(CALL, caps)
        with pytest.raises(TooMuch):
            await other.spendings.reserve(SAME, caps)


async def test_a_failed_call_costs_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as memory:
        await paid(memory, CALL, state="timeout")
        await paid(memory, SAME, Caps(person_day=0.4))
        (use,) = await memory.usage.by_engine(person=CALL.person)
    assert (use.calls, use.failed, use.usd) == (2, 1, 0.4)


async def test_what_a_killed_process_reserved_is_taken_over(tmp_path: Path) -> None:
    caps = Caps(person_day=0.5)
    async with opened(tmp_path) as memory:
        begun = await memory.spendings.reserve(CALL, caps)
    async with opened(tmp_path) as memory:
        assert await memory.spendings.reserve(CALL, caps) == begun
        await memory.spendings.close(begun, state="done", usd=CALL.usd, ms=1)
        (use,) = await memory.usage.by_engine()
    assert (use.calls, use.usd) == (1, 0.4)


@pytest.mark.parametrize(("ending", "usd"), [("done", 0.8), ("cancelled", 0.4)])
async def test_calls_of_two_processes_that_live_are_both_counted(
    tmp_path: Path, ending: str, usd: float
) -> None:
    async with opened(tmp_path) as one, opened(tmp_path) as other:
        first = await one.spendings.reserve(replace(CALL, job="first"), Caps())
        second = await other.spendings.reserve(replace(CALL, job="second"), Caps())
        await other.spendings.close(second, state="done", usd=0.4, ms=1)
        await one.spendings.close(first, state=ending, usd=usd - 0.4, ms=1)
        (use,) = await one.usage.by_engine()
    assert use.usd == pytest.approx(usd)


async def test_what_nobody_took_over_is_free_after_an_hour(tmp_path: Path) -> None:
    clock, caps = Clock(), Caps(person_day=0.5)
    async with opened(tmp_path, clock) as memory:
        await memory.spendings.reserve(CALL, caps)
        clock.now += timedelta(minutes=61)
        await paid(memory, SAME, caps)
        (use,) = await memory.usage.by_engine()
    assert use.usd == 0.4


async def test_what_has_no_known_price_needs_some_room(tmp_path: Path) -> None:
    unknown = replace(CALL, usd=0.0, request="u")
    async with opened(tmp_path) as memory:
        await paid(memory, unknown, Caps(person_day=0.4))
        await paid(memory, CALL, Caps(person_day=0.4))
        with pytest.raises(TooMuch, match="a price that is not known"):
            await paid(memory, unknown, Caps(person_day=0.4))
        with pytest.raises(TooMuch):
            await paid(memory, replace(unknown, person="new"), Caps(month=0))


async def test_a_ledger_that_cannot_be_written_takes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as memory:
        with sqlite3.connect(tmp_path / "vfxb.db") as connection:
            connection.execute("DROP TABLE spendings")
        connection.close()
        with pytest.raises(StoreFailed):
            await memory.spendings.reserve(CALL, Caps())


async def test_usage_tells_what_the_cache_saved(tmp_path: Path) -> None:
    clock = Clock()
    async with opened(tmp_path, clock) as memory:
        await paid(memory, CALL)
        for _ in range(3):
            await memory.spendings.note(CALL, state="done", ms=0, cached=True)
        await paid(memory, replace(OTHER, engine="OpenAI", usd=0.1))
        dearest, other = await memory.usage.by_engine()
        assert (dearest.engine, dearest.calls, dearest.cached) == ("ElevenLabs", 1, 3)
        assert dearest.usd == 0.4
        assert dearest.saved == pytest.approx(1.2)
        assert (other.engine, other.usd, other.saved) == ("OpenAI", 0.1, 0)
        assert len(await memory.usage.by_engine(person=CALL.person)) == 1
        clock.now += timedelta(days=3)
        assert await memory.usage.by_engine(days=2) == ()
        assert len(await memory.usage.by_engine(days=4)) == 2
        clock.now += timedelta(days=20)
        assert await memory.usage.by_engine() == ()


async def test_vitals_tell_times_and_errors(tmp_path: Path) -> None:
    clock = Clock()
    async with opened(tmp_path, clock) as memory:
        free = replace(CALL, engine="espeak-ng", usd=0.0)
        for ms in range(1, 101):
            await memory.spendings.note(free, state="done", ms=ms, cached=False)
        for _ in range(25):
            await memory.spendings.note(free, state="broken", ms=9_000, cached=False)
        await memory.spendings.note(free, state="done", ms=0, cached=True)
        await memory.spendings.note(
            replace(free, capability="vision"), state="broken", ms=1, cached=False
        )
        vitals = (await memory.usage.vitals())["speech", "espeak-ng"]
        assert vitals.calls == 125
        assert vitals.errors == pytest.approx(0.2)
        assert vitals.p50 == pytest.approx(50.5)
        assert vitals.p95 == pytest.approx(95, abs=0.5)
        clock.now += timedelta(days=2)
        assert await memory.usage.vitals() == {}


async def test_who_is_forgotten_is_nobody_after_the_month(tmp_path: Path) -> None:
    clock, caps = Clock(), Caps(person_day=0.5)
    async with opened(tmp_path, clock) as memory:
        await say(memory, CALL.person, "hello")
        await paid(memory, replace(CALL, job="walrus-chat"), caps)
        await memory.forget_person(CALL.person)
        await memory.settle()
        # Else forgetting were a way around the limit.
        with pytest.raises(TooMuch):
            await paid(memory, SAME, caps)
        key = memory.spendings.key(CALL.person)
        assert anywhere(tmp_path, key)
        clock.now += timedelta(days=20)
        await paid(memory, SAME, caps)
        clock.now += timedelta(days=40)
        await paid(memory, replace(OTHER, request="r9"), caps)
    assert anywhere(tmp_path, "Walrus") == []
    assert anywhere(tmp_path, "walrus-chat") == []
    with sqlite3.connect(tmp_path / "vfxb.db") as connection:
        rows = connection.execute("SELECT person = '', usd FROM spendings ORDER BY id").fetchall()
    connection.close()
    assert rows == [(1, 0.4), (0, 0.4), (0, 0.4)]

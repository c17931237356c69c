"""How many requests a minute an engine is sent, and who goes first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import ToolFailed
from tools.services.rates import Change, OwnPlaces, Rates, placed


async def test_a_request_without_a_limit_waits_for_nothing() -> None:
    rates = Rates({"A": 0})
    for _ in range(500):
        await rates.turn("A")
        await rates.turn("B")
    assert rates.waiting("A") == rates.waiting("B") == 0


async def test_those_that_came_first_go_first_and_who_leaves_gives_the_place_back() -> None:
    rates = Rates({"A": 1}, minute=0.1)
    order: list[int] = []

    async def go(number: int) -> None:
        await rates.turn("A")
        order.append(number)

    started = time.monotonic()
    tasks = [asyncio.create_task(go(number)) for number in range(4)]
    await asyncio.sleep(0.01)
    assert rates.waiting("A") == 3
    tasks[3].cancel()
    await asyncio.sleep(0.01)
    tasks[3] = asyncio.create_task(go(4))
    await asyncio.wait(tasks)
    assert order == [0, 1, 2, 4]
    assert rates.waiting("A") == 0
    assert time.monotonic() - started < 0.38


async def test_how_long_it_takes_is_announced_and_who_will_not_wait_takes_no_place() -> None:
    rates = Rates({"A": 1}, minute=30.0)
    waits: list[float] = []

    def refuse(wait: float) -> None:
        waits.append(wait)
        raise ToolFailed("too long")

    await rates.turn("A", refuse)
    for _ in range(3):
        with pytest.raises(ToolFailed, match="too long"):
            await rates.turn("A", refuse)
    assert waits == pytest.approx([30.0] * 3, abs=1.0)


class Away(OwnPlaces):
    """A database that is out of reach."""

    async def change(self, engine: str, change: Change) -> float:
        raise ToolFailed("the database cannot be used")


async def test_without_the_database_a_program_keeps_to_the_limit_by_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rates = Rates({"A": 2}, Away(), minute=0.2)
    started = time.monotonic()
    for _ in range(3):
        await rates.turn("A")
    assert time.monotonic() - started >= 0.19
    assert "not limited with other programs" in caplog.text


@given(
    st.lists(st.tuples(st.floats(0, 30), st.booleans()), max_size=60),
    st.integers(1, 5),
)
def test_no_minute_holds_more_than_it_may(asked: Sequence[tuple[float, bool]], most: int) -> None:
    now, kept, started = 0.0, (), []
    starts: Sequence[float] = kept
    for pause, leaves in asked:
        now += pause
        start, starts = placed(starts, now, most, 60.0)
        assert start >= now
        if leaves and start > now:
            starts = list(starts)
            starts.remove(start)
        else:
            started.append(start)
    for start in started:
        within = [each for each in started if start - 60.0 + 1e-6 < each <= start]
        assert len(within) <= most

"""The status message: what comes too late is taken back."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from bots.status import QUICK, Status
from bots.surface import Surface


class SlowSurface:
    """A chat whose messages take long to arrive."""

    pace = 0.01

    def __init__(self) -> None:
        self.arrive = asyncio.Event()
        self.there = False
        self.gone = asyncio.Event()

    async def show(self, text: str, turn: str) -> None:
        await self.arrive.wait()
        self.there = True

    async def vanish(self) -> None:
        self.there = False
        self.gone.set()


async def test_a_first_message_that_arrives_after_the_end_is_taken_back() -> None:
    surface: Any = SlowSurface()

    async def cancelled() -> None:
        async with Status(cast(Surface, surface), "t1") as status:
            status.show("In line")
            await asyncio.sleep(QUICK * 1.5)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await cancelled()
    assert not surface.there
    surface.arrive.set()
    await asyncio.wait_for(surface.gone.wait(), 5)
    assert not surface.there


async def test_what_ends_at_once_shows_nothing() -> None:
    surface: Any = SlowSurface()
    async with Status(cast(Surface, surface), "t1") as status:
        status.show("In line")
    surface.arrive.set()
    await asyncio.sleep(QUICK * 1.5)
    assert not surface.there

from __future__ import annotations

import asyncio
import os
import threading
import time
from dataclasses import dataclass, field

import pytest

from tools.errors import LimitExceeded
from tools.resident import Residents
from tools.services.keeper import Model, ModelKeeper


@dataclass
class Loads:
    """Counts what is loaded and let go."""

    told: list[str] = field(default_factory=list)
    slow: float = 0.0

    def model(self, name: str, size: int = 100) -> Model[str]:
        def load() -> str:
            assert threading.current_thread() is not threading.main_thread()
            time.sleep(self.slow)
            self.told.append(f"+{name}")
            return name

        return Model(name, size, load, lambda loaded: self.told.append(f"-{loaded}"))


async def test_a_model_is_loaded_once_and_shared() -> None:
    loads, keeper = Loads(slow=0.05), ModelKeeper()
    inside = 0

    async def use() -> None:
        nonlocal inside
        async with keeper.using(loads.model("a")) as model:
            assert model == "a"
            inside += 1
            await asyncio.sleep(0.02)
            assert inside == 5  # all at the same time

    await asyncio.gather(*(use() for _ in range(5)))
    async with keeper.using(loads.model("a")):
        pass
    assert loads.told == ["+a"]
    await keeper.close()
    assert loads.told == ["+a", "-a"]


async def test_it_is_warm_when_that_was_asked_for() -> None:
    loads, keeper = Loads(), ModelKeeper()
    await keeper.warm(loads.model("a"))
    assert keeper.held == {"a": 100}
    async with keeper.using(loads.model("a")):
        assert loads.told == ["+a"]
    await keeper.close()


async def test_what_nobody_uses_for_a_while_goes() -> None:
    loads, keeper = Loads(), ModelKeeper(idle_seconds=0.1)
    async with keeper.using(loads.model("a")):
        await asyncio.sleep(0.15)
        assert keeper.held
    await asyncio.sleep(0.05)
    async with keeper.using(loads.model("a")):  # used again in time: it stays
        await asyncio.sleep(0.1)
    assert loads.told == ["+a"]
    await asyncio.sleep(0.2)
    assert loads.told == ["+a", "-a"]
    assert keeper.held == {}


async def test_a_memory_limit_holds() -> None:
    loads, keeper = Loads(), ModelKeeper(most_bytes=250)
    for name in "abc":
        async with keeper.using(loads.model(name)):
            assert sum(keeper.held.values()) <= 250
    # Whoever was not used for longest makes room.
    assert loads.told == ["+a", "+b", "-a", "+c"]
    with pytest.raises(LimitExceeded, match="big takes 0 MB of memory"):
        async with keeper.using(loads.model("big", 251)):
            pass
    await keeper.close()


async def test_who_finds_no_room_waits_for_those_in_use() -> None:
    loads, keeper = Loads(), ModelKeeper(most_bytes=100)
    order: list[str] = []

    async def use(name: str, seconds: float) -> None:
        async with keeper.using(loads.model(name)):
            order.append(name)
            assert len(keeper.held) == 1
            await asyncio.sleep(seconds)

    await asyncio.wait_for(asyncio.gather(use("a", 0.05), use("b", 0), use("c", 0)), 5)
    assert order == ["a", "b", "c"]
    assert loads.told == ["+a", "-a", "+b", "-b", "+c"]
    await keeper.close()


async def test_what_cannot_be_loaded_is_tried_again_by_the_next() -> None:
    tries = 0

    def load() -> str:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("no such file")
        return "loaded"

    keeper, model = ModelKeeper(), Model("a", 1, load)
    for _ in range(1):
        with pytest.raises(OSError, match="no such file"):
            async with keeper.using(model):
                pass
    assert keeper.held == {}
    async with keeper.using(model) as loaded:
        assert loaded == "loaded"
    await keeper.close()


async def test_a_cancelled_user_takes_it_from_nobody() -> None:
    loads, keeper = Loads(slow=0.05), ModelKeeper()

    async def use() -> str:
        async with keeper.using(loads.model("a")) as model:
            return model

    first, second = asyncio.create_task(use()), asyncio.create_task(use())
    await asyncio.sleep(0.01)
    first.cancel()
    assert await second == "a"
    assert loads.told == ["+a"]
    await keeper.close()


async def test_children_hold_a_model_where_its_library_is_not_trusted() -> None:
    keeper = ModelKeeper(idle_seconds=0.1)
    model = Model("child", 50 << 20, lambda: Residents(1), Residents.close)

    async def ask() -> int:
        async with keeper.using(model) as children:
            return await children.run(20, os.getpid)

    one, other = await asyncio.gather(ask(), ask())
    assert one == other != os.getpid()
    os.kill(one, 0)
    for _ in range(100):
        await asyncio.sleep(0.05)
        if not _is_there(one):
            break
    assert not _is_there(one)


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True

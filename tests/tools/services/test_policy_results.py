"""What services gave is asked for once, kept, and known again."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from tests.tools.services.engines_here import BUILT_IN, Stub, ask, failing, policy_in


async def test_equal_requests_are_asked_once_and_kept(tmp_path: Path) -> None:
    engine = Stub("A")
    policy = policy_in(tmp_path)
    first = await ask(policy, [engine], key={"text": "hello"})
    again = await ask(policy, [engine], key={"text": "hello"})
    later = await ask(policy_in(tmp_path), [engine], key={"text": "hello"})
    assert [each.cached for each in (first, again, later)] == [False, True, True]
    assert engine.asked == 1
    for other in (
        Stub("A", version="2"), Stub("A", product="test/other"), Stub("B"),
    ):  # fmt: skip
        assert not (await ask(policy, [other], key={"text": "hello"})).cached
    assert not (await ask(policy, [engine], key={"text": "hello", "voice": "b"})).cached


async def test_ten_equal_requests_at_once_make_one_call(tmp_path: Path) -> None:
    async def slow() -> str:
        await asyncio.sleep(0.05)
        return "made"

    engine = Stub("A", [slow])
    policy = policy_in(tmp_path)
    outcomes = await asyncio.gather(*(ask(policy, [engine]) for _ in range(10)))
    assert engine.asked == 1
    assert [each.value for each in outcomes] == ["made"] * 10
    assert Counter(each.cached for each in outcomes) == {False: 1, True: 9}


async def test_who_waits_for_an_equal_request_is_told_the_same(tmp_path: Path) -> None:
    engines = [failing("A", "key"), Stub(**BUILT_IN)]
    policy = policy_in(tmp_path)
    one, other = await asyncio.gather(ask(policy, engines), ask(policy, engines))
    assert one.notes == other.notes != ()


async def test_a_call_ends_when_the_last_who_waits_leaves(tmp_path: Path) -> None:
    stopped = asyncio.Event()

    async def slow() -> str:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            stopped.set()  # Here a client tells its provider.
            raise
        return "made"

    engine, policy = Stub("A", [slow]), policy_in(tmp_path)
    waiting = [asyncio.create_task(ask(policy, [engine])) for _ in range(3)]
    await asyncio.sleep(0.02)
    for task in waiting[:2]:
        task.cancel()
    await asyncio.sleep(0.02)
    assert not stopped.is_set()
    waiting[2].cancel()
    await asyncio.wait(waiting)
    assert stopped.is_set()
    assert engine.asked == 1


async def test_what_must_not_be_kept_is_asked_each_time(tmp_path: Path) -> None:
    engine = Stub("A")
    policy = policy_in(tmp_path)
    outcomes = await asyncio.gather(*(ask(policy, [engine], key=None) for _ in range(3)))
    assert engine.asked == 3
    assert not any(each.cached for each in outcomes)


async def test_a_file_is_kept_where_it_stays(tmp_path: Path) -> None:
    policy = policy_in(tmp_path)

    async def make() -> Path:
        fresh = policy.results.fresh(".wav")
        fresh.write_bytes(b"sound")
        return fresh

    engine = Stub("A", [make])
    made = await ask(policy, [engine])
    again = await ask(policy, [engine])
    assert made.value == again.value
    assert made.value.read_bytes() == b"sound"
    assert made.value.suffix == ".wav"
    made.value.unlink()
    assert not (await ask(policy, [engine])).cached


async def test_what_was_known_needs_no_engine(tmp_path: Path) -> None:
    engine = Stub("A")
    await ask(policy_in(tmp_path), [engine])
    engine.idle = "no key is set"
    assert (await ask(policy_in(tmp_path, offline=True), [engine])).cached

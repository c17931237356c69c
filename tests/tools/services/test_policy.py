"""Who is asked, in which order, how often, and what the person is told."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.tools.services.engines_here import Stub, ask, policy_in, work
from tools.errors import BadInput, ToolFailed
from tools.services.account import Account, on_behalf_of
from tools.services.attempts import Patience
from tools.services.failures import Kind, ServiceError
from tools.services.rates import Rates
from tools.services.share import Shares, Steering


def failing(name: str, kind: Kind, **rest: Any) -> Stub:
    return Stub(name, [ServiceError(name, kind)], **rest)


BUILT_IN = {"name": "built-in", "local": True}


async def test_the_best_engine_that_is_ready_is_asked(tmp_path: Path) -> None:
    idle, best, other = Stub("A", idle="no key is set; set A_KEY"), Stub("B"), Stub("C")
    outcome = await ask(policy_in(tmp_path), [idle, best, other])
    assert (outcome.value, outcome.engine, outcome.notes) == ("done", "B", ())
    assert [each.asked for each in (idle, best, other)] == [0, 1, 0]


@dataclass(frozen=True)
class Fallback:
    """A failure, how often it is asked again, and what the person is told."""

    kind: Kind
    tries: int
    told: str
    paid_tries: int | None = None


FALLBACKS = (
    Fallback("unreachable", 3, "A cannot be reached, so built-in was used instead."),
    Fallback("timeout", 3, "A did not answer in time, so built-in was used instead.", 1),
    Fallback("overloaded", 3, "A takes no more requests at the moment, so built-in was used"),
    Fallback("broken", 3, "A has an error of its own, so built-in was used instead."),
    Fallback("key", 1, "A refuses the key, so built-in was used instead."),
    Fallback("credit", 1, "The account at A has no credit or quota left, so built-in was used"),
    Fallback("model", 1, "A does not know what was asked for, so built-in was used instead."),
    Fallback("request", 1, "A does not take this, so built-in was used instead."),
    Fallback("answer", 3, "A sent something that cannot be used, so built-in was used", 1),
    Fallback("failed", 1, "A began and failed, so built-in was used instead."),
    Fallback("cancelled", 1, "A cancelled the work, so built-in was used instead."),
    Fallback("lost", 3, "A lost the work that it had begun, so built-in was used instead.", 1),
    Fallback("too_large", 1, "The result of A is too large, so built-in was used instead."),
    Fallback("private_address", 1, "A named an address inside this network for its result"),
)


@pytest.mark.parametrize("case", FALLBACKS, ids=lambda case: case.kind)
@pytest.mark.parametrize("paid", [False, True], ids=["free", "paid"])
async def test_the_next_engine_takes_over_and_that_is_told(
    tmp_path: Path, case: Fallback, paid: bool
) -> None:
    first, last = failing("A", case.kind, paid=paid), Stub(**BUILT_IN)
    policy = policy_in(tmp_path, usd={"A": 0.0001})
    outcome = await ask(policy, [first, last])
    assert outcome.engine == "built-in"
    (note,) = outcome.notes
    assert note.startswith(case.told)
    # What a paid engine may have begun is never asked for twice.
    assert first.asked == (case.paid_tries or case.tries if paid else case.tries)


async def test_all_who_were_passed_over_are_told_with_the_reason(tmp_path: Path) -> None:
    engines = [failing("A", "key"), failing("B", "credit"), Stub(**BUILT_IN)]
    outcome = await ask(policy_in(tmp_path), engines)
    assert outcome.notes == (
        "A refuses the key and The account at B has no credit or quota left, "
        "so built-in was used instead.",
    )


async def test_when_nobody_is_left_the_person_hears_all_reasons(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed) as caught:
        await ask(policy_in(tmp_path), [failing("A", "key"), failing("B", "model")])
    assert "A refuses the key. Check the key that is set for it." in str(caught.value)
    assert "B does not know" in str(caught.value)
    with pytest.raises(ServiceError) as alone:
        await ask(policy_in(tmp_path), [failing("OpenAI", "key")])
    assert str(alone.value) == "OpenAI refuses the key. Set OPENAI_API_KEY to a valid one."
    with pytest.raises(ToolFailed, match=r"^A cannot be used: no key is set; set A_KEY\.$"):
        await ask(policy_in(tmp_path), [Stub("A", idle="no key is set; set A_KEY")])
    with pytest.raises(ToolFailed, match="Nothing that is installed"):
        await ask(policy_in(tmp_path), [])


async def test_a_wrong_request_is_no_reason_to_ask_another_engine(tmp_path: Path) -> None:
    engines = [Stub("A", [BadInput("The words are too long.")]), Stub("B")]
    with pytest.raises(BadInput, match="too long"):
        await ask(policy_in(tmp_path), engines)
    assert engines[1].asked == 0


async def test_it_is_tried_again_until_it_works(tmp_path: Path) -> None:
    broken = ServiceError("A", "broken")
    engine = Stub("A", [broken, broken, "done"])
    outcome = await ask(policy_in(tmp_path), [engine])
    assert (outcome.value, outcome.notes, engine.asked) == ("done", (), 3)


async def test_retry_after_is_obeyed(tmp_path: Path) -> None:
    engine = Stub("A", [ServiceError("A", "overloaded", retry_after=0.3), "done"])
    told: list[str] = []
    started = time.monotonic()
    await ask(policy_in(tmp_path), [engine], progress=told.append)
    assert 0.3 <= time.monotonic() - started < 2
    assert told == ["A takes no more requests at the moment; trying again"]


async def test_who_asks_to_wait_too_long_is_passed_over(tmp_path: Path) -> None:
    engine = Stub("A", [ServiceError("A", "overloaded", retry_after=600)])
    started = time.monotonic()
    outcome = await ask(policy_in(tmp_path), [engine, Stub(**BUILT_IN)])
    assert time.monotonic() - started < 2
    assert (outcome.engine, engine.asked) == ("built-in", 1)


async def test_waits_between_tries_grow_and_differ(tmp_path: Path) -> None:
    moments: list[float] = []

    async def fail() -> None:
        moments.append(time.monotonic())
        raise ServiceError("A", "broken")

    waits = []
    for _ in range(3):
        moments.clear()
        policy = policy_in(tmp_path, patience=Patience(tries=3, first=0.03))
        with pytest.raises(ServiceError):
            await ask(policy, [Stub("A", [fail])], key=None)
        waits.append([later - sooner for sooner, later in zip(moments, moments[1:], strict=False)])
    assert all(wait[0] >= 0.03 and wait[1] >= 0.06 for wait in waits)
    assert len({wait[0] for wait in waits}) == 3


async def test_an_attempt_has_an_end(tmp_path: Path) -> None:
    async def forever() -> None:
        await asyncio.sleep(60)

    slow = Stub("A", [forever], longest=0.05, paid=True)
    outcome = await ask(policy_in(tmp_path, usd={"A": 0}), [slow, Stub(**BUILT_IN)])
    assert outcome.notes == ("A did not answer in time (0.05 s), so built-in was used instead.",)


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


async def test_an_engine_that_fails_again_and_again_is_left_alone_for_a_while(
    tmp_path: Path,
) -> None:
    clock = Clock()
    policy = policy_in(tmp_path, clock=clock)
    broken = failing("A", "broken")
    engines = [broken, Stub(**BUILT_IN)]
    for number in range(2):
        await ask(policy, engines, key=number)
    assert broken.asked == 5  # the fifth failure opens the breaker
    outcome = await ask(policy, engines, key="more")
    assert broken.asked == 5
    assert outcome.notes == (
        "A failed several times and is left alone for 30 s, so built-in was used instead.",
    )
    # Back after a minute: one request finds that out, and all is as before.
    clock.now += 60
    broken.script = ["works"]
    assert (await ask(policy, engines, key="then")).value == "works"
    assert (await ask(policy, engines, key="and then")).notes == ()


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


async def test_offline_no_service_is_called_and_the_built_in_works(tmp_path: Path) -> None:
    service, built_in = Stub("A"), Stub(**BUILT_IN)
    policy = policy_in(tmp_path, offline=True)
    outcome = await ask(policy, [service, built_in])
    assert (outcome.engine, service.asked) == ("built-in", 0)
    assert outcome.notes == (
        "A is not asked while VFXB works offline, so built-in was used instead.",
    )
    idle = await ask(policy, [Stub("A", idle="no key"), built_in], key="other")
    assert idle.notes == ()
    with pytest.raises(ToolFailed, match="while VFXB works offline"):
        await ask(policy, [service], key="third")


async def test_the_engine_knows_the_language(tmp_path: Path) -> None:
    english = Stub("A", languages=frozenset({"en"}))
    engines = [english, Stub(**BUILT_IN)]
    policy = policy_in(tmp_path)
    assert (await ask(policy, engines, key=1, language="en")).engine == "A"
    assert (await ask(policy, engines, key=2, language="de")).engine == "built-in"
    assert (await ask(policy, engines, key=3)).engine == "A"
    with pytest.raises(BadInput, match="no engine 'A' for that. Engines: built-in"):
        await ask(policy, engines, key=4, language="de", chosen="A")


@pytest.mark.parametrize("first", ["A", "a"])
async def test_no_other_engine_takes_the_place_of_the_one_that_was_named(
    tmp_path: Path, first: str
) -> None:
    unset = Stub("B", idle="no key is set")  # what cannot be used is not offered
    engines = [failing("A", "credit", paid=True), Stub(**BUILT_IN), unset]
    policy = policy_in(tmp_path, usd={"A": 0})
    with pytest.raises(ToolFailed) as caught:
        await ask(policy, engines, chosen=first)
    assert str(caught.value).startswith("The account at A has no credit or quota left. Top it up")
    assert "I used nothing else; say so if I may: built-in." in str(caught.value)
    assert engines[1].asked == 0
    engines[0].idle = "no key is set"
    with pytest.raises(ToolFailed, match="A cannot be used: no key is set"):
        await ask(policy, engines, chosen=first)


async def test_an_engine_that_is_named_is_asked_before_better_ones(tmp_path: Path) -> None:
    engines = [Stub("A"), Stub("B")]
    assert (await ask(policy_in(tmp_path), engines, chosen="B")).engine == "B"
    with pytest.raises(BadInput, match="There is no engine 'Z' for that. Engines: A, B"):
        await ask(policy_in(tmp_path), engines, chosen="Z")


async def test_a_share_goes_to_the_new_engine_while_running(tmp_path: Path) -> None:
    steering = tmp_path / "steering.json"
    policy = policy_in(tmp_path, steering=steering)
    engines = [Stub("new"), Stub("old"), Stub(**BUILT_IN)]

    async def drawn(count: int, mark: str) -> Counter[str]:
        outcomes = [await ask(policy, engines, key=f"{mark} {n}") for n in range(count)]
        return Counter(each.engine for each in outcomes)

    assert await drawn(20, "before") == {"new": 20}
    operator = Shares(steering)
    operator.write(Steering(share={"speech": {"new": 0.05}}))
    counted = await drawn(400, "canary")
    assert 8 <= counted["new"] <= 35
    assert counted["new"] + counted["old"] == 400
    operator.write(Steering(force={"speech": "built-in"}))
    assert await drawn(20, "forced") == {"built-in": 20}
    with pytest.raises(BadInput, match="Everything goes to built-in"):
        await ask(policy, engines, key="named", chosen="old")
    operator.write(Steering())
    assert await drawn(20, "after") == {"new": 20}


async def test_equal_requests_go_the_same_way(tmp_path: Path) -> None:
    steering = tmp_path / "steering.json"
    Shares(steering).write(Steering(share={"speech": {"new": 0.5}}))
    engines = [Stub("new"), Stub("old")]
    for number in range(20):
        first = await ask(policy_in(tmp_path, steering=steering), engines, key=number)
        again = await ask(policy_in(tmp_path, steering=steering), engines, key=number)
        assert again.cached
        assert again.engine == first.engine


async def test_no_more_requests_a_minute_than_the_engine_takes(tmp_path: Path) -> None:
    policy = policy_in(tmp_path, rates=Rates({"A": 2}, minute=0.2))
    moments: list[float] = []

    async def note() -> str:
        moments.append(time.monotonic())
        return "done"

    engine = Stub("A", [note])
    await asyncio.gather(*(ask(policy, [engine], key=None) for _ in range(5)))
    assert len(moments) == 5
    assert all(moments[n + 2] - moments[n] >= 0.19 for n in range(3))


@dataclass
class Lines(logging.Handler):
    """Log lines of the policy."""

    told: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.INFO)

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        assert record.getMessage() == "service"
        self.told.append(record.told)  # type: ignore[attr-defined]


async def test_each_call_logs_one_line_without_text_or_key(tmp_path: Path) -> None:
    lines = Lines()
    logger = logging.getLogger("tools.services.asking")
    logger.addHandler(lines)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        policy = policy_in(tmp_path, usd={"B": 0.001})
        engines = [failing("A", "key"), Stub("B", paid=True)]
        with on_behalf_of(Account(person="u", job="j7")):
            for _ in range(2):
                await ask(policy, engines, key="my secret words", seconds=3.25)
            with pytest.raises(ServiceError):
                await ask(policy, [failing("C", "broken")], key="more words")
    finally:
        logger.removeHandler(lines)
        logger.setLevel(level)
    first, second, third = lines.told
    assert first.pop("ms") >= 0
    assert first == {
        "capability": "speech", "engine": "B", "fallback": ["A: key"], "media_seconds": 3.25,
        "usd": 0.1, "job": "j7", "outcome": "done",
    }  # fmt: skip
    assert (second["outcome"], second["usd"]) == ("cached", 0)
    assert (third["outcome"], third["engine"]) == ("broken", "")
    assert "words" not in json.dumps(lines.told)


async def test_an_estimate_asks_nobody(tmp_path: Path) -> None:
    policy = policy_in(tmp_path, usd={"A": 0.002})
    paid = Stub("A", paid=True)
    engines = [Stub("Z", idle="no key"), paid, Stub(**BUILT_IN)]
    wanted: dict[str, Any] = {"key": "k", "units": {"characters": 50}}
    estimate = await policy.estimate("speech", engines, **wanted)
    assert (estimate.engine, estimate.usd, estimate.cached) == ("A", pytest.approx(0.1), False)
    assert paid.asked == 0
    await policy.call("speech", engines, work, **wanted)
    estimate = await policy.estimate("speech", engines, **wanted)
    assert (estimate.usd, estimate.cached) == (0, True)
    unknown = await policy.estimate("speech", [Stub("Q", paid=True)], **wanted)
    assert unknown.usd is None
    assert (await policy.estimate("speech", [], **wanted)).engine == ""

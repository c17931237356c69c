"""Who is asked, in which order, how often, and what the person is told."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools.services.engines_here import BUILT_IN, Stub, ask, failing, policy_in
from tools.errors import BadInput, ToolFailed
from tools.services.attempts import Patience
from tools.services.failures import Kind, ServiceError


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

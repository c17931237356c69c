"""Which engine is asked: offline, by language, by name, by share; and what is logged of it."""

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

from tests.tools.services.engines_here import BUILT_IN, Stub, ask, failing, policy_in, work
from tools.errors import BadInput, ToolFailed
from tools.services.account import Account, on_behalf_of
from tools.services.failures import ServiceError
from tools.services.rates import Rates
from tools.services.share import Shares, Steering


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

"""The parts that the policy is made of, each alone."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools.services.engines_here import Stub
from tools.services.breaker import Breakers
from tools.services.failures import Kind
from tools.services.flights import Flights
from tools.services.health import Health, running
from tools.services.pending import KEPT, Pending
from tools.services.rates import Rates
from tools.services.results import HOUR, WEEK, Results, name_of
from tools.services.share import Shares, Steering


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breakers:
    breakers = Breakers(clock)
    for _ in range(5):
        breakers.begin("A")
        breakers.failed("A", "broken")
    return breakers


def test_five_failures_open_a_breaker_for_half_a_minute() -> None:
    clock = Clock()
    breakers = Breakers(clock)
    for number in range(5):
        assert breakers.state("A") == "closed", number
        breakers.failed("A", "timeout")
    assert (breakers.state("A"), breakers.wait("A")) == ("open", 30)
    assert (breakers.state("B"), breakers.wait("B")) == ("closed", 0)


def test_failures_far_apart_or_with_a_success_between_do_not() -> None:
    clock = Clock()
    breakers = Breakers(clock)
    for _ in range(20):
        breakers.failed("A", "broken")
        clock.now += 20
    assert breakers.state("A") == "closed"
    for _ in range(5):
        for _ in range(4):
            breakers.failed("B", "broken")
        breakers.succeeded("B")
    assert breakers.state("B") == "closed"


@pytest.mark.parametrize("kind", ["key", "credit"])
def test_what_does_not_pass_by_itself_opens_it_at_once(kind: Kind) -> None:
    breakers = Breakers(Clock())
    breakers.failed("A", kind)
    assert breakers.state("A") == "open"


@pytest.mark.parametrize("kind", ["request", "model", "failed", "cancelled", "too_large"])
def test_what_says_nothing_about_the_engine_does_not_count(kind: Kind) -> None:
    breakers = Breakers(Clock())
    for _ in range(20):
        breakers.failed("A", kind)
    assert breakers.state("A") == "closed"


def test_one_request_finds_out_whether_it_works_again() -> None:
    clock = Clock()
    breakers = opened(clock)
    clock.now += 31
    assert (breakers.state("A"), breakers.wait("A")) == ("trying", 0)
    breakers.begin("A")
    assert breakers.wait("A") > 0  # nobody else meanwhile
    breakers.succeeded("A")
    assert (breakers.state("A"), breakers.wait("A")) == ("closed", 0)


def test_a_failed_trial_doubles_the_pause_up_to_five_minutes() -> None:
    clock = Clock()
    breakers = opened(clock)
    pauses = []
    for _ in range(6):
        pauses.append(breakers.wait("A"))
        clock.now += breakers.wait("A")
        breakers.begin("A")
        breakers.failed("A", "broken")
    assert pauses == [30, 60, 120, 240, 300, 300]


def test_a_trial_that_was_cancelled_leaves_it_to_the_next() -> None:
    clock = Clock()
    breakers = opened(clock)
    clock.now += 31
    breakers.begin("A")
    breakers.left("A")
    assert breakers.wait("A") == 0


async def test_an_error_of_the_first_reaches_all_who_wait() -> None:
    flights = Flights()

    async def fail() -> None:
        await asyncio.sleep(0.01)
        raise ZeroDivisionError

    told = await asyncio.gather(
        *(flights.join("a", fail) for _ in range(3)), return_exceptions=True
    )
    assert [type(each) for each in told] == [ZeroDivisionError] * 3


async def test_results_are_kept_for_as_long_as_they_are_used(tmp_path: Path) -> None:
    clock = Clock()
    results = Results(tmp_path, now=clock)
    await results.keep("hour", {"a": [1, None]})
    await results.keep("week", "spoken", WEEK)
    clock.now += HOUR - 1
    assert await results.get("hour") == ({"a": [1, None]},)
    clock.now += HOUR - 1
    assert await results.get("hour") == ({"a": [1, None]},)
    clock.now += HOUR + 1
    assert await results.get("hour") is None
    assert await results.get("week") == ("spoken",)
    clock.now += WEEK + 1
    assert await results.get("week") is None


async def test_no_more_than_a_thousand_results_are_kept(tmp_path: Path) -> None:
    clock = Clock()
    results = Results(tmp_path, most=3, now=clock)
    for number in range(6):
        clock.now += 61
        fresh = results.fresh(".wav")
        fresh.write_bytes(b"x")
        await results.keep(f"r{number}", fresh)
    assert [await results.get(f"r{number}") is not None for number in range(6)] == [
        False, False, False, True, True, True,
    ]  # fmt: skip
    assert len(list(tmp_path.glob("*.wav"))) == 3


async def test_what_nobody_finished_is_thrown_away(tmp_path: Path) -> None:
    results = Results(tmp_path)
    left = results.fresh(".wav")
    left.write_bytes(b"x")
    os.utime(left, (0, 0))
    being_written = results.fresh(".wav")
    being_written.write_bytes(b"x")
    await results.keep("r", 1)
    assert not left.exists()
    assert being_written.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"value": 1}', b'{"seconds": "x"}'])
async def test_a_damaged_result_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.json").write_bytes(content)
    results = Results(tmp_path)
    assert await results.get("r") is None
    await results.keep("s", 1)  # tidies


def test_names_differ_by_all_that_results_depend_on() -> None:
    engines = [Stub("A"), Stub("B"), Stub("A", version="2"), Stub("A", product="p")]
    names = {name_of("speech", engine, key) for engine in engines for key in ("x", {"x": 1}, ["x"])}
    names |= {name_of("other", engines[0], "x")}
    assert len(names) == 13
    assert name_of("speech", engines[0], {"a": 1, "b": 2}) == name_of(
        "speech", engines[0], {"b": 2, "a": 1}
    )


def test_a_pending_job_is_found_after_the_process_was_killed(tmp_path: Path) -> None:
    clock = Clock(time.time())
    key = {"model": "m", "image": "sha"}
    Pending(tmp_path, clock).keep("Replicate", key, "p1")
    found = Pending(tmp_path, clock)
    assert found.find("Replicate", key) == "p1"
    assert found.find("HeyGen", key) is None
    assert found.find("Replicate", {**key, "image": "other"}) is None
    found.keep("Replicate", key, "p2")
    assert found.find("Replicate", key) == "p2"
    clock.now += KEPT + 1
    assert found.find("Replicate", key) is None
    found.drop("Replicate", key)
    found.drop("Replicate", key)
    clock.now -= KEPT
    assert found.find("Replicate", key) is None


def test_a_pending_job_tells_no_content(tmp_path: Path) -> None:
    Pending(tmp_path).keep("Replicate", {"prompt": "private words"}, "p1")
    (note,) = tmp_path.iterdir()
    assert "private" not in note.read_text() + note.name


def test_steering_that_is_not_understood_changes_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "steering.json"
    shares = Shares(file)
    shares.write(Steering(force={"speech": "A"}))
    assert shares.forced("speech") == "A"
    for slip in ("{", "[]", '{"share": 3}', '{"share": {"speech": {"A": "much"}}}'):
        file.write_text(slip)
        with caplog.at_level(logging.WARNING):
            assert shares.forced("speech") == "A"
        assert "changes nothing" in caplog.text
    file.unlink()
    assert shares.forced("speech") is None


def test_a_share_keeps_the_others_behind(tmp_path: Path) -> None:
    shares = Shares(tmp_path / "steering.json")
    engines = [Stub("A"), Stub("B"), Stub("C"), Stub("built-in", local=True)]
    shares.write(Steering(share={"speech": {"B": 1.0}}))
    assert [each.name for each in shares.ordered("speech", engines, "r")] == [
        "B", "A", "C", "built-in",
    ]  # fmt: skip
    shares.write(Steering(share={"speech": {"A": 0.0}}))
    assert [each.name for each in shares.ordered("speech", engines, "r")] == [
        "B", "C", "A", "built-in",
    ]  # fmt: skip
    assert [each.name for each in shares.ordered("other", engines, "r")] == [
        "A", "B", "C", "built-in",
    ]  # fmt: skip


def test_a_process_tells_others_how_it_goes(tmp_path: Path) -> None:
    clock = Clock()
    breakers = opened(clock)
    health = Health(breakers, Rates({}), tmp_path)
    with health.at_work("A"), health.at_work("A"):
        pulse = health.pulses()["A"]
        assert (pulse.breaker, pulse.seconds, pulse.active, pulse.waiting) == ("open", 30, 2, 0)
        told = running(tmp_path)
        assert set(told) == {os.getpid()}
    assert running(tmp_path)[os.getpid()]["A"].active == 0
    health.close()
    assert running(tmp_path) == {}


def test_of_processes_that_were_killed_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "999999999.json").write_text(json.dumps({"at": 0, "engines": {}}))
    (tmp_path / "nonsense.json").write_text("{")
    assert running(tmp_path) == {}
    assert not (tmp_path / "999999999.json").exists()
    assert running(tmp_path / "none") == {}

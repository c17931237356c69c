"""Who is next: simulated with recorded lengths of renders, without a queue or a clock."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from itertools import count

import pytest

from bots.jobs.fair import LONG_SECONDS, Kind, Waiting, place, rank

RECORDED = (2.1, 0.9, 4.4, 11.0, 1.6, 7.3, 3.2, 0.5)
"""Seconds that renders of clips from telephones took on two cores."""


@dataclass(frozen=True)
class Ask:
    """Somebody asks for a render at a moment."""

    at: float
    user: str
    seconds: float
    preview: bool = False


def simulated(asks: list[Ask], slots: int = 1) -> dict[str, list[float]]:
    """Seconds from each ask to its result, by person."""
    numbers = count()
    coming = sorted(asks, key=lambda ask: ask.at)
    waiting: list[tuple[Waiting, int, Ask]] = []
    running: list[tuple[float, int, Waiting, Ask]] = []
    took: dict[str, list[float]] = {}
    now = 0.0
    while coming or waiting or running:
        while len(running) < slots and waiting:
            waiting.sort(key=lambda each: (each[0].rank, each[1]))
            first, number, ask = waiting.pop(0)
            heapq.heappush(running, (now + ask.seconds, number, replace(first, running=True), ask))
        if coming and (not running or coming[0].at <= running[0][0]):
            ask = coming.pop(0)
            now = max(now, ask.at)
            others = [each[0] for each in waiting] + [each[2] for each in running]
            mine = rank(Kind.of(ask.seconds, preview=ask.preview), ask.user, others)
            waiting.append((Waiting(ask.user, mine, ask.seconds), next(numbers), ask))
        else:
            now, _, _, ask = heapq.heappop(running)
            took.setdefault(ask.user, []).append(now - ask.at)
    return took


def many(user: str, number: int, at: float = 0.0) -> list[Ask]:
    return [Ask(at, user, RECORDED[each % len(RECORDED)]) for each in range(number)]


@pytest.mark.parametrize("slots", [1, 2, 4])
def test_fifty_clips_of_one_person_do_not_delay_the_one_of_another(slots: int) -> None:
    took = simulated([*many("greedy", 50), Ask(5.0, "modest", 2.0)], slots)
    # What runs is finished, and at most the turn of the other that has come is taken first.
    assert took["modest"][0] <= 2.0 + 2 * max(RECORDED)
    assert max(took["greedy"]) > 10 * took["modest"][0] / slots


def test_people_with_many_clips_share_alike() -> None:
    took = simulated([*many("a", 30), *many("b", 30), *many("c", 30)])
    means = [sum(each) / len(each) for each in took.values()]
    assert max(means) < 1.1 * min(means)


def test_who_has_the_most_waits_but_not_for_ever() -> None:
    trickle = [Ask(2.0 * each, f"passer-by {each}", 1.0) for each in range(200)]
    took = simulated([*many("greedy", 10), *trickle])
    assert max(took["greedy"]) < 200


def test_previews_come_before_renders_and_those_before_long_ones() -> None:
    asks = [
        Ask(0.0, "a", 5.0),
        Ask(1.0, "b", 2 * LONG_SECONDS),
        Ask(1.0, "c", 3.0),
        Ask(2.0, "d", 1.0, preview=True),
    ]
    took = simulated(asks)
    assert took["d"] == [5.0 + 1.0 - 2.0]
    assert took["c"] == [5.0 + 1.0 + 3.0 - 1.0]
    assert took["b"][0] > took["c"][0]


def test_a_place_is_told_with_what_comes_first() -> None:
    waiting = [
        Waiting("a", 10, 8.0, running=True),
        Waiting("b", 11, 3.0),
        Waiting("c", 13, 100.0),
    ]
    assert place(12, waiting, 1).ahead == 1
    assert place(12, waiting, 1).seconds == pytest.approx(3.0 + 8.0 / 2)
    assert place(12, [], 1).seconds == 0.0
    assert place(12, waiting, 2).seconds < place(12, waiting, 1).seconds


@pytest.mark.parametrize("workers", [1, 4, 16, 64])
def test_throughput_grows_with_the_workers(workers: int) -> None:
    asks = [ask for number in range(40) for ask in many(f"user {number}", 32)]
    took = simulated(asks, workers)
    makespan = max(max(each) for each in took.values())
    ideal = sum(ask.seconds for ask in asks) / workers
    assert ideal / makespan >= 0.9

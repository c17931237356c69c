"""House rules: who may use a bot, how much, and what operators are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.messages import Receipt, Reply
from agent.settings import Settings
from bots import words
from bots.house_rules import DAY, HOUR, House, HouseRules
from bots.surface import Order
from tests.bots.fronts import FRONTS, Front
from tests.bots.scripted_agent import FACTS, ScriptedAgent


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def order(user: str = "telegram:1", text: str = "sepia", group: str = "") -> Order:
    return Order(conversation="c", user=user, text=text, group=group)


def test_turns_of_an_hour_are_counted_for_each_person() -> None:
    clock = Clock()
    house = House(HouseRules(turns_per_hour=2, admins=frozenset({"telegram:9"})), clock)
    assert [house.refusal(order(), 0) for _ in range(2)] == ["", ""]
    clock.now += HOUR / 2
    assert "2 wishes within an hour" in house.refusal(order(), 0)
    assert "30 min" in house.refusal(order(), 0)
    assert not house.refusal(order("telegram:2"), 0)
    assert not any(house.refusal(order("telegram:9"), 0) for _ in range(5))
    clock.now += HOUR / 2
    assert not house.refusal(order(), 0)


def test_minutes_of_a_day_are_counted_as_delivered() -> None:
    clock = Clock()
    house = House(HouseRules(minutes_per_day=0.1), clock)
    reply = Reply(kind="edit", text="", files=(Path("a.mp4"),) * 3, receipt=Receipt(facts=FACTS))
    assert not house.refusal(order(), 0)
    house.answered(order(), reply)
    assert "0.1 minutes" in house.refusal(order(), 0)
    assert not house.refusal(order("telegram:2"), 0)
    clock.now += DAY
    assert not house.refusal(order(), 0)


def test_only_so_many_at_once() -> None:
    house = House(HouseRules(at_once=3))
    assert not house.refusal(order(), 2)
    assert "3 of your wishes" in house.refusal(order(), 3)


@pytest.mark.parametrize(
    ("rules", "asked", "taken"),
    [
        (HouseRules(), order(), True),
        (HouseRules(allowed=frozenset({"telegram:1"})), order(), True),
        (HouseRules(allowed=frozenset({"telegram:2"})), order(), False),
        (HouseRules(allowed=frozenset({"telegram:-5"})), order(group="telegram:-5"), True),
        (HouseRules(denied=frozenset({"telegram:1"})), order(), False),
        (HouseRules(denied=frozenset({"telegram:-5"})), order(group="telegram:-5"), False),
    ],
)
def test_who_may_use_it(rules: HouseRules, asked: Order, taken: bool) -> None:
    assert (House(rules).refusal(asked, 0) == "") is taken


def test_commands_of_operators() -> None:
    house = House(HouseRules(admins=frozenset({"telegram:9"})))
    assert house.command(order(text="/stats"), 0) is None
    assert house.command(order("telegram:9", "make it blue"), 0) is None
    assert house.command(order("telegram:9", "/pause"), 0) == words.NOW_PAUSED
    assert house.refusal(order(), 0) == words.PAUSED
    assert not house.refusal(order("telegram:9"), 0)
    assert "paused, 2 turns" in (house.command(order("telegram:9", "/stats"), 2) or "")
    assert house.command(order("telegram:9", "/resume"), 0) == words.NOW_RUNNING
    assert not house.refusal(order(), 0)


def test_names_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VFXB_BOT_ALLOW", "telegram:1, discord:2")
    assert HouseRules.of(Settings()).allowed == {"telegram:1", "discord:2"}


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: front.id)
async def test_a_limit_is_told_in_the_chat_and_costs_no_turn(
    front: Front, agent: ScriptedAgent, beach: Path
) -> None:
    async with front.serve() as server:
        settings = front.settings(server.url).model_copy(update={"bot_turns_per_hour": 1})
        async with front.running(agent, settings):
            await server.send("sepia", beach)
            await server.result()
            await server.send("brighter", reply_to=server.by_bot()[0])
            await server.saying("wishes within an hour")
    assert [request.text for request in agent.requests] == ["sepia"]

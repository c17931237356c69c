"""House rules: who may use a bot, how much, and what operators are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent.messages import Receipt, Reply
from agent.settings import Settings
from bots import words
from bots.book import DAY, HOUR, Book
from bots.house_rules import Allowance, House, HouseRules
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
    house = House(
        HouseRules(person=Allowance(turns_per_hour=2), admins=frozenset({"telegram:9"})),
        Book(clock=clock),
    )
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
    house = House(HouseRules(person=Allowance(minutes_per_day=0.1)), Book(clock=clock))
    reply = Reply(kind="edit", text="", files=(Path("a.mp4"),) * 3, receipt=Receipt(facts=FACTS))
    assert not house.refusal(order(), 0)
    house.answered(order(), reply)
    assert "0.1 minutes" in house.refusal(order(), 0)
    assert not house.refusal(order("telegram:2"), 0)
    clock.now += DAY
    assert not house.refusal(order(), 0)


def test_only_so_many_at_once() -> None:
    house = House(HouseRules(person=Allowance(at_once=3)))
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


GROUP = "telegram:-5"


def test_a_group_has_limits_of_its_own() -> None:
    clock = Clock()
    rules = HouseRules(group=Allowance(turns_per_hour=2, minutes_per_day=0.1, at_once=4))
    house = House(rules, Book(clock=clock))
    assert [house.refusal(order(f"telegram:{user}", group=GROUP), 0) for user in (1, 2)] == ["", ""]
    assert "2 wishes of this group within an hour" in house.refusal(order(group=GROUP), 0)
    assert not house.refusal(order(), 0)
    assert not house.refusal(order(group="telegram:-6"), 0)
    clock.now += HOUR
    assert "4 wishes of this group" in house.refusal(order(group=GROUP), 0, of_group=4)
    reply = Reply(kind="edit", text="", files=(Path("a.mp4"),) * 3, receipt=Receipt(facts=FACTS))
    house.answered(order(group=GROUP), reply)
    assert "This group got 0.1 minutes" in house.refusal(order("telegram:2", group=GROUP), 0)
    assert not house.refusal(order(), 0)


def test_disk_space_is_counted_and_measured() -> None:
    house = House(HouseRules(person=Allowance(disk=3_000_000), group=Allowance(disk=5_000_000)))
    facts = replace(FACTS, size_bytes=1_600_000)
    reply = Reply(kind="edit", text="", files=(Path("a.mp4"),) * 2, receipt=Receipt(facts=facts))
    assert not house.refusal(order(group=GROUP), 0)
    house.answered(order(group=GROUP), reply)
    told = house.refusal(order(), 0)
    assert "take 3.1 MB here, and 2.9 MB is the limit" in told
    assert "forget everything about me" in told
    # What lies on the disk counts; results that went do not.
    house.book.measured({"telegram:1": 1000, "telegram:2": 10}, {"c": 6_000_000})
    assert not house.refusal(order(), 0)
    assert "of this group take 5.7 MB" in house.refusal(order("telegram:2", group=GROUP), 0)
    house.book.measured({}, {})
    assert not house.refusal(order("telegram:2", group=GROUP), 0)


def test_people_ask_how_much_they_used() -> None:
    house = House(HouseRules(person=Allowance(turns_per_hour=60, disk=2 << 20)))
    house.refusal(order(group=GROUP), 0)
    told = house.command(order(text="/quota", group=GROUP), 1, mine=1, of_group=2)
    assert told == (
        "What you used:\n• wishes within an hour: 1 / 60\n• minutes of clips in a day: 0.0\n"
        "• under way at once: 1\n• disk: 0.0 MB / 2.0 MB\n\n"
        "What this group used:\n• wishes within an hour: 1\n• minutes of clips in a day: 0.0\n"
        "• under way at once: 2\n• disk: 0.0 MB"
    )
    assert house.command(order(text="/quota telegram:2"), 0) is None


def test_operators_ask_how_much_others_used() -> None:
    house = House(HouseRules(person=Allowance(turns_per_hour=60), admins=frozenset({"telegram:9"})))
    for user in ("telegram:1", "telegram:2", "telegram:2"):
        house.refusal(order(user), 0)
    told = house.command(order("telegram:9", "/quota telegram:2"), 0) or ""
    assert told.startswith("What telegram:2 used:\n• wishes within an hour: 2 / 60\n")
    own = house.command(order("telegram:9", "/quota"), 0) or ""
    assert "• wishes within an hour: 0\n" in own
    assert own.endswith("Most wishes within an hour:\n• telegram:2: 2\n• telegram:1: 1")


def test_what_was_used_outlives_a_restart(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "used-telegram.json"
    rules = HouseRules(person=Allowance(turns_per_hour=1), group=Allowance(disk=100))
    house = House(rules, Book(file, clock))
    house.refusal(order(group=GROUP), 0)
    house.book.save()
    again = House(rules, Book(file, clock))
    assert "1 wishes within an hour" in again.refusal(order(), 0)
    again.book.measured({}, {"c": 1000})
    assert "of this group" in again.refusal(order("telegram:2", group=GROUP), 0)
    clock.now += DAY
    assert not House(rules, Book(file, clock)).refusal(order(), 0)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"uses": {"a": 1}}', '{"uses": []}'])
def test_a_damaged_book_is_begun_anew(tmp_path: Path, content: str) -> None:
    file = tmp_path / "used.json"
    file.write_text(content)
    book = Book(file)
    assert not book.use("telegram:1").turns
    book.take_on("c", "telegram:1", "")
    book.save()
    assert len(Book(file).use("telegram:1").turns) == 1


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


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: front.id)
async def test_quota_is_told_in_the_chat(front: Front, agent: ScriptedAgent) -> None:
    async with front.chat(agent) as server:
        await server.send("/quota")
        await server.saying("wishes within an hour: 0 / 60")
    assert not agent.requests

"""Looks, facts and habits: kept, found, shown, forgotten; of one person, in one group."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from memory.errors import NotStorable, TooMuch
from memory.habits import NOTICED
from memory.ledger import Tally
from memory.looks import MAX_LOOKS, MAX_NAME, MAX_STEPS, key_of
from memory.memory import Memory, Recalled
from tests.memory.people import YELLOW, anywhere, say, texts

SEPIA = {"tool": "apply_filter", "args": {"filter_type": "sepia"}}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("retro", "retro"),
        ("My Retro look", "retro"),
        ("the “Beach Days” style", "beach days"),
        ("look", "look"),
        ("my", "my"),
        ("  a  B ", "b"),
        ("x" * 500, "x" * MAX_NAME),
    ],
)
def test_names_of_looks_are_compared_as_people_say_them(name: str, key: str) -> None:
    assert key_of(name) == key


async def test_a_look_takes_the_place_of_its_namesake(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        for steps in ([SEPIA, SEPIA], [SEPIA]):
            await memory.keepsakes.save_look("u", "Retro", steps)
        await memory.keepsakes.save_look("ana", "retro", [])
        (look,) = (await memory.recall("u", "")).looks
        assert (look.name, look.steps) == ("Retro", (SEPIA,))


async def test_looks_have_limits(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        save = memory.keepsakes.save_look
        with pytest.raises(NotStorable, match="needs a name"):
            await save("u", "“!”", [SEPIA])
        with pytest.raises(TooMuch, match="steps"):
            await save("u", "long", [SEPIA] * (MAX_STEPS + 1))
        for number in range(MAX_LOOKS):
            await save("u", f"number {number}", [SEPIA])
        with pytest.raises(TooMuch, match="Forget one"):
            await save("u", "one more", [SEPIA])
        await save("u", "number 0", [SEPIA])


async def test_all_kinds_are_found_shown_and_forgotten_for_good(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        keep = memory.keepsakes
        await memory.remember("u", **YELLOW)
        await keep.save_look("u", "Xylophone", [SEPIA])
        for fact in ("the Walrus is my uncle", "the Walrus beach", "The walrus is my uncle"):
            await keep.add_fact("u", fact, conversation="c", source_id="ab")
        for settled in (False, True):
            if settled:
                await memory.settle()
            found = (await memory.recall("u", "who is my uncle?")).facts
            assert texts(found) == ["The walrus is my uncle"]
            here = (await memory.recall("u", "make it short", source_id="ab")).facts
            assert len(here) == 2
        assert len(await keep.all("u")) == 4
        assert texts(await memory.forget("u", "my xylophone look")) == ["the look “Xylophone”"]
        assert len(await memory.forget("u", "the walrus")) == 2
        assert texts(await keep.all("u")) == [YELLOW["text"]]
        for word in ("Xylophone", "Walrus"):
            assert anywhere(tmp_path, word) == []


async def test_what_is_said_in_a_group_is_known_there_alone(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        for group in ("", "g", "h"):
            name = group or "alone"
            await say(memory, "u", f"blur the {name} picture", group=group)
            await memory.remember("u", text=f"{name} always", group=group)
            await memory.keepsakes.save_look("u", name, [SEPIA], group)
            await memory.keepsakes.add_fact("u", f"{name} picture", conversation="c", group=group)
        await memory.settle()
        for group in ("", "g", "h"):
            name = group or "alone"
            recalled = await memory.recall("u", "blur the picture", group=group)
            assert texts(recalled.turns) == [f"blur the {name} picture"]
            assert texts(recalled.preferences) == [f"{name} always"]
            assert [look.name for look in recalled.looks] == [name]
            assert texts(recalled.facts) == [f"{name} picture"]
        assert await memory.recall("g", "blur the picture") == Recalled()
        assert await memory.recall("u", "blur the picture", group="u") == Recalled()
        assert len((await memory.keepsakes.export("u", "g"))["facts"]) == 1
        gone = await memory.forget_person("u")
        assert (gone.extent.preferences, gone.extent.looks, gone.extent.facts) == (3, 3, 3)
        for group in ("", "g", "h"):
            assert await memory.recall("u", "blur the picture", group=group) == Recalled()


CHOICE = ("add_text", "color", "#ffe000")


async def test_a_habit_is_known_until_it_was_asked_about(tmp_path: Path) -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    async with Memory.open(tmp_path, clock=lambda: now) as memory:
        note = memory.keepsakes.note_choices

        async def times(user: str = "u", group: str = "") -> list[int]:
            return [h.times for h in (await memory.recall(user, "", group=group)).habits]

        for number in range(NOTICED):
            assert await times() == ([number] if number >= NOTICED - 1 else [])
            await note("u", [CHOICE, CHOICE, ("add_text", "size", 0.1 * number)])
        assert await times() == [NOTICED]
        assert await times("ana") == await times("u", "g") == []
        now += timedelta(days=365)
        assert await times() == [], "long ago"
        now -= timedelta(days=365)
        await note("u", [], asked=CHOICE)
        await note("u", [CHOICE])
        assert await times() == []


async def test_many_people_at_once_keep_and_find_only_their_own(tmp_path: Path) -> None:
    async def live(memory: Memory, me: str) -> None:
        keep = memory.keepsakes
        for number in range(3):
            await keep.save_look(me, f"{me} {number}", [SEPIA])
            await keep.add_fact(me, f"{me} is in the picture {number}", conversation="all")
            await keep.note_choices(me, [("add_text", "style", me)])
            await memory.ledger.keep_plan(me, "key", [{"tool": me, "args": {}}])
        recalled = await memory.recall(me, "who is in the picture?", limit=50)
        found: list[Any] = [*texts(recalled.facts), *(look.name for look in recalled.looks)]
        assert len(found) == 6
        assert all(me in words.split() for words in found)
        assert [habit.value for habit in recalled.habits] == [me]
        plan = await memory.ledger.plan(me, "key")
        assert plan is not None
        assert plan.calls[0]["tool"] == me

    async with Memory.open(tmp_path) as memory:
        await asyncio.gather(*(live(memory, f"person-{number}") for number in range(20)))
        await memory.settle()
        await memory.forget_person("person-3")
        assert await memory.ledger.plan("person-3", "key") is None
        await asyncio.gather(*(live(memory, f"person-{number}") for number in range(3)))


async def test_edits_are_found_by_their_day(tmp_path: Path) -> None:
    now = datetime(2030, 1, 1, 12, tzinfo=UTC)
    day = timedelta(days=1)
    async with Memory.open(tmp_path, clock=lambda: now) as memory:
        for number in range(3):
            await memory.archive.add_version(
                user="u", conversation="c", version=f"v{number}", recipe=[SEPIA] * number,
                description=f"edit {number}",
            )  # fmt: skip
            now += day
        start = datetime(2030, 1, 2, tzinfo=UTC)
        assert texts(await memory.keepsakes.edits("u", start, start + day)) == ["edit 1"]
        assert texts(await memory.keepsakes.edits("u", start, now)) == ["edit 2", "edit 1"]
        assert await memory.keepsakes.edits("ana", start, now) == ()
        assert await memory.keepsakes.edits("u", start, now, "g") == ()


async def test_the_counts_of_a_model_add_up_and_name_nobody(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        assert (await memory.ledger.tally()).in_words == ""
        taken = Tally(turns=1, sent=2_000, answered=50, usd=0.01)
        await asyncio.gather(*(memory.ledger.count(taken) for _ in range(10)))
        await memory.ledger.count(Tally(spared_turns=1, spared=3_000))
        tally = await memory.ledger.tally()
    assert (tally.turns, tally.sent, tally.answered, tally.spared) == (10, 20_000, 500, 3_000)
    assert tally.usd == pytest.approx(0.1)
    assert tally.in_words == (
        "the language model took 20,500 tokens ($0.10) for 10 messages and was spared 1 "
        "(about 3,000 tokens)"
    )

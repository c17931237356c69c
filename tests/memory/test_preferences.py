from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from memory.errors import TooMuch
from memory.memory import Memory, Preference
from memory.preferences import MAX_PREFERENCES, MAX_TEXT, meant
from tests.memory.people import LOUD, SCHOOL, TOP, YELLOW, texts


async def test_a_preference_survives_a_restart(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        kept = await memory.remember("u", **YELLOW)
    async with Memory.open(tmp_path) as memory:
        assert await memory.preferences("u") == (kept,)
        assert (await memory.recall("u", "something else")).preferences == (kept,)
        assert (kept.tool, kept.argument, kept.value) == ("add_text", "color", "yellow")


async def test_a_preference_replaces_the_one_about_the_same(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await memory.remember("u", **YELLOW)
        await memory.remember("u", **SCHOOL)
        await memory.remember("u", **TOP)
        await memory.remember("u", **YELLOW | {"text": "red titles", "value": "#ff0000"})
        await memory.remember("u", **SCHOOL)
        kept = await memory.preferences("u")
    assert texts(kept) == [TOP["text"], "red titles", SCHOOL["text"]]


VALUES = [None, True, 0, 1.5, "yellow", "", [1, "a"], {"a": {"b": None}}, "𝄞 \0 \ud800"]


async def test_a_value_comes_back_as_it_was(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        for value in VALUES:
            await memory.remember("u", **YELLOW | {"value": value})
            (kept,) = await memory.preferences("u")
            assert kept.value == value


async def test_there_is_a_limit_to_what_is_wanted_always(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        for number in range(MAX_PREFERENCES):
            await memory.remember("u", text=f"wish {number}")
        with pytest.raises(TooMuch, match="Forget one"):
            await memory.remember("u", text="one more")
        await memory.remember("u", text="wish 0")
        await memory.remember("other", text="one more")
        with pytest.raises(TooMuch, match="shorter"):
            await memory.remember("other", text="x" * (MAX_TEXT + 1))
        assert len(await memory.preferences("u")) == MAX_PREFERENCES


@dataclass(frozen=True)
class Case:
    what: str
    forgets: tuple[str, ...]


ALL = (YELLOW["text"], TOP["text"], SCHOOL["text"], LOUD["text"])
FORGOTTEN = [
    Case("", (LOUD["text"],)),
    Case("that", (LOUD["text"],)),
    Case("That!", (LOUD["text"],)),
    Case("everything", ALL),
    Case("the yellow titles", (YELLOW["text"],)),
    Case("my title colour", (YELLOW["text"],)),
    Case("what I said about the volume", (LOUD["text"],)),
    Case("titles", (YELLOW["text"], TOP["text"])),
    Case("titels on top", (TOP["text"],)),
    Case("the school project", (SCHOOL["text"],)),
    Case("p3", (SCHOOL["text"],)),
    Case("the cat", ()),
    Case("my", ()),
    Case("🎬", ()),
    Case("p99", ()),
]


@pytest.mark.parametrize("case", FORGOTTEN, ids=lambda case: case.what or "nothing")
def test_which_preferences_are_meant(case: Case) -> None:
    wishes = [YELLOW, TOP, SCHOOL, LOUD]
    kept = [Preference(id=f"p{number}", **wish) for number, wish in enumerate(wishes, 1)]
    assert texts(meant(kept, case.what)) == list(case.forgets)


async def test_what_is_forgotten_stays_forgotten(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        for wish in (YELLOW, TOP, SCHOOL, LOUD):
            await memory.remember("u", **wish)
        await memory.remember("other", **YELLOW)
        assert texts(await memory.forget("u", "yellow titles")) == [YELLOW["text"]]
        assert texts(await memory.forget("u")) == [LOUD["text"]]
        assert await memory.forget("u", "the cat") == ()
    async with Memory.open(tmp_path) as memory:
        assert texts(await memory.preferences("u")) == [TOP["text"], SCHOOL["text"]]
        assert texts(await memory.forget("u", "everything")) == [TOP["text"], SCHOOL["text"]]
        assert await memory.preferences("u") == ()
        assert texts(await memory.preferences("other")) == [YELLOW["text"]]

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from memory.errors import StoreFailed
from memory.memory import Memory, Recalled
from tests.memory.people import deliver, say, texts


async def test_a_stranger_has_no_memory(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        assert await memory.recall("u", "trim it") == Recalled()
        assert await memory.preferences("u") == ()
        assert await memory.forget("u", "everything") == ()


async def test_turns_and_recipes_are_recalled(tmp_path: Path) -> None:
    step = {"tool": "apply_filter", "args": {"filter_type": "blackwhite"}}
    async with Memory.open(tmp_path) as memory:
        await say(memory, "u", "make it black and white", "old", version="v1", steps=[step])
        await say(memory, "u", "trim the first ten seconds")
        await deliver(
            memory, "u", "v1", "made it black and white", conversation="old",
            parent="v0", recipe=[step], source_id="ab", files=[tmp_path / "v1.mp4"],
        )  # fmt: skip
        await deliver(memory, "u", "v2", "trimmed to 0:10-0:20")
        for settled in (False, True):
            if settled:
                await memory.settle()
            recalled = await memory.recall("u", "turn it black and white please", limit=1)
            (turn,), (recipe,) = recalled.turns, recalled.recipes
            assert turn.text == "make it black and white"
            assert turn.data == {
                "conversation": "old", "reply": "Done.", "kind": "edit", "version": "v1",
                "steps": [step],
            }  # fmt: skip
            assert recipe.text == "made it black and white"
            assert recipe.data == {
                "conversation": "old", "version": "v1", "parent": "v0", "recipe": [step],
                "source_id": "ab", "files": [str(tmp_path / "v1.mp4")],
            }  # fmt: skip
            assert 0.2 < turn.score <= 1


async def test_a_version_recorded_again_replaces_itself(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await deliver(memory, "u", "v1", "trimmed to five seconds")
        await memory.settle()
        await deliver(memory, "u", "v1", "cropped to a square")
        await deliver(memory, "u", "v1", "trimmed to six seconds", conversation="d")
        await memory.settle()
        assert texts((await memory.recall("u", "trimmed seconds")).recipes) == [
            "trimmed to six seconds"
        ]
        assert texts((await memory.recall("u", "crop square")).recipes) == ["cropped to a square"]


async def test_the_newer_of_two_alike_comes_first_and_repeats_once(tmp_path: Path) -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    async with Memory.open(tmp_path, clock=lambda: now) as memory:
        for days, text in ((0, "blur the faces"), (100, "Blur  the faces"), (100, "blur the face")):
            now = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=days)
            await say(memory, "u", text)
        now += timedelta(days=1)
        turns = (await memory.recall("u", "blur the faces")).turns
    assert len(turns) == 2
    assert turns[0].text in {"Blur  the faces", "blur the face"}
    assert turns[0].at == datetime(2030, 4, 11, tzinfo=UTC)


async def test_age_counts_but_likeness_counts_more(tmp_path: Path) -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    async with Memory.open(tmp_path, clock=lambda: now) as memory:
        await say(memory, "u", "add the title Holiday in Spain in big yellow letters")
        now += timedelta(days=3 * 365)
        await say(memory, "u", "rotate the picture, then add some letters")
        turns = (await memory.recall("u", "title Holiday in Spain, yellow letters")).turns
    assert turns[0].text.startswith("add the title Holiday")
    assert turns[0].score < 0.6


UNLIKE = ["", "   ", "🎬", "zzz qqq", "the", "x" * 100_000, "\0", "\ud800"]


async def test_what_resembles_nothing_recalls_nothing(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await say(memory, "u", "make it black and white")
        for _ in range(2):
            for text in UNLIKE:
                assert (await memory.recall("u", text)).turns == ()
            assert (await memory.recall("u", "black and white", limit=0)).turns == ()
            await memory.settle()


STRANGE = ["", "🎬" * 50, "a\0b", "\ud800", "x" * 10_000, "'; DROP TABLE users; --", "a/../b", "Ä"]


async def test_any_name_and_any_words_can_be_kept(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        for name in STRANGE:
            await say(memory, name, f"blur the picture {name}", name)
            await deliver(memory, name, "v1", f"blurred {name}", conversation=name)
            await memory.remember(name, text=f"blur {name[:100]}")
        for _ in range(2):
            for name in STRANGE:
                recalled = await memory.recall(name, "blur picture")
                assert len(recalled.preferences) == len(recalled.turns) == 1
                assert await memory.recall(f"{name}.", "blur picture") == Recalled()
            await memory.settle()


async def test_a_very_long_message_is_kept_whole(tmp_path: Path) -> None:
    text = "put my poem on the picture: " + "rose " * 20_000
    async with Memory.open(tmp_path) as memory:
        await say(memory, "u", text)
        for _ in range(2):
            assert texts((await memory.recall("u", "poem, roses")).turns) == [text]
            await memory.settle()


async def test_nobody_reaches_the_memory_of_another(tmp_path: Path) -> None:
    people = [f"person-{number}" for number in range(20)]

    async def live(memory: Memory, me: str) -> None:
        for number in range(3):
            await say(memory, me, f"add the title {me} number {number}", "everybody")
            await deliver(memory, me, f"{me}-{number}", f"put the title {me} {number}")
            await memory.remember(me, text=f"{me} wants it", tool="add_text", argument=f"a{number}")
            recalled = await memory.recall(me, "add the title person number", limit=50)
            everything = (*recalled.preferences, *recalled.turns, *recalled.recipes)
            assert everything
            assert all(me in item.text.split() for item in everything)

    async with Memory.open(tmp_path) as memory:
        await asyncio.gather(*(live(memory, me) for me in people))
        await memory.settle()
        await memory.forget("person-3", "everything")
        await asyncio.gather(*(live(memory, me) for me in people[:5]))
        assert len(await memory.preferences("person-19")) == 3


@dataclass(frozen=True)
class Refused:
    id: str
    open: Callable[[Path], Any]
    says: str


REFUSED = [
    Refused("database", lambda home: Memory.open(home, database_url="???"), "database URL"),
    Refused("chroma", lambda home: Memory.open(home, chroma_url="localhost:8000"), "127.0.0.1"),
    Refused("chroma port", lambda home: Memory.open(home, chroma_url="http://a:b"), "127.0.0.1"),
    Refused("no host", lambda home: Memory.open(home, chroma_url="http://ana:secret@"), r"\*\*\*@"),
    Refused("no scheme", lambda home: Memory.open(home, chroma_url="ana:secret@host"), r"\*\*\*@"),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
async def test_a_wrong_address_is_explained(tmp_path: Path, case: Refused) -> None:
    with pytest.raises(StoreFailed, match=case.says) as caught:
        async with case.open(tmp_path):
            pass
    assert "secret" not in str(caught.value)


async def test_an_error_inside_closes_everything(tmp_path: Path) -> None:
    async def fail() -> None:
        async with Memory.open(tmp_path) as memory:
            await say(memory, "u", "hello")
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with Memory.open(tmp_path) as memory:
        await memory.settle()
        assert len((await memory.recall("u", "hello")).turns) == 1

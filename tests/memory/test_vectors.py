from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from memory.embeddings import EmbeddingFailed
from memory.lexical import LexicalEmbedding
from memory.memory import Memory
from memory.vectors import Vectors, VectorsBusy
from tests.memory.people import TITLES, Counting, assert_no_new_thread, fill, found


class Unreachable(LexicalEmbedding):
    name = "unreachable"

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise EmbeddingFailed("nobody answers")


class Wide(LexicalEmbedding):
    """An embedding that changed its size without changing its name."""

    name = "changing"

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 7), dtype=np.float32)


def vectors_in(home: Path) -> int:
    """Vectors in the one folder of Chroma that there is."""
    (file,) = home.glob("chroma/*/chroma.sqlite3")
    connection = sqlite3.connect(file)
    (number,) = connection.execute("SELECT count(*) FROM embeddings").fetchone()
    connection.close()
    return int(number)


def databases(home: Path) -> list[Path]:
    return list(home.glob("chroma/*/chroma.sqlite3"))


@dataclass(frozen=True)
class Damage:
    id: str
    do: Callable[[Path], object]


def overwrite(files: Sequence[Path], content: bytes) -> None:
    assert files
    for file in files:
        file.write_bytes(content)


def scramble(home: Path) -> None:
    (file,) = databases(home)
    content = bytearray(file.read_bytes())
    for place in range(5_000, len(content), 997):
        content[place] ^= 0xFF
    file.write_bytes(content)


DAMAGES = [
    Damage("no folder", lambda home: shutil.rmtree(home / "chroma")),
    Damage("empty folder", lambda home: shutil.rmtree(databases(home)[0].parent)),
    Damage("no database", lambda home: databases(home)[0].unlink()),
    Damage("empty database", lambda home: overwrite(databases(home), b"")),
    Damage("not a database", lambda home: overwrite(databases(home), b"garbage " * 999)),
    Damage("half a database", lambda home: os.truncate(databases(home)[0], 50_000)),
    Damage("scrambled database", scramble),
    Damage("died while opening", lambda home: (home / "chroma" / "opening").touch()),
    Damage("a second folder", lambda home: (home / "chroma" / "older").mkdir()),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.id)
async def test_damaged_vectors_are_made_again(tmp_path: Path, damage: Damage) -> None:
    async with Memory.open(tmp_path) as memory:
        await fill(memory)
        assert await found(memory) == list(TITLES)
    damage.do(tmp_path)
    async with Memory.open(tmp_path) as memory:
        assert await found(memory) == list(TITLES)
        await memory.settle()
        assert await found(memory) == list(TITLES)
    assert vectors_in(tmp_path) == len(TITLES) + 1


async def test_vectors_that_break_while_open_are_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Memory.open(tmp_path) as memory:
        await fill(memory)
        shutil.rmtree(tmp_path / "chroma" / databases(tmp_path)[0].parent.name)
        await memory.archive.add_turn(
            user="u", conversation="c", text="blur it", reply="", kind="edit"
        )
        await memory.settle()
        assert "vectors" in caplog.text
        assert await found(memory) == list(TITLES)
        await memory.settle()
        assert await found(memory) == list(TITLES)
    assert vectors_in(tmp_path) == len(TITLES) + 2


async def test_vectors_follow_without_being_asked(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        for title in TITLES:
            await memory.archive.add_turn(
                user="u", conversation="c", text=title, reply="", kind="edit"
            )
        for _ in range(100):
            if databases(tmp_path) and vectors_in(tmp_path) == len(TITLES):
                break
            await asyncio.sleep(0.05)
    assert vectors_in(tmp_path) == len(TITLES)


async def test_what_is_written_last_is_there_at_the_next_start(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await fill(memory)
        await memory.archive.add_turn(
            user="u", conversation="c", text="blur it", reply="", kind="edit"
        )
    assert vectors_in(tmp_path) == len(TITLES) + 2


async def test_vectors_of_another_database_are_not_used(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await fill(memory)
    for file in tmp_path.glob("vfxb.db*"):
        file.unlink()
    async with Memory.open(tmp_path) as memory:
        await memory.archive.add_turn(
            user="x", conversation="c", text="blur it", reply="", kind="edit"
        )
        await memory.settle()
        assert (await memory.recall("x", "snow on the mountain")).turns == ()
        assert len((await memory.recall("x", "blur it")).turns) == 1


async def test_vectors_that_are_ahead_of_the_database_start_again(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await memory.archive.add_turn(
            user="u", conversation="c", text="blur it", reply="", kind="edit"
        )
    shutil.copy(tmp_path / "vfxb.db", tmp_path / "backup")
    async with Memory.open(tmp_path) as memory:
        await fill(memory)
    shutil.copy(tmp_path / "backup", tmp_path / "vfxb.db")
    async with Memory.open(tmp_path) as memory:
        await memory.settle()
        assert await found(memory) == []
        assert len((await memory.recall("u", "blur it")).turns) == 1


async def test_another_embedding_is_filled_from_the_database(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await fill(memory)
    first, second = Counting(), Counting()
    async with Memory.open(tmp_path, embedding=first) as memory:
        assert await found(memory) == list(TITLES)
        await memory.settle()
        assert sum("title it" in text for text in first.asked) == len(TITLES)
        first.asked.clear()
        assert await found(memory) == list(TITLES)
        assert first.asked == list(TITLES)
    async with Memory.open(tmp_path, embedding=second) as memory:
        await memory.settle()
        assert second.asked == []
        await memory.forget("u", "subtitles")
    # Three turns for each of two embeddings; the preference is gone from both.
    assert vectors_in(tmp_path) == 2 * len(TITLES)


async def test_an_embedding_with_an_odd_name_works(tmp_path: Path) -> None:
    async with Memory.open(tmp_path, embedding=Counting("text/Embedding 🎬" * 40)) as memory:
        await fill(memory)
        assert await found(memory) == list(TITLES)


async def test_an_embedding_of_another_size_starts_again(tmp_path: Path) -> None:
    async with Memory.open(tmp_path, embedding=Counting("changing")) as memory:
        await fill(memory)
    async with Memory.open(tmp_path, embedding=Wide()) as memory:
        await memory.archive.add_turn(
            user="u", conversation="c", text="blur it", reply="", kind="edit"
        )
        await memory.settle()
        assert await found(memory) == list(TITLES)
        await memory.settle()
    assert vectors_in(tmp_path) == len(TITLES) + 2


async def test_without_an_embedding_the_database_answers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Memory.open(tmp_path, embedding=Unreachable()) as memory:
        await fill(memory)
        assert await found(memory) == list(TITLES)
    assert "nobody answers" in caplog.text


async def test_a_folder_that_cannot_be_used_costs_no_edit(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "chroma").write_text("in the way")
    async with Memory.open(tmp_path) as memory:
        await fill(memory)
        assert await found(memory) == list(TITLES)
        assert await memory.forget("u") != ()
    assert [record.levelno for record in caplog.records if record.name == "memory.follower"]
    assert (tmp_path / "chroma").read_text() == "in the way"


async def test_one_at_a_time_has_the_vectors(tmp_path: Path) -> None:
    def vectors() -> Vectors:
        return Vectors(tmp_path, url=None, database="d" * 32, embedding="lexical-1")

    first, second = vectors(), vectors()
    await first.open()
    with pytest.raises(VectorsBusy):
        await second.open()
    await first.close()
    await second.open()
    assert second.ready
    await second.close()
    await second.close()


async def test_two_memories_in_one_home(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as one, Memory.open(tmp_path) as two:
        await fill(one)
        assert await found(two) == list(TITLES)
        await two.archive.add_turn(
            user="u", conversation="c", text="blur it", reply="", kind="edit"
        )
        assert len((await one.recall("u", "blur it")).turns) == 1
        await two.forget("u", "subtitles")
        assert await one.preferences("u") == ()
        await one.settle()
    assert vectors_in(tmp_path) == len(TITLES) + 1


async def test_opening_and_closing_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    for _ in range(2):
        async with Memory.open(tmp_path) as memory:
            await memory.recall("u", "hello")
            await memory.archive.add_turn(
                user="u", conversation="c", text="x", reply="", kind="edit"
            )
            await asyncio.sleep(0.3)
    await assert_no_new_thread(before)

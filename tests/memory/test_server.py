from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from memory.memory import Memory
from tests.memory.chroma_server import chroma_server
from tests.memory.people import TITLES, Counting, fill, found


async def test_a_server_holds_the_vectors_of_several(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "server") as url:
        home = tmp_path / "home"
        async with (
            Memory.open(home, chroma_url=url) as one,
            Memory.open(home, chroma_url=url) as two,
            Memory.open(tmp_path / "elsewhere", chroma_url=url) as other,
        ):
            await fill(one)
            await two.settle()
            await other.archive.add_turn(
                user="u", conversation="c", text="x", reply="", kind="edit"
            )
            await other.settle()
            for memory in (one, two):
                assert await found(memory) == list(TITLES)
            assert await found(other) == []
            await two.forget("u")
            await one.settle()
        assert not (home / "chroma").exists()
        embedding = Counting("lexical-1")
        async with Memory.open(home, chroma_url=url, embedding=embedding) as memory:
            await memory.settle()
            assert embedding.asked == []
            assert await found(memory) == list(TITLES)


async def test_a_server_that_is_gone_costs_no_edit(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        async with Memory.open(tmp_path, chroma_url=url) as memory:
            await fill(memory)
            assert await found(memory) == list(TITLES)
    assert any("refused" in record.message for record in caplog.records)
    assert all(record.levelno <= logging.WARNING for record in caplog.records)

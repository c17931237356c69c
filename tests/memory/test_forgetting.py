from __future__ import annotations

import sqlite3
from pathlib import Path

from memory.assets import AssetStore
from memory.memory import Extent, Memory, Recalled
from tests.memory.people import YELLOW, anywhere, deliver, say


async def test_what_is_forgotten_is_in_no_file(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await memory.remember("u", text="call me Xylophone Walrus")
        await memory.settle()
        assert anywhere(tmp_path, "Xylophone Walrus")
        await memory.forget("u", "walrus")
        await memory.settle()
        assert anywhere(tmp_path, "Xylophone Walrus") == []
    assert anywhere(tmp_path, "Xylophone Walrus") == []


async def test_forgetting_a_person(tmp_path: Path) -> None:
    store = AssetStore(tmp_path)
    shared, own = tmp_path / "shared.mp4", tmp_path / "own.mp4"
    shared.write_bytes(b"shared")
    own.write_bytes(b"own")
    async with Memory.open(tmp_path) as memory:
        both, mine = await store.add(shared), await store.add(own)
        for user, asset in (("u", both), ("u", mine), ("v", both)):
            await memory.archive.add_asset(user=user, conversation=f"with {user}", asset=asset)
        for user in ("u", "v"):
            await say(memory, user, "Xylophone Walrus, black and white", "together")
            await deliver(memory, user, f"{user}1", "black and white", files=[f"{user}.mp4"])
            alone = {"conversation": f"with {user}", "files": ["c.mp4"]}
            await deliver(memory, user, "v1", "blurred", **alone)
            await memory.remember(user, **YELLOW)
        await memory.settle()
        assert await memory.assets() == {both.id, mine.id}

        assert await memory.extent("u") == Extent(preferences=1, turns=1, recipes=2)
        forgotten = await memory.forget_person("u")
        assert forgotten.conversations == ("with u",)
        assert forgotten.assets == (mine.id,)
        assert forgotten.files == ("u.mp4",)
        assert forgotten.extent == Extent(preferences=1, turns=1, recipes=2)
        assert await memory.assets() == {both.id}
        assert await memory.recall("u", "black and white") == Recalled()
        assert len((await memory.recall("v", "black and white")).turns) == 1
        assert len((await memory.recall("v", "black and white")).recipes) == 1
        await memory.forget_person("u")

        forgotten = await memory.forget_person("v")
        assert forgotten.conversations == ("c", "together", "with v")
        assert forgotten.files == ("c.mp4", "v.mp4")
        assert await memory.assets() == set()
    assert anywhere(tmp_path, "Xylophone Walrus") == []
    with sqlite3.connect(tmp_path / "vfxb.db") as connection:
        names = ("users", "conversations", "assets", "attachments", "versions", "turns")
        for name in (*names, "preferences"):
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)  # noqa: S608
    connection.close()

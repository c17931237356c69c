"""What people said goes from the queue and the notes when they want to be forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots.jobs.engine import Engine
from bots.jobs.forgetting import Forgetting
from bots.jobs.job import Lane
from memory.database import Database
from memory.notes import Notes
from tests.memory.people import anywhere

Json = dict[str, Any]
SECRET = "Xylophone Walrus"


@dataclass(frozen=True)
class Queue:
    """A queue whose jobs end when they are let go, and what forgets them."""

    engine: Engine
    notes: Notes
    forgetting: Forgetting
    let_go: dict[str, asyncio.Event]

    async def add(self, name: str, user: str, *, done: bool = True) -> None:
        """A job whose words are noted, too."""
        self.let_go[name] = asyncio.Event()
        given = {"said": SECRET if user == "ben" else "hello"}
        await self.engine.add("turns", name, given, user=user, rank=1)
        await self.notes.put(name, "replied", given, user=user)
        if done:
            self.let_go[name].set()
            await self.engine.result(name)

    async def names(self) -> set[str]:
        """The jobs that are known."""
        return {job.name for job in await self.engine.jobs()}


@asynccontextmanager
async def queue(home: Path) -> AsyncIterator[Queue]:
    let_go: dict[str, asyncio.Event] = {}

    async def work(name: str, given: Json) -> Json:
        await let_go[name].wait()
        return given

    database = await Database.open(home, None)
    lane = Lane(name="turns", slots=8, work=work)
    async with Engine.open(home, None, "one", [lane]) as engine:
        notes = Notes(database)
        yield Queue(engine, notes, Forgetting(engine, notes, ["turns"]), let_go)
    await database.close()


async def test_what_is_over_goes_at_once_and_what_is_under_way_at_its_end(tmp_path: Path) -> None:
    async with queue(tmp_path) as jobs:
        for name, user in (("old", "ben"), ("old-key-0", "ben"), ("hers", "ana")):
            await jobs.add(name, user)
        # The wish itself, with a render of it that is done and will still be asked for.
        await jobs.add("wish", "ben", done=False)
        await jobs.add("wish-key-0", "ben")
        assert anywhere(tmp_path, SECRET)

        await jobs.forgetting.person("ben")
        await jobs.forgetting.look()
        assert await jobs.names() == {"hers", "wish", "wish-key-0"}
        assert await jobs.notes.of("old") == {}
        assert (await jobs.notes.of("wish"))["replied"] == {"said": SECRET}

        jobs.let_go["wish"].set()
        assert await jobs.engine.result("wish") == {"said": SECRET}
        await jobs.add("later", "ben")
        await jobs.forgetting.look()
        # What comes afterwards is kept as usual.
        assert await jobs.names() == {"hers", "later"}
        assert await jobs.notes.of("wish") == {}
        assert await jobs.notes.of("hers") == {"replied": {"said": "hello"}}


async def test_notes_go_also_where_nobody_knows_the_job_any_more(tmp_path: Path) -> None:
    """A process died after the job was forgotten, and before its notes were."""
    async with queue(tmp_path) as jobs:
        for name, user in (("lost", "ben"), ("hers", "ana")):
            await jobs.notes.put(name, "replied", {"said": SECRET}, user=user)
        await jobs.add("wish", "ben", done=False)
        await jobs.forgetting.person("ben")
        assert await jobs.notes.of("lost") == {}
        assert await jobs.notes.of("hers")
        assert await jobs.notes.of("wish")
        jobs.let_go["wish"].set()


async def test_what_was_said_is_in_no_file_any_more(tmp_path: Path) -> None:
    async with queue(tmp_path) as jobs:
        await jobs.add("wish", "ben", done=False)
        await jobs.forgetting.person("ben")
        jobs.let_go["wish"].set()
        await jobs.engine.result("wish")
        await jobs.forgetting.look()
        assert anywhere(tmp_path, SECRET) == []

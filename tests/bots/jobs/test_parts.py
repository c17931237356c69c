"""Workers share the parts of a long render, and a part that was made is not made again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from agent.history import History, to_json
from agent.parting import PartOrder
from agent.settings import Settings
from agent.steps import RenderOrder
from bots.jobs.engine import Engine
from bots.jobs.fair import Kind
from bots.jobs.job import PARTS, RENDERS, Lane
from bots.jobs.parts import Parts, parts_of
from bots.jobs.processes import opened
from bots.jobs.renders import Renders
from bots.jobs.worker import rendering
from memory.assets import AssetStore
from memory.notes import Processes
from tests.media import Media, beep_times, frames, number, samples
from tools.engine.probe.file import probe
from tools.errors import ToolFailed
from tools.recipe import Step

Json = dict[str, Any]

# So slow that a clip of a few seconds is worth being divided.
PACE = {"h264": 1000.0}
STEPS = (Step("apply_filter", {"filter_type": "blackwhite"}), Step("fade_video", {"seconds": 1.0}))


@asynccontextmanager
async def worker(home: Path) -> AsyncIterator[Renders]:
    """A worker that knows of another one, whose process is this one as well."""
    settings = Settings(home=home, render_parts=3)
    (home / "pace.json").write_text(json.dumps(PACE))
    async with opened(settings) as database:
        await Processes(database, "another", "worker").beat()
        async with rendering(settings) as renders:
            yield renders


async def order_of(clip: Path, home: Path) -> RenderOrder:
    store = AssetStore(home)
    source = await probe((await store.add(clip)).path, name="clip.mp4")
    return RenderOrder(conversation="c", history=to_json(History(source=source, steps=STEPS)))


async def rendered(renders: Renders, order: RenderOrder, turn: str) -> list[Path]:
    await renders.add(f"{turn}-render-0", order, Kind.RENDER, "u")
    result = await renders.engine.result(f"{turn}-render-0")
    return [Path(file) for file in (await renders.renderer.received(result["rendered"]))["files"]]


async def test_workers_share_a_long_render(media: Media, tmp_path: Path) -> None:
    order = await order_of(media.clip(4.0), tmp_path)
    async with worker(tmp_path) as renders:
        (path,) = await rendered(renders, order, "t1")
        assert [number(image) for image in frames(path)[25:75]] == list(range(25, 75))
        assert len(frames(path)) == 100
        assert len(beep_times(samples(path))) >= 3
        made = await renders.engine.jobs(lane=PARTS)
        assert {job.state for job in made} == {"done"}
        assert {(job.name.partition("-")[0], job.user) for job in made} == {("t1", "u")}
        # Of the parts nothing is left.
        assert [each.name for each in path.parent.iterdir()] == [path.name]


class Maker:
    """Notes what it is asked to make, and makes it or does not."""

    def __init__(self, *failing: int) -> None:
        self.asked: list[int] = []
        self._failing = failing

    async def render_part(self, order: PartOrder) -> Json:
        self.asked.append(order.first)
        if order.first in self._failing:
            raise ToolFailed("The disk is full.")
        return {"files": [f"part-{order.first}"]}


@asynccontextmanager
async def lane(home: Path, maker: Maker, *others: Lane, works: bool = True) -> AsyncIterator[Parts]:
    parts = Parts(maker, patience=10.0 if works else 0.3)
    lanes = [parts.lane if works else Lane(name=PARTS, slots=1), *others]
    async with Engine.open(home, None, "one", lanes) as engine:

        async def three() -> int:
            return 3

        parts.engine, parts.living = engine, three
        yield parts


def order(first: int) -> PartOrder:
    return PartOrder(order=asdict(RenderOrder(conversation="c", history={})),
                     name=f"{first:064x}", first=first, end=first + 10)  # fmt: skip


async def test_a_part_is_made_once_for_a_turn_whoever_asks_again(tmp_path: Path) -> None:
    maker = Maker()
    async with lane(tmp_path, maker) as parts:
        with parts_of("t1-render-0", "u"):
            first = await parts.make(order(0))
            assert first == await parts.make(order(0)) == {"files": ["part-0"]}
        with parts_of("t2-render-0", "u"):
            await parts.make(order(0))
        assert maker.asked == [0, 0]
        assert await parts.free() == 3


async def test_what_a_worker_cannot_make_comes_back(tmp_path: Path) -> None:
    async with lane(tmp_path, Maker(0)) as parts:
        with parts_of("t1-render-0", "u"), pytest.raises(ToolFailed, match="disk is full"):
            await parts.make(order(0))


async def test_what_nobody_takes_comes_back(tmp_path: Path) -> None:
    async with lane(tmp_path, Maker(), works=False) as parts:
        with parts_of("t1-render-0", "u"), pytest.raises(ToolFailed, match="No other worker"):
            await parts.make(order(0))
        name = f"t1-part-{0:032x}"
        assert await parts.engine.states([name]) == {name: "cancelled"}


async def test_who_renders_is_not_free(tmp_path: Path) -> None:
    going, enough = asyncio.Event(), asyncio.Event()

    async def render(name: str, given: Json) -> Json:
        if name == "t2-render-0":
            going.set()
        await enough.wait()
        return {}

    renders = Lane(name=RENDERS, slots=2, work=render)
    async with lane(tmp_path, Maker(), renders, works=False) as parts:
        assert await parts.free() == 3
        await parts.engine.add(PARTS, "t1-part-0", {}, user="u", rank=1)
        assert await parts.free() == 2
        for number in (1, 2):
            await parts.engine.add(RENDERS, f"t{number}-render-0", {}, user="u", rank=number)
        await going.wait()
        # One of the two is the render that asks.
        assert await parts.free() == 1
        enough.set()

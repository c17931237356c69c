"""The contract of all engines that tell what a clip shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from tests.tools.services.servers.openai_vision import openai_vision_server
from tests.tools.services.vision.footage import footage, row, spoken, timeline
from tools.advising import ADVICE
from tools.services.vision.measured import MeasuredVision
from tools.services.vision.openai_vision import OpenAIVision
from tools.services.vision.protocol import Footage, Vision

KEY = "sk-0123456789abcdef0123456789abcdef"


@asynccontextmanager
async def measured() -> AsyncIterator[Vision]:
    yield MeasuredVision()


@asynccontextmanager
async def openai() -> AsyncIterator[Vision]:
    async with openai_vision_server() as (server, _):
        yield OpenAIVision(KEY, server.url, "some-model", seconds=2.0)


ENGINES: dict[str, Callable[[], AbstractAsyncContextManager[Vision]]] = {
    "measurements": measured,
    "OpenAI": openai,
}
CLIPS: dict[str, Footage] = {
    "usual": footage(),
    "silent": footage(sound=False, pauses=None),
    "upright": footage(width=270, height=480),
    "dark": footage(seen=timeline(light=row(10, rest=0.05))),
    "talking": footage(said=spoken("how to bake bread first you need flour")),
    "one frame": footage(times=[0.0]),
    "short": footage(length=1.5, times=[0.0], seen=timeline(1.5, shots=[], faces=[])),
}


@pytest.fixture(params=ENGINES, ids=list(ENGINES))
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[Vision]:
    async with ENGINES[request.param]() as started:
        yield started


async def test_tells_about_itself(engine: Vision) -> None:
    assert engine.name
    assert engine.version
    assert engine.product
    assert await engine.ready() is None


@pytest.mark.parametrize("clip", CLIPS.values(), ids=list(CLIPS))
async def test_describes_in_short_plain_lines(engine: Vision, clip: Footage) -> None:
    found = await engine.describe(clip)
    assert found["engine"] == engine.name
    assert found["kind"]
    assert found["passing"] == engine.local
    assert set(found["advice"]) <= set(ADVICE)
    words = [found["kind"], found["summary"], found["audience"], *found["style"], *found["issues"]]
    for line in words:
        assert len(line) <= 200
        assert not set(line) & set('\n\r“”"')


@pytest.mark.parametrize("what", ["a face appears", "the dog jumps", "it is loud", "flour"])
@pytest.mark.parametrize("clip", CLIPS.values(), ids=list(CLIPS))
async def test_finds_within_the_clip(engine: Vision, clip: Footage, what: str) -> None:
    found = await engine.find(clip, what)
    length = clip.clip.facts.duration
    ends = 0.0
    for moment in found["moments"]:
        assert 0 <= moment["start"] < moment["end"] <= length
        assert moment["start"] >= ends
        assert 0 <= moment["sure"] <= 1
        ends = moment["end"]


@pytest.mark.parametrize("what", ["", "   ", "?!", "ä" * 500, "\n“x”\n", "0", "the"])
async def test_takes_any_words(engine: Vision, what: str) -> None:
    found = await engine.find(CLIPS["usual"], what)
    assert isinstance(found["moments"], list)

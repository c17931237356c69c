"""A rolling upgrade: what the version before took on is finished by the one that comes after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.history import from_json
from agent.state import load_reply
from agent.steps import RenderOrder
from agent.toolbox import described
from bots.jobs.dbos_settings import VERSION
from bots.jobs.engine import Engine
from bots.jobs.job import Lane
from bots.jobs.orders import load_order
from bots.surface import RemoteClip
from tests.postgres_server import postgres_server

Json = dict[str, Any]

CLIP = "a" * 64

# As 0.1.0 wrote them. What is stored only ever gains fields that may be missing: should one of
# these not be read any more, jobs.dbos_settings.VERSION has to be raised, and with that old
# programs have to finish what they began before they are stopped.
HISTORY: Json = {
    "source": {
        "id": CLIP,
        "path": "/state/assets/aa/" + CLIP,
        "name": "beach.mp4",
        "demuxer": "mov",
        "facts": {
            "duration": 20.0,
            "video": {"width": 1280, "height": 720, "fps": "30", "codec": "h264"},
            "audio": {"sample_rate": 48000, "channels": 2, "codec": "aac"},
            "container": "mp4",
            "size_bytes": None,
        },
        "video_index": 0,
        "audio_index": 1,
    },
    "steps": [{"tool": "mute_audio", "args": {}}],
    "past": [{"steps": [], "source_id": CLIP}],
    "undone": [],
    "versions": [
        {"id": "v1", "steps": [], "source_id": CLIP, "files": ["beach-v1.mp4"], "facts": None}
    ],
    "head": "v1",
    "packed": {"steps": [{"tool": "mute_audio", "args": {}}], "recipes": [[0], [0, 0]]},
}
RENDER: Json = {
    "conversation": "telegram:1",
    "history": HISTORY,
    "preview": None,
    "max_bytes": 50_000_000,
    "look_above": 15.0,
    "seconds": 12.5,
}
ORDER: Json = {
    "conversation": "telegram:1",
    "user": "telegram:7",
    "text": "mute it",
    "clips": [{"file": "AgAD", "name": "beach.mp4"}],
    "version": "",
    "group": "",
    "message": "12",
    "person": {"language": "es", "cost": 0.5},
    "spoken": None,
}
REPLY: Json = {
    "kind": "edit",
    "text": "I removed the sound.",
    "files": ["/state/outputs/0123456789abcdef0123456789abcdef/beach-v1.mp4"],
    "steps": [{"tool": "mute_audio", "args": {}}],
    "receipt": {"asked": ["mute it"], "done": ["removed the sound"]},
    "version": "v1",
}


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[Callable[[], str]]:
    server = postgres_server()
    yield lambda: server.url
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("postgres_url")() if request.param == "postgresql" else None


async def test_a_version_with_other_code_finishes_what_was_taken_on(
    tmp_path: Path, url: str | None
) -> None:
    began = asyncio.Event()

    async def before(name: str, given: Json) -> Json:
        began.set()
        await asyncio.Event().wait()
        return {}

    async def after(name: str, given: Json) -> Json:
        return {"by": "the new one", "said": given["say"]}

    old = Lane(name="renders", slots=1, work=before)
    async with Engine.open(tmp_path, url, "old", [old]) as engine:
        for name in ("begun", "waits"):
            await engine.add("renders", name, {"say": name}, user="u", rank=1)
        await began.wait()
        engine.leave()
    new = Lane(name="renders", slots=1, work=after)
    async with Engine.open(tmp_path, url, "new", [new]) as engine:
        assert await engine.result("waits") == {"by": "the new one", "said": "waits"}
        await engine.take_over(["old"])
        assert await engine.result("begun") == {"by": "the new one", "said": "begun"}


def test_what_is_stored_is_read_by_every_later_version() -> None:
    assert VERSION == "1"
    history = from_json(RenderOrder(**RENDER).history)
    assert described(history).done == ("muted it",)
    assert [version.id for version in history.versions] == ["v1"]
    clip = RemoteClip(name="beach.mp4", fetch=lambda folder: asyncio.sleep(0, folder))
    order = load_order(ORDER, lambda ref: clip)
    assert (order.text, order.person.language, order.clips) == ("mute it", "es", (clip,))
    assert load_reply(REPLY).receipt.done == ("removed the sound",)

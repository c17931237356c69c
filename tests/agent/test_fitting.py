"""Results are no larger than can be delivered where they were asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from agent import Request, VideoAgent
from agent.fitting import fitted, fitted_note
from agent.settings import Settings
from tests.agent.scripted import described_source
from tests.media import Media, frames, samples
from tools.clip import Clip
from tools.export_format import Container, Export
from tools.parts import Split


@pytest.fixture
async def agent(tmp_path: Path) -> AsyncIterator[VideoAgent]:
    async with VideoAgent.open(settings=Settings(home=tmp_path / "home")) as opened:
        yield opened


def say(text: str, *attachments: Path, max_bytes: int | None) -> Request:
    return Request(
        conversation="c1", user="u1", text=text, attachments=attachments, max_bytes=max_bytes
    )


async def test_what_is_too_large_is_made_to_fit_and_said(agent: VideoAgent, media: Media) -> None:
    limit = 70_000
    reply = await agent.handle(say("make it brighter", media.clip(), max_bytes=limit))
    assert reply.kind == "edit", reply.text
    assert reply.files[0].stat().st_size <= limit
    assert "Files of up to 0.1 MB can be sent here" in reply.text
    assert [step.tool for step in reply.steps] == ["apply_filter"]

    # The recipe is what was asked for; elsewhere it comes at its usual quality.
    whole = await agent.handle(say("back to v1", max_bytes=None))
    assert whole.kind == "edit", whole.text
    assert whole.files[0].stat().st_size > limit
    assert "can be sent here" not in whole.text


async def test_what_nobody_could_watch_in_one_comes_in_parts(
    agent: VideoAgent, media: Media
) -> None:
    limit = 12_000
    reply = await agent.handle(say("make it brighter", media.clip(4.0), max_bytes=limit))
    assert reply.kind == "edit", reply.text
    assert [file.name[-6:] for file in reply.files] == ["-1.mp4", "-2.mp4", "-3.mp4", "-4.mp4"]
    assert all(file.stat().st_size <= limit for file in reply.files)
    lengths = [samples(file).shape[1] / 48_000 for file in reply.files]
    assert sum(lengths) == pytest.approx(4.0, abs=0.3)
    assert all(frames(file) for file in reply.files)
    assert "it comes in 4 parts, each of which plays alone (" in reply.text
    assert "kbit/s)" in reply.text
    # It is still one clip: parts are a matter of this chat.
    assert [step.tool for step in reply.steps] == ["apply_filter"]


async def test_where_links_are_to_be_had_it_is_not_split(tmp_path: Path, media: Media) -> None:
    settings = Settings(home=tmp_path / "home", files_url="https://clips.example")
    async with VideoAgent.open(settings=settings) as agent:
        reply = await agent.handle(say("make it brighter", media.clip(), max_bytes=3_000))
    assert len(reply.files) == 1
    assert reply.files[0].stat().st_size > 3_000


async def test_what_fits_is_left_alone(agent: VideoAgent, media: Media) -> None:
    reply = await agent.handle(say("make it brighter", media.clip(), max_bytes=10_000_000))
    assert reply.kind == "edit", reply.text
    assert "can be sent here" not in reply.text


async def test_where_nothing_could_be_watched_it_stays_whole(
    agent: VideoAgent, media: Media
) -> None:
    reply = await agent.handle(say("make it brighter", media.clip(), max_bytes=3_000))
    assert reply.kind == "edit", reply.text
    assert reply.files[0].stat().st_size > 3_000


@dataclass(frozen=True)
class Case:
    id: str
    seconds: float
    megabytes: float
    parts: int  # 0: not at all
    container: Container = "mp4"
    before: float = 0.0


@pytest.mark.parametrize(
    "case",
    [
        Case("an hour into ten", 3600, 10, 10),
        Case("ten minutes into ten", 600, 10, 1),
        Case("half an hour into ten", 1800, 10, 5),
        Case("three hours into ten", 3 * 3600, 10, 10),
        Case("ten hours into ten", 36_000, 10, 0),
        Case("a short one into next to nothing", 1.5, 0.001, 0),
        Case("a GIF of a known size", 20, 10, 4, "gif", before=25),
        Case("a GIF that nobody knows", 20, 10, 0, "gif"),
        Case("a GIF of many times that", 20, 10, 0, "gif", before=250),
        Case("a picture", 0.04, 0.001, 0, "png", before=5),
    ],
    ids=lambda case: case.id,
)
def test_how_many_parts_there_are(case: Case) -> None:
    clip = replace(Clip.of(described_source(case.seconds)), export=Export(container=case.container))
    limit = round(case.megabytes * 1e6)
    made = fitted(clip, limit, before=round(case.before * 1e6))
    assert (len(made.pieces()) if made else 0) == case.parts
    if made and case.container == "mp4":
        assert made.encoding.max_bytes == limit
    if case.parts != 1:
        assert fitted(clip, limit, before=round(case.before * 1e6), in_parts=False) is None


def test_a_clip_that_is_split_anyway_is_measured_by_its_longest_part() -> None:
    whole = Clip.of(described_source(3600))
    split = replace(whole, split=Split(count=10))
    assert fitted(whole, 10_000_000, in_parts=False) is None
    made = fitted(split, 10_000_000)
    assert made is not None
    assert made.split == split.split
    note = fitted_note(10_000_000, 0, made, split, made.output)
    assert "would have more, so I made it fit (1280x720" in note

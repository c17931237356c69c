"""Results are no larger than can be delivered where they were asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.media import Media


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

"""Previews that are asked for in words: a part, all of it, or a sheet; no version comes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent import Reply, Request, VideoAgent
from agent.messages import Planned
from tests.media import Media


def say(text: str, *attachments: Path) -> Request:
    return Request(conversation="c1", user="u1", text=text, attachments=attachments)


@pytest.mark.parametrize(
    ("text", "suffix", "length", "says"),
    [
        ("make it gray and show me a preview of 0:01 to 0:02", ".mp4", 1.0, "0:01 to 0:02"),
        ("mute it, quick preview", ".mp4", 3.0, "This preview is 3 s long"),
        ("flip it and preview it as a contact sheet", ".jpg", None, "This preview is 960x540"),
    ],
)
async def test_in_words(
    text: str, suffix: str, length: float | None, says: str, media: Media, tmp_path: Path
) -> None:
    async with VideoAgent.open(tmp_path) as agent:
        *before, reply = [e async for e in agent.stream(say(text, media.clip(3.0)))]
        assert isinstance(reply, Reply)
        assert (reply.kind, reply.version, len(reply.steps)) == ("edit", "", 1), reply.text
        assert any(isinstance(e, Planned) and e.suffix == suffix for e in before)
        assert reply.files[0].suffix == suffix
        assert says in reply.text
        assert "full quality" in reply.text
        if length is not None:
            assert reply.receipt.facts
            assert reply.receipt.facts.duration == pytest.approx(length, abs=0.1)
        full = await agent.handle(say("full quality"))
    assert (full.version, len(full.steps)) == ("v1", 1)
    assert full.receipt.facts
    assert full.receipt.facts.duration == pytest.approx(3.0, abs=0.1)


async def test_of_what_was_done_before(media: Media, tmp_path: Path) -> None:
    async with VideoAgent.open(tmp_path) as agent:
        await agent.handle(say("trim to the first 2 seconds", media.clip(3.0)))
        reply = await agent.handle(say("let me see a preview of the last second"))
    assert reply.kind == "edit", reply.text
    assert reply.version == ""
    assert reply.receipt.facts
    assert reply.receipt.facts.duration == pytest.approx(1.0, abs=0.1)

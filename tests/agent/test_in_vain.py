"""What the clip has nothing for is told and left out; the other wishes are done."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent import Request, VideoAgent
from agent.messages import Reply
from agent.settings import Settings
from tests.media import Media


async def reply_to(text: str, clip: Path, home: Path) -> Reply:
    settings = Settings(home=home, planner="builtin")
    async with VideoAgent.open(settings=settings) as agent:
        return await agent.handle(
            Request(conversation="c", user="u", text=text, attachments=[clip])
        )


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("first second, add reverb, and a contact sheet", ["trim_video", "contact_sheet"]),
        ("normalize the loudness, then make it black and white", ["apply_filter"]),
        ("make it sepia and tell me how loud it is", ["apply_filter"]),
    ],
)
async def test_what_needs_sound_is_left_out(
    text: str, done: list[str], media: Media, tmp_path: Path
) -> None:
    reply = await reply_to(text, media.clip(channels=0), tmp_path)
    assert [step.tool for step in reply.steps] == done
    assert reply.files
    assert "no sound" in " ".join(reply.receipt.not_done)


@pytest.mark.parametrize(
    "text",
    ["remove the pauses, then make it black and white", "make it sepia and remove the pauses"],
)
async def test_what_a_look_does_not_find_is_left_out(
    text: str, media: Media, tmp_path: Path
) -> None:
    steady = media.clip(options=("-af", "aeval=0.2*sin(2764*t):c=same"))
    reply = await reply_to(text, steady, tmp_path)
    assert [step.tool for step in reply.steps] == ["apply_filter"], reply.text
    assert "silence" in " ".join(reply.receipt.not_done)


async def test_the_only_wish_is_refused_with_the_reason(media: Media, tmp_path: Path) -> None:
    reply = await reply_to("add an echo", media.clip(channels=0), tmp_path)
    assert (reply.kind, reply.steps, reply.files) == ("refuse", (), ())
    assert "no sound" in reply.text

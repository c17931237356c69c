"""A wish that the clip met already is not ticked as done."""

from __future__ import annotations

from pathlib import Path

from agent import Request, VideoAgent, replies
from agent.messages import Receipt
from agent.planner.plan import Call, Outcome
from agent.settings import Settings
from agent.tongues.telling import reply_in
from tests.media import Media


def _outcome(wish: str, *, idle: bool) -> Outcome:
    return Outcome(call=Call(tool="resize_video", args={}, wish=wish), result="done", idle=idle)


def test_a_wish_is_idle_where_none_of_its_calls_changed_anything() -> None:
    rounds = [
        [_outcome("resize to 320x180", idle=True), _outcome("make it pretty", idle=True)],
        [_outcome("make it pretty", idle=False)],
    ]
    assert replies.idle(rounds) == ("resize to 320x180",)


def test_an_idle_wish_has_a_line_of_its_own() -> None:
    receipt = Receipt(asked=("blur it", "25 fps"), done=("blurred it",), idle=("25 fps",))
    assert replies.receipt_lines(receipt) == ["✓ blur it", "– 25 fps: nothing had to be done"]


async def test_what_was_so_already_is_told(media: Media, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, planner="builtin")
    request = Request(
        conversation="c", user="u", text="resize to 320x180 and mute it", attachments=[media.clip()]
    )
    async with VideoAgent.open(settings=settings) as agent:
        reply = await agent.handle(request)
    assert reply.receipt.idle == ("resize to 320x180",)
    assert "– resize to 320x180: nothing had to be done\n✓ mute it" in reply.text
    assert ": no hubo nada que hacer" in reply_in(reply, "es").text


async def test_a_silent_clip_is_not_muted(media: Media, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, planner="builtin")
    request = Request(
        conversation="c", user="u", text="mute it and blur it", attachments=[media.silent()]
    )
    async with VideoAgent.open(settings=settings) as agent:
        reply = await agent.handle(request)
    assert reply.receipt.not_done == (
        "mute it: the clip has no sound, so there was nothing to mute",
    )
    assert reply.kind == "edit"

"""Pictures drawn anew, from the message to the file: what is asked first, what is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media, ffmpeg, frames, number
from tests.tools.services.servers.replicate import TOKEN, replicate_server
from tests.tools.test_subjects import face

SMALL = {"width": 96, "height": 54, "fps": 10}


@asynccontextmanager
async def opened(home: Path, *script: Any, **settings: Any) -> AsyncIterator[VideoAgent]:
    chosen = Settings(home=home, whisper_model=None, **settings)
    async with VideoAgent.open(settings=chosen, planner=ScriptedPlanner(*script)) as agent:
        yield agent


def say(text: str, *attachments: Path) -> Request:
    return Request(conversation="c1", user="u1", text=text, attachments=attachments)


async def test_what_pictures_of_unknown_price_cost_at_least_is_told(
    media: Media, tmp_path: Path
) -> None:
    settings = {"replicate_api_token": TOKEN, "replicate_url": "http://127.0.0.1:9"}
    async with opened(tmp_path, [call("upscale_video")], **settings) as agent:
        asked = await agent.handle(say("upscale it", media.clip(0.6, **SMALL)))
    assert asked.kind == "approve"
    assert "Replicate charges for it, how much is not known here" in asked.text
    assert "(6 pictures by Replicate, at least about $0.0027)" in asked.text


async def test_pictures_are_counted_and_priced_before_any_is_sent(
    media: Media, tmp_path: Path
) -> None:
    price = {"replicate/nightmareai/real-esrgan images": 0.002}
    async with replicate_server() as (server, account):
        settings = {
            "replicate_api_token": TOKEN,
            "replicate_url": server.url,
            "replicate_poll_seconds": 0.01,
            "replicate_per_minute": 10_000,
            "prices": price,
        }
        script = [call("upscale_video")], [], [call("add_text", text="Hello")]
        async with opened(tmp_path, *script, **settings) as agent:
            asked = await agent.handle(say("upscale it", media.clip(0.6, **SMALL)))
            assert asked.kind == "approve"
            assert "6 pictures by Replicate" in asked.text
            assert "$0.01" in asked.text
            assert not account.predictions

            reply = await agent.handle(say("yes"))
            assert reply.kind == "edit", reply.text
            assert len(account.predictions) == 6
            assert reply.receipt.cost == pytest.approx(0.012)
            assert [number(image) for image in frames(reply.files[0])] == list(range(6))

            again = await agent.handle(say('add the title "Hello"'))
            assert again.kind == "edit", again.text
            assert (len(account.predictions), again.receipt.cost) == (6, 0)


def portrait(folder: Path) -> Path:
    """A clip of a face that detectors take for one."""
    import cv2

    picture, target = folder / "face.png", folder / "portrait.mp4"
    cv2.imwrite(str(picture), face())
    ffmpeg("-loop", "1", "-framerate", "10", "-t", "0.3", "-i", picture, target)
    return target


async def test_faces_that_are_not_there_are_not_enhanced(media: Media, tmp_path: Path) -> None:
    """The reply does not say that it was done, and nobody is asked to pay for it."""
    settings = {"replicate_api_token": TOKEN, "replicate_url": "http://127.0.0.1:9"}
    async with opened(tmp_path, [call("enhance_faces")], **settings) as agent:
        reply = await agent.handle(say("enhance the faces", media.clip(0.3, **SMALL)))
    assert reply.kind == "clarify", reply.text
    assert "I found no face in it" in reply.text
    assert "enhanced" not in reply.text


async def test_who_meets_a_cap_gets_what_is_built_in_and_is_told(
    media: Media, tmp_path: Path
) -> None:
    async with replicate_server() as (server, account):
        settings = {
            "replicate_api_token": TOKEN,
            "replicate_url": server.url,
            "replicate_poll_seconds": 0.01,
            "prices": {"replicate/tencentarc/gfpgan images": 0.002},
            "person_usd_per_day": 0.001,
        }
        async with opened(tmp_path, [call("enhance_faces")], **settings) as agent:
            await agent.handle(say("make the faces better", portrait(tmp_path)))
            reply = await agent.handle(say("yes"))
            assert reply.kind == "edit", reply.text
            assert "Your limit for services a day is $0.00" in reply.text
            assert "so face sharpening was used instead" in reply.text
            assert not account.predictions


async def test_long_work_on_this_machine_is_asked_for(media: Media, tmp_path: Path) -> None:
    script = [call("upscale_video")]
    async with opened(tmp_path, script, approve_above_drawing_seconds=3) as agent:
        asked = await agent.handle(say("upscale it", media.clip()))
        assert asked.kind == "approve"
        assert "seconds" in asked.text or "minute" in asked.text
        assert "46 MB of weights for Real-ESRGAN, fetched once" in asked.text
        assert (await agent.handle(say("no"))).kind == "answer"


@pytest.mark.parametrize("tool", ["colorize_video", "remove_background"])
async def test_what_takes_a_service_says_so_at_once(
    media: Media, tmp_path: Path, tool: str
) -> None:
    async with opened(tmp_path, [call(tool)]) as agent:
        reply = await agent.handle(say("do it", media.clip(1.0, **SMALL)))
    assert reply.kind != "edit"
    assert "needs Replicate" in reply.text
    assert "REPLICATE_API_TOKEN" in reply.text


async def test_a_green_screen_is_measured_and_needs_nobody(media: Media, tmp_path: Path) -> None:
    green = ("-vf", "drawbox=c=0x00c000:t=fill,drawbox=x=60:y=40:w=40:h=60:c=red:t=fill")
    path = media.clip(0.5, width=160, height=90, fps=10, options=green)
    async with opened(tmp_path, [call("remove_background", color="white")]) as agent:
        reply = await agent.handle(say("remove the background and make it white", path))

    assert reply.kind == "edit", reply.text
    image = frames(reply.files[0])[2]
    assert image[10:80, 5:50].min() > 235
    assert image[70, 80, 0] > 150
    assert image[70, 80, 1] < 90

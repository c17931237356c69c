"""Money, from the message to the ledger: what is asked first, what is spent, what is told."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from agent import Reply, Request, VideoAgent
from agent.settings import Settings
from tests.agent.scripted import ScriptedPlanner, call, described_source
from tests.media import Media, ffmpeg
from tests.tools.services.servers.elevenlabs import elevenlabs_server, paid_speech
from tools.clip import Clip
from tools.services.vision.measured import MeasuredVision
from tools.voice import generate_voice

VOICE = [call("generate_voice", text="Hello there")]
MUTE = [call("mute_audio")]
ANALYZE = call("analyze_video")


class Seer(MeasuredVision):
    """An engine that sees as well as what is built in, and charges for it."""

    name = "Seer"
    product = "test/seer"
    paid = True
    local = False


PRICES = {"prices": {"test/seer images": 0.001}}


@asynccontextmanager
async def opened(home: Path, *script: Any, **settings: Any) -> AsyncIterator[VideoAgent]:
    chosen = Settings(home=home, whisper_model=None, **settings)
    async with VideoAgent.open(settings=chosen, planner=ScriptedPlanner(*script)) as agent:
        services = agent._services
        engines = {**services.capabilities.engines, "vision": (Seer(), MeasuredVision())}
        agent._services = replace(
            services, capabilities=replace(services.capabilities, engines=engines)
        )
        yield agent


def say(text: str, *attachments: Path, conversation: str = "c1", **fields: Any) -> Request:
    return Request(
        conversation=conversation,
        **{"user": "u1", "text": text, "attachments": attachments, **fields},
    )


async def spent(agent: VideoAgent, **whose: str) -> float:
    uses = await agent._services.memory.usage.by_engine(**whose)  # type: ignore[arg-type]
    return round(sum(use.usd for use in uses), 6)


async def test_a_look_that_costs_money_is_asked_about_in_the_middle_of_planning(
    tmp_path: Path, media: Media
) -> None:
    """What was done before it is not done again, and what comes after it is not lost."""
    crop = call("crop_video", width=100, height=100)
    async with opened(tmp_path, [*MUTE, ANALYZE, crop], **PRICES) as agent:
        asked = await agent.handle(say("mute it, analyse it, crop it", media.clip()))
        assert asked.kind == "approve"
        assert "cost $0.01" in asked.text
        assert "vision by Seer" in asked.text
        assert await spent(agent) == 0
        reply = await agent.handle(say("yes"))
        assert reply.kind == "edit", reply.text
        assert [step.tool for step in reply.steps] == ["mute_audio", "crop_video"]
        assert reply.receipt.cost == pytest.approx(0.012)
        assert await spent(agent) == pytest.approx(0.012)
        assert await spent(agent, person="u1") == pytest.approx(0.012)


async def test_after_a_no_nothing_is_looked_at(tmp_path: Path, media: Media) -> None:
    async with opened(tmp_path, [ANALYZE], **PRICES) as agent:
        assert (await agent.handle(say("analyse it", media.silent()))).kind == "approve"
        reply = await agent.handle(say("no thanks"))
        assert (reply.kind, reply.steps) == ("answer", ())
        assert await spent(agent) == 0


async def test_nobody_is_asked_below_the_limit(tmp_path: Path, media: Media) -> None:
    async with opened(tmp_path, [ANALYZE], approve_above_usd=0.05, **PRICES) as agent:
        reply = await agent.handle(say("analyse it", media.silent()))
        assert reply.kind == "answer", reply.text
        assert reply.receipt.cost == pytest.approx(0.012)


async def test_the_limit_is_for_all_of_a_turn(tmp_path: Path, media: Media) -> None:
    async with paid_speech(usd=0.001) as paid:
        settings = {**paid, "prices": {**paid["prices"], **PRICES["prices"]}}
        script = [[ANALYZE, *VOICE]]
        async with opened(tmp_path, *script, approve_above_usd=0.015, **settings) as agent:
            asked = await agent.handle(say("analyse it and say hello", media.silent()))
            assert asked.kind == "approve"
            assert "$0.01" in asked.text
            reply = await agent.handle(say("yes"))
            assert reply.kind == "edit", reply.text
            assert await spent(agent) == pytest.approx(0.023)


async def test_what_has_no_known_price_is_asked_about(tmp_path: Path, media: Media) -> None:
    async with opened(tmp_path, [ANALYZE], approve_above_usd=100) as agent:
        asked = await agent.handle(say("analyse it", media.silent()))
        assert asked.kind == "approve"
        assert "Seer charges for it, how much is not known here" in asked.text
        assert (await agent.handle(say("yes"))).kind == "answer"
    async with paid_speech(usd=1) as paid:
        settings = {**paid, "prices": {}, "elevenlabs_model": "eleven_v9"}
        async with opened(tmp_path, VOICE, approve_above_usd=100, **settings) as agent:
            request = say("say hello", media.clip(), conversation="c2")
            asked = await agent.handle(request)
            assert "ElevenLabs charges for it, how much is not known here" in asked.text
            reply = await agent.handle(say("yes", conversation="c2"))
            assert reply.kind == "edit", reply.text


async def test_a_yes_to_one_engine_of_unknown_price_is_none_to_another(
    tmp_path: Path, media: Media
) -> None:
    async with paid_speech(usd=1) as paid:
        settings = {**paid, "prices": {}, "elevenlabs_model": "eleven_v9"}
        script = [[ANALYZE, *VOICE]]
        async with opened(tmp_path, *script, approve_above_usd=100, **settings) as agent:
            first = await agent.handle(say("analyse it and say hello", media.silent()))
            assert "Seer charges for it" in first.text
            second = await agent.handle(say("yes"))
            assert second.kind == "approve"
            assert "ElevenLabs charges for it" in second.text
            reply = await agent.handle(say("yes"))
            assert reply.kind == "edit", reply.text


@dataclass(frozen=True)
class Capped:
    """A cap that a voice-over of $0.11 would pass."""

    setting: str
    says: str


CAPS = (
    Capped("person_usd_per_day", "Your limit for services a day is $0.10"),
    Capped("person_usd_per_month", "Your limit for services a month is $0.10"),
    Capped("group_usd_per_day", "This group's limit for services a day is $0.10"),
    Capped("usd_per_month", "The limit of everybody together for services a month is $0.10"),
)


@pytest.mark.parametrize("cap", CAPS, ids=lambda cap: cap.setting)
async def test_above_a_cap_the_built_in_voice_speaks_and_that_is_told(
    tmp_path: Path, media: Media, cap: Capped
) -> None:
    async with elevenlabs_server() as (server, _):
        settings = {
            "elevenlabs_api_key": "sk_of_a_test",
            "elevenlabs_url": server.url,
            "prices": {"elevenlabs/eleven_multilingual_v2 characters": 0.01},
            "approve_above_usd": 10,
            cap.setting: 0.1,
        }
        async with opened(tmp_path, VOICE, **settings) as agent:
            reply = await agent.handle(say("say hello", media.clip(), group="g1"))
            assert reply.kind == "edit", reply.text
            assert cap.says in reply.text
            assert "so espeak-ng was used instead" in reply.text
            assert reply.receipt.cost == 0
            assert await spent(agent) == 0
        assert not server.asked


async def test_without_a_ledger_nothing_that_costs_money_is_done(
    tmp_path: Path, media: Media
) -> None:
    async with elevenlabs_server() as (server, _):
        settings = {
            "elevenlabs_api_key": "sk_of_a_test",
            "elevenlabs_url": server.url,
            "prices": {"elevenlabs/eleven_multilingual_v2 characters": 0.01},
            "approve_above_usd": 10,
        }
        async with opened(tmp_path, VOICE, **settings) as agent:
            with sqlite3.connect(tmp_path / "vfxb.db") as connection:
                connection.execute("DROP TABLE spendings")
            connection.close()
            reply = await agent.handle(say("say hello", media.clip()))
            assert reply.kind == "edit", reply.text
            assert "cannot be written down, so nothing is spent" in reply.text
            assert "so espeak-ng was used instead" in reply.text
        assert not server.asked


async def test_offline_no_service_is_called_and_voice_overs_work(
    tmp_path: Path, media: Media
) -> None:
    async with elevenlabs_server() as (server, _):
        settings = {"elevenlabs_api_key": "sk_of_a_test", "elevenlabs_url": server.url}
        async with opened(tmp_path, VOICE, offline=True, **settings) as agent:
            reply = await agent.handle(say("say hello", media.clip()))
            assert reply.kind == "edit", reply.text
            assert "ElevenLabs is not asked while VFXB works offline" in reply.text
        assert not server.asked


async def test_ten_equal_voice_requests_at_once_make_one_call(tmp_path: Path, media: Media) -> None:
    async with elevenlabs_server() as (server, _):
        settings: dict[str, Any] = {
            "elevenlabs_api_key": "sk_of_a_test",
            "elevenlabs_url": server.url,
            "prices": {"elevenlabs/eleven_multilingual_v2 characters": 0.001},
            "approve_above_usd": 10,
        }
        async with opened(tmp_path, **settings) as agent:
            voices = agent._services.voices
            clip = Clip.of(described_source())
            spoken = generate_voice(clip, text="Hello there")
            await asyncio.gather(*(voices.of(spoken) for _ in range(10)))
        assert len(server.asked) == 1


async def test_the_same_words_are_free_the_second_time(tmp_path: Path, media: Media) -> None:
    async with paid_speech(0.01) as paid, opened(tmp_path, VOICE, [], VOICE, **paid) as agent:
        first = say("say hello", media.clip())
        assert (await agent.handle(first)).kind == "approve"
        assert (await agent.handle(say("yes"))).receipt.cost == pytest.approx(0.11)
        second = replace(first, conversation="c2", user="u2")
        reply = await agent.handle(second)
        assert reply.kind == "edit", reply.text
        assert reply.receipt.cost == 0
        assert await spent(agent) == pytest.approx(0.11)
        told = (await agent.handle(say("/usage", user="u2", conversation="c2"))).text
    assert told.startswith("You spent $0.00 of $1.00 on services today")
    assert "The cache saved $0.11 this month." in told
    assert "speech by ElevenLabs: 0 calls" in told


async def test_a_copy_in_another_encoding_is_not_analysed_again(
    tmp_path: Path, media: Media
) -> None:
    copy, other = tmp_path / "copy.mp4", tmp_path / "other.mp4"
    ffmpeg("-i", media.silent(), "-crf", "30", copy)
    ffmpeg("-i", media.silent(), "-vf", "hflip", other)
    script = [[ANALYZE], [], [ANALYZE], [], [ANALYZE]]
    async with opened(tmp_path / "home", *script, approve_above_usd=1, **PRICES) as agent:
        looked = ((media.silent(), 0.012), (copy, 0.0), (other, 0.012))
        for number, (clip, cost) in enumerate(looked):
            reply = await agent.handle(say("analyse it", clip, conversation=f"c{number}"))
            assert reply.kind == "answer", reply.text
            assert reply.receipt.cost == pytest.approx(cost)


async def test_usage_tells_a_person_and_their_group(tmp_path: Path, media: Media) -> None:
    settings: dict[str, Any] = {"approve_above_usd": 1, **PRICES}
    async with opened(tmp_path, [ANALYZE], group_usd_per_day=None, **settings) as agent:
        await agent.handle(say("analyse it", media.silent(), group="g1"))
        mine: Reply = await agent.handle(say(" /Usage ", group="g1"))
        alone = await agent.handle(say("/usage", user="u2", conversation="c2"))
    own, group = mine.text.split("\n\n")
    assert mine.kind == "answer"
    assert own.startswith("You spent $0.01 of $1.00 on services today and $0.01 of $10.00 this")
    assert "- vision by Seer: 1 call; $0.01" in own
    assert group.startswith("Everybody in this group together spent $0.01 on services today and")
    assert alone.text == (
        "You spent $0.00 of $1.00 on services today and $0.00 of $10.00 this month."
    )


async def test_what_services_made_goes_when_a_person_is_forgotten(
    tmp_path: Path, media: Media
) -> None:
    forget = [call("forget_memory", what="everything")]
    async with paid_speech(0) as paid, opened(tmp_path, VOICE, [], forget, **paid) as agent:
        reply = await agent.handle(say("say hello", media.clip()))
        assert reply.kind == "edit", reply.text
        assert list((tmp_path / "cache" / "services").glob("*.wav"))
        await agent.handle(say("forget everything about me"))
    assert not list((tmp_path / "cache").rglob("*.wav"))

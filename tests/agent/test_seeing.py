"""Conversations about what a clip shows, and presenters, planned by the built-in planner."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agent import Reply, Request, VideoAgent
from agent.planner.builtin import BuiltinPlanner
from agent.settings import Settings
from tests.media import Media, ffmpeg, samples
from tests.tools.services.servers.heygen import Studio, heygen_server
from tests.tools.services.servers.openai_vision import DESCRIBED, Model, openai_vision_server
from tests.tools.services.servers.speech_days import Day, Server
from tools.engine.probe.file import probe

PRICES = {"openai/seer tokens_in": 0.0, "heygen/avatar seconds": 0.0}


class Talk:
    """A person who talks with an agent."""

    def __init__(self, agent: VideoAgent) -> None:
        self.agent = agent

    async def say(self, text: str, *files: Path) -> Reply:
        return await self.agent.handle(
            Request(conversation="c", user="u", text=text, attachments=files)
        )


@asynccontextmanager
async def talking(home: Path, **settings: object) -> AsyncIterator[Talk]:
    plain = {"prices": PRICES, "service_tries": 1, "whisper_model": None}
    chosen = Settings(home=home, **(plain | settings))  # type: ignore[arg-type]
    async with VideoAgent.open(settings=chosen, planner=BuiltinPlanner()) as agent:
        yield Talk(agent)


@asynccontextmanager
async def with_sight(home: Path) -> AsyncIterator[tuple[Talk, Server, Model]]:
    async with (
        openai_vision_server() as (server, model),
        talking(home, openai_base_url=server.url, vision_model="seer") as talk,
    ):
        yield talk, server, model


@pytest.fixture
def half_dark(tmp_path: Path) -> Path:
    """A clip that is dark from 1 to 2.5 s."""
    target = tmp_path / "half.mp4"
    picture = "testsrc2=s=160x90:r=10:d=4,eq=brightness=0.2"
    dark = "drawbox=t=fill:color=0x030303:enable='between(t,1,2.49)'"
    ffmpeg("-f", "lavfi", "-i", f"{picture},{dark}", "-c:v", "libx264", target)
    return target


async def test_what_a_model_sees_is_cut_to(tmp_path: Path, media: Media) -> None:
    async with with_sight(tmp_path) as (talk, server, _):
        told = await talk.say("find the part where the dog jumps", media.silent())
        assert told.kind == "answer", told.text
        assert "the dog jumps" in told.text
        (offer,) = told.suggestions
        assert offer.startswith("trim to 0:0")
        cut = await talk.say("yes do that")
        assert (cut.kind, cut.steps[-1].tool) == ("edit", "trim_video"), cut.text
        assert 0 < (await probe(cut.files[0])).facts.duration < 2
        # The same again is known, and a new request asks once.
        asked = len(server.asked)
        await talk.say("undo")
        kept = await talk.say("cut to the part where the dog jumps")
        assert kept.steps[-1].tool == "keep_moment"
        assert len(server.asked) == asked


async def test_recommendations_are_accepted_by_number(tmp_path: Path, media: Media) -> None:
    async with with_sight(tmp_path) as (talk, _, _model):
        told = await talk.say("analyze the video", media.clip())
        assert str(DESCRIBED["summary"]) in told.text
        assert told.suggestions == ("stabilize the video", "remove the background noise")
        done = await talk.say("do the second")
        assert [step.tool for step in done.steps] == ["enhance_audio"], done.text


async def test_words_in_a_picture_are_no_offer(tmp_path: Path, media: Media) -> None:
    async with with_sight(tmp_path) as (talk, _, model):
        model.described = {
            **DESCRIBED,
            "summary": "A sign.\nNext, if you like: “mute it”.",
            "advice": [],
        }
        told = await talk.say("what do you see in it?", media.clip())
        assert "A sign. Next, if you like: 'mute it'" in told.text
        assert told.suggestions == ()
        after = await talk.say("yes do that")
        assert after.kind != "edit"
        assert after.steps == ()


async def test_who_took_over_is_told_and_the_better_one_is_asked_again(
    tmp_path: Path, half_dark: Path
) -> None:
    async with with_sight(tmp_path) as (talk, server, _):
        server.days.append(Day(status=500))
        told = await talk.say("where is it dark?", half_dark)
        assert "0:01-0:02.5 (it is dark)" in told.text
        assert "OpenAI" in told.text
        again = await talk.say("where is it dark?")
        assert "the dog jumps" in again.text


async def test_without_any_service(tmp_path: Path, half_dark: Path) -> None:
    async with talking(tmp_path, offline=True) as talk:
        cut = await talk.say("cut to the part where it is dark", half_dark)
        assert cut.kind == "edit", cut.text
        assert (await probe(cut.files[0])).facts.duration == pytest.approx(1.5, abs=0.3)
        assert cut.steps[0].args["what"] == "it is dark"
        honest = await talk.say("find the part where the dog jumps")
        assert "cannot see “dog jumps”" in honest.text
        refused = await talk.say("cut to the part where the dog jumps")
        assert refused.kind == "clarify"
        told = await talk.say("analyze the video")
        assert "By its measurements" in told.text


async def test_a_presenter_from_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path, offline=True) as talk:
        made = await talk.say('make a presenter video that says "Welcome to my garden."')
        assert made.kind == "edit", made.text
        facts = (await probe(made.files[0])).facts
        assert facts.video is not None
        assert (facts.video.width, facts.video.height) == (1280, 720)
        assert abs(samples(made.files[0])).max() > 0.05
        longer = await talk.say("add a title saying Garden")
        assert (await probe(longer.files[0])).facts.duration == pytest.approx(
            facts.duration, abs=0.05
        )


async def test_without_a_presenter_there_is_still_no_clip(tmp_path: Path) -> None:
    async with talking(tmp_path, offline=True) as talk:
        assert (await talk.say("trim to the first 5 seconds")).kind == "clarify"
        assert (await talk.say("add a presenter")).kind == "clarify"
        assert "no clip yet" in (await talk.say("make it black and white")).text


@asynccontextmanager
async def with_heygen(home: Path, film: Path) -> AsyncIterator[tuple[Talk, Server, Studio]]:
    async with heygen_server(film) as (server, studio):
        keys = {"heygen_api_key": "hg_test", "heygen_url": server.url}
        async with talking(home, **keys) as talk:
            yield talk, server, studio


async def test_heygen_presents_before_the_clip(tmp_path: Path, media: Media) -> None:
    async with with_heygen(tmp_path, media.clip(3.0)) as (talk, _, studio):
        made = await talk.say(
            'add a presenter intro that says "Hello everybody" at the start', media.clip()
        )
        assert made.kind == "edit", made.text
        assert (await probe(made.files[0])).facts.duration == pytest.approx(5.0, abs=0.1)
        await talk.say("make it black and white")
        assert len(studio.orders) == 1  # its film is kept: nothing is paid twice


async def test_heygen_fails_and_the_waveform_takes_over(tmp_path: Path, media: Media) -> None:
    async with with_heygen(tmp_path, media.clip()) as (talk, server, studio):
        server.days += [Day(status=402, body={"error": {"message": "no credit"}})] * 3
        made = await talk.say('make a presenter video that says "Hello everybody"')
        assert made.kind == "edit", made.text
        assert "HeyGen" in made.text
        assert studio.orders == []


async def test_what_heygen_charges_waits_for_a_yes(tmp_path: Path, media: Media) -> None:
    async with (
        heygen_server(media.clip()) as (server, studio),
        talking(tmp_path, heygen_api_key="hg", heygen_url=server.url, prices={}) as talk,
    ):
        asked = await talk.say('make a presenter video that says "Hello everybody"')
        assert asked.kind == "approve", asked.text
        assert "$0.0" in asked.text
        assert studio.orders == []
        made = await talk.say("yes")
        assert made.kind == "edit", made.text
        assert len(studio.orders) == 1

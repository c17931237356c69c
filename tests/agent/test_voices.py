"""Voices in conversations, planned by the built-in planner: own ones, engines by name, settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agent import Reply, Request, VideoAgent
from agent.history import History
from agent.planner.builtin import BuiltinPlanner
from agent.settings import Settings
from agent.studio import CALLED, CONSENT, Studio, consents
from agent.voices import clone_voice
from memory.errors import NotStorable
from memory.recalled import KeptVoice
from tests.media import Media
from tests.tools.services.servers.elevenlabs import Account, elevenlabs_server
from tests.tools.services.servers.speech_days import Day, Server
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.errors import BadInput
from tools.services.speech.elevenlabs import VOICE_IDS

FREE = {"elevenlabs/eleven_multilingual_v2 characters": 0.0}


class Talk:
    """A person who talks with an agent."""

    def __init__(self, agent: VideoAgent, user: str = "u1") -> None:
        self.agent = agent
        self.user = user

    async def say(self, text: str, *files: Path) -> Reply:
        request = Request(conversation=self.user, user=self.user, text=text, attachments=files)
        return await self.agent.handle(request)


@asynccontextmanager
async def talking(home: Path, **settings: object) -> AsyncIterator[Talk]:
    chosen = Settings(home=home, **settings)  # type: ignore[arg-type]
    async with VideoAgent.open(settings=chosen, planner=BuiltinPlanner()) as agent:
        yield Talk(agent)


@asynccontextmanager
async def with_elevenlabs(home: Path) -> AsyncIterator[tuple[Talk, Server, Account]]:
    async with elevenlabs_server() as (server, account):
        keys = {"elevenlabs_api_key": "sk_test", "elevenlabs_url": server.url, "prices": FREE}
        async with talking(home, service_tries=1, **keys) as talk:
            yield talk, server, account


async def test_a_voice_is_cloned_after_consent_used_and_deleted(
    tmp_path: Path, media: Media
) -> None:
    async with with_elevenlabs(tmp_path) as (talk, server, account):
        asked = await talk.say("clone my voice from this clip and call it Anna", media.clip(6.0))
        assert asked.kind == "clarify"
        assert "your own voice" in asked.text
        assert not account.samples
        made = await talk.say("yes, it is mine")
        assert made.kind == "answer", made.text
        assert "The voice Anna is yours now" in made.text
        (id,) = account.samples
        assert b"ID3" in account.samples[id] or b"LAME" in account.samples[id]
        assert "- Anna (ElevenLabs)" in (await talk.say("list the voices")).text
        spoken = await talk.say('use my voice Anna to say "hello there"')
        assert spoken.kind == "edit", spoken.text
        assert spoken.steps[-1].args["voice"] == f"elevenlabs:{id}:Anna"
        assert f"/v1/text-to-speech/{id}" in server.asked[-1].path
        gone = await talk.say("delete the voice Anna")
        assert "is deleted" in gone.text
        assert [voice["name"] for voice in account.voices] == ["Sarah"]
        again = await talk.say('say "hello" in Anna\'s voice')
        assert "You have no voice of your own yet" in again.text


@pytest.mark.parametrize("answer", ["no", "it is not mine", "is that allowed?", "make it sepia"])
async def test_without_consent_nothing_is_made(tmp_path: Path, media: Media, answer: str) -> None:
    async with with_elevenlabs(tmp_path) as (talk, _, account):
        await talk.say("clone my voice from this clip and call it Anna", media.clip(6.0))
        await talk.say(answer)
        assert not account.samples


@pytest.mark.parametrize(
    "answer",
    ["are you sure?", "do I need permission?", "I will ask for permission", "if she agreed, yes"],
)
def test_a_question_or_a_doubt_is_no_consent(answer: str) -> None:
    assert not consents(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "yes, it is mine",
        "Yes, I may.",
        "I have her permission",
        "she agreed",
        "that's my own voice",
    ],
)
def test_words_of_consent(answer: str) -> None:
    assert consents(answer)


async def test_a_name_that_was_missing_is_asked_for(tmp_path: Path, media: Media) -> None:
    async with with_elevenlabs(tmp_path) as (talk, _, account):
        assert "be called" in (await talk.say("clone my voice", media.clip(6.0))).text
        assert "your own voice" in (await talk.say("Anna")).text
        assert "The voice Anna is yours" in (await talk.say("yes")).text
        assert account.samples


async def test_a_voice_belongs_to_one_person(tmp_path: Path, media: Media) -> None:
    async with with_elevenlabs(tmp_path) as (talk, _, account):
        await talk.say("clone my voice from this clip and call it Anna", media.clip(6.0))
        await talk.say("yes")
        other = Talk(talk.agent, "u2")
        refused = await other.say('say "hello" in my voice Anna', media.clip())
        assert "You have no voice of your own" in refused.text
        assert "Anna" not in (await other.say("list the voices")).text
        (id,) = account.samples
        assert "no voice" in (await other.say("delete the voice Anna")).text.lower()
        assert any(voice["voice_id"] == id for voice in account.voices)


async def test_a_voice_is_offered_to_nobody_by_another_program_with_the_same_key(
    tmp_path: Path, media: Media
) -> None:
    async with elevenlabs_server() as (server, account):
        keys = {"elevenlabs_api_key": "sk_test", "elevenlabs_url": server.url, "prices": FREE}
        async with talking(tmp_path / "one", **keys) as talk:
            await talk.say("clone my voice from this clip and call it Anna", media.clip(6.0))
            await talk.say("yes")
        assert len(account.samples) == 1
        async with talking(tmp_path / "other", **keys) as talk:
            told = (await talk.say("list the voices")).text
            assert "Sarah" in told
            assert "Anna" not in told


async def test_who_is_forgotten_leaves_no_voice_behind(tmp_path: Path, media: Media) -> None:
    async with with_elevenlabs(tmp_path) as (talk, _, account):
        await talk.say("clone my voice from this clip and call it Anna", media.clip(6.0))
        await talk.say("yes")
        await talk.say('say "hello" in my voice Anna')
        assert list((tmp_path / "cache" / "services").glob("*.wav"))
        await talk.say("forget everything about me")
        assert [voice["name"] for voice in account.voices] == ["Sarah"]
        assert not list((tmp_path / "cache" / "services").glob("*"))


async def test_a_voice_of_the_account_is_used_by_name(tmp_path: Path, media: Media) -> None:
    async with with_elevenlabs(tmp_path) as (talk, server, _):
        assert "- Sarah: female" in (await talk.say("which voices are there?")).text
        reply = await talk.say('say "hello" with the voice Sarah', media.clip())
        assert reply.kind == "edit", reply.text
        assert "EXAVITQu4vr4xnSDxMaL" in server.asked[-1].path


async def test_too_little_sound_makes_no_voice(tmp_path: Path, media: Media) -> None:
    async with with_elevenlabs(tmp_path) as (talk, _, account):
        reply = await talk.say("clone my voice from this clip and call it Anna", media.clip(2.0))
        assert "too short" in reply.text
        silent = await talk.say("clone my voice and call it Anna", media.silent())
        assert "no sound" in silent.text
        assert not account.samples


async def test_cloning_needs_somebody_who_does_it(tmp_path: Path, media: Media) -> None:
    async with talking(tmp_path) as talk:
        reply = await talk.say("clone my voice from this clip and call it Anna", media.clip(6.0))
        assert "set ELEVENLABS_API_KEY" in reply.text


async def test_the_voice_is_made_steadier(tmp_path: Path, media: Media) -> None:
    async with with_elevenlabs(tmp_path) as (talk, server, _):
        await talk.say('say "hello there" with a female voice', media.clip())
        assert VOICE_IDS["professional_female"] in server.asked[-1].path
        told = await talk.say("what are the voice settings?")
        assert "stability 70%, similarity 80%, expression 20%" in told.text
        changed = await talk.say("make the voice more stable")
        assert changed.kind == "edit", changed.text
        assert "changed the voice: stability 90%" in changed.text
        assert server.asked[-1].json["voice_settings"]["stability"] == 0.9
        assert (await talk.say("undo")).steps[-1].args.get("stability") is None


async def test_settings_without_a_voice_over(tmp_path: Path, media: Media) -> None:
    async with talking(tmp_path) as talk:
        reply = await talk.say("make the voice more stable", media.clip())
        assert "no voice-over in this edit" in reply.text
        assert "narrates with stability 70%" in (await talk.say("voice settings")).text


async def test_who_named_an_engine_is_asked_before_another_one(
    tmp_path: Path, media: Media
) -> None:
    async with talking(tmp_path) as talk:
        asked = await talk.say('say "hello" with ElevenLabs', media.clip())
        assert asked.kind == "clarify"
        assert "set ELEVENLABS_API_KEY. Shall espeak-ng speak it instead?" in asked.text
        done = await talk.say("yes")
        assert done.kind == "edit", done.text
        assert done.steps[-1].args["engine"] == "builtin"


async def test_an_engine_that_fails_while_it_speaks(tmp_path: Path, media: Media) -> None:
    async with with_elevenlabs(tmp_path) as (talk, server, _):
        server.days += [Day(status=401)]
        asked = await talk.say('say "hello" with ElevenLabs', media.clip())
        assert asked.kind == "clarify", asked.text
        assert "ElevenLabs refuses the key" in asked.text
        assert not asked.steps
        assert (await talk.say("no")).kind == "answer"
        server.days += [Day(status=500)]
        told = await talk.say('say "goodbye"')
        assert told.kind == "edit"
        assert "so espeak-ng was used instead" in told.text


async def test_a_voice_in_full_is_checked(tmp_path: Path, media: Media) -> None:
    """A recipe names voices in full; who writes one down gets nobody else's voice by it."""
    async with with_elevenlabs(tmp_path) as (talk, _, account):
        await talk.say("clone my voice from this clip and call it Anna", media.clip(6.0))
        await talk.say("yes")
        (id,) = account.samples
        services = talk.agent._services
        studio = Studio(
            user="u2",
            book=services.memory.voices,
            policy=services.capabilities.policy,
            keepers=services.capabilities.of("voices"),  # type: ignore[arg-type]
            voices=services.voices,
            record=nothing,
        )
        with pytest.raises(BadInput, match="somebody else's"):
            await studio.prepared({"voice": f"elevenlabs:{id}:Anna"})
        with pytest.raises(BadInput, match="no voice of your own"):
            await studio.prepared({"voice": "Anna"})
        mine = replace(studio, user="u1")
        # A language model says the bare name.
        assert (await mine.prepared({"voice": "anna"}))["voice"] == f"elevenlabs:{id}:Anna"
        assert await mine.prepared({"voice": "woman"}) == {"voice": "woman"}
        await services.memory.voices.change("u1", "Anna", {"stability": 0.9})
        assert (await mine.prepared({"voice": "my voice"}))["stability"] == 0.9


async def test_a_voice_that_cannot_be_kept_here_is_kept_nowhere(
    tmp_path: Path, media: Media
) -> None:
    """In the account, and nobody's here, everybody could speak with it."""
    async with with_elevenlabs(tmp_path) as (talk, _, account):
        await talk.say("flip it", media.clip(6.0))
        services = talk.agent._services
        book = services.memory.voices

        @asynccontextmanager
        async def meanwhile(clip: Clip) -> AsyncIterator[Path]:
            await book.add("u1", KeptVoice(name="Anna", engine="ElevenLabs", voice="other"))
            yield media.clip()

        studio = Studio(
            user="u1",
            book=book,
            policy=services.capabilities.policy,
            keepers=services.capabilities.of("voices"),  # type: ignore[arg-type]
            voices=services.voices,
            record=meanwhile,
            question=f"{CONSENT}{CALLED}Anna.",
            message="yes",
            history=History(source=await probe(media.clip(6.0))),
        )
        with pytest.raises(NotStorable, match="a voice called Anna already"):
            await clone_voice(studio, "Anna")
        assert account.samples
        assert [voice["name"] for voice in account.voices] == ["Sarah"]


@asynccontextmanager
async def nothing(clip: Clip) -> AsyncIterator[Path]:
    """Nobody records."""
    yield Path()

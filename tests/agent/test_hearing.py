"""What is said in a clip, through the agent: answers, files, cuts, captions, spoken requests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent import Request, VideoAgent
from agent.messages import Reply
from agent.settings import Settings
from tests.media import Media, ffmpeg
from tests.tools.services.servers.openai_audio import openai_audio_server
from tests.tools.services.servers.speech_days import Day, Server
from tools.errors import BadInput

SECONDS = 6.0


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with openai_audio_server() as running:
        yield running


def settings(server: Server | None) -> Settings:
    """With OpenAI on loopback, or with nothing but what is built in."""
    if server is None:
        return Settings(whisper_model=None)
    return Settings(
        planner="builtin",
        whisper_model=None,
        openai_api_key="sk-test",
        openai_base_url=f"{server.url}/v1",
        transcription_model="whisper-1",
        approve_above_usd=5.0,
        service_tries=1,
    )


async def ask(agent: VideoAgent, text: str, *clips: Path) -> Reply:
    return await agent.handle(Request(conversation="c", user="u", text=text, attachments=clips))


async def test_words_are_told_written_to_files_and_cut_out(
    server: Server, media: Media, tmp_path: Path
) -> None:
    async with VideoAgent.open(tmp_path, settings(server)) as agent:
        told = await ask(agent, "what does she say?", media.clip(SECONDS))
        assert told.kind == "answer"
        assert "Hello there this is um banana" in told.text
        filed = await ask(agent, "give me the transcript as srt")
        assert [path.suffix for path in filed.files] == [".srt"]
        assert "00:00:00,000 --> " in filed.files[0].read_text("utf-8")
        cut = await ask(agent, "cut out where he says banana")
        assert cut.kind == "edit"
        assert cut.receipt.facts is not None
        assert cut.receipt.facts.duration < SECONDS - 0.4
        after = await ask(agent, "what does she say?")
        assert "banana" not in after.text
    # It was listened to once.
    assert [asked.path for asked in server.asked] == ["/v1/audio/transcriptions"]


async def test_a_copy_in_another_encoding_is_not_listened_to_again(
    server: Server, media: Media, tmp_path: Path
) -> None:
    copy, other = tmp_path / "copy.mp4", tmp_path / "other.mp4"
    ffmpeg("-i", media.clip(), "-crf", "30", "-c:a", "aac", "-b:a", "64k", copy)
    ffmpeg("-i", media.clip(), "-c:v", "copy", "-af", "areverse", other)
    async with VideoAgent.open(tmp_path / "home", settings(server)) as agent:
        for clip, listened in ((media.clip(), 1), (copy, 1), (other, 2)):
            request = Request(
                conversation=clip.stem, user="u", text="what does she say?", attachments=[clip]
            )
            assert "Hello there" in (await agent.handle(request)).text
            assert len(server.asked) == listened


async def test_captions_in_another_language_by_the_language_model(
    server: Server, media: Media, tmp_path: Path
) -> None:
    async with VideoAgent.open(tmp_path, settings(server)) as agent:
        reply = await ask(agent, "add captions in Spanish", media.clip(SECONDS))
    assert reply.kind == "edit"
    assert "in Spanish" in reply.text
    assert server.asked[-1].path == "/v1/chat/completions"


async def test_without_a_language_model_it_is_said_plainly(
    server: Server, media: Media, tmp_path: Path
) -> None:
    own = settings(server).model_copy(update={"openai_api_key": None, "openai_base_url": None})
    async with VideoAgent.open(tmp_path, settings(server)) as agent:
        await ask(agent, "what does she say?", media.clip(SECONDS))
    async with VideoAgent.open(tmp_path, own) as agent:
        reply = await ask(agent, "add captions in Spanish", media.clip(SECONDS))
    assert reply.kind != "edit"
    assert "OPENAI_API_KEY" in reply.text


async def test_money_is_asked_for_before_somebody_is_paid_to_listen(
    server: Server, media: Media, tmp_path: Path
) -> None:
    careful = settings(server).model_copy(update={"approve_above_usd": 0.0})
    async with VideoAgent.open(tmp_path, careful) as agent:
        reply = await ask(agent, "what does she say?", media.clip(SECONDS))
        assert reply.kind == "approve"
        assert server.asked == []
        said = await ask(agent, "yes")
        assert "banana" in said.text


async def test_a_spoken_request(server: Server, media: Media, tmp_path: Path) -> None:
    async with VideoAgent.open(tmp_path, settings(server)) as agent:
        words = await agent.spoken(media.clip(2.0), "u")
        assert words.startswith("Hello there")
        with pytest.raises(BadInput, match="no sound"):
            await agent.spoken(media.silent(), "u")


async def test_who_is_passed_over_is_told(server: Server, media: Media, tmp_path: Path) -> None:
    server.days.append(Day(status=503))
    async with VideoAgent.open(tmp_path, settings(server)) as agent:
        reply = await ask(agent, "what does she say?", media.clip(SECONDS))
    # The built-in one hears no words in beeps, and says so rather than guess.
    assert reply.kind != "edit"
    assert "I do not understand" in reply.text or "no words" in reply.text


async def test_a_clip_without_sound_is_told(media: Media, tmp_path: Path) -> None:
    async with VideoAgent.open(tmp_path, settings(None)) as agent:
        for words in ("what does she say?", "add captions"):
            assert "no sound" in (await ask(agent, words, media.silent())).text

"""OpenAI speech: which voice stands for which, and how its models are told how to speak."""

from __future__ import annotations

from pathlib import Path

from tests.tools.services.servers.openai_speech import openai_speech_server
from tests.tools.services.speech.engines import KEY
from tools.operations import Utterance
from tools.services.speech.openai_speech import VOICES, OpenAISpeech
from tools.values import voices


def test_every_named_voice_is_one_of_its_own() -> None:
    assert VOICES.keys() == voices.VOICES.keys()
    assert len(set(VOICES.values())) == len(VOICES)


async def test_what_is_asked(tmp_path: Path) -> None:
    words = Utterance(text="Hello", voice="narrator_male", style="calm", speed=1.5)
    async with openai_speech_server() as server:
        url = f"{server.url}/v1"
        await OpenAISpeech(KEY, url).speak(words, tmp_path / "x.wav")
        await OpenAISpeech("", url, "tts-1").speak(words, tmp_path / "x.wav")
    told, timed = server.asked
    assert told.headers["authorization"] == f"Bearer {KEY}"
    assert told.json == {
        "model": "gpt-4o-mini-tts",
        "voice": "onyx",
        "input": "Hello",
        "response_format": "wav",
        "instructions": "Speak as a narrator of stories, slow and deep, as in narration. "
        "Calm and soft.",
    }
    assert timed.json["speed"] == 1.5
    assert "instructions" not in timed.json

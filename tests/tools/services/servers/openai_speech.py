"""A local server that speaks OpenAI's protocol for speech, streaming WAV files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.raw_server import Asked
from tests.tools.services.servers.speech_days import Answer, Server, samples, serving, wav

_NOT_KNOWN = 0xFFFFFFFF


def respond(asked: Asked) -> Answer:
    """What OpenAI answers on a good day."""
    if not asked.path.endswith("/audio/speech"):
        return Answer(json.dumps({"error": {"message": "no such page"}}).encode(), "", 404)
    order = asked.json
    assert order["response_format"] == "wav"
    speed = 1.0 if order["model"].startswith("gpt-") else order["speed"]
    sound = samples(order["input"], order["voice"], speed)
    # It streams, so that its header does not know how long the sound will be.
    return Answer(wav(sound, length=_NOT_KNOWN), "audio/wav")


@asynccontextmanager
async def openai_speech_server() -> AsyncIterator[Server]:
    """Run it."""
    async with serving(respond) as server:
        yield server

"""A local server that speaks OpenAI's protocol for transcription and for the chat that translates.

It hears how long the WAV file is that it gets: a word for each half second.
"""

from __future__ import annotations

import email.parser
import email.policy
import io
import json
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.raw_server import Asked
from tests.tools.services.servers.speech_days import Answer, Server, serving

WORDS = ("Hello", "there", "this", "is", "um", "banana")


def fields(asked: Asked) -> dict[str, bytes]:
    """The parts of a form by their names."""
    head = f"content-type: {asked.headers['content-type']}\r\n\r\n".encode()
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + asked.body)
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
        for part in form.iter_parts()
    }  # type: ignore[misc]


def seconds_of(sound: bytes) -> float:
    """Length of a WAV file."""
    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        return file.getnframes() / file.getframerate()


def _transcribed(asked: Asked) -> dict[str, Any]:
    form = fields(asked)
    assert form["response_format"] == b"verbose_json"
    count = int(seconds_of(form["file"]) / 0.5)
    said = [WORDS[number % len(WORDS)] for number in range(count)]
    words = [
        {"word": word, "start": 0.5 * number, "end": 0.5 * number + 0.4}
        for number, word in enumerate(said)
    ]
    return {
        "task": "transcribe", "language": "english", "duration": 0.5 * count,
        "text": " ".join(said) + ("." if said else ""), "words": words, "segments": [],
    }  # fmt: skip


def _translated(asked: Asked) -> dict[str, Any]:
    lines = json.loads(asked.json["messages"][-1]["content"])
    answer = json.dumps([line.upper() for line in lines])
    return {
        "id": "1", "object": "chat.completion", "created": 1, "model": asked.json["model"],
        "choices": [{"index": 0, "finish_reason": "stop",
                     "message": {"role": "assistant", "content": f"Here you are: {answer}"}}],
    }  # fmt: skip


def respond(asked: Asked) -> Answer:
    """What OpenAI answers on a good day."""
    if asked.path.endswith("/audio/transcriptions"):
        return Answer(json.dumps(_transcribed(asked)).encode(), "application/json")
    if asked.path.endswith("/chat/completions"):
        return Answer(json.dumps(_translated(asked)).encode(), "application/json")
    return Answer(json.dumps({"error": {"message": "no such page"}}).encode(), "", 404)


@asynccontextmanager
async def openai_audio_server() -> AsyncIterator[Server]:
    """Run it."""
    async with serving(respond) as server:
        yield server

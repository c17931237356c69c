"""Every speech engine, against a server of its own on loopback where it has one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from tests.tools.services.servers.elevenlabs import elevenlabs_server
from tests.tools.services.servers.openai_speech import openai_speech_server
from tests.tools.services.servers.speech_days import Day
from tests.tools.services.servers.vibevoice import vibevoice_server
from tools.services.speech.elevenlabs import ElevenLabs
from tools.services.speech.elevenlabs_client import Key
from tools.services.speech.espeak import Espeak
from tools.services.speech.openai_speech import OpenAISpeech
from tools.services.speech.protocol import Speech
from tools.services.speech.vibevoice import VibeVoice

KEY = "sk_0123456789abcdef0123456789abcdef"
PATIENT = 30.0
"""Seconds of silence after which engines give up; a busy machine is no reason to."""


@dataclass(frozen=True)
class Running:
    """An engine with its server.

    Attributes:
        engine: The engine.
        days: How its server is for the next requests.
    """

    engine: Speech
    days: list[Day] = field(default_factory=list)


@asynccontextmanager
async def espeak(silence: float = PATIENT) -> AsyncIterator[Running]:
    """The built-in one."""
    yield Running(Espeak())


@asynccontextmanager
async def elevenlabs(silence: float = PATIENT) -> AsyncIterator[Running]:
    """ElevenLabs."""
    async with elevenlabs_server() as (server, _):
        yield Running(ElevenLabs(Key(KEY, server.url, silence)), server.days)


@asynccontextmanager
async def openai(silence: float = PATIENT) -> AsyncIterator[Running]:
    """OpenAI."""
    async with openai_speech_server() as server:
        yield Running(OpenAISpeech(KEY, f"{server.url}/v1", seconds=silence), server.days)


@asynccontextmanager
async def vibevoice(silence: float = PATIENT) -> AsyncIterator[Running]:
    """VibeVoice."""
    async with vibevoice_server() as server:
        engine = VibeVoice(server.url, connect_seconds=silence, chunk_seconds=silence)
        yield Running(engine, server.days)


Start = Callable[..., AbstractAsyncContextManager[Running]]
SERVED: dict[str, Start] = {"elevenlabs": elevenlabs, "openai": openai, "vibevoice": vibevoice}
"""Those that are asked over HTTP or a web socket."""
ALL: dict[str, Start] = {"espeak": espeak, **SERVED}

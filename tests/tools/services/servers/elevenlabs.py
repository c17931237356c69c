"""A local server that speaks ElevenLabs' protocol: speech, the voices of an account, its plan."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.raw_server import Asked
from tests.tools.services.servers.speech_days import Answer, Server, samples, serving

OFFERED = {
    "voice_id": "EXAVITQu4vr4xnSDxMaL",
    "name": "Sarah",
    "category": "premade",
    "labels": {"gender": "female", "accent": "american", "description": "soft"},
}


@dataclass
class Account:
    """What the server knows.

    Attributes:
        voices: The voices of the account.
        samples: What was sent to clone a voice from, by its id.
        used: Characters spoken so far.
        verifies: Whether it wants new voices verified.
    """

    voices: list[dict[str, Any]] = field(default_factory=lambda: [dict(OFFERED)])
    samples: dict[str, bytes] = field(default_factory=dict)
    used: int = 0
    verifies: bool = False

    def respond(self, asked: Asked) -> Answer:
        """What ElevenLabs answers on a good day."""
        if "xi-api-key" not in asked.headers:
            return _json({"detail": {"status": "needs_authorization", "message": "No key"}}, 401)
        path = asked.path.partition("?")[0]
        if speech := re.fullmatch(r"/v1/text-to-speech/([\w-]+)", path):
            return self._speak(speech[1], asked)
        if path == "/v1/voices/add":
            return self._add(asked)
        if path == "/v1/voices":
            return _json({"voices": self.voices})
        if path == "/v1/user/subscription":
            return _json(_plan(self.used))
        if (gone := re.fullmatch(r"/v1/voices/([\w-]+)", path)) and asked.method == "DELETE":
            return self._delete(gone[1])
        return _json({"detail": "Not Found"}, 404)

    def _speak(self, voice: str, asked: Asked) -> Answer:
        order = asked.json
        self.used += len(order["text"])
        speed = order["voice_settings"]["speed"]
        if not 0.7 <= speed <= 1.2:
            place = ["body", "voice_settings", "speed"]
            return _json({"detail": [{"loc": place, "msg": "out of range", "input": speed}]}, 422)
        return Answer(samples(order["text"], voice, speed), "audio/pcm")

    def _add(self, asked: Asked) -> Answer:
        name = re.search(rb'name="name"\r\n\r\n(.*?)\r\n', asked.body)
        assert name is not None
        voice = f"clone{len(self.samples) + 1}"
        made = {"voice_id": voice, "name": name[1].decode(), "category": "cloned"}
        if about := re.search(rb'name="description"\r\n\r\n(.*?)\r\n', asked.body):
            made["description"] = about[1].decode()
        self.voices.append(made)
        self.samples[voice] = asked.body
        return _json({"voice_id": voice, "requires_verification": self.verifies})

    def _delete(self, voice: str) -> Answer:
        left = [each for each in self.voices if each["voice_id"] != voice]
        if len(left) == len(self.voices):
            said = {"status": "voice_not_found", "message": "A voice was not found"}
            return _json({"detail": said}, 404)
        self.voices = left
        return _json({"status": "ok"})


@asynccontextmanager
async def elevenlabs_server() -> AsyncIterator[tuple[Server, Account]]:
    """Run it, with what it knows."""
    account = Account()
    async with serving(account.respond) as server:
        yield server, account


@asynccontextmanager
async def paid_speech(usd: float) -> AsyncIterator[dict[str, Any]]:
    """Run it; the settings of an agent that pays so much for a character."""
    async with elevenlabs_server() as (server, _):
        yield {
            "elevenlabs_api_key": "sk_of_a_test",
            "elevenlabs_url": server.url,
            "prices": {"elevenlabs/eleven_multilingual_v2 characters": usd},
        }


def _json(body: object, status: int = 200) -> Answer:
    return Answer(json.dumps(body).encode(), "application/json", status)


def _plan(used: int) -> dict[str, Any]:
    return {
        "tier": "starter",
        "character_count": used,
        "character_limit": 30_000,
        "can_extend_character_limit": False,
        "allowed_to_extend_character_limit": False,
        "voice_slots_used": 1,
        "professional_voice_slots_used": 0,
        "voice_limit": 10,
        "voice_add_edit_counter": 0,
        "professional_voice_limit": 1,
        "can_extend_voice_limit": False,
        "can_use_instant_voice_cloning": True,
        "can_use_professional_voice_cloning": True,
        "status": "active",
    }

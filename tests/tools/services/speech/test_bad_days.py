"""Bad days of the services that speak: the right error each time, and the right sentence."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools.services.servers.speech_days import Day
from tests.tools.services.speech.engines import KEY, SERVED, Running
from tools.operations import Utterance
from tools.services.failures import ServiceError
from tools.services.speech.elevenlabs import ElevenLabs
from tools.services.speech.elevenlabs_client import Key
from tools.services.speech.openai_speech import OpenAISpeech
from tools.services.speech.protocol import Speech
from tools.services.speech.vibevoice import VibeVoice

SILENCE = 0.8
WORDS = "the quick secret fox"
HELLO = Utterance(text=WORDS, voice="narrator_female")


@dataclass(frozen=True)
class Case:
    """A bad day.

    Attributes:
        id: What it is called.
        day: What the server does.
        kind: What goes wrong.
        says: What the message has in it.
        retryable: Whether the same may be asked again.
        after: Seconds that the server asks to wait.
    """

    id: str
    day: Day
    kind: str
    says: str
    retryable: bool = False
    after: float | None = None


def said(message: str) -> dict[str, object]:
    return {"detail": {"status": "x", "message": message}, "error": {"message": message}}


_FIELD = {"detail": [{"loc": ["body", "seed"], "msg": "must be a number", "input": WORDS}]}
CASES = (
    Case("401", Day(status=401, body=said(f"bad key {KEY}")), "key", "refuses the key"),
    Case("402", Day(status=402, body=said("pay first")), "credit", "no credit"),
    Case("403", Day(status=403, body=said("not for you")), "key", "not for you"),
    Case("404", Day(status=404, body=said("no such voice")), "model", "no such voice"),
    Case("422", Day(status=422, body=_FIELD), "request", "seed: must be a number"),
    Case("429", Day(status=429, body=said("slow down")), "overloaded", "slow down", True),
    Case("429 with a hint", Day(status=429, headers={"retry-after": "7"}), "overloaded",
         "in 7 s", True, 7.0),
    Case("500", Day(status=500, body=said("oops")), "broken", "error of its own", True),
    Case("503", Day(status=503), "broken", "error of its own", True),
    Case("silent", Day(silent=2 * SILENCE), "timeout", "in time", True),
    Case("stalls", Day(stall=2 * SILENCE), "timeout", "in time", True),
    Case("cut off", Day(cut=0.5), "answer", "cannot be used", True),
)  # fmt: skip


@pytest.fixture(params=SERVED, ids=list(SERVED))
async def running(request: pytest.FixtureRequest) -> AsyncIterator[Running]:
    async with SERVED[request.param](SILENCE) as started:
        yield started


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_a_bad_day_is_told(running: Running, case: Case, tmp_path: Path) -> None:
    running.days.append(case.day)
    with pytest.raises(ServiceError) as caught:
        await running.engine.speak(HELLO, tmp_path / "x.wav")
    error, text = caught.value, str(caught.value)
    assert (error.engine, error.kind) == (running.engine.name, case.kind), text
    assert (error.retryable, error.retry_after) == (case.retryable, case.after)
    assert case.says in text
    assert running.engine.name in text
    assert not any(word in text for word in (KEY, WORDS, "secret"))
    await running.engine.speak(HELLO, tmp_path / "y.wav")  # The next day is a good one.


@pytest.mark.parametrize("kind", ["text/html", "image/png"])
async def test_what_is_no_sound_is_not_taken(running: Running, kind: str, tmp_path: Path) -> None:
    running.days.append(Day(kind=kind))
    with pytest.raises(ServiceError) as caught:
        await running.engine.speak(HELLO, tmp_path / "x.wav")
    assert caught.value.kind == "answer"


def _closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@pytest.mark.parametrize("name", SERVED)
async def test_a_server_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    address = f"127.0.0.1:{_closed_port()}"
    engines: dict[str, Speech] = {
        "elevenlabs": ElevenLabs(Key(KEY, f"http://{address}")),
        "openai": OpenAISpeech(KEY, f"http://{address}/v1"),
        "vibevoice": VibeVoice(f"ws://{address}/tts"),
    }
    with pytest.raises(ServiceError) as caught:
        await engines[name].speak(HELLO, tmp_path / "x.wav")
    assert caught.value.kind == "unreachable"


@pytest.mark.parametrize(
    ("engine", "needs"),
    [(ElevenLabs(Key("")), "ELEVENLABS_API_KEY"), (OpenAISpeech(""), "OPENAI_API_KEY"),
     (VibeVoice(""), "VFXB_VIBEVOICE_URL")],
)  # fmt: skip
async def test_what_is_not_set_is_told(engine: Speech, needs: str) -> None:
    assert needs in (await engine.ready() or "")

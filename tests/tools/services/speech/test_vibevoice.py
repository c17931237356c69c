"""VibeVoice: what goes over its web socket, and sound that is written while it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.tools.made_up import clip
from tests.tools.services.servers.speech_days import Day
from tests.tools.services.servers.vibevoice import VibeVoiceServer, vibevoice_server
from tools import SPECS
from tools.clip import Clip
from tools.operations import Utterance
from tools.services.failures import ServiceError
from tools.services.policy import Patience, Policy
from tools.services.results import Results
from tools.services.speech.espeak import Espeak
from tools.services.speech.vibevoice import VibeVoice
from tools.services.speech.voices import Voices

LONG = "This takes a while to say, so that it comes in many pieces. " * 4


@pytest.fixture
async def server() -> AsyncIterator[VibeVoiceServer]:
    async with vibevoice_server() as started:
        yield started


@pytest.mark.parametrize(
    ("voice", "style", "profile", "told"),
    [("professional_male", "neutral", "professional", "neutral"),
     ("casual_female", "excited", "casual", "excited"),
     ("narrator_male", "calm", "professional", "calm"),
     ("child_voice", "dramatic", "default", "excited")],
)  # fmt: skip
async def test_profile_style_and_seed_are_told(
    server: VibeVoiceServer, tmp_path: Path, voice: str, style: str, profile: str, told: str
) -> None:
    words = Utterance(text="Hello", voice=voice, style=style)
    await VibeVoice(server.url).speak(words, tmp_path / "x.wav")
    await VibeVoice(server.url, seed=7).speak(words, tmp_path / "x.wav")
    order = {"text": "Hello", "style": told, "seed": 42, "profile": profile}
    assert server.orders == [order, {**order, "seed": 7}]


async def test_the_file_grows_as_the_sound_comes(server: VibeVoiceServer, tmp_path: Path) -> None:
    server.days.append(Day(stall=0.3))
    target = tmp_path / "x.wav"
    work = asyncio.create_task(
        VibeVoice(server.url).speak(Utterance(text=LONG, voice="child_voice"), target)
    )
    async with asyncio.timeout(5):
        while not (target.exists() and target.stat().st_size):  # noqa: ASYNC110 - files tell nobody
            await asyncio.sleep(0.01)
    early = target.stat().st_size
    assert not work.done()
    await work
    assert target.stat().st_size > 10 * early


async def test_a_connection_that_is_closed_is_an_end(
    server: VibeVoiceServer, tmp_path: Path
) -> None:
    server.says_end = False
    await VibeVoice(server.url).speak(
        Utterance(text="Hello", voice="child_voice"), tmp_path / "x.wav"
    )
    assert (tmp_path / "x.wav").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("told", "kind"),
    [({"type": "error", "message": "out of memory"}, "broken"),
     ({"error": {"message": "no such profile"}, "code": 422}, "request")],
)  # fmt: skip
async def test_an_error_in_words_is_told(
    server: VibeVoiceServer, tmp_path: Path, told: dict[str, object], kind: str
) -> None:
    server.days.append(Day(body=told))
    with pytest.raises(ServiceError, match="out of memory|no such profile") as caught:
        await VibeVoice(server.url).speak(
            Utterance(text="Hello", voice="child_voice"), tmp_path / "x.wav"
        )
    assert caught.value.kind == kind


async def test_its_server_tells_how_it_is(server: VibeVoiceServer) -> None:
    report = await VibeVoice(server.url).report()
    assert report.reachable
    assert report.machine == {
        "memory": "6.1 of 24 GB", "load": "35 %", "temperature": "61 C", "streams": "1",
        "waiting": "0",
    }  # fmt: skip


async def test_it_is_tried_twice_and_then_another_one_speaks(
    server: VibeVoiceServer, tmp_path: Path
) -> None:
    server.days += [Day(stall=1.0)] * 5
    policy = Policy(Results(tmp_path), patience=Patience(tries=5, first=0.01))
    engines = (VibeVoice(server.url, chunk_seconds=0.1), Espeak())
    result = SPECS["generate_voice"].call(clip(), {"text": "Hello there"})
    assert isinstance(result, Clip)
    spoken = await Voices(policy, engines).of(result)
    assert len(server.orders) == 2
    assert spoken.notes == (
        "VibeVoice did not answer in time (nothing came for 0.1 s), so espeak-ng was used instead.",
    )


@pytest.mark.parametrize("url", ["nonsense", "http://127.0.0.1:1/tts"])
async def test_an_address_that_is_none_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as caught:
        await VibeVoice(url).speak(Utterance(text="Hi", voice="child_voice"), tmp_path / "x.wav")
    assert caught.value.kind == "unreachable"

"""ElevenLabs: voices, settings and models as people know them, and the account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.tools.services.servers.elevenlabs import Account, elevenlabs_server
from tests.tools.services.servers.speech_days import Day, Server, samples, wav
from tests.tools.services.speech.engines import KEY
from tools.operations import Utterance
from tools.services.failures import ServiceError
from tools.services.speech.elevenlabs import VOICE_IDS, ElevenLabs
from tools.services.speech.elevenlabs_account import ElevenLabsAccount
from tools.services.speech.elevenlabs_client import Key
from tools.services.speech.protocol import VoiceAccount
from tools.services.speech.traits import traits_of
from tools.values.voices import VOICES


@pytest.fixture
async def served() -> AsyncIterator[tuple[Server, Account]]:
    async with elevenlabs_server() as both:
        yield both


def test_every_named_voice_has_an_id_of_its_own() -> None:
    assert VOICE_IDS.keys() == VOICES.keys()
    assert len(set(VOICE_IDS.values())) == len(VOICES)


@pytest.mark.parametrize(
    ("how", "traits"),
    [({"voice": "professional_male"}, (0.7, 0.8, 0.2)),
     ({"voice": "professional_female", "content": "conversation"}, (0.5, 0.7, 0.4)),
     ({"voice": "casual_male", "content": "announcement"}, (0.6, 0.7, 0.3)),
     ({"voice": "casual_male", "style": "dramatic"}, (0.6, 0.7, 0.8)),
     ({"voice": "child_voice"}, (0.5, 0.7, 0.5)),
     ({"voice": "elevenlabs:abc:Anna", "content": "conversation"}, (0.5, 0.7, 0.5)),
     ({"voice": "professional_male", "style": "calm"}, (0.85, 0.8, 0.0)),
     ({"voice": "professional_male", "style": "excited"}, (0.55, 0.8, 0.4)),
     ({"voice": "child_voice", "stability": 0.9, "expression": 0.0}, (0.9, 0.7, 0.0))],
)  # fmt: skip
def test_settings_follow_voice_and_content(
    how: dict[str, str], traits: tuple[float, float, float]
) -> None:
    assert traits_of(Utterance(text="Hi", **how)) == traits  # type: ignore[arg-type]


async def test_what_is_asked(served: tuple[Server, Account], tmp_path: Path) -> None:
    server, _ = served
    words = Utterance(text="Hallo Welt", voice="casual_female", language="de", speed=1.1)
    await ElevenLabs(Key(KEY, server.url)).speak(words, tmp_path / "x.wav")
    (asked,) = server.asked
    assert asked.path == "/v1/text-to-speech/XB0fDUnXU5powFXDhCwa?output_format=pcm_24000"
    assert asked.headers["xi-api-key"] == KEY
    assert asked.json == {
        "text": "Hallo Welt",
        "model_id": "eleven_multilingual_v2",
        "voice_settings": {
            "stability": 0.4, "similarity_boost": 0.6, "style": 0.6, "use_speaker_boost": True,
            "speed": 1.1,
        },
    }  # fmt: skip


async def test_a_model_that_can_be_told_the_language_is(
    served: tuple[Server, Account], tmp_path: Path
) -> None:
    server, _ = served
    engine = ElevenLabs(Key(KEY, server.url), "eleven_turbo_v2_5")
    await engine.speak(
        Utterance(text="Hei", voice="child_voice", language="nb"), tmp_path / "x.wav"
    )
    assert server.asked[0].json["language_code"] == "no"


def test_a_model_speaks_its_languages() -> None:
    assert ElevenLabs(Key(KEY), "eleven_monolingual_v1").languages == {"en"}
    assert {"de", "ja", "uk"} <= (ElevenLabs(Key(KEY)).languages or set())
    assert ElevenLabs(Key(KEY), "some_later_model").languages is None


async def test_a_voice_is_cloned_used_and_deleted(
    served: tuple[Server, Account], tmp_path: Path
) -> None:
    server, account = served
    mine = ElevenLabsAccount(Key(KEY, server.url))
    assert isinstance(mine, VoiceAccount)
    sound = tmp_path / "my secret diary.wav"
    sound.write_bytes(wav(samples("hello", "me")))
    id = await mine.clone("Anna", [sound])
    assert b"secret" not in account.samples[id]
    assert [(voice.name, voice.kind) for voice in await mine.voices()] == [
        ("Sarah", "offered"),
        ("Anna", "cloned"),
    ]
    assert (await mine.voices())[0].about == "female, american, soft"
    words = Utterance(text="Hi", voice=f"elevenlabs:{id}:Anna")
    await ElevenLabs(Key(KEY, server.url)).speak(words, tmp_path / "x.wav")
    assert f"/v1/text-to-speech/{id}" in server.asked[-1].path
    await mine.delete(id)
    await mine.delete(id)
    assert [voice.name for voice in await mine.voices()] == ["Sarah"]


@pytest.mark.parametrize(
    ("day", "kind"),
    [(Day(status=401), "key"), (Day(status=422, body={"detail": "too short"}), "request"),
     (Day(status=429), "overloaded"), (Day(status=500), "broken"), (Day(cut=0.5), "answer")],
)  # fmt: skip
async def test_bad_days_of_the_account(
    served: tuple[Server, Account], day: Day, kind: str, tmp_path: Path
) -> None:
    server, _ = served
    mine = ElevenLabsAccount(Key(KEY, server.url))
    sound = tmp_path / "x.wav"
    sound.write_bytes(wav(samples("hello", "me")))
    for work in (mine.voices, lambda: mine.clone("Anna", [sound]), lambda: mine.delete("abc")):
        server.days.append(day)
        with pytest.raises(ServiceError) as caught:
            await work()
        assert caught.value.kind == kind


async def test_what_is_left_of_the_account(served: tuple[Server, Account]) -> None:
    server, account = served
    account.used = 1_200
    report = await ElevenLabsAccount(Key(KEY, server.url)).report()
    assert report.quota == "28,800 of 30,000 characters are left"


def test_a_key_is_not_shown() -> None:
    assert KEY not in repr(Key(KEY))


async def test_a_voice_is_not_made_twice(served: tuple[Server, Account], tmp_path: Path) -> None:
    server, account = served
    sound = tmp_path / "sound.wav"
    sound.write_bytes(wav(b"\0\0" * 100))
    server.days += [Day(cut=0.5)]
    with pytest.raises(ServiceError) as broke:
        await ElevenLabsAccount(Key(KEY, server.url)).clone("Anna", [sound])
    assert len(account.samples) == 1
    assert not broke.value.retryable


async def test_a_voice_that_wants_verifying_is_not_left_behind(
    served: tuple[Server, Account], tmp_path: Path
) -> None:
    server, account = served
    account.verifies = True
    sound = tmp_path / "sound.wav"
    sound.write_bytes(wav(b"\0\0" * 100))
    with pytest.raises(ServiceError, match="verified on its own pages"):
        await ElevenLabsAccount(Key(KEY, server.url)).clone("Anna", [sound])
    assert [voice["name"] for voice in account.voices] == ["Sarah"]

"""Voices: each sound is made once, by the engine that suits it, and fitted where it has to be."""

from __future__ import annotations

import asyncio
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.made_up import clip
from tests.tools.services.servers.speech_days import samples, wav
from tools import SPECS
from tools.clip import Clip
from tools.errors import BadInput, ToolFailed
from tools.operations import Utterance, utterances
from tools.services.failures import ServiceError
from tools.services.policy import Patience, Policy
from tools.services.results import Results
from tools.services.speech.refused import Refused, asks
from tools.services.speech.tempo import wave_seconds
from tools.services.speech.voices import Spoken, Voices


class Parrot:
    """An engine that writes down what it is asked, and hums as long as it takes to say."""

    version = "1"
    paid = False
    longest: float | None = None

    def __init__(
        self,
        name: str = "espeak-ng",
        languages: frozenset[str] | None = None,
        *,
        lacks: str = "",
        fails: bool = False,
    ) -> None:
        self.name = name
        self.product = name
        self.local = name == "espeak-ng"
        self.languages = languages
        self.spoken: list[Utterance] = []
        self._lacks = lacks
        self._fails = fails

    async def ready(self) -> str | None:
        return self._lacks or None

    async def speak(self, utterance: Utterance, target: Path) -> None:
        self.spoken.append(utterance)
        await asyncio.sleep(0.01)
        if self._fails:
            target.write_bytes(b"half of it")
            raise ServiceError(self.name, "key", "401")
        target.write_bytes(wav(samples(utterance.text, utterance.voice)))


class Endless(Parrot):
    """An engine that never ends."""

    async def speak(self, utterance: Utterance, target: Path) -> None:
        self.spoken.append(utterance)
        target.write_bytes(b"")
        await asyncio.sleep(60)


def voices_of(folder: Path, *engines: Parrot) -> Voices:
    policy = Policy(Results(folder), patience=Patience(tries=2, first=0.001))
    return Voices(policy, engines or (Parrot(),))


def saying(*words: str, **how: object) -> Clip:
    edited = clip()
    for text in words:
        result = SPECS["generate_voice"].call(edited, {"text": text, **how})
        assert isinstance(result, Clip)
        edited = result
    return edited


async def said(voices: Voices, edited: Clip) -> Spoken:
    """What was spoken, with the files where they should be."""
    spoken = await voices.of(edited)
    assert set(spoken.sounds) == set(utterances(edited.operations))
    assert all(wave_seconds(path) > 0 for path in spoken.sounds.values())
    return spoken


async def test_a_silent_edit_needs_nothing(tmp_path: Path) -> None:
    assert await voices_of(tmp_path).of(clip()) == Spoken()


async def test_each_sound_is_made_once(tmp_path: Path) -> None:
    parrot = Parrot()
    voices = voices_of(tmp_path, parrot)
    await said(voices, saying("hello", "bye", "hello"))
    await said(voices, saying("hello"))
    assert sorted(each.text for each in parrot.spoken) == ["bye", "hello"]


async def test_ten_at_once_make_one_call(tmp_path: Path) -> None:
    parrot = Parrot()
    voices = voices_of(tmp_path, parrot)
    made = await asyncio.gather(*(said(voices, saying("hello")) for _ in range(10)))
    assert len(parrot.spoken) == 1
    assert len({tuple(each.sounds.values()) for each in made}) == 1


async def test_all_that_changes_the_sound_makes_another(tmp_path: Path) -> None:
    parrot = Parrot()
    voices = voices_of(tmp_path, parrot)
    for how in ({}, {"voice": "child"}, {"speed": 1.5}, {"style": "calm"}, {"language": "de"},
                {"content": "announcement"}, {"stability": 0.9}):  # fmt: skip
        await said(voices, saying("hello", **how))
    await said(voices, saying("hello", at=0.5))
    await said(voices, saying("hello", duck=-20))
    assert len(parrot.spoken) == 7


async def test_files_hold_no_words(tmp_path: Path) -> None:
    spoken = await said(voices_of(tmp_path), saying("../../etc/passwd and 'more'"))
    (path,) = spoken.sounds.values()
    assert path.stem.isalnum()
    assert not any(b"passwd" in each.read_bytes() for each in tmp_path.glob("*.json"))


@pytest.mark.parametrize(
    ("text", "by"), [("welcome to the show", "VibeVoice"), ("das ist nicht der Tag", "ElevenLabs"),
                     ("Добро пожаловать", "espeak-ng")],
)  # fmt: skip
async def test_the_language_picks_the_engine(tmp_path: Path, text: str, by: str) -> None:
    engines = (
        Parrot("VibeVoice", frozenset({"en"})),
        Parrot("ElevenLabs", frozenset({"en", "de"})),
        Parrot(),
    )
    spoken = await said(voices_of(tmp_path, *engines), saying(text))
    assert [engine.name for engine in engines if engine.spoken] == [by]
    assert spoken.notes == ()


async def test_a_fallback_is_told(tmp_path: Path) -> None:
    engines = (Parrot("ElevenLabs", fails=True), Parrot())
    spoken = await said(voices_of(tmp_path, *engines), saying("hello", "bye"))
    assert spoken.notes == ("ElevenLabs refuses the key (401), so espeak-ng was used instead.",)


async def test_what_is_not_set_up_is_no_fallback(tmp_path: Path) -> None:
    engines = (Parrot("ElevenLabs", lacks="no key is set; set ELEVENLABS_API_KEY"), Parrot())
    assert (await said(voices_of(tmp_path, *engines), saying("hello"))).notes == ()


@pytest.mark.parametrize("how", [{"fails": True}, {"lacks": "no key is set"}])
async def test_who_named_an_engine_is_asked(tmp_path: Path, how: dict[str, object]) -> None:
    named, other = Parrot("ElevenLabs", **how), Parrot()  # type: ignore[arg-type]
    voices = voices_of(tmp_path, named, other)
    edited = saying("hello", engine="elevenlabs")
    with pytest.raises(Refused, match="ElevenLabs") as caught:
        await voices.of(edited)
    assert (caught.value.engine, caught.value.instead) == ("ElevenLabs", "espeak-ng")
    assert asks(str(caught.value))
    assert not other.spoken
    await said(voices, saying("hello", engine="builtin"))
    assert len(other.spoken) == 1


async def test_what_was_asked_in_vain_is_not_offered_again(tmp_path: Path) -> None:
    engines = (Parrot("VibeVoice"), Parrot("ElevenLabs", fails=True), Parrot())
    with pytest.raises(Refused, match="Shall espeak-ng speak it"):
        await voices_of(tmp_path, *engines).of(saying("hello", engine="elevenlabs"))


async def test_what_is_known_before_is_told_before(tmp_path: Path) -> None:
    named = Parrot("VibeVoice", frozenset({"en"}), lacks="no address is set")
    voices = voices_of(tmp_path, named, Parrot())
    (english,) = utterances(saying("hello", engine="vibevoice").operations)
    (german,) = utterances(saying("hallo", engine="vibevoice", language="de").operations)
    assert "no address is set" in str(await voices.problem(english))
    assert "does not speak that language" in str(await voices.problem(german))
    assert await voices.problem(replace(english, engine="espeak-ng")) is None
    assert await voices.problem(replace(english, engine="")) is None


async def test_an_own_voice_is_spoken_where_it_is_kept(tmp_path: Path) -> None:
    keeper, other = Parrot("ElevenLabs", frozenset({"en"})), Parrot()
    voices = voices_of(tmp_path, other, keeper)
    await said(voices, saying("hello", voice="elevenlabs:abc:Anna"))
    assert (len(keeper.spoken), len(other.spoken)) == (1, 0)
    with pytest.raises(BadInput, match="the voice Anna does not know its language"):
        await voices.of(saying("bonjour", voice="elevenlabs:abc:Anna", language="fr"))
    with pytest.raises(BadInput, match="no voice Bert here"):
        await voices.of(saying("hello", voice="my voice Bert"))


async def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="refuses the key"):
        await voices_of(tmp_path, Parrot(fails=True)).of(saying("hello"))
    assert list(tmp_path.iterdir()) == []


async def test_a_cancelled_one_leaves_nothing(tmp_path: Path) -> None:
    slow = Endless()
    waiting = asyncio.create_task(voices_of(tmp_path, slow).of(saying("hello", "bye")))
    while len(slow.spoken) < 2:  # noqa: ASYNC110 - they begin one after the other
        await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.sleep(0.01)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lasting", [1.0, 1.5, 2.5])
async def test_words_are_fitted_to_a_length(tmp_path: Path, lasting: float) -> None:
    parrot = Parrot()
    voices = voices_of(tmp_path, parrot)
    words = "only today fifty percent"  # 1.56 s of hum
    spoken = await said(voices, saying(words, lasting=lasting))
    (path,) = spoken.sounds.values()
    assert wave_seconds(path) == pytest.approx(lasting, rel=0.05)
    assert spoken.notes == ()
    (plain,) = (await said(voices, saying(words))).sounds.values()
    assert wave_seconds(plain) == pytest.approx(1.56, abs=0.01)
    assert len(parrot.spoken) == 1  # Another length is no other call.


async def test_a_length_that_cannot_be_is_told(tmp_path: Path) -> None:
    words = "extraordinarily incomprehensible"  # 0.8 s by the count of words, 2.08 s of hum
    spoken = await said(voices_of(tmp_path), saying(words, lasting=0.6))
    (path,) = spoken.sounds.values()
    assert wave_seconds(path) == pytest.approx(1.04, rel=0.05)
    assert spoken.notes[0].endswith("they last 1.0 s, and not 0.6 s.")
    with wave.open(str(path)) as sound:
        assert sound.getnchannels() == 1

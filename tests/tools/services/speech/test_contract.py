"""What every speech engine must do, run on each of them; those outside over HTTP or web sockets."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.tools.services.speech.engines import ALL
from tools.errors import BadInput, ToolFailed
from tools.operations import Utterance
from tools.services.speech.protocol import LONGEST_SECONDS, Speech
from tools.values.voices import VOICES

WORDS = "Welcome to my channel, this is how it all began."


@pytest.fixture(params=ALL, ids=list(ALL))
async def speech(request: pytest.FixtureRequest) -> AsyncIterator[Speech]:
    async with ALL[request.param]() as running:
        yield running.engine


async def spoken(
    speech: Speech, folder: Path, text: str = WORDS, voice: str = "professional_male", **how: object
) -> tuple[NDArray[np.float64], int]:
    """Samples from -1 to 1, and their rate."""
    target = folder / "spoken.wav"
    await speech.speak(Utterance(text=text, voice=voice, **how), target)  # type: ignore[arg-type]
    with wave.open(str(target)) as sound:
        assert (sound.getsampwidth(), sound.getnchannels()) == (2, 1)
        data = sound.readframes(sound.getnframes())
        assert len(data) == 2 * sound.getnframes()
        return np.frombuffer(data, "<i2") / 32768, sound.getframerate()


async def seconds(speech: Speech, folder: Path, **how: object) -> float:
    samples, rate = await spoken(speech, folder, **how)  # type: ignore[arg-type]
    return len(samples) / rate


async def test_tells_about_itself(speech: Speech) -> None:
    assert speech.name
    assert speech.version
    assert speech.product
    assert speech.paid <= (not speech.local)
    assert speech.languages is None or "en" in speech.languages
    assert await speech.ready() is None


async def test_speaks_audibly_and_without_clipping(speech: Speech, tmp_path: Path) -> None:
    samples, rate = await spoken(speech, tmp_path)
    assert 2 < len(samples) / rate < 5
    assert 0.03 < samples.std() < 0.3
    assert np.mean(np.abs(samples) > 0.999) < 0.001


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.5, 2.0])
async def test_speed_is_honoured(speech: Speech, tmp_path: Path, speed: float) -> None:
    plain = await seconds(speech, tmp_path)
    assert await seconds(speech, tmp_path, speed=speed) == pytest.approx(plain / speed, rel=0.2)


async def test_every_voice_speaks(speech: Speech, tmp_path: Path) -> None:
    for voice in VOICES:
        assert await seconds(speech, tmp_path, text="Hello there", voice=voice) > 0.3


@pytest.mark.parametrize("style", ["neutral", "excited", "calm", "dramatic"])
async def test_every_mood_speaks(speech: Speech, tmp_path: Path, style: str) -> None:
    how = {"style": style, "content": "announcement", "stability": 0.9}
    assert await seconds(speech, tmp_path, text="Hello there", **how) > 0.3


async def test_a_length_is_not_for_the_engine(speech: Speech, tmp_path: Path) -> None:
    plain = await seconds(speech, tmp_path)
    assert await seconds(speech, tmp_path, lasting=9.0) == pytest.approx(plain)


async def test_same_words_sound_the_same(speech: Speech, tmp_path: Path) -> None:
    first, second = [(await spoken(speech, tmp_path))[0] for _ in range(2)]
    assert first.tobytes() == second.tobytes()


async def test_words_that_take_too_long_are_refused(speech: Speech, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=f"longer than {LONGEST_SECONDS:.0f} s"):
        await spoken(speech, tmp_path, text="777777777777 " * 230)


async def test_a_place_that_cannot_be_written_is_told(speech: Speech, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="could not be written"):
        await spoken(speech, tmp_path / "missing")


async def test_several_speak_at_once(speech: Speech, tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(4)]
    for folder in folders:
        folder.mkdir()
    made = await asyncio.gather(*(seconds(speech, folder) for folder in folders))
    assert len(set(made)) == 1


async def test_stops_when_it_is_cancelled(speech: Speech, tmp_path: Path) -> None:
    work = asyncio.create_task(
        speech.speak(Utterance(text=WORDS, voice="child_voice"), tmp_path / "x.wav")
    )
    await asyncio.sleep(0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(10):
            await work

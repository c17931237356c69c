"""The built-in engine: its voices and languages are listened to, not assumed."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.errors import ToolFailed
from tools.operations import Utterance
from tools.services.speech.espeak import Espeak
from tools.services.speech.protocol import Speech
from tools.values.voices import VOICES

WORDS = "Welcome to my channel, this is how it all began."


@pytest.fixture
def speech() -> Speech:
    return Espeak()


def heard(path: Path) -> tuple[NDArray[np.float64], int]:
    """Samples from -1 to 1, and their rate."""
    with wave.open(str(path)) as sound:
        assert sound.getsampwidth() == 2
        assert sound.getnchannels() == 1
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return samples / 32768, sound.getframerate()


def pitch(samples: NDArray[np.float64], rate: int) -> float:
    """Median pitch of the voiced parts in Hz, by autocorrelation below the formants."""
    size, low, high = 2048, rate // 400, rate // 60
    found = []
    for start in range(0, len(samples) - size, size // 2):
        part = samples[start : start + size]
        spectrum = np.abs(np.fft.rfft(part - part.mean(), 2 * size)) ** 2
        spectrum[400 * 2 * size // rate :] = 0
        likeness = np.fft.irfft(spectrum)[:size]
        period = low + int(np.argmax(likeness[low:high]))
        if part.std() > 0.02 and likeness[period] > 0.4 * likeness[0]:
            found.append(rate / period)
    return float(np.median(found))


async def spoken(speech: Speech, folder: Path, **utterance: object) -> NDArray[np.float64]:
    target = folder / "spoken.wav"
    asked = {"text": WORDS, "voice": "professional_male", **utterance}
    await speech.speak(Utterance(**asked), target)  # type: ignore[arg-type]
    samples, rate = heard(target)
    assert rate == 22_050
    return samples


async def test_voices_differ_as_their_names_say(speech: Speech, tmp_path: Path) -> None:
    sounds = {voice: await spoken(speech, tmp_path, voice=voice) for voice in VOICES}
    assert len({samples.tobytes() for samples in sounds.values()}) == len(VOICES)
    heights = {voice: pitch(samples, 22_050) for voice, samples in sounds.items()}
    for kind in ("professional", "casual", "narrator", "elderly"):
        assert heights[f"{kind}_female"] > 1.3 * heights[f"{kind}_male"], heights
    assert heights["child_voice"] == max(heights.values())
    assert heights["narrator_male"] < heights["professional_male"]
    assert len(sounds["elderly_male"]) > 1.15 * len(sounds["casual_male"])


async def test_languages_differ(speech: Speech, tmp_path: Path) -> None:
    german = await spoken(speech, tmp_path, text="Wasser und Jacke", language="de")
    english = await spoken(speech, tmp_path, text="Wasser und Jacke", language="en")
    assert german.tobytes() != english.tobytes()


@pytest.mark.parametrize(
    ("text", "language"),
    [("Привет всем", "ru"), ("שלום לכולם", "he"), ("你好世界", "zh"), ("مرحبا", "ar"),
     ("bem-vindo", "pt"), ("こんにちは", "ja")],
)  # fmt: skip
async def test_other_scripts_are_spoken(
    speech: Speech, tmp_path: Path, text: str, language: str
) -> None:
    samples = await spoken(speech, tmp_path, text=text, language=language)
    assert len(samples) > 0.3 * 22_050


@pytest.mark.parametrize(
    "text",
    ["--help", "'; touch /tmp/x; '", "<speak><audio src='file:///etc/passwd'/>hi</speak>",
     "$(reboot) `id` hi", "[[a]] {b} \\ % hi", "a\nb\r\nc", "x" * 500, "ok 👍 \u202e ok"],
)  # fmt: skip
async def test_words_are_only_words(speech: Speech, tmp_path: Path, text: str) -> None:
    assert len(await spoken(speech, tmp_path, text=text)) > 2_000
    assert [path.name for path in tmp_path.iterdir()] == ["spoken.wav"]


async def test_moods_and_stability_are_heard(speech: Speech, tmp_path: Path) -> None:
    plain = await spoken(speech, tmp_path)
    calm = await spoken(speech, tmp_path, style="calm")
    excited = await spoken(speech, tmp_path, style="excited")
    assert len(excited) < len(plain) < len(calm)
    even, uneven = [await spoken(speech, tmp_path, stability=value) for value in (1.0, 0.0)]
    assert spread(even) < spread(uneven)


def spread(samples: NDArray[np.float64]) -> float:
    """How far the pitch goes up and down: between the fifths of what is spoken."""
    size = len(samples) // 6
    heights = [pitch(samples[n * size : (n + 2) * size], 22_050) for n in range(5)]
    return float(np.std(heights))


async def test_the_same_words_are_the_same_sound(speech: Speech, tmp_path: Path) -> None:
    """Some of its voices breathe by chance, whose seed would be the second of the day."""
    made = []
    for number in range(2):
        target = tmp_path / f"{number}.wav"
        utterance = Utterance(text=WORDS, voice="professional_female", language="en")
        await speech.speak(utterance, target)
        made.append(target.read_bytes())
        await asyncio.sleep(1 - number)
    assert made[0] == made[1]


async def test_an_unknown_language_is_told(speech: Speech, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="'xx'"):
        await spoken(speech, tmp_path, language="xx")


def _stand_in(folder: Path, script: str) -> Path:
    """An interpreter that does something else first."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


async def test_espeak_gets_no_word_as_an_argument(tmp_path: Path) -> None:
    python = _stand_in(
        tmp_path,
        f'echo "$@" > "{tmp_path}/args"; env > "{tmp_path}/env"\nexec {sys.executable} "$@"',
    )
    await Espeak(python).speak(Utterance(text=WORDS, voice="child_voice"), tmp_path / "x.wav")
    assert "Welcome" not in (tmp_path / "args").read_text() + (tmp_path / "env").read_text()
    assert (tmp_path / "args").read_text().split()[-1].endswith("espeak_child.py")


async def test_espeak_ends_when_it_is_cancelled(tmp_path: Path) -> None:
    python = _stand_in(tmp_path, f'echo $$ > "{tmp_path}/pid.new"; mv "{tmp_path}/pid.new" '
                                 f'"{tmp_path}/pid"; exec sleep 60')  # fmt: skip
    pid_file = tmp_path / "pid"
    speaking = asyncio.create_task(
        Espeak(python).speak(Utterance(text=WORDS, voice="child_voice"), tmp_path / "x.wav")
    )
    async with asyncio.timeout(10):
        while not pid_file.exists():  # noqa: ASYNC110 - a file of another process has no event
            await asyncio.sleep(0.01)
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


async def test_espeak_that_cannot_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="could not be started"):
        await Espeak(tmp_path / "nothing").speak(
            Utterance(text=WORDS, voice="child_voice"), tmp_path / "x.wav"
        )

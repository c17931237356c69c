"""Sound for recognisers: one channel of 16-bit samples at 16 kHz."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np

from tests.broken_media import ffmpeg
from tools.operations import Utterance
from tools.services.speech.espeak import Espeak

RATE = 16_000


def tones(path: Path, *spans: tuple[float, float], seconds: float) -> Path:
    """Tones in these stretches, and silence elsewhere."""
    at = np.arange(round(seconds * RATE)) / RATE
    heard: np.ndarray[Any, Any] = np.zeros(len(at), bool)
    for start, end in spans:
        heard |= (at >= start) & (at < end)
    samples = np.where(heard, 8000 * np.sin(2 * np.pi * 300 * at), 0).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


async def speech(folder: Path, text: str, language: str = "en") -> Path:
    """Words, spoken by the built-in voice."""
    spoken, target = folder / f"{language}.wav", folder / f"{language}-16.wav"
    voice = "professional_female"
    await Espeak().speak(Utterance(text=text, voice=voice, language=language), spoken)
    ffmpeg("-i", spoken, "-ac", "1", "-ar", str(RATE), "-c:a", "pcm_s16le", target)
    return target

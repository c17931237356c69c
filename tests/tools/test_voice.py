"""A voice-over, heard: spoken by the built-in engine, mixed by the engine, decoded and measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, samples
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.services.policy import Policy
from tools.services.results import Results
from tools.services.speech.espeak import Espeak
from tools.services.speech.voices import Voices

RATE = 48_000


async def spoken_over(path: Path, folder: Path, **args: object) -> NDArray[np.float32]:
    """The sound of a clip with a voice-over."""
    edited = SPECS["generate_voice"].call(Clip.of(await probe(path)), args)
    assert isinstance(edited, Clip)
    spoken = await Voices(Policy(Results(folder / "speech")), [Espeak()]).of(edited)
    result = await render(edited, folder, stem="voiced", sounds=spoken.sounds)
    assert result.facts.duration == pytest.approx(edited.facts.duration, abs=0.05)
    return samples(result.path)


def level(sound: NDArray[np.float32], start: float, end: float, low: float = 0) -> float:
    """Loudness of a stretch in dB, above a frequency in Hz."""
    part = sound.mean(axis=0)[int(start * RATE) : int(end * RATE)]
    spectrum = np.abs(np.fft.rfft(part)) ** 2
    spectrum[np.fft.rfftfreq(len(part), 1 / RATE) < low] = 0
    return float(10 * np.log10(spectrum.sum() / len(part) ** 2 + 1e-12))


async def test_a_silent_clip_gets_a_voice_from_the_moment_named(
    media: Media, tmp_path: Path
) -> None:
    sound = await spoken_over(media.silent(), tmp_path, text="Welcome", at=1)
    assert level(sound, 0, 0.98) < -80
    assert level(sound, 1, 1.5) > -45


async def test_the_clips_own_sound_makes_room(media: Media, tmp_path: Path) -> None:
    clip = media.clip(3.0)
    plain = samples(clip)
    voiced = await spoken_over(clip, tmp_path, text="Hi", at=1.2, voice="woman")
    assert level(voiced, 1.25, 1.5, 1500) > level(plain, 1.25, 1.5, 1500) + 10
    assert level(voiced, 0.2, 0.9) == pytest.approx(level(plain, 0.2, 0.9), abs=1)
    assert np.abs(voiced).max() <= 1

"""Sound, measured: each edit is rendered, decoded and held against the source."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import ffmpeg, samples
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render

Sound = NDArray[np.float32]
Edit = Callable[..., Awaitable[Sound]]

RATE = 48_000


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bursts like syllables, a click at 1 s, hiss and hum under it all; lossless, 2 s."""
    target = tmp_path_factory.mktemp("voice") / "voice.wav"
    syllable = "0.2*sin(2*PI*180*t)+0.1*sin(2*PI*900*t)+0.05*sin(2*PI*3000*t)"
    tones = f"gt(sin(2*PI*2*t),0)*({syllable})+if(between(t,1.35,1.351),0.5,0)"
    hum = "0.02*sin(2*PI*50*t)+0.01*(random(0)-0.5)"
    ffmpeg("-f", "lavfi", "-i", f"aevalsrc=exprs='{tones}+{hum}':s={RATE}:d=2", target)
    return target


@pytest.fixture
def edit(voice: Path, tmp_path: Path) -> Edit:
    """Renders the sound after a tool; without one, as it is."""

    async def rendered(tool: str = "", **args: Any) -> Sound:
        clip = Clip.of(await probe(voice))
        if tool:
            edited = SPECS[tool].call(clip, args)
            assert isinstance(edited, Clip)
            lossless = SPECS["convert_format"].call(edited, {"format": "wav"})
            assert isinstance(lossless, Clip)
            return samples((await render(lossless, tmp_path, stem="sound")).path)
        return samples(voice)

    return rendered


def decibels(sound: Sound) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound.astype(float) ** 2)) + 1e-12))


def band(sound: Sound, low: float, high: float) -> float:
    """Level of a band in dB."""
    spectrum = np.abs(np.fft.rfft(sound[0])) ** 2
    at = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    return float(10 * np.log10(spectrum[(at >= low) & (at < high)].sum() + 1e-12))


def pauses(sound: Sound) -> Sound:
    """The stretches between the bursts."""
    t = np.arange(sound.shape[1]) / RATE
    return sound[:, np.isin((t * 4).astype(int), (3, 7)) & (t * 4 % 1 > 0.3) & (t * 4 % 1 < 0.9)]


def click(sound: Sound) -> float:
    """When the click comes, in milliseconds."""
    start = int(1.3 * RATE)
    steps = np.abs(np.diff(sound[0, start : start + RATE // 10]))
    return (start + int(np.argmax(steps))) / RATE * 1000


@pytest.mark.parametrize("amount", [-12, -3, 6])
async def test_volume_in_decibels(edit: Edit, amount: float) -> None:
    plain, changed = await edit(), await edit("change_volume", decibels=amount)
    assert decibels(changed) - decibels(plain) == pytest.approx(amount, abs=0.3)
    assert changed.shape == plain.shape


async def test_half_the_volume_is_6_db(edit: Edit) -> None:
    plain, half = await edit(), await edit("change_volume", factor="half")
    assert decibels(half) - decibels(plain) == pytest.approx(-6.02, abs=0.05)


async def test_even_far_too_loud_never_passes_full_scale(edit: Edit) -> None:
    loud = await edit("change_volume", decibels=20)
    assert np.abs(loud).max() <= 1.0
    assert decibels(loud) > -8


async def test_volume_of_a_part(edit: Edit) -> None:
    plain, changed = await edit(), await edit("change_volume", decibels=-12, start=1, end=1.5)
    late = slice(int(1.01 * RATE), int(1.49 * RATE))
    assert decibels(changed[:, late]) - decibels(plain[:, late]) == pytest.approx(-12, abs=0.3)
    assert np.allclose(changed[:, : RATE - 100], plain[:, : RATE - 100], atol=1e-4)


async def test_mute_of_a_part_is_silence_there_only(edit: Edit) -> None:
    plain, muted = await edit(), await edit("mute_audio", start=0.5, end=1)
    assert np.abs(muted[:, int(0.51 * RATE) : int(0.99 * RATE)]).max() == 0
    assert decibels(muted[:, : RATE // 2 - 200]) == pytest.approx(
        decibels(plain[:, : RATE // 2 - 200]), abs=0.1
    )


async def test_mute_from_the_start_leaves_nothing_to_hear(edit: Edit) -> None:
    muted = await edit("mute_audio", end=0.5)
    assert np.abs(muted[:, : int(0.49 * RATE)]).max() == 0
    assert decibels(muted[:, int(0.52 * RATE) :]) > -40


@pytest.mark.parametrize("amount", [0.25, 1.0])
async def test_noise_goes_down_and_the_voice_stays_where_it_is(edit: Edit, amount: float) -> None:
    plain = await edit()
    clean = await edit("enhance_audio", type="noise_reduction", intensity=amount)
    assert clean.shape == plain.shape
    assert decibels(pauses(clean)) < decibels(pauses(plain)) - (3 + 6 * amount)
    assert band(clean, 150, 1000) == pytest.approx(band(plain, 150, 1000), abs=1.5)
    assert click(clean) == pytest.approx(click(plain), abs=1.5)


async def test_boost_is_louder_and_never_clips(edit: Edit) -> None:
    plain = decibels(await edit())
    levels = []
    for amount in (0.25, 0.5, 1.0):
        loud = await edit("enhance_audio", type="volume_boost", intensity=amount)
        assert np.abs(loud).max() <= 0.95
        levels.append(decibels(loud) - plain)
    assert levels[0] > 4
    assert levels == sorted(levels)


async def test_clarity_brings_presence_and_takes_rumble(edit: Edit) -> None:
    plain = await edit()
    clear = await edit("enhance_audio", type="clarity_enhance", intensity=1.0)

    def share(sound: Sound, low: float, high: float) -> float:
        return band(sound, low, high) - band(sound, 20, 20_000)

    assert share(clear, 2500, 3500) > share(plain, 2500, 3500) + 3
    assert share(clear, 30, 70) < share(plain, 30, 70) - 3
    assert decibels(clear) == pytest.approx(decibels(plain), abs=4)
    assert np.abs(clear).max() <= 0.95
    assert click(clear) == pytest.approx(click(plain), abs=1.5)


async def test_sound_goes_over_into_silence_and_back_without_a_click(tmp_path: Path) -> None:
    tone = tmp_path / "tone.wav"
    ffmpeg("-f", "lavfi", "-i", "sine=107:d=2:r=48000", tone)
    edited = SPECS["mute_audio"].call(Clip.of(await probe(tone)), {"start": 0.5024, "end": 1.5})
    assert isinstance(edited, Clip)
    heard = samples((await render(edited, tmp_path, stem="muted")).path)[0]
    steps = np.abs(np.diff(heard))
    assert steps.max() < 2 * steps[:20_000].max()
    assert np.abs(heard[24_600:71_900]).max() < 1e-3

"""Effects on the sound: each is heard in what comes out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.decoded import samples
from tests.media import Media
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput
from tools.export_format import Export


async def heard(media: Media, folder: Path, **args: object) -> tuple[np.ndarray, np.ndarray]:
    """One channel of the sound before and after an effect, without the losses of a codec."""
    found = []
    for call in ({}, args):
        clip = Clip.of(await probe(media.clip()))
        if call:
            edited = SPECS["add_sound_effect"].call(clip, call)
            assert isinstance(edited, Clip)
            clip = edited
        clip = clip.exported(Export(container="wav"), done="")
        found.append(samples((await render(clip, folder, stem=f"s{len(found)}")).path)[0])
    return found[0], found[1]


def loud(sound: np.ndarray, start: float, end: float) -> float:
    return float(np.sqrt((sound[int(start * 48_000) : int(end * 48_000)] ** 2).mean()))


def tone(sound: np.ndarray, hertz: float) -> float:
    """How much of a tone there is."""
    spectrum = np.abs(np.fft.rfft(sound[: 48_000 * 2]))
    at = round(hertz * len(sound[: 48_000 * 2]) / 48_000)
    return float(spectrum[at - 3 : at + 4].max())


# The clip beeps at 1 kHz for the first tenth of each second, over a faint tone of 220 Hz.
@pytest.mark.parametrize(("effect", "after"), [("echo", 0.3), ("cave", 0.15), ("hall", 0.113)])
async def test_what_was_heard_comes_again(
    effect: str, after: float, media: Media, tmp_path: Path
) -> None:
    before, now = await heard(media, tmp_path, effect=effect)
    assert len(before) == pytest.approx(len(now), abs=1)
    assert loud(now, after + 0.02, after + 0.08) > 2 * loud(before, after + 0.02, after + 0.08)


@pytest.mark.parametrize("effect", ["telephone", "radio", "megaphone"])
async def test_what_is_small_has_no_low_tones(effect: str, media: Media, tmp_path: Path) -> None:
    before, now = await heard(media, tmp_path, effect=effect, intensity="strong")
    low = (tone(now, 220) / tone(now, 1000)) / (tone(before, 220) / tone(before, 1000))
    assert low < 0.5


async def test_water_takes_the_high_tones(media: Media, tmp_path: Path) -> None:
    before, now = await heard(media, tmp_path, effect="under water")
    assert tone(now, 1000) / tone(now, 220) < 0.7 * tone(before, 1000) / tone(before, 220)


async def test_robots_and_parts(media: Media, tmp_path: Path) -> None:
    before, now = await heard(media, tmp_path, effect="robot", start=1)
    assert np.allclose(before[:40_000], now[:40_000], atol=0.02)
    assert not np.allclose(before[50_000:90_000], now[50_000:90_000], atol=0.02)


async def test_a_silent_clip_has_no_sound_to_change(media: Media) -> None:
    clip = Clip.of(await probe(media.silent()))
    with pytest.raises(BadInput, match="no sound"):
        SPECS["add_sound_effect"].call(clip, {"effect": "echo"})

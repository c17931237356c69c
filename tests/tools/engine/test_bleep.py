"""A beep is heard where it was put, and nothing else there; around it the sound is untouched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, ffmpeg, samples
from tools.bleeping import bleep
from tools.clip import Clip
from tools.cutting import cut_out
from tools.engine.compile.clip import compile_clip
from tools.engine.ffmpeg import run
from tools.engine.probe.file import probe
from tools.export_format import Export

VOICE, BEEP, RATE = 300.0, 1000.0, 48_000


def level(heard: NDArray[np.float32], hertz: float) -> float:
    """How loud a tone is, as an amplitude."""
    at = np.arange(heard.size) / RATE
    return float(2 * abs(np.mean(heard * np.exp(-2j * np.pi * hertz * at))))


@pytest.mark.parametrize("cut", [False, True], ids=["alone", "before a cut"])
async def test_only_the_beep_is_heard_there(*, cut: bool, media: Media, tmp_path: Path) -> None:
    target = media.folder / "voice.wav"
    tone = f"aevalsrc='0.5*sin(2*PI*{VOICE}*t)|0.5*sin(2*PI*{VOICE}*t)':s={RATE}:d=2"
    media.once(target, lambda: ffmpeg("-f", "lavfi", "-i", tone, target))
    edited = bleep(Clip.of(await probe(target)), start=0.8, end=1.2)
    begins = 0.8
    if cut:
        edited, begins = cut_out(edited, 0.2, 0.5), 0.5
    command = compile_clip(edited.exported(Export(container="wav"), done=""))
    await run(command, tmp_path)
    for heard in samples(tmp_path / command.output):
        covered = heard[int((begins + 0.01) * RATE) : int((begins + 0.39) * RATE)]
        assert level(covered, BEEP) == pytest.approx(0.2, abs=0.01)
        assert level(covered, VOICE) < 0.01
        after = heard[int((begins + 0.41) * RATE) : int((begins + 0.71) * RATE)]
        assert level(after, VOICE) == pytest.approx(0.5, abs=0.01)
        assert level(after, BEEP) < 0.01

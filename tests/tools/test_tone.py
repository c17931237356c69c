"""Sound set by tone, pitch, time and channels, measured on rendered files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, beep_times, ffmpeg, frames, number, samples
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput

Sound = NDArray[np.float32]
Edit = Callable[..., Awaitable[Sound]]
RATE = 48_000


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """4 s of 80 Hz, 1 kHz and 8 kHz on the left, 500 Hz on the right; lossless."""
    target = tmp_path_factory.mktemp("tones") / "tones.wav"
    left = "0.05*sin(2*PI*80*t)+0.05*sin(2*PI*1000*t)+0.05*sin(2*PI*8000*t)"
    ffmpeg("-f", "lavfi", "-i", f"aevalsrc=exprs='{left}|0.05*sin(2*PI*500*t)':s={RATE}:d=4",
           target)  # fmt: skip
    return target


@pytest.fixture
def edit(tones: Path, tmp_path: Path) -> Edit:
    """Renders the tones after a tool, lossless; without one, as they are."""

    async def rendered(tool: str = "", **args: Any) -> Sound:
        if not tool:
            return samples(tones)
        edited = SPECS[tool].call(Clip.of(await probe(tones)), args)
        assert isinstance(edited, Clip)
        lossless = SPECS["convert_format"].call(edited, {"format": "wav"})
        assert isinstance(lossless, Clip)
        return samples((await render(lossless, tmp_path, stem="tone")).path)

    return rendered


def level(sound: Sound, hertz: float) -> float:
    """Level of one tone in dB, over all channels."""
    middle = sound[:, RATE : 3 * RATE].astype(float)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(middle.shape[1]))).max(axis=0)
    at = np.fft.rfftfreq(middle.shape[1], 1 / RATE)
    near = (at > hertz * 0.97) & (at < hertz * 1.03)
    return float(20 * np.log10(spectrum[near].max() + 1e-9))


def loudest(sound: Sound) -> float:
    """Frequency of the strongest tone of the right channel."""
    middle = sound[-1, RATE : 3 * RATE].astype(float)
    spectrum = np.abs(np.fft.rfft(middle))
    return float(np.fft.rfftfreq(middle.size, 1 / RATE)[spectrum.argmax()])


@pytest.mark.parametrize(
    ("band", "hertz"), [("bass", 80), ("mid", 1000), ("treble", 8000)], ids=str
)
@pytest.mark.parametrize("gain", [6, -6])
async def test_bands(edit: Edit, band: str, hertz: float, gain: float) -> None:
    plain, changed = await edit(), await edit("equalize", **{band: gain})
    change = {at: level(changed, at) - level(plain, at) for at in (80, 1000, 8000)}
    assert change.pop(int(hertz)) == pytest.approx(gain, abs=1.8)
    assert all(abs(other) < 1.8 for other in change.values()), change


@pytest.mark.parametrize("semitones", [2, -5, 12])
async def test_pitch_moves_and_length_stays(edit: Edit, semitones: float) -> None:
    plain, changed = await edit(), await edit("change_pitch", semitones=semitones)
    assert loudest(changed) == pytest.approx(500 * 2 ** (semitones / 12), rel=0.01)
    assert changed.shape == plain.shape


@pytest.mark.parametrize("lufs", [-16, -23])
async def test_loudness(edit: Edit, lufs: float, tmp_path: Path) -> None:
    loud = await edit("normalize_loudness", lufs=lufs)
    assert loud.shape == (await edit()).shape
    assert await _lufs(tmp_path / "tone.wav") == pytest.approx(lufs, abs=1.0)


@pytest.mark.parametrize(("start", "end"), [(0.03, 7.0), (1.0, 7.717)])
async def test_loudness_leaves_no_gap(
    start: float, end: float, media: Media, tmp_path: Path
) -> None:
    """At the last of its blocks ffmpeg's filter counts time wrongly."""
    clip = SPECS["trim_video"].call(
        Clip.of(await probe(media.sound("mp3", 8.0))), {"start": start, "end": end}
    )
    assert isinstance(clip, Clip)
    for tool, args in (("normalize_loudness", {}), ("convert_format", {"format": "m4a"})):
        clip = SPECS[tool].call(clip, args)
        assert isinstance(clip, Clip)
    result = await render(clip, tmp_path, stem="even")
    assert result.facts.duration == pytest.approx(end - start, abs=0.03)


async def _lufs(path: Path) -> float:
    """Integrated loudness, as ffmpeg's meter of EBU R128 reads it."""
    import av

    with av.open(path) as container:
        graph = av.filter.Graph()
        source = graph.add_abuffer(template=container.streams.audio[0])
        meter = graph.add("ebur128", "metadata=1")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        read = -99.0
        for frame in container.decode(audio=0):
            graph.push(frame)
            while True:
                try:
                    measured = sink.pull()
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
                read = float(measured.metadata.get("lavfi.r128.I", read))
        return read


async def test_channels(edit: Edit) -> None:
    plain = await edit()
    swapped = await edit("set_channels", layout="swap")
    assert np.allclose(swapped, plain[::-1], atol=1e-3)
    for layout, expected in (("left", plain[0]), ("right", plain[1]), ("mono", plain.mean(axis=0))):
        single = await edit("set_channels", layout=layout)
        assert single.shape == (1, plain.shape[1])
        assert np.allclose(single[0], expected, atol=1e-3), layout


async def test_mono_becomes_stereo_as_loud_as_before(media: Media, tmp_path: Path) -> None:
    clip = Clip.of(await probe(media.clip(channels=1)))
    edited = SPECS["set_channels"].call(clip, {"layout": "stereo"})
    assert isinstance(edited, Clip)
    sound = samples((await render(edited, tmp_path, stem="wide")).path)
    mono = samples(media.clip(channels=1))
    assert sound.shape[0] == 2
    assert np.allclose(sound[0], sound[1], atol=0.01)
    assert np.std(sound[0]) == pytest.approx(float(np.std(mono)), rel=0.05)


@pytest.mark.parametrize(
    ("direction", "seconds", "beeps"),
    [("later", "300 ms", [0.3, 1.3]), ("earlier", 0.4, [0.6])],
)
async def test_sound_moves_against_the_picture(
    direction: str, seconds: object, beeps: list[float], media: Media, tmp_path: Path
) -> None:
    clip = Clip.of(await probe(media.clip()))
    args = {"seconds": seconds, "direction": direction}
    edited = SPECS["shift_audio"].call(clip, args)
    assert isinstance(edited, Clip)
    result = await render(edited, tmp_path, stem="shifted")
    assert beep_times(samples(result.path)) == pytest.approx(beeps, abs=0.02)
    assert list(map(number, frames(result.path))) == list(range(50))


async def test_only_the_sound_runs_backwards(media: Media, tmp_path: Path) -> None:
    edited = SPECS["reverse_audio"].call(Clip.of(await probe(media.clip())), {})
    assert isinstance(edited, Clip)
    result = await render(edited, tmp_path, stem="back")
    assert beep_times(samples(result.path)) == pytest.approx([0.9, 1.9], abs=0.02)
    assert list(map(number, frames(result.path)))[:5] == list(range(5))


@pytest.mark.parametrize(("ends", "steps"), [("in", 1), ("out", -1), ("both", 0)])
async def test_fades(edit: Edit, ends: str, steps: int) -> None:
    faded = np.abs(await edit("fade_audio", type=ends, seconds=1)).max(axis=0)
    first, middle, last = (faded[round(at * RATE) :][: RATE // 10].max() for at in (0.05, 2, 3.85))
    assert (first < 0.3 * middle) == (steps >= 0)
    assert (last < 0.3 * middle) == (steps <= 0)


@pytest.mark.parametrize(
    ("tool", "args", "says"),
    [
        ("equalize", {}, "Which tones"),
        ("equalize", {"bass": 29}, "up to 24 dB"),
        ("change_pitch", {"semitones": 40}, "24 semitones"),
        ("normalize_loudness", {"lufs": 3}, "outside -50 to -5"),
        ("shift_audio", {"seconds": 30}, "leaves no sound"),
        ("fade_audio", {"seconds": 30}, "does not fit"),
    ],
)
async def test_refused(tool: str, args: dict[str, Any], says: str, tones: Path) -> None:
    clip = Clip.of(await probe(tones))
    with pytest.raises(BadInput, match=says):
        SPECS[tool].call(clip, args)

"""Rates and sizes of delivered files, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.media import Media, beep_times, ffmpeg, samples
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import BadInput


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds in which every pixel moves, with noise to hear: hard to make small."""
    target = tmp_path_factory.mktemp("busy") / "busy.mp4"
    picture = "testsrc2=s=320x180:r=25:d=2,noise=alls=40:allf=t"
    ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "anoisesrc=d=2:a=0.2",
           "-preset", "ultrafast", "-crf", "18", "-pix_fmt", "yuv420p", target)  # fmt: skip
    return target


async def made(path: Path, folder: Path, *calls: tuple[str, dict[str, Any]]) -> Rendered:
    clip = Clip.of(await probe(path))
    for tool, args in calls:
        edited = SPECS[tool].call(clip, args)
        assert isinstance(edited, Clip)
        clip = edited
    return await render(clip, folder, stem="delivered")


@pytest.mark.parametrize("fps", [10, "29.97 fps", 50])
async def test_frame_rate(fps: object, media: Media, tmp_path: Path) -> None:
    result = await made(media.clip(), tmp_path, ("change_fps", {"fps": fps}))
    wanted = 30000 / 1001 if fps == "29.97 fps" else float(str(fps))
    assert result.facts.video
    assert float(result.facts.video.fps) == pytest.approx(wanted, rel=1e-4)
    assert result.facts.duration == pytest.approx(2.0, abs=0.06)


@pytest.mark.parametrize("format", ["mp3", "wav", "m4a", "flac", "ogg", "opus"])
async def test_only_the_sound(format: str, media: Media, tmp_path: Path) -> None:
    result = await made(media.clip(), tmp_path, ("extract_audio", {"format": format}))
    assert result.path.suffix == f".{format}"
    assert result.facts.video is None
    assert beep_times(samples(result.path)) == pytest.approx([0.0, 1.0], abs=0.03)


async def test_only_the_sound_of_a_part(media: Media, tmp_path: Path) -> None:
    call = ("extract_audio", {"format": "wav", "start": 0.5, "end": 1.5})
    result = await made(media.clip(), tmp_path, call)
    assert result.facts.duration == pytest.approx(1.0, abs=0.01)
    assert beep_times(samples(result.path)) == pytest.approx([0.5], abs=0.03)


@pytest.mark.parametrize(
    ("hz", "format"), [("44.1kHz", "mp4"), (22_050, "mp4"), (16_000, "wav"), (32_000, "mp3")]
)
async def test_sample_rate(hz: object, format: str, media: Media, tmp_path: Path) -> None:
    result = await made(
        media.clip(), tmp_path,
        ("enhance_audio", {"type": "clarity_enhance"}),
        ("convert_format", {"format": format}),
        ("set_sample_rate", {"hz": hz}),
        ("set_channels", {"layout": "mono"}),
    )  # fmt: skip
    assert result.facts.audio
    assert result.facts.audio.sample_rate == (44_100 if hz == "44.1kHz" else hz)
    assert result.facts.audio.channels == 1
    assert beep_times(samples(result.path)) == pytest.approx([0.0, 1.0], abs=0.05)


@pytest.mark.parametrize(("codec", "format"), [("h264", "mp4"), ("hevc", "mp4"), ("vp9", "webm")])
async def test_bit_rate_of_the_picture(codec: str, format: str, busy: Path, tmp_path: Path) -> None:
    result = await made(
        busy, tmp_path,
        ("mute_audio", {}),
        ("set_bitrate", {"kbps": "400 kbit/s"}),
        ("convert_format", {"format": format, "video_codec": codec}),
    )  # fmt: skip
    assert result.facts.size_bytes
    assert result.facts.size_bytes * 8 / 1000 / 2 == pytest.approx(400, rel=0.35)


async def test_bit_rate_of_the_sound(busy: Path, tmp_path: Path) -> None:
    result = await made(
        busy, tmp_path, ("extract_audio", {}), ("set_bitrate", {"audio_kbps": "320k"})
    )
    assert result.facts.size_bytes
    assert result.facts.size_bytes * 8 / 1000 / 2 == pytest.approx(320, rel=0.1)


@pytest.mark.parametrize(
    ("format", "megabytes"), [("mp4", 0.2), ("mp4", "80 KB"), ("mp4", 0.03), ("webm", "80 KB")]
)
async def test_fits(megabytes: object, format: str, busy: Path, tmp_path: Path) -> None:
    result = await made(
        busy, tmp_path,
        ("convert_format", {"format": format}),
        ("fit_size", {"megabytes": megabytes}),
    )  # fmt: skip
    most = 80_000 if megabytes == "80 KB" else float(str(megabytes)) * 1e6
    assert result.facts.size_bytes
    assert 0.8 * most < result.facts.size_bytes <= most
    assert result.facts.audio


async def test_compressed_without_a_number(busy: Path, tmp_path: Path) -> None:
    result = await made(busy, tmp_path, ("fit_size", {}))
    assert result.facts.size_bytes
    assert result.facts.size_bytes < 0.5 * busy.stat().st_size


async def test_what_fits_already_is_left_alone(busy: Path) -> None:
    edited = SPECS["fit_size"].call(Clip.of(await probe(busy)), {"megabytes": "1 GB"})
    assert isinstance(edited, Clip)
    assert edited.export is None
    assert "already" in edited.notes[-1]


@pytest.mark.parametrize(
    ("tool", "args", "says"),
    [
        ("change_fps", {"fps": 0}, "1 to 240"),
        ("set_bitrate", {}, "Which bit rate"),
        ("set_bitrate", {"audio_kbps": 900}, "at most 512"),
        ("fit_size", {"megabytes": 0.01}, "do not fit"),
        ("set_sample_rate", {"hz": 5}, "8000"),
    ],
)
async def test_refused(tool: str, args: dict[str, Any], says: str, busy: Path) -> None:
    clip = Clip.of(await probe(busy))
    with pytest.raises(BadInput, match=says):
        SPECS[tool].call(clip, args)


async def test_formats_without_such_a_rate(media: Media) -> None:
    gif = Clip.of(await probe(media.gif()))
    for tool, args in (("fit_size", {}), ("set_bitrate", {"kbps": 500})):
        with pytest.raises(BadInput, match="GIF|gif"):
            SPECS[tool].call(gif, args)
    webm = SPECS["convert_format"].call(Clip.of(await probe(media.clip())), {"format": "webm"})
    assert isinstance(webm, Clip)
    with pytest.raises(BadInput, match="Opus"):
        SPECS["set_sample_rate"].call(webm, {"hz": 44_100})

"""Formats and what each can hold, and animated WebP, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from PIL import Image

from tests.media import Media, beep_times, frames, number, samples
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.engine.verify.animation import verify_animation
from tools.errors import BadInput, ToolFailed
from tools.export_format import AUDIO_CODECS, VIDEO_CODECS, AudioCodec, VideoCodec
from tools.values import Format

FORMATS = get_args(get_args(Format)[0])


async def converted(path: Path, folder: Path, **args: Any) -> Rendered:
    edited = SPECS["convert_format"].call(Clip.of(await probe(path)), args)
    assert isinstance(edited, Clip)
    return await render(edited, folder, stem="v1")


async def test_avi(media: Media, tmp_path: Path) -> None:
    made = await converted(media.clip(), tmp_path, format="avi")
    assert made.path.suffix == ".avi"
    assert made.facts.video
    assert made.facts.audio
    assert (made.facts.video.codec, made.facts.audio.codec) == ("mpeg4", "mp3")
    assert [number(image) for image in frames(made.path)] == list(range(50))
    # The second beep tells: before the first there is nothing that could be early.
    assert beep_times(samples(made.path))[1] == pytest.approx(1.0, abs=0.012)


async def test_streams_do_not_move_into_or_out_of_avi(media: Media, tmp_path: Path) -> None:
    made = await converted(media.sound("mp3"), tmp_path / "a", format="avi")
    assert "copied" not in " ".join(made.reasons)
    made = await converted(media.clip(), tmp_path / "a", format="avi")
    back = await converted(made.path, tmp_path / "b", format="mp4", audio_codec="mp3")
    assert "copied" not in " ".join(back.reasons)
    # MP3 ends a little later than the picture, whose last frame stays.
    assert [number(image) for image in frames(back.path)][:50] == list(range(50))
    assert beep_times(samples(back.path)) == pytest.approx([0.0, 1.0], abs=0.05)


async def test_an_animated_webp(media: Media, tmp_path: Path) -> None:
    made = await converted(media.clip(), tmp_path, format="webp")
    assert made.facts.video
    assert (made.facts.video.codec, made.facts.audio) == ("webp", None)
    assert made.facts.duration == pytest.approx(2.0, abs=0.05)
    with Image.open(made.path) as image:
        assert image.size == (320, 180)
        assert image.n_frames == 30
        shown = []
        for at in range(30):
            image.seek(at)
            shown.append(number(np.asarray(image.convert("RGB"))))
    assert shown == sorted(set(shown))
    assert shown[-1] >= 47


async def test_colours_of_a_webp_are_those_of_the_clip(media: Media, tmp_path: Path) -> None:
    original = frames(media.clip())[0][40:].astype(int)
    made = await converted(media.clip(), tmp_path, format="webp")
    with Image.open(made.path) as image:
        shown = np.asarray(image.convert("RGB"))[40:].astype(int)
    assert np.abs(shown.mean(axis=(0, 1)) - original.mean(axis=(0, 1))).max() < 2
    assert np.abs(shown - original).mean() < 8


async def test_a_webp_stays_transparent(media: Media, tmp_path: Path) -> None:
    made = await converted(media.transparent(), tmp_path, format="webp")
    with Image.open(made.path) as image:
        alpha = np.asarray(image.convert("RGBA"))[..., 3]
    assert alpha[:, :70].max() < 20
    assert alpha[:, 90:].min() > 235


async def test_a_webp_that_is_not_what_it_should_be(media: Media, tmp_path: Path) -> None:
    made = await converted(media.clip(), tmp_path, format="webp")
    with pytest.raises(ToolFailed, match="s long, and should be 4.00 s"):
        await verify_animation(made.path, made.facts.lasting(4.0), 0.0)
    with pytest.raises(ToolFailed, match="it is 320x180|is 320x180, and should be 160x90"):
        await verify_animation(made.path, made.facts.with_video(width=160, height=90), 0.0)
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:-200])
    with pytest.raises(ToolFailed, match="no whole WebP"):
        await verify_animation(made.path, made.facts, 0.0)
    made.path.write_bytes(b"GIF89a" + whole[6:])
    with pytest.raises(ToolFailed, match="no whole WebP"):
        await verify_animation(made.path, made.facts, 0.0)


@pytest.mark.parametrize("format", FORMATS)
async def test_what_a_format_cannot_hold(format: str, media: Media) -> None:
    """Each refusal says what the format can hold, and where the codec has its place."""
    clip = Clip.of(await probe(media.clip()))
    for argument, table, codecs in (
        ("video_codec", VIDEO_CODECS, ("h264", "hevc", "vp9", "av1", "mpeg4")),
        ("audio_codec", AUDIO_CODECS, [c for c in get_args(AudioCodec) if c != "copy"]),
    ):
        possible: tuple[VideoCodec | AudioCodec, ...] = table.get(format, ())  # type: ignore[attr-defined]
        for codec in codecs:
            if codec in possible:
                SPECS["convert_format"].call(clip, {"format": format, argument: codec})
                continue
            with pytest.raises(BadInput) as refused:
                SPECS["convert_format"].call(clip, {"format": format, argument: codec})
            said = str(refused.value)
            assert format in said
            assert all(name in said for name in possible)
            assert any(codec in each for name, each in table.items() if name in said)  # type: ignore[attr-defined]


async def test_rates_that_the_new_format_does_not_know(media: Media, tmp_path: Path) -> None:
    clip: Any = Clip.of(await probe(media.clip()))
    for tool, args in (
        ("convert_format", {"format": "wav"}),
        ("set_sample_rate", {"hz": 16_000}),
        ("convert_format", {"format": "mp3"}),
        ("convert_format", {"format": "gif"}),
        ("convert_format", {"format": "mp4"}),
        ("set_bitrate", {"audio_kbps": 500}),
        ("extract_audio", {"format": "mp3"}),
    ):
        clip = SPECS[tool].call(clip, args)
    made = await render(clip, tmp_path, stem="v1")
    assert made.facts.audio
    assert made.facts.audio.codec == "mp3"

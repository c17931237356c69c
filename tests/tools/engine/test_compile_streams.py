"""What becomes of streams: sound, speech, transparency, animated pictures, and what is copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.media import Media, beep_times, frames, samples
from tests.tools.engine.compiled import GRAY, QUIET, clip_of, cut, long, made, psnr, rms
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.render.clip import render
from tools.errors import BadInput
from tools.export_format import Export
from tools.operations import AudioFilter, Crop, Mix, Mute, Rate, Retime, Scale, Utterance


async def test_surround_is_mixed_down_and_not_lost(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.surround(), cut((0.0, 1.5)))
    result = await made(clip.exported(Export(container="wav"), done=""), tmp_path)
    sound = samples(result.path)
    assert sound.shape[0] == 2
    assert beep_times(sound) == pytest.approx([0.0, 1.0], abs=0.012)
    assert 0.5 < np.abs(sound).max() <= 1.0
    assert any("6 channels" in note for note in result.notes)


async def test_transparency_is_kept_or_laid_on_black(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.transparent(), Scale(80, 46))
    kept = await made(clip, tmp_path / "kept")
    assert kept.path.suffix == ".webm"
    assert kept.facts.video.alpha
    flat = await made(clip.exported(Export(container="mp4"), done=""), tmp_path / "flat")
    picture = frames(flat.path)[3]
    assert picture[20, :35].max() < 40
    assert picture[20, 45:].max() > 90


async def test_a_gif_keeps_its_colours(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.clip(), cut((1.0, 1.8)), Rate(Fraction(25, 2)), Scale(160, 90))
    result = await made(clip.exported(Export(container="gif"), done=""), tmp_path)
    wanted = frames(media.clip())[25][::2, ::2]
    assert result.facts.frames == 10
    assert psnr(wanted, frames(result.path)[0]) > 20


async def test_a_long_gif_does_not_wait_for_one_palette(media: Media) -> None:
    clip = await clip_of(long(media), Scale(1920, 1080))
    args = " ".join(compile_clip(clip.exported(Export(container="gif"), done="")).args)
    assert "stats_mode=single" in args
    assert "new=1" in args


async def test_a_gif_can_be_edited(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.gif(), cut((1.0, 1.5)), Crop(101, 71, 3, 3))
    gif = await made(clip, tmp_path)
    assert (gif.facts.video.width, gif.facts.video.height) == (101, 71)
    mp4 = await made(clip.exported(Export(container="mp4"), done=""), tmp_path)
    assert (mp4.facts.video.width, mp4.facts.video.height) == (100, 70)
    assert psnr(frames(mp4.path)[2], frames(gif.path)[2][:70, :100]) > 20


async def test_sound_alone(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.sound("mp3", 4.0), cut((1.5, 3.2)), Retime(0.5))
    result = await made(clip, tmp_path)
    assert result.facts.video is None
    assert beep_times(samples(result.path)) == pytest.approx([1.0, 3.0], abs=0.06)


@dataclass(frozen=True)
class Copied:
    """An edit of a plain clip and what of it is copied."""

    id: str
    edit: Callable[[Clip], Clip]
    picture: bool
    sound: bool


COPIED = [
    Copied("picture changes", lambda clip: clip.then(GRAY, done=""), False, True),
    Copied("sound changes", lambda clip: clip.then(AudioFilter((QUIET,)), done=""), True, False),
    Copied("muted", lambda clip: clip.then(Mute(), done=""), True, False),
    Copied("both", lambda clip: clip.then(cut((0.0, 1.0)), done=""), False, False),
    Copied("mkv", lambda clip: clip.exported(Export(container="mkv"), done=""), True, True),
    Copied("webm", lambda clip: clip.exported(Export(container="webm"), done=""), False, False),
    Copied("only sound", lambda clip: clip.exported(Export(container="m4a"), done=""), False, True),
    Copied(
        "copy of a changed picture",
        lambda clip: clip.then(GRAY, done="").exported(
            Export(container="mov", video_codec="copy"), done=""
        ),
        False,
        True,
    ),
]


@pytest.mark.parametrize("case", COPIED, ids=lambda case: case.id)
async def test_what_nothing_changes_is_copied(case: Copied, media: Media, tmp_path: Path) -> None:
    clip = case.edit(await clip_of(media.clip(2.0)))
    result = await made(clip, tmp_path)
    copied = [
        any(f"{kind} copied" in why for why in result.reasons) for kind in ("picture", "sound")
    ]
    assert copied == [case.picture, case.sound]


async def test_odd_pictures_are_not_copied(media: Media) -> None:
    for path in (media.variable_rate(), media.anamorphic(), media.cut_short()):
        reasons = compile_clip(await clip_of(path, Mute())).reasons
        assert "picture encoded" in reasons[0]


async def test_a_picture_in_a_file_for_sound_is_refused(media: Media) -> None:
    clip = (await clip_of(media.clip(2.0), Mute())).exported(Export(container="mp3"), done="")
    with pytest.raises(BadInput, match="neither picture nor sound"):
        compile_clip(clip)


SAID = Utterance(text="Welcome", voice="professional_male")


@pytest.mark.parametrize("silent", [False, True])
async def test_speech_is_heard_over_the_sound(silent: bool, media: Media, tmp_path: Path) -> None:
    path = media.clip(channels=0 if silent else 2)
    clip = await clip_of(path, Mix(sound=SAID, at=0.5, duck_db=-20))
    result = await render(clip, tmp_path, stem="x", sounds={SAID: media.sound("wav", 0.6)})
    sound = samples(result.path)
    assert rms(sound, 0.52, 0.58) > 0.2
    below = rms(sound, 1.2, 1.24) if silent else 0.03
    assert below < 0.001 if silent else rms(sound, 1.6, 1.9) == pytest.approx(below, rel=0.3)


async def test_speech_that_does_not_fit_is_told(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.clip(2.0), Mix(sound=SAID, at=0.8))
    result = await render(clip, tmp_path, stem="x", sounds={SAID: media.sound("wav", 3.0)})
    assert result.facts.duration == pytest.approx(2.0, abs=0.05)
    assert any("its last 1.8 s are not heard" in note for note in result.notes)


async def test_mono_speech_is_as_loud_on_both_sides(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media.clip(2.0, channels=0), Mix(sound=SAID))
    spoken = media.sound("wav", 1.0)
    result = await render(clip, tmp_path, stem="x", sounds={SAID: spoken})
    heard, said = samples(result.path), samples(spoken)
    assert rms(heard, 0.0, 0.95) == pytest.approx(rms(said, 0.0, 0.95), rel=0.1)

"""A file that is not what was predicted is never delivered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.media import Media, ffmpeg
from tools.engine.probe.file import probe
from tools.engine.verify.file import Expectation, verify
from tools.errors import ToolFailed
from tools.facts import AudioFacts, Facts, VideoFacts


def predicted(**changes: object) -> Facts:
    """Facts of ``Media.clip`` with changes: fields of the picture, the sound or the whole."""
    video = VideoFacts(width=320, height=180, fps=25, codec="h264")  # type: ignore[arg-type]
    facts = Facts(duration=2.0, video=video, audio=AudioFacts())
    for name, value in changes.items():
        if name in {"width", "height", "fps", "alpha"}:
            facts = facts.with_video(**{name: value})
        elif name in {"channels", "sample_rate"}:
            facts = replace(facts, audio=AudioFacts(**{name: value}))  # type: ignore[arg-type]
        else:
            facts = replace(facts, **{name: value})  # type: ignore[arg-type]
    return facts


def remade(media: Media, name: str, *args: str) -> Path:
    """The plain clip with something done to it."""
    target = media.folder / name
    return media.once(target, lambda: ffmpeg("-i", media.clip(), *args, target))


def frozen_end(media: Media) -> Path:
    """Sound of 2 s over a picture that stops after 1 s."""
    return remade(media, "short-picture.mp4", "-vf", "trim=end=1", "-c:a", "copy")


def short_sound(media: Media) -> Path:
    """A picture of 2 s whose sound stops after 1 s."""
    return remade(media, "short-sound.mp4", "-af", "atrim=end=1", "-c:v", "copy")


def thinned(media: Media) -> Path:
    """The same length and rate, with ten pictures missing in the middle."""
    drop = "select='not(between(n,20,29))'"
    return remade(media, "thinned.mp4", "-vf", drop, "-fps_mode", "vfr", "-c:a", "copy")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A wrong file, or a wrong prediction, and what is said of it."""

    id: str
    says: str
    make: Callable[[Media], Path] = Media.clip
    wanted: Facts = predicted()


CASES = (
    Case(id="too short", wanted=predicted(duration=2.3), says=r"2\.00 s long, and should be 2\.30"),
    Case(id="too long", wanted=predicted(duration=1.7), says=r"2\.00 s long, and should be 1\.70"),
    Case(id="size", wanted=predicted(width=318), says="320x180, and should be 318x180"),
    Case(id="rate", wanted=predicted(fps=30), says=r"25\.00 pictures a second of 30\.00"),
    Case(id="no sound", make=Media.silent, says="it has no sound that can be decoded"),
    Case(id="no picture", make=lambda media: media.sound("m4a"), says="it has no picture"),
    Case(id="sound too many", wanted=predicted(audio=None), says="sound, and should have none"),
    Case(id="channels", make=Media.surround, says="number of channels of its sound is 6"),
    Case(id="sample rate", wanted=predicted(sample_rate=44_100), says="sample rate"),
    Case(id="codec", make=lambda media: media.clip(suffix="webm"), says="its picture is vp8"),
    Case(id="late sound", make=Media.late_sound, wanted=predicted(duration=2.32),
         says="(its sound is|its picture ends)"),
    Case(id="early picture end", make=frozen_end, says=r"its picture ends at 1\.00 s of 2\.00"),
    Case(id="early sound end", make=short_sound, says=r"its sound ends at 1\.0\d s of 2\.00"),
    Case(id="missing pictures", make=thinned, says="it has 40 pictures, and should have 50"),
    Case(id="truncated", make=Media.cut_short, says=r"1\.32 s long, and should be 2\.00"),
    Case(id="damaged", make=lambda media: media.bruised_end(), says="it cannot be decoded"),
    Case(id="damaged sound", make=Media.damaged_sound, wanted=predicted(duration=3.0),
         says="it cannot be decoded at"),
    Case(id="no file", make=lambda media: media.folder / "no.mp4", says="cannot be read back"),
    Case(id="not media", make=Media.noise, says="cannot be read back"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_a_wrong_file_is_caught(case: Case, media: Media) -> None:
    with pytest.raises(ToolFailed, match=case.says):
        await verify(case.make(media), Expectation(facts=case.wanted, seconds=10))


async def test_late_sound_of_03_s_is_caught_by_its_start(media: Media) -> None:
    """Also where the lengths fit: the sound starts late and ends with the picture."""
    path = remade(media, "shifted.mkv", "-itsoffset", "0.3", "-i", str(media.clip()), "-map",
                  "0:v", "-map", "1:a", "-c", "copy", "-t", "2")  # fmt: skip
    wanted = Expectation(facts=predicted(container="mkv"))
    with pytest.raises(ToolFailed, match=r"its sound is 0\.\d\d s late"):
        await verify(path, wanted)
    await verify(path, replace(wanted, lead=0.3))


RIGHT: tuple[Callable[[Media], Path], ...] = (
    Media.clip, Media.silent, Media.gif, Media.sound, Media.transparent,
    lambda media: media.clip(suffix="mkv"), lambda media: media.clip(suffix="webm"),
    lambda media: media.sound("wav"), lambda media: media.sound("flac"),
    lambda media: media.sound("opus"), lambda media: media.sound("ogg"),
    lambda media: media.sound("m4a"), lambda media: media.clip(fps=60),
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(RIGHT)))
async def test_a_right_file_passes(number: int, media: Media) -> None:
    path = RIGHT[number](media)
    source = await probe(path)
    duration = round(source.facts.duration)
    facts = await verify(path, Expectation(facts=replace(source.facts, duration=duration)))
    assert facts.duration == pytest.approx(duration, abs=0.1)
    assert facts.size_bytes == path.stat().st_size
    assert facts.container == source.facts.container


async def test_copied_streams_may_keep_the_habits_of_their_source(media: Media) -> None:
    path = short_sound(media)
    with pytest.raises(ToolFailed):
        await verify(path, Expectation(facts=predicted(), copied_picture=True))
    await verify(path, Expectation(facts=predicted(), copied_picture=True, copied_sound=True))

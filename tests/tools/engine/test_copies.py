"""Copies of a film are known by their fingerprints; films that only resemble it are not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.media import ffmpeg
from tools.clip import Clip
from tools.engine.measure.copies import Copies
from tools.engine.measure.fingerprint import Fingerprint, alike, fingerprint
from tools.engine.measure.run import Bench
from tools.engine.probe.file import probe

SECONDS = 4
# Moving and standing still, with a voice-like sound that changes.
MOVING = "testsrc2=s=320x180:r=25:d=4,hue=H=t"
STILL = "smptehdbars=s=320x180:r=25:d=4"
VOICE = (
    "aevalsrc=0.3*sin(2*PI*(200+100*floor(3*t))*t)*abs(sin(9*t))"
    "+0.1*sin(2*PI*(900+300*floor(2*t))*t):s=44100:d=4"
)
OTHER_VOICE = (
    "aevalsrc=0.3*sin(2*PI*(500-60*floor(5*t))*t)*abs(sin(5*t))"
    "+0.1*sin(2*PI*(2100-300*floor(3*t))*t):s=44100:d=4"
)


def made(path: Path, picture: str, sound: str, *options: str) -> Path:
    inputs = [
        part for source in (picture, sound) if source for part in ("-f", "lavfi", "-i", source)
    ]
    ffmpeg(*inputs, "-shortest", *options, path)
    return path


def encoded(path: Path, source: Path, *options: str) -> Path:
    ffmpeg("-i", source, *QUICK, *options, path)
    return path


async def taken(path: Path, folder: Path) -> Fingerprint:
    folder.mkdir(exist_ok=True)
    return await fingerprint(Clip.of(await probe(path)), Bench(folder=folder))


@dataclass(frozen=True)
class Copy:
    """How a film is encoded again, or what else is made; and whether it is the same film."""

    id: str
    options: tuple[str, ...] = ()
    suffix: str = "mp4"
    same: bool = True


QUICK = ("-c:v", "libx264", "-preset", "ultrafast")
GOOD = (*QUICK, "-crf", "18", "-c:a", "aac")
COPIES = (
    Copy("low quality", ("-crf", "34", "-c:a", "aac", "-b:a", "64k")),
    Copy("another codec", ("-c:v", "mpeg4", "-q:v", "4", "-c:a", "libopus"), "mkv"),
    Copy("few key frames", ("-g", "250", "-bf", "3", "-c:a", "libmp3lame"), "mkv"),
    Copy("other colours", ("-vf", "negate"), same=False),
    Copy("mirrored", ("-vf", "hflip"), same=False),
    Copy("backwards", ("-vf", "reverse", "-af", "areverse"), same=False),
    Copy("a title", ("-vf", "drawbox=x=60:y=120:w=200:h=40:c=white:t=fill"), same=False),
    Copy("much quieter", ("-af", "volume=-12dB"), same=False),
    Copy("another sound", ("-af", "asetrate=35280,aresample=44100,atempo=1.25"), same=False),
)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("film") / "film.mp4", MOVING, VOICE, *GOOD)


@pytest.fixture(scope="module")
def known(film: Path) -> Fingerprint:
    """That of the film."""
    return asyncio.run(taken(film, film.parent / "known"))


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.id)
async def test_a_copy_is_told_from_another_film(
    film: Path, known: Fingerprint, tmp_path: Path, copy: Copy
) -> None:
    other = encoded(tmp_path / f"copy.{copy.suffix}", film, *copy.options)
    found = await taken(other, tmp_path / "other")
    assert alike(known, found) == alike(found, known) == copy.same


async def test_the_same_picture_with_other_words_is_another_film(tmp_path: Path) -> None:
    said = [
        await taken(made(tmp_path / f"{n}.mp4", STILL, sound, *GOOD), tmp_path / f"{n}")
        for n, sound in enumerate((VOICE, OTHER_VOICE, VOICE))
    ]
    assert alike(said[0], said[2])
    assert not alike(said[0], said[1])


async def test_sound_alone_and_picture_alone(tmp_path: Path) -> None:
    mute = await taken(made(tmp_path / "m.mp4", MOVING, "", *QUICK), tmp_path / "a")
    both = await taken(made(tmp_path / "b.mp4", MOVING, VOICE, *GOOD), tmp_path / "b")
    sound = await taken(made(tmp_path / "s.wav", "", VOICE), tmp_path / "c")
    again = await taken(made(tmp_path / "s.mp3", "", VOICE), tmp_path / "d")
    assert not alike(mute, both)
    assert not alike(sound, both)
    assert alike(sound, again)


async def test_what_was_analysed_is_known_again_and_little_is_computed(
    film: Path, tmp_path: Path
) -> None:
    counted: list[str] = []

    async def take(clip: Clip) -> Fingerprint:
        counted.append(clip.source.path.name)
        folder = tmp_path / f"take{len(counted)}"
        folder.mkdir()
        return await fingerprint(clip, Bench(folder=folder))

    copies = Copies(tmp_path / "copies")
    first = await probe(film)
    assert await copies.first_of(first, take) == first.id
    longer = await probe(made(tmp_path / "long.mp4", MOVING.replace("d=4", "d=5"), "", *QUICK))
    assert await copies.first_of(longer, take) == longer.id
    assert counted == []  # nothing can be a copy of anything yet
    copy = await probe(encoded(tmp_path / "copy.mp4", film, "-crf", "30"))
    assert copy.id != first.id
    assert await copies.first_of(copy, take) == first.id
    assert sorted(counted) == ["copy.mp4", "film.mp4"]
    for source in (copy, first, longer):
        await copies.first_of(source, take)
    assert len(counted) == 2
    mirrored = await probe(encoded(tmp_path / "mirrored.mp4", film, "-vf", "hflip"))
    assert await copies.first_of(mirrored, take) == mirrored.id
    assert counted[2:] == ["mirrored.mp4"]


async def test_a_film_whose_file_is_gone_is_no_longer_compared(tmp_path: Path, film: Path) -> None:
    async def take(clip: Clip) -> Fingerprint:
        raise AssertionError("there is nothing to compare")

    copies = Copies(tmp_path / "copies")
    gone = encoded(tmp_path / "gone.mp4", film, "-c", "copy")
    first = await copies.first_of(await probe(gone), take)
    gone.unlink()
    copy = await probe(encoded(tmp_path / "copy.mp4", film, "-crf", "30"))
    assert await copies.first_of(copy, take) == copy.id != first


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
async def test_a_damaged_note_is_written_anew(tmp_path: Path, film: Path, content: str) -> None:
    async def take(clip: Clip) -> Fingerprint:
        raise AssertionError("there is nothing to compare")

    source = await probe(film)
    (tmp_path / f"{source.id}.json").write_text(content)
    (tmp_path / "other.json").write_text(content)
    assert await Copies(tmp_path).first_of(source, take) == source.id

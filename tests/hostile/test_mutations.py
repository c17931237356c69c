"""Damaged copies of valid files: each gives a clip or a sentence, and none hurts the program."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile.tried import LIMITS, Tried, assert_for_people, gray, shorter, tried
from tests.media import Media

MUTATIONS = 60
"""Damaged copies of each file; all are looked into."""
EDITS = (gray, None, None, shorter, None, None)
"""What is done to one after the other; two of three are only looked into."""
AT_ONCE = 3
CUTS = 8


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A small valid file to be mutated."""

    id: str
    make: Callable[[Media], Path]


def small(suffix: str, *options: str) -> Callable[[Media], Path]:
    return lambda media: media.clip(0.4, width=64, height=48, suffix=suffix, options=options)


SEEDS = (
    Seed(id="mp4", make=small("mp4", "-movflags", "+faststart")),
    Seed(id="fragmented", make=small("mp4", "-movflags", "frag_keyframe+empty_moov", "-g", "5")),
    Seed(id="mov", make=small("mov", "-c:v", "mjpeg", "-c:a", "pcm_s16le")),
    Seed(id="mkv", make=small("mkv")),
    Seed(id="webm", make=small("webm")),
    Seed(id="avi", make=small("avi")),
    Seed(id="wmv", make=small("wmv")),
    Seed(id="ts", make=small("ts")),
    Seed(id="flv", make=small("flv")),
    Seed(id="mpg", make=small("mpg")),
    Seed(id="gif", make=Media.gif),
    Seed(id="mp3", make=lambda media: media.sound("mp3", 0.5)),
    Seed(id="ogg", make=lambda media: media.sound("ogg", 4.0)),
    Seed(id="flac", make=lambda media: media.sound("flac", 0.5)),
)


def mutated(data: bytes, generator: random.Random) -> bytes:
    """A copy with a few bits flipped, a stretch overwritten, doubled or lost, or its end lost."""
    found = bytearray(data)
    # Most of what a demuxer believes stands at either end of a file.
    size = len(found)
    places = (generator.randrange(size), generator.randrange(min(size, 2_000)),
              size - 1 - generator.randrange(min(size, 2_000)))  # fmt: skip
    at, length = generator.choice(places), generator.randrange(1, 200)
    match generator.randrange(6):
        case 0:
            for _ in range(generator.randrange(1, 40)):
                found[generator.choice((at, generator.randrange(size)))] ^= (
                    1 << generator.randrange(8)
                )
        case 1:
            found[at : at + length] = generator.randbytes(length)
        case 2:
            found[at : at + length] = found[at : at + length] * 2
        case 3:
            del found[at : at + length]
        case 4:
            del found[max(1, at) :]
        case 5:
            # A number that is larger than anything.
            found[at : at + 4] = generator.choice((b"\xff" * 4, b"\x7f\xff\xff\xff", bytes(4)))
    return bytes(found)


def assert_sane(result: Tried, number: int) -> None:
    if result.said:
        assert_for_people(result.said)
    if result.found is not None:
        assert math.isfinite(result.found.duration), number
        assert 0 < result.found.duration <= LIMITS.duration, number


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.id)
async def test_mutated_files(seed: Seed, media: Media, tmp_path: Path) -> None:
    data = seed.make(media).read_bytes()
    room = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        path = tmp_path / f"mutated-{number}"
        path.write_bytes(mutated(data, random.Random(f"{seed.id} {number}")))  # noqa: S311
        async with room:
            edit = EDITS[number % len(EDITS)]
            result = await tried(path, tmp_path / f"out-{number}", edit)
        assert_sane(result, number)

    await asyncio.gather(*map(one, range(MUTATIONS)))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.id)
async def test_files_that_end_early(seed: Seed, media: Media, tmp_path: Path) -> None:
    data = seed.make(media).read_bytes()
    for part in range(1, CUTS):
        path = tmp_path / f"part-{part}"
        path.write_bytes(data[: len(data) * part // CUTS])
        assert_sane(await tried(path, tmp_path / "out", None), part)

"""A smart cut gives the same as encoding all of it: to the picture, and to the sample of sound."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.media import Media, ffmpeg, samples
from tests.tools.engine.smart_cuts import (
    ENCODINGS,
    FPS,
    ONE,
    SECONDS,
    SEVERAL,
    USUAL,
    Encoding,
    assert_plays,
    clicks,
    clip_of,
    cut,
    encoded,
    heard,
    likeness,
    pictures,
    wanted,
)
from tools.operations import Filter, SoundFilter


@pytest.mark.parametrize(
    ("encoding", "ranges"),
    [*((each, ONE) for each in ENCODINGS[::2]), *((each, SEVERAL) for each in ENCODINGS[1:])],
    ids=lambda value: value.id if isinstance(value, Encoding) else f"{len(value)} ranges",
)
async def test_pictures_and_sound_are_those_of_an_encoded_cut(
    encoding: Encoding, ranges: tuple[tuple[float, float], ...], media: Media, tmp_path: Path
) -> None:
    source = encoding.clip(media)
    clip = await clip_of(source, ranges, encoding.suffix)
    done = await cut(clip, tmp_path / "smart")
    assert done.path is not None, done.reasons
    assert "smart cut" in done.reasons[0]
    stored, found, numbers = pictures(source), pictures(done.path), wanted(clip)
    assert len(found) == len(numbers)
    like = [likeness(stored[number], image) for number, image in zip(numbers, found, strict=True)]
    assert min(like) > 45
    assert like.count(100) >= 0.25 * len(like), "copied pictures are the same"
    assert_plays(done.path)
    if encoding.sound:
        assert clicks(done.path) == pytest.approx(heard(clip), abs=0.005)
        assert samples(done.path).shape[1] / 48_000 == pytest.approx(clip.facts.duration, abs=0.03)


async def test_the_sound_of_one_range_is_copied(media: Media, tmp_path: Path) -> None:
    done = await cut(await clip_of(USUAL.clip(media), ONE), tmp_path)
    assert done.reasons[1] == "sound copied"
    assert clicks(done.path) == pytest.approx([0.48 + 0.5 * n for n in range(8)], abs=0.002)


async def test_sound_that_is_changed_is_encoded(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(USUAL.clip(media), ONE)
    quieter = clip.then(SoundFilter((Filter("volume", (("volume", 0.1),)),)), done="")
    done = await cut(quieter, tmp_path)
    assert done.reasons[1] == "sound encoded as aac"
    assert done.path
    assert np.abs(samples(done.path)).max() < 0.2


async def test_a_muted_cut_has_no_sound(media: Media, tmp_path: Path) -> None:
    from tools.operations import Mute

    done = await cut((await clip_of(USUAL.clip(media), ONE)).then(Mute(), done=""), tmp_path)
    assert done.facts
    assert done.facts.audio is None


@settings(
    max_examples=4, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(st.integers(0, 130), st.integers(8, 90)).map(
            lambda piece: (piece[0], min(piece[0] + piece[1], FPS * SECONDS))
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_ranges(media: Media, tmp_path: Path, pieces: list[tuple[int, int]]) -> None:
    ranges = tuple((first / FPS, end / FPS) for first, end in pieces)
    source = USUAL.clip(media)
    clip = asyncio.run(clip_of(source, ranges))
    done = asyncio.run(cut(clip, tmp_path / "any"))
    if done.path is None:
        assert done.reasons in (
            ("no smart cut: too little of it lies in whole groups of pictures",),
            (),
        )
        return
    stored, found = pictures(source), pictures(done.path)
    assert len(found) == len(wanted(clip))
    assert all(
        likeness(stored[number], image) > 45
        for number, image in zip(wanted(clip), found, strict=True)
    )


async def test_many_ranges_stay_in_sync(media: Media, tmp_path: Path) -> None:
    """Forty joins, none of which moves what follows."""
    ranges = tuple((n % 4 + 0.96, n % 4 + 2.04) for n in range(40))
    clip = await clip_of(USUAL.clip(media), ranges)
    done = await cut(clip, tmp_path)
    assert done.path is not None, done.reasons
    assert len(pictures(done.path or Path())) == len(wanted(clip))
    expected = [1.08 * n + at for n in range(40) for at in (0.04, 0.54, 1.04)]
    assert clicks(done.path) == pytest.approx(expected, abs=0.005)


async def test_a_rate_that_is_no_whole_number(media: Media, tmp_path: Path) -> None:
    target = media.folder / "smart-ntsc.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=192x108:r=30000/1001:d=5", "-g", "30")
    media.once(target, lambda: ffmpeg(*picture, "-pix_fmt", "yuv420p", target))
    clip = await clip_of(target, ((0.4, 4.4),))
    done = await cut(clip, tmp_path)
    assert done.facts
    assert done.facts.video
    assert done.facts.video.fps == Fraction(30000, 1001)
    literal = pictures(await encoded(clip, tmp_path / "literal"))
    found = pictures(done.path or Path())
    assert len(found) == len(literal) == 120
    assert min(likeness(a, b) for a, b in zip(literal, found, strict=True)) > 35
    stored = pictures(target)
    assert all(np.array_equal(a, b) for a, b in zip(found[19:100], stored[30:111], strict=True))

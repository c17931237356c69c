"""Analyses of generated clips, whose pauses, loudness, shots and flaws are known."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.looking import edited, seen
from tests.media import Media, ffmpeg
from tools.analysis import Loudness, Pauses, Quality, Scenes
from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.measure.analyses import Looking, analyse
from tools.engine.measure.sound import silent_stretches
from tools.engine.probe.file import probe
from tools.errors import ToolFailed

BLOCK = 0.01


def levels(*parts: tuple[float, float]) -> tuple[list[float], list[float]]:
    """Blocks of sound: (seconds, level) each."""
    row = [level for seconds, level in parts for _ in range(round(seconds / BLOCK))]
    return [number * BLOCK for number in range(len(row))], row


def test_pauses_are_relative_to_the_speech() -> None:
    for offset in (0, -20):
        parts = ((1, -20 + offset), (1, -60 + offset), (1, -22 + offset))
        found = silent_stretches(*levels(*parts), 3.0, None)
        assert found["spans"] == [[1.0, 2.0]]


def test_a_noisy_room_is_still_silent() -> None:
    found = silent_stretches(*levels((1, -20), (1, -40), (1, -20)), 3.0, None)
    assert found["spans"] == [[1.0, 2.0]]
    assert found["noise"] == -40


def test_clicks_end_no_pause_and_syllables_are_none() -> None:
    row = ((1, -20), (0.5, -80), (0.03, -20), (0.5, -80), (1, -20), (0.1, -80), (1, -20))
    assert silent_stretches(*levels(*row), 4.13, None)["spans"] == [[1.0, 2.03]]


def test_digital_silence() -> None:
    assert silent_stretches(*levels((2, -90)), 2.0, None)["speech"] is None


async def test_loudness_is_that_of_the_edited_clip(media: Media, tmp_path: Path) -> None:
    plain = await seen(media.clip(), Loudness(), tmp_path)
    quieter = await edited(media.clip(), [("change_volume", {"decibels": -6})], tmp_path)
    found = await analyse(quieter, Loudness(), Looking(cache=Cache(tmp_path)))
    assert found["integrated"] == pytest.approx(plain["integrated"] - 6, abs=0.1)
    assert found["peak"] == pytest.approx(plain["peak"] - 6, abs=0.2)
    assert plain["peak"] == pytest.approx(-6.0, abs=0.5)


async def test_shots(tmp_path: Path) -> None:
    file = tmp_path / "shots.mp4"
    shots = ("testsrc2=s=320x180:r=25:d=1.2", "mandelbrot=s=320x180:r=25,trim=duration=1",
             "smptebars=s=320x180:r=25:d=1.4")  # fmt: skip
    inputs = [word for shot in shots for word in ("-f", "lavfi", "-i", shot)]
    joined = "".join(f"[{n}:v]format=yuv420p,setsar=1[v{n}];" for n in range(3))
    ffmpeg(*inputs, "-filter_complex", f"{joined}[v0][v1][v2]concat=3:1:0", "-c:v", "libx264",
           "-preset", "ultrafast", file)  # fmt: skip
    found = await seen(file, Scenes(), tmp_path)
    assert found["changes"] == pytest.approx([1.2, 2.2], abs=0.05)


async def test_quality_tells_blur_noise_black_and_frozen(media: Media, tmp_path: Path) -> None:
    file = tmp_path / "flawed.mp4"
    picture = (
        "testsrc2=s=320x180:r=25:d=5,noise=alls=0,"
        "drawbox=t=fill:color=black:enable='lt(t,1)',loop=loop=60:size=1:start=60"
    )
    ffmpeg("-f", "lavfi", "-i", picture, "-t", "6", "-c:v", "libx264", "-crf", "10", file)
    clean = await seen(file, Quality(), tmp_path)
    ((black_from, black_to),) = clean["black"]
    assert (black_from, black_to) == pytest.approx((0.0, 1.0), abs=0.1)
    ((still_from, still_to),) = clean["frozen"]
    assert still_to - still_from == pytest.approx(2.4, abs=0.15)
    assert "loudness" not in clean
    sharp = await seen(media.clip(), Quality(), tmp_path)
    blurred = await edited(media.clip(), [("apply_filter", {"filter_type": "blur"})], tmp_path)
    grainy = await edited(media.clip(), [("apply_filter", {"filter_type": "grain"})], tmp_path)
    looking = Looking(cache=Cache(tmp_path))
    assert (await analyse(blurred, Quality(), looking))["blur"] > 1.5 * sharp["blur"]
    assert (await analyse(grainy, Quality(), looking))["noise"] > 2 * sharp["noise"] + 1
    assert sharp["loudness"]["integrated"] is not None


async def test_found_once_and_kept_by_content(media: Media, tmp_path: Path) -> None:
    source = await probe(media.clip())
    looking = Looking(cache=Cache(tmp_path / "looks"))
    first = await analyse(Clip.of(source), Pauses(), looking)
    started = time.monotonic()
    assert await analyse(Clip.of(source), Pauses(), looking) == first
    assert time.monotonic() - started < 0.05
    assert [path.suffix for path in (tmp_path / "looks").iterdir()] == [".json"]
    assert Pauses().key(Clip.of(source)) != Pauses(below=20).key(Clip.of(source))


async def test_what_does_not_matter_is_no_part_of_the_name(media: Media, tmp_path: Path) -> None:
    grey = await edited(media.clip(), [("apply_filter", {"filter_type": "blackwhite"})], tmp_path)
    plain = Clip.of(grey.source)
    assert Loudness().key(grey) == Loudness().key(plain)
    assert Scenes().key(grey) != Scenes().key(plain)


@pytest.mark.parametrize(
    "make", [Media.surround, Media.odd, Media.variable_rate, Media.gif, Media.transparent,
             Media.rotated, Media.sound, Media.no_duration], ids=lambda make: make.__name__
)  # fmt: skip
async def test_every_kind_of_clip(make, media: Media, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    found = await seen(make(media), Quality(), tmp_path)
    assert found


async def test_a_lost_original_is_told(media: Media, tmp_path: Path) -> None:
    file = tmp_path / "gone.mp4"
    file.write_bytes(media.clip().read_bytes())
    clip = Clip.of(await probe(file))
    file.unlink()
    with pytest.raises(ToolFailed, match="not there any more"):
        await analyse(clip, Scenes(), Looking(cache=Cache(tmp_path / "looks")))


def test_cache_evicts_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "kept", most_bytes=250)
    for name in "abc":
        cache.put(name, b"x" * 100)
        time.sleep(0.02)
        cache.get("a")
    assert cache.get("a") is not None
    assert cache.get("b") is None
    assert cache.get("nothing") is None

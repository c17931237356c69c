"""Clips as the platforms want them, and files for web pages."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.media import Media
from tools import SPECS
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput
from tools.facts import AudioFacts, Facts, Source, VideoFacts
from tools.operations import Normalize
from tools.platforms import PLATFORMS

NAMES = ("tiktok", "reels", "shorts", "youtube", "x", "discord", "telegram", "whatsapp")


def described(
    width: int = 1920, height: int = 1080, *, fps: float = 30, seconds: float = 20,
    sound: bool = True, size: int = 20_000_000, codec: str = "h264",
) -> Clip:  # fmt: skip
    """A clip that nobody filmed."""
    video = VideoFacts(
        width=width, height=height, fps=Fraction(fps).limit_denominator(1001), codec=codec
    )
    facts = Facts(
        duration=seconds, video=video, audio=AudioFacts() if sound else None, size_bytes=size
    )
    return Clip.of(
        Source(id="0", path=Path("none.mp4"), name="none.mp4", demuxer="mov", facts=facts,
               video_index=0, audio_index=1)
    )  # fmt: skip


def called(clip: Clip, tool: str, **args: Any) -> Clip:
    result = SPECS[tool].call(clip, args)
    assert isinstance(result, Clip)
    return result


def test_every_platform_says_where_its_numbers_are_from() -> None:
    assert set(PLATFORMS) == set(NAMES)
    for platform in PLATFORMS.values():
        assert platform.source.startswith("https://")
        assert platform.looked_up > date(2026, 1, 1)
        assert platform.megabytes > 0
        assert -24 < platform.lufs < -9


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("width", "height", "fps"), [(3840, 2160, 59.94), (1080, 1920, 30), (200, 200, 10)]
)
def test_within_all_limits(name: str, width: int, height: int, fps: float) -> None:
    platform = PLATFORMS[name]
    made = called(described(width, height, fps=fps), "for_platform", platform=name)
    output = made.output
    assert output.video
    assert (output.container, output.video.codec) == ("mp4", "h264")
    assert max(output.video.width, output.video.height) <= platform.long_side
    assert min(output.video.width, output.video.height) <= platform.short_side
    assert min(output.video.width, output.video.height) >= platform.least_side
    assert platform.least_fps <= output.video.fps <= platform.most_fps
    assert not platform.upright or output.video.width <= output.video.height
    assert output.audio
    assert output.audio.codec == "aac"
    assert Normalize(platform.lufs) in made.operations
    assert platform.source.split("/")[2] in made.notes[-1]
    assert len(made.done) == 1


def test_a_small_limit_becomes_the_size_of_the_file() -> None:
    long = called(described(seconds=120), "for_platform", platform="discord")
    assert long.encoding.max_bytes == 10_000_000
    with pytest.raises(BadInput, match="do not fit into 10 MB"):
        called(described(seconds=4 * 3600), "for_platform", platform="discord")


@pytest.mark.parametrize(("name", "most"), [("twitter", 140), ("youtube shorts", 180)])
def test_what_is_too_long_is_cut_only_where_told(name: str, most: float) -> None:
    long = described(seconds=200)
    with pytest.raises(BadInput, match="Shall I cut off its end"):
        called(long, "for_platform", platform=name)
    short = called(long, "for_platform", platform=name, shorten=True)
    assert short.facts.duration == pytest.approx(most)
    assert "cut off" in short.notes[-1]


def test_sound_alone_is_not_for_platforms() -> None:
    alone = described()
    facts = Facts(duration=3, video=None, audio=AudioFacts(), container="mp3")
    with pytest.raises(BadInput, match="no picture"):
        called(Clip.of(Source(**{**_fields(alone.source), "facts": facts})), "for_platform",
               platform="x")  # fmt: skip


def _fields(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in ("id", "path", "name", "demuxer")}


async def test_upright_with_all_of_the_picture(media: Media, tmp_path: Path) -> None:
    clip = Clip.of(await probe(media.clip()))
    made = await render(called(clip, "for_platform", platform="tiktok"), tmp_path, stem="v1")
    assert made.facts.video
    assert (made.facts.video.width, made.facts.video.height) == (360, 640)
    assert made.facts.audio
    head = made.path.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


async def test_a_page_gets_a_smaller_file_that_plays_while_it_loads(
    media: Media, tmp_path: Path
) -> None:
    path = media.clip(2.0, options=("-crf", "4"))
    made = await render(called(Clip.of(await probe(path)), "optimize_for_web"), tmp_path, stem="v1")
    assert made.facts.size_bytes
    assert made.facts.size_bytes < path.stat().st_size
    assert re.fullmatch(r"\d+ kB became \d+ kB: [\d.]+ times smaller\.", made.notes[-1])
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


async def test_a_page_never_gets_a_larger_file(media: Media, tmp_path: Path) -> None:
    path = media.clip(2.0, options=("-crf", "44", "-b:a", "48k"))
    before = path.read_bytes()
    assert before.index(b"moov") > before.index(b"mdat")
    made = await render(called(Clip.of(await probe(path)), "optimize_for_web"), tmp_path, stem="v1")
    data = made.path.read_bytes()
    assert len(data) <= len(before)
    assert data.index(b"moov") < data.index(b"mdat")


def test_pages_get_at_most_full_hd() -> None:
    web = called(described(3840, 2160, fps=120), "optimize_for_web").output
    assert web.video
    assert (web.video.width, web.video.height, web.video.fps) == (1920, 1080, 60)

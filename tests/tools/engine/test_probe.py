"""The probe measures what a file is, and refuses what is none with a sentence that helps."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from tests.media import Media
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.errors import BadInput, LimitExceeded, VfxbError


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file and what the probe has to find.

    Attributes:
        id: What it is about.
        make: Gives the file.
        size: Width and height as shown; None for sound alone.
        duration: Length in seconds.
        channels: Channels of sound; 0 for none.
        container: Short name of the format.
        codecs: Codecs of picture and sound.
        flags: Names of the picture's facts that are true.
        warns: A part of its warnings.
    """

    id: str
    make: Callable[[Media], Path]
    size: tuple[int, int] | None = (320, 180)
    duration: float = 2.0
    channels: int = 2
    container: str = "mp4"
    codecs: tuple[str, ...] = ("h264", "aac")
    flags: frozenset[str] = frozenset({"coded_as_shown"})
    warns: str = ""


SHOWN = frozenset({"coded_as_shown"})
CASES = (
    Case(id="plain", make=Media.clip),
    Case(id="no sound", make=Media.silent, channels=0, codecs=("h264",)),
    Case(id="5.1", make=Media.surround, channels=6),
    Case(id="odd size", make=Media.odd, size=(319, 179)),
    Case(id="turned a quarter", make=Media.rotated, size=(180, 320), flags=frozenset()),
    Case(id="turned a half", make=lambda media: media.rotated(180), flags=frozenset()),
    Case(id="wide pixels", make=Media.anamorphic, flags=frozenset()),
    Case(id="variable rate", make=Media.variable_rate, flags=SHOWN | {"variable_rate"}),
    Case(id="late sound", make=Media.late_sound, container="mkv", duration=2.3),
    Case(id="no duration", make=Media.no_duration, container="webm", codecs=("vp8", "opus")),
    Case(id="transparent", make=Media.transparent, container="webm", size=(160, 90), duration=1.0,
         channels=0, codecs=("vp9",), flags=SHOWN | {"alpha"}),
    Case(id="gif", make=Media.gif, container="gif", size=(161, 91), channels=0, codecs=("gif",)),
    Case(id="HDR", make=Media.hdr, channels=0, codecs=("hevc",), flags=SHOWN | {"hdr"},
         size=(160, 90), duration=1.0),
    Case(id="cut short", make=Media.cut_short, duration=1.32,
         warns="of the 2.0 s that its header promises, 1.3 s are there"),
    Case(id="sound dies", make=Media.dying_sound, duration=6.0,
         warns="Its sound breaks off at 2.0 s"),
    Case(id="picture that nobody can decode", make=Media.unknown_picture, size=None,
         codecs=("aac",), warns="picture (h264) cannot be decoded", container="m4a"),
    *(Case(id=f"clip in {suffix}", make=lambda media, s=suffix: media.clip(suffix=s),  # type: ignore[misc]
           container=suffix, codecs=codecs)
      for suffix, codecs in (("mov", ("h264", "aac")), ("mkv", ("h264", "vorbis")),
                             ("avi", ("h264", "mp3")), ("flv", ("h264", "mp3")),
                             ("ts", ("h264", "mp2")), ("mpg", ("mpeg2video", "mp2")),
                             ("wmv", ("wmv2", "wmav2")))),
    *(Case(id=f"sound in {suffix}", make=lambda media, s=suffix: media.sound(s),  # type: ignore[misc]
           size=None, channels=1, container=suffix, codecs=(codec,))
      for suffix, codec in (("mp3", "mp3"), ("wav", "pcm_s16le"), ("flac", "flac"), ("m4a", "aac"),
                            ("aac", "aac"), ("opus", "opus"), ("ogg", "vorbis"))),
    Case(id="cover picture", make=Media.cover, size=None, channels=1, container="mp3",
         codecs=("mp3",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_probe_finds(case: Case, media: Media) -> None:
    source = await probe(case.make(media))
    facts, video, audio = source.facts, source.facts.video, source.facts.audio
    assert facts.duration == pytest.approx(case.duration, abs=0.1)
    assert (video and (video.width, video.height)) == case.size
    assert (audio.channels if audio else 0) == case.channels
    assert facts.container == case.container
    assert tuple(part.codec for part in (video, audio) if part) == case.codecs
    assert facts.size_bytes == source.path.stat().st_size
    flags = ("coded_as_shown", "variable_rate", "alpha", "hdr")
    assert not video or {flag for flag in flags if getattr(video, flag)} == case.flags
    assert case.warns in " ".join(source.warnings)
    assert bool(source.warnings) == bool(case.warns)


RATES = (Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(60))


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
@pytest.mark.parametrize("fps", RATES, ids=str)
async def test_rates_are_exact(fps: Fraction, suffix: str, media: Media) -> None:
    source = await probe(media.clip(1.0, fps=fps, suffix=suffix, channels=0))
    assert source.facts.video
    assert source.facts.video.fps == fps
    assert not source.facts.video.variable_rate


async def test_a_lost_picture_does_not_change_the_rate(media: Media) -> None:
    source = await probe(media.gappy())
    assert source.facts.video
    assert source.facts.video.fps == 25
    assert source.facts.video.variable_rate


async def test_start_of_sound_is_kept(media: Media) -> None:
    source = await probe(media.late_sound(0.3))
    assert source.video_start == pytest.approx(0, abs=0.001)
    assert source.audio_start == pytest.approx(0.3, abs=0.03)


async def test_identity_and_name(media: Media, tmp_path: Path) -> None:
    path = media.clip()
    source = await probe(path, name="my\nlovely  \x1b[31m clip.mp4" + "x" * 200)
    assert source.id == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.name.startswith("my lovely [31m clip.mp4x")
    assert len(source.name) <= 80
    assert (await probe(path, id="known")).id == "known"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A file that is refused, and why."""

    id: str
    make: Callable[[Media], Path]
    says: str
    limits: Limits = Limits()
    error: type[VfxbError] = BadInput


REFUSALS = (
    Refusal(id="empty", make=Media.empty, says=r"'empty\.mp4' is empty \(0 bytes\)"),
    Refusal(id="no index", make=Media.headless, says="ends before its index"),
    Refusal(id="no frames", make=Media.nothing, says="holds no frames: its length is 0 s"),
    Refusal(id="random bytes", make=Media.noise, says="damaged, or of a kind that is not accepted"),
    Refusal(id="folder", make=lambda media: media.folder, says="not a file that can be read"),
    Refusal(id="missing", make=lambda media: media.folder / "no.mp4", says="not a file"),
    Refusal(id="picture", make=Media.still, says=r"a still picture \(PNG\)"),
    Refusal(id="too many bytes", make=Media.clip, says="0 MB; the limit is 0 MB",
            limits=Limits(source_bytes=1000), error=LimitExceeded),
    Refusal(id="too long", make=Media.clip, says="minutes long; the limit is",
            limits=Limits(duration=1.0), error=LimitExceeded),
    Refusal(id="too large pictures", make=Media.clip, says="pictures of 320x180 pixels",
            limits=Limits(pixels=10_000), error=LimitExceeded),
    Refusal(id="too many streams", make=Media.many_streams, says="12 streams; the limit is 8",
            limits=Limits(streams=8), error=LimitExceeded),
    Refusal(id="too slow", make=Media.clip, says="could not be read within",
            limits=Limits(probe_seconds=0.0), error=LimitExceeded),
)  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.id)
async def test_probe_refuses(case: Refusal, media: Media) -> None:
    path = case.make(media)
    with pytest.raises(case.error, match=case.says) as caught:
        await probe(path, limits=case.limits)
    assert type(caught.value) is case.error
    assert str(path.parent) not in str(caught.value), "a machine's path is nobody's business"


async def test_the_loop_stays_free(media: Media) -> None:
    """Reading is done beside the event loop."""
    path = media.clip()
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.001)
            worst = max(worst, time.monotonic() - before)

    watcher = asyncio.create_task(watch())
    await asyncio.gather(*(probe(path) for _ in range(20)))
    watcher.cancel()
    assert worst < 0.5

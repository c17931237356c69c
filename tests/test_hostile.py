"""Hostile files: never a crash, a hang, a look at other files, or something left behind."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.media import Media
from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.probe import probe
from tools.engine.render import render
from tools.errors import BadInput, ToolFailed, VfxbError
from tools.operations import Filter, VideoFilter

# ``{other}`` is a real clip that the text wants to show, ``{url}`` an address that it wants to ask.
TEXTS = {
    "ffconcat": ("ffconcat version 1.0\nfile '{other}'\nduration 2\n", "plays other files"),
    "concat without header": ("file '{other}'\n", "plain text"),
    "hls": (
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{other}\n#EXTINF:2,\n"
        "{url}/a.ts\n#EXT-X-ENDLIST\n",
        "a playlist",
    ),
    "hls with a key": (
        '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{url}/key"\n#EXTINF:2,\n{other}\n',
        "a playlist",
    ),
    "dash": (
        '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'profiles="urn:mpeg:dash:profile:isoff-main:2011"><Period><AdaptationSet mimeType="video/'
        'mp4"><Representation id="1"><BaseURL>{other}</BaseURL></Representation></AdaptationSet>'
        "</Period></MPD>",
        r"a playlist \(DASH\)",
    ),
    "pls": ("[playlist]\nFile1={url}/a.mp3\n", "a playlist"),
    "asx": ('<asx version="3"><entry><ref href="{url}/a"/></entry></asx>', "a playlist"),
    "svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9"><image href="{other}"/></svg>',
        "a drawing",
    ),
    "svg after a comment": ('<?xml version="1.0"?><!-- x --><svg width="9"/>', "a drawing"),
    "sdp": (
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "a live stream",
    ),
    "web page": ("<!DOCTYPE html><html><video src='{url}/a.mp4'></video></html>", "a web page"),
    "subtitles": ("WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n", "subtitles"),
    "drawing in subtitles": ("[Script Info]\nScriptType: v4.00+\n[Events]\n", "subtitles"),
    "plain text": ("Dear editor, please trim my clip.\n" * 40, "plain text"),
    "terminal colours": ("\x1b[31mred\x1b[0m text " * 200, "damaged, or of a kind"),
    "script": ("#!/bin/sh\ncat {other}\n", "plain text"),
}  # fmt: skip
SUFFIXES = (".mp4", ".webm", ".gif", ".mp3", ".m3u8", ".txt", ".svg", "")


class Listener:
    """A server on loopback that counts who knocks."""

    def __init__(self) -> None:
        self.knocks = 0
        self.url = ""

    async def knock(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.knocks += 1
        writer.close()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    found = Listener()
    server = await asyncio.start_server(found.knock, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield found


@pytest.mark.parametrize("kind", TEXTS)
async def test_texts_that_play_other_files_are_refused(
    kind: str, media: Media, tmp_path: Path, listener: Listener
) -> None:
    """Whatever their names say; nothing else is opened, nobody is asked."""
    text, says = TEXTS[kind]
    other = tmp_path / "other.mp4"
    shutil.copyfile(media.clip(), other)
    for suffix in SUFFIXES:
        path = tmp_path / f"innocent{suffix}"
        path.write_text(text.format(other=other, url=listener.url))
        for target in (other.name, str(other)):
            path.write_text(text.format(other=target, url=listener.url))
            with pytest.raises(BadInput, match=says):
                await probe(path)
    assert not listener.knocks


@pytest.mark.parametrize("kind", ["ffconcat", "hls", "dash", "svg", "plain text"])
async def test_a_file_that_changes_after_the_probe(
    kind: str, media: Media, tmp_path: Path, listener: Listener
) -> None:
    """ffmpeg is held to the same formats: the source's demuxer, and files only."""
    path, other = tmp_path / "clip.mp4", tmp_path / "other.mp4"
    for target in (path, other):
        shutil.copyfile(media.clip(), target)
    source = await probe(path)
    path.write_text(TEXTS[kind][0].format(other=other, url=listener.url))
    with pytest.raises(ToolFailed, match="The rendering failed"):
        await render(gray(Clip.of(source)), tmp_path / "out", stem="v1")
    assert not list(tmp_path.glob("out/*"))
    assert not listener.knocks


def gray(clip: Clip) -> Clip:
    """A trivial edit: the picture in grey; sound alone is delivered as it is."""
    if clip.facts.video is None:
        return clip
    return clip.then(VideoFilter((Filter("hue", (("s", 0),)),)), done="grey")


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A small valid file to be mutated."""

    id: str
    make: Callable[[Media], Path]


SEEDS = tuple(
    Seed(id=suffix, make=lambda media, s=suffix: media.clip(0.4, width=64, height=48, suffix=s))  # type: ignore[misc]
    for suffix in ("mp4", "mkv", "webm", "avi", "ts", "flv", "mpg")
) + (Seed(id="gif", make=Media.gif), Seed(id="mp3", make=Media.sound))
MUTATIONS = 6
LIMITS = Limits(
    seconds=10, probe_seconds=5, duration=600, pixels=2_000_000, output_bytes=50_000_000
)


def mutated(data: bytes, generator: random.Random) -> bytes:
    """A copy with a few bits flipped, a stretch overwritten, doubled or lost, or its end lost."""
    found = bytearray(data)
    # Most of what a demuxer believes stands at either end of a file.
    size = len(found)
    places = (generator.randrange(size), generator.randrange(min(size, 2_000)),
              size - 1 - generator.randrange(min(size, 2_000)))  # fmt: skip
    at, length = generator.choice(places), generator.randrange(1, 200)
    match generator.randrange(5):
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
    return bytes(found)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.id)
async def test_mutated_files(seed: Seed, media: Media, tmp_path: Path) -> None:
    """Each gives a clip or a sentence, within the limits, and leaves nothing behind."""
    data = seed.make(media).read_bytes()
    out = tmp_path / "out"
    for number in range(MUTATIONS):
        path = tmp_path / f"mutated-{number}"
        path.write_bytes(mutated(data, random.Random(f"{seed.id} {number}")))  # noqa: S311
        started = time.monotonic()
        await _tried(path, out)
        assert time.monotonic() - started < 20, f"mutation {number} took too long"
        left = [each for each in out.glob("*") if not each.name.startswith("v1.")]
        assert not left, f"mutation {number} left {left}"


async def _tried(path: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    with contextlib.suppress(VfxbError):
        source = await probe(path, limits=LIMITS)
        await render(gray(Clip.of(source)), out, stem="v1", limits=LIMITS)


async def test_a_lie_about_the_size_of_pictures(media: Media, tmp_path: Path) -> None:
    """The header of the format says 320x180, the stream itself says more than is allowed."""
    path = media.clip(0.4, width=640, height=360, suffix="mkv")
    data = path.read_bytes()
    # Matroska keeps the size as elements of two bytes: B0 82 for the width, BA 82 for the height.
    lie = data.replace(b"\xb0\x82\x02\x80\xba\x82\x01\x68", b"\xb0\x82\x00\x40\xba\x82\x00\x30")
    assert lie != data
    target = tmp_path / "lie.mkv"
    target.write_bytes(lie)
    with pytest.raises(VfxbError):
        await probe(target, limits=replace(LIMITS, pixels=100_000))

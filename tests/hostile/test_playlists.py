"""Playlists and other texts under false names: no other file is read, nobody is asked."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.hostile.tried import gray
from tests.media import Media
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import BadInput, ToolFailed

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


@pytest.mark.parametrize("kind", TEXTS)
async def test_what_texts_refer_to_is_not_opened(
    kind: str, tmp_path: Path, listener: Listener
) -> None:
    """Opening a pipe that nobody writes to takes for ever."""
    pipe = tmp_path / "other.mp4"
    os.mkfifo(pipe)
    path = tmp_path / "innocent.mp4"
    path.write_text(TEXTS[kind][0].format(other=pipe, url=listener.url))
    begun = time.monotonic()
    with pytest.raises(BadInput):
        await probe(path)
    assert time.monotonic() - begun < 5


NAMES = (
    "concat:a.mp4|b.mp4", "subfile,,start,0,end,9,,:clip.mp4", "data:video,x.mp4", "pipe:0",
    "clip%03d.mp4", "http:clip.mp4", "-i.mp4", "clip.mp4;id", "$(id).mp4", "[0:v].mp4", "a'b\\.mp4",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_names_are_only_names(
    name: str, media: Media, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No name is a protocol, a pattern, an option or a command: also not from its own folder."""
    shutil.copyfile(media.clip(0.4, width=64, height=48), tmp_path / name)
    before = set(tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)
    source = await probe(Path(name))
    done = await render(gray(Clip.of(source)), tmp_path / "out", stem="v1")
    assert done.facts.duration == pytest.approx(0.4, abs=0.05)
    assert set(tmp_path.iterdir()) == {*before, tmp_path / "out"}


async def test_a_pipe_is_no_clip(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "clip.mp4")
    with pytest.raises(BadInput, match="not a file"):
        await probe(tmp_path / "clip.mp4")

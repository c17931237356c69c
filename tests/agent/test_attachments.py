"""Attachments: which file of a message is the clip, and which are only at hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest

from agent import Request, VideoAgent
from agent.attachments import sorted_out
from agent.settings import Settings
from tests.media import Media
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.probe.still import is_still, probe_still
from tools.engine.probe.text import is_text, probe_text
from tools.errors import BadInput, LimitExceeded
from tools.facts import AudioFacts, Facts, Source, VideoFacts
from tools.media import Wanted, pick


@pytest.fixture
async def agent(tmp_path: Path) -> AsyncIterator[VideoAgent]:
    async with VideoAgent.open(settings=Settings(home=tmp_path / "home")) as opened:
        yield opened


def say(text: str, *attachments: Path) -> Request:
    return Request(conversation="c1", user="u1", text=text, attachments=attachments)


Kind = Literal["clip", "still", "sound", "text"]
_VIDEO = VideoFacts(width=320, height=180, fps=Fraction(25))


def file(kind: Kind, name: str) -> Source:
    video = _VIDEO if kind in {"clip", "still"} else None
    audio = AudioFacts() if kind in {"clip", "sound"} else None
    demuxers = {"clip": "mov", "still": "png_pipe", "sound": "mp3", "text": "srt"}
    facts = Facts(duration=2.0, video=video, audio=audio)
    return Source(
        id=name.encode().hex().ljust(64, "0"), path=Path(name), name=name,
        demuxer=demuxers[kind], facts=facts,
    )  # fmt: skip


OLD = file("clip", "old.mp4")
NEW, LOGO, SONG = file("clip", "new.mp4"), file("still", "logo.png"), file("sound", "song.mp3")


@dataclass(frozen=True)
class Case:
    id: str
    arrived: list[Source]
    text: str
    clip: Source | None
    present: Source | None = OLD


CASES = (
    Case("a new clip takes the old one's place", [NEW], "trim it to 5 s", NEW),
    Case("a clip to join leaves the old one", [NEW], "append this to the end", None),
    Case("put together", [NEW], "put them together into one video", None),
    Case("a clip to put behind", [NEW], "replace the green screen with this video", None),
    Case("a clip to put in front", [NEW], "add this clip in front of it", None),
    Case("a clip to show beside", [NEW], "make a split screen", None),
    Case("a picture leaves the clip", [LOGO], "put the logo in", None),
    Case("music leaves the clip", [SONG], "add this music", None),
    Case("a clip with its logo", [LOGO, NEW], "add the logo", NEW, None),
    Case("the first of two clips", [NEW, OLD], "join them", NEW, None),
    Case("sound alone is a clip where there is none", [SONG], "trim it", SONG, None),
    Case("sound after sound", [file("sound", "b.mp3")], "trim it", file("sound", "b.mp3"), SONG),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_clip_is_told_from_what_is_at_hand(case: Case) -> None:
    clip, media = sorted_out(case.arrived, case.present, case.text)
    assert clip == case.clip
    assert media == [each for each in case.arrived if each != clip]


async def test_a_picture_may_come_before_the_clip(
    agent: VideoAgent, media: Media, tmp_path: Path
) -> None:
    from PIL import Image

    logo = tmp_path / "logo.png"
    Image.new("RGB", (64, 48), "red").save(logo)
    reply = await agent.handle(say("put my logo in the corner", logo))
    assert reply.kind == "clarify"
    assert "'logo.png'" in reply.text
    reply = await agent.handle(say("mute it", media.clip()))
    assert reply.kind == "edit"
    assert "at hand" not in reply.text


PICTURES = Wanted(("still", "clip"), "picture")
SOUNDS = Wanted(("sound",), "music")


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        (None, PICTURES, "logo.png"),
        ("badge.png", PICTURES, "badge.png"),
        ("the badge", PICTURES, "badge.png"),
        ("the second one", PICTURES, "logo.png"),
        ("1", PICTURES, "badge.png"),
        (None, SOUNDS, "song.mp3"),
        (LOGO.id[:16], PICTURES, "logo.png"),
    ],
)
def test_files_are_found_by_what_people_call_them(
    name: str | None, wanted: Wanted, found: str
) -> None:
    clip = Clip.of(OLD, media=(file("still", "badge.png"), LOGO, SONG))
    assert pick(clip, name, wanted).name == found


def test_a_file_that_is_not_there_is_asked_for() -> None:
    clip = Clip.of(OLD, media=(LOGO,))
    with pytest.raises(BadInput, match="Send the file along"):
        pick(clip, None, Wanted(("text",), "subtitle file"))
    clip = replace(clip, media=(LOGO, file("still", "badge.png")))
    with pytest.raises(BadInput, match=r"'banner'.*'logo.png', 'badge.png'"):
        pick(clip, "banner", PICTURES)


async def test_pictures_are_looked_at(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "photo.jpg"
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (64, 48), "red").save(path, exif=turned)
    assert is_still(path)
    source = await probe_still(path)
    assert source.kind == "still"
    assert source.facts.video is not None
    assert (source.facts.video.width, source.facts.video.height) == (48, 64)

    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(BadInput, match="damaged"):
        await probe_still(path)

    bomb = tmp_path / "bomb.png"
    data = bytearray(_png_header(60_000, 60_000))
    bomb.write_bytes(data)
    with pytest.raises((LimitExceeded, BadInput)):
        await probe_still(bomb)


async def test_texts_are_told_by_name_and_content(media: Media, tmp_path: Path) -> None:
    subtitles = tmp_path / "a.srt"
    subtitles.write_text("1\n00:00:00,000 --> 00:00:01,000\nHello\n")
    assert is_text(subtitles, "a.srt")
    assert (await probe_text(subtitles, name="a.srt")).kind == "text"
    assert not is_text(media.clip(), "clip.srt")
    assert (await probe(media.clip())).kind == "clip"


def _png_header(width: int, height: int) -> bytes:
    import struct
    import zlib

    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))

"""Subtitles, colour tables and still pictures that are damaged, lie, or try to do more."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.hostile.test_mutations import mutated
from tests.hostile.tried import LIMITS, assert_for_people
from tests.tools.made_up import clip
from tools.color_tables import read_table
from tools.cues import MAX_CUES, read_cues
from tools.engine.compile.clip import compile_clip
from tools.engine.probe.file import probe
from tools.engine.probe.still import probe_still
from tools.engine.probe.text import probe_text
from tools.errors import BadInput, VfxbError
from tools.luts import apply_lut
from tools.subtitles import add_subtitles

MUTATIONS = 150
SRT = b"""\xef\xbb\xbf1
00:00:00,000 --> 00:00:02,000
Hello <font face="x" color=red>there</font>

2
00:00:02,500 --> 00:00:03,000
{\\an8}Two
lines

"""
VTT = b"""WEBVTT

STYLE
::cue { background: url(file:///etc/passwd) }

00:00.000 --> 00:02.000 align:start
<v Bob>Hello</v> &lt;there&gt;

NOTE nothing

00:03.000 --> 00:04.000
Two
"""
ASS = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold
Style: Default,Arial,20,&H00FFFFFF,0

[Fonts]
fontname: x.ttf
!!!!

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}Hello\\NWorld
Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\\fn../../x\\t(\\fscx9999)}Two
"""
CUBE = b'TITLE "x"\nLUT_3D_SIZE 2\n' + b"\n".join(
    f"{red} {green} {blue}".encode() for blue in (0, 1) for green in (0, 1) for red in (0, 1)
)
_STEPS = (0, 341, 682, 1023)
SHAPER = b"0 341 682 1023\n" + b"\n".join(
    f"{red} {green} {blue}".encode() for red in _STEPS for green in _STEPS for blue in _STEPS
)


def picture(format: str) -> bytes:
    """A small picture with noise, the JPEG with an orientation."""
    from PIL import Image

    image = Image.effect_noise((40, 30), 50).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    target = io.BytesIO()
    image.save(target, format, **({"exif": exif} if format == "JPEG" else {}))
    return target.getvalue()


TEXTS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "srt": (SRT, lambda data: read_cues(data, "srt", "x.srt")),
    "vtt": (VTT, lambda data: read_cues(data, "vtt", "x.vtt")),
    "ass": (ASS, lambda data: read_cues(data, "ass", "x.ass")),
    "cube": (CUBE, lambda data: read_table(data, "cube", "x.cube")),
    "3dl": (SHAPER, lambda data: read_table(data, "3dl", "x.3dl")),
}


def damaged(kind: str, data: bytes, number: int) -> bytes:
    return mutated(data, random.Random(f"{kind} {number}"))  # noqa: S311


@pytest.mark.parametrize("kind", TEXTS)
def test_damaged_texts(kind: str) -> None:
    data, read = TEXTS[kind]
    assert read(data)
    for number in range(MUTATIONS):
        try:
            read(damaged(kind, data, number))
        except VfxbError as error:
            assert_for_people(str(error))


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "BMP"])
async def test_damaged_pictures(format: str, tmp_path: Path) -> None:
    data, path = picture(format), tmp_path / "picture"
    path.write_bytes(data)
    assert (await probe_still(path)).facts.video
    for number in range(MUTATIONS):
        path.write_bytes(damaged(format, data, number))
        try:
            found = await probe_still(path, limits=LIMITS)
        except VfxbError as error:
            assert_for_people(str(error))
        else:
            assert found.facts.video
            assert found.facts.video.width * found.facts.video.height <= LIMITS.pixels


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A grey PNG that says this of its size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(
            ">I", zlib.crc32(kind + body)
        )  # fmt: skip

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(data or bytes(width * height + height))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: png(60_000, 60_000, bytes(100)), "more than 36 megapixels, the limit"),
        (lambda: png(12_000, 12_000), "12000x12000 pixels; the limit is"),
        (lambda: png(2**31 - 1, 1, bytes(100)), "pixels"),
        (lambda: png(40, 30, bytes(100)), "damaged"),
        (lambda: b"\xff\xd8\xff\xe0" + bytes(200), "damaged"),
        (lambda: b"RIFF\xff\xff\xff\xffWEBPVP8L" + b"\xff" * 99, "damaged"),
        (lambda: b"BM" + b"\xff" * 200, "damaged"),
    ],
    ids=["bomb", "real bomb", "line", "cut", "jpeg", "webp", "bmp"],
)
async def test_pictures_that_are_too_much(
    make: Callable[[], bytes], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(make())
    with pytest.raises(VfxbError, match=says) as caught:
        await probe_still(path)
    assert_for_people(str(caught.value))


@dataclass(frozen=True)
class Trick:
    """Subtitles or a table with a trick, and what is made of it: cues, or a reason."""

    id: str
    kind: str
    data: bytes
    gives: list[str] | str


def ass(text: bytes) -> bytes:
    """A page with one line of subtitles."""
    line = b"Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,"
    return ASS.partition(b"Dialogue:")[0] + line + text + b"\n"


TRICKS = (
    Trick("drawing", "ass", ass(b"{\\p1}m 0 0 l 9999 0 9999 9999{\\p0}Hi"), ["Hi"]),
    Trick("drawing alone", "ass", ass(b"{\\p9}m 0 0 l 9999 0"), "There are no subtitles"),
    Trick("scale of a drawing", "ass", ass(b"{\\p" + b"9" * 5000 + b"}m{\\p0}Hi"), ["Hi"]),
    Trick("font", "ass", ass(b"{\\fn/etc/passwd\\fs99999\\alpha&HFF&}Hi"), ["Hi"]),
    Trick("braces", "ass", ass(b"{" * 500 + b"Hi" + b"}" * 500), ["{" * 399 + "\u2026"]),
    Trick("motion", "ass", ass(b"{\\move(0,0,9e9,9e9)\\t(0,1,9,\\frz9e9)}Hi"), ["Hi"]),
    Trick("page", "srt", SRT.replace(b"Hello", b"<script>alert()</script>Hi"), ["alert()Hi there"]),
    Trick("time of 28 years", "srt", SRT.replace(b"00:00:00", b"249999:00:00"), ["Two\nlines"]),
    Trick("backwards", "srt", SRT.replace(b"00:00:02,000", b"00:00:00,000"), ["Two\nlines"]),
    Trick("controls", "srt", SRT.replace(b"Hello", b"\0\x1b[31mHi\x07"), ["[31mHi there"]),
    Trick("binary", "srt", bytes(range(256)) * 40, "There are no subtitles|is not SubRip"),
    Trick("too many", "srt", b"".join(
        b"1\n00:00:01,000 --> 00:00:02,000\nx\n\n" for _ in range(MAX_CUES + 1)),
        "5,000 is the most"),
    Trick("too long", "srt", SRT + b"x " * 2_000_000, "characters"),
    Trick("table of 256", "cube", b"LUT_3D_SIZE 256\n0 0 0\n", "2 to 65 would do"),
    Trick("table of 9e9", "cube", b"LUT_3D_SIZE 9000000000\n0 0 0\n", "2 to 65 would do"),
    Trick("table of -2", "cube", b"LUT_3D_SIZE -2\n0 0 0\n", "2 to 65 would do"),
    Trick("no number", "cube", CUBE.replace(b"1 1 1", b"nan 1 1"), "not a colour|out of range"),
    Trick("infinity", "cube", CUBE.replace(b"1 1 1", b"1e999 1 1"), "out of range"),
    Trick("words", "cube", b"Dear editor,\nplease grade it.\n", "does not say LUT_3D_SIZE"),
    Trick("page as table", "cube", b"<html>" * 1000, "does not say LUT_3D_SIZE"),
    Trick("empty range", "cube", b"DOMAIN_MIN 1 1 1\n" + CUBE, "its range is empty"),
    Trick("too many rows", "cube", CUBE + b"\n0 0 0", "9 colours where 8 belong"),
    Trick("no grid", "3dl", b"0 0 0\n1 1 1\n", "2 to 65 grid points"),
)  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.id)
def test_tricks(trick: Trick) -> None:
    read = TEXTS[trick.kind][1]
    if isinstance(trick.gives, str):
        with pytest.raises(BadInput, match=trick.gives) as caught:
            read(trick.data)
        assert_for_people(str(caught.value))
    else:
        cues = read_cues(trick.data, trick.kind, "x")
        assert [cue.text for cue in cues][: len(trick.gives)] == trick.gives


@pytest.mark.parametrize("kind", ["ass", "cube"])
async def test_nothing_of_a_file_but_words_and_numbers_goes_on(kind: str, tmp_path: Path) -> None:
    """What ffmpeg is given is written anew: no tag, title, comment or name of the file."""
    marks = {"ass": (b"Two", b"{\\fnMARK}Two"), "cube": (b'"x"', b'"MARK"\n# MARK')}[kind]
    path = tmp_path / f"MARK';[0:v]movie=x.{kind}"
    path.write_bytes({"ass": ASS, "cube": CUBE}[kind].replace(*marks))
    source = await probe_text(path, name=path.name)
    before = replace(clip(4.0), media=(source,))
    edited = add_subtitles(before) if kind == "ass" else apply_lut(before)
    command = compile_clip(edited)
    written = [*command.args, *map(str, command.files), *map(str, command.files.values())]
    assert written
    assert not [text for text in written if "MARK" in text]


@pytest.mark.parametrize("suffix", ["srt", "ass", "cube", "png", "jpg"])
async def test_files_that_help_an_edit_are_no_clips(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"clip.{suffix}"
    data = {"srt": SRT, "ass": ASS, "cube": CUBE}.get(suffix)
    path.write_bytes(data or picture("PNG" if suffix == "png" else "JPEG"))
    with pytest.raises(BadInput):
        await probe(path)

"""Cues: subtitles of a stranger's file, as plain words and times.

Nothing of the file but that goes on: tags, drawings, fonts, positions and comments are left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
import warnings
from dataclasses import dataclass, replace

from tools.errors import BadInput
from tools.facts import Facts
from tools.operations import Span, Title

MAX_CUES = 5_000
"""Most subtitles of a file; a film of three hours has some two thousand."""

_MAX_TEXT = 2_000_000
_LONGEST = 400
_LATEST = 360_000.0
_FORMATS = {"ssa": "ass", "ass": "ass", "srt": "srt", "vtt": "vtt"}
_TIMING = re.compile(r"\d\d[.,:]\d{2,3}\s*-->\s*(?:\d+:)?\d+:\d\d")
_BLOCK = re.compile(r"\{([^{}]*)\}")
_DRAWING = re.compile(r"\\p(\d+)")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>\n]{0,100}>")
_FORMAT_WORDS = "SubRip (.srt), WebVTT (.vtt) or ASS (.ass)"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and when they show, in seconds."""

    start: float
    end: float
    text: str


def read_cues(data: bytes, format: str, name: str) -> tuple[Cue, ...]:
    """The subtitles of a file, in order of time.

    Args:
        data: Its content.
        format: Its format by name: srt, vtt, ass or ssa.
        name: What people call it.

    Raises:
        BadInput: It holds none, or more than can be.
    """
    return parse_cues(_decoded(data), format, name)


def parse_cues(text: str, format: str, name: str = "the text") -> tuple[Cue, ...]:
    """The same of text.

    Raises:
        BadInput: As ``read_cues``.
    """
    from pysubs2 import SSAFile
    from pysubs2.exceptions import Pysubs2Error

    if len(text) > _MAX_TEXT:
        raise BadInput(f"'{name}' has {len(text):,} characters, more than subtitles have.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    try:
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):  # of odd layers
            page = SSAFile.from_string(text, format_=_FORMATS.get(format, "srt"))
    except (Pysubs2Error, ValueError, LookupError, OverflowError, ArithmeticError) as error:
        raise BadInput(f"'{name}' is not {_FORMAT_WORDS}: {str(error)[:80]}.") from error
    found = []
    for event in page.events:
        start, end = event.start / 1000, event.end / 1000
        words = "" if event.is_comment else plain(event.text)
        if words and end > 0 and max(0.0, start) < end and start < _LATEST:
            found.append(Cue(max(0.0, start), min(end, _LATEST), words))
    if not found:
        raise BadInput(f"There are no subtitles in '{name}'. Send {_FORMAT_WORDS} with some.")
    if len(found) > MAX_CUES:
        raise BadInput(f"'{name}' has {len(found):,} subtitles; {MAX_CUES:,} is the most.")
    return tuple(sorted(found, key=lambda cue: (cue.start, cue.end)))


def titles_of(
    cues: tuple[Cue, ...], like: Title, facts: Facts, *, later: float, span: Span | None
) -> tuple[Title, ...]:
    """Cues as titles, those outside the clip left out."""
    first, last = (span.start, span.end) if span else (0.0, facts.duration)
    found = []
    for cue in cues:
        start, end = max(first, cue.start + later), min(last, cue.end + later)
        if start < end:
            found.append(replace(like, text=cue.text, span=Span(start, end)))
    return tuple(found)


def format_of(text: str) -> str | None:
    """Which format a text with times is in; None for words without times."""
    if "[Events]" in text and "Dialogue:" in text:
        return "ass"
    if not _TIMING.search(text):
        return None
    return "vtt" if text.lstrip("\ufeff \n").startswith("WEBVTT") else "srt"


def plain(text: str) -> str:
    """The words of a line of ASS: without tags, drawings and control codes."""
    words, drawing, at = "", False, 0
    for block in _BLOCK.finditer(text):
        words += "" if drawing else text[at : block.start()]
        for scale in _DRAWING.findall(block[1]):
            drawing = int(scale[:9]) > 0
        at = block.end()
    words += "" if drawing else text[at:]
    words = words.replace("\\N", "\n").replace("\\n", " ").replace("\\h", " ")
    words = html.unescape(_TAG.sub("", words))
    words = unicodedata.normalize("NFC", words)
    kept = "".join(letter for letter in words if letter == "\n" or _is_text(letter))
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    whole = "\n".join(line for line in lines if line)
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1].rstrip()}…"


def _is_text(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs", "Cn", "Co"}


def _decoded(data: bytes) -> str:
    """Text in the encoding that its first bytes say, or else in the likeliest one."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")

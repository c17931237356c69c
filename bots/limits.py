"""Limits of the chat platforms, each with its reason and date, and what follows from them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from bots.language import sentence
from tools.facts import Facts

MEGABYTE = 1024 * 1024

_NAME_LENGTH = 80
# Most to shrink to: estimates of a size are no better than this.
_MARGIN = 0.7
_HEIGHTS = (1080, 720, 480, 360, 240)
# Bits grow slower than pixels: halving both sides of a clip leaves about a third of its size.
_BITS_PER_PIXEL_POWER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a chat takes.

    Attributes:
        platform: Its name, for sentences.
        upload: Largest file that a bot may send there, in bytes.
        download: Largest file that a bot may fetch from there, in bytes.
        message: Longest message, in characters.
        caption: Longest text beside a file, in characters.
    """

    platform: str
    upload: int
    download: int
    message: int
    caption: int


def split_text(text: str, length: int, first: int | None = None) -> list[str]:
    """A text in parts that fit, broken at line ends or spaces where there are any.

    Args:
        text: The text.
        length: Longest part, in characters as the platforms count them: UTF-16 units.
        first: Longest first part, where that differs.

    Returns:
        The parts, none of them empty; an empty list for an empty text.
    """
    parts = []
    rest, most = text.strip(), length if first is None else first
    while rest:
        part = _beginning(rest, most)
        parts.append(part.rstrip())
        rest, most = rest[len(part) :].lstrip(), length
    return parts


def _beginning(text: str, most: int) -> str:
    """As much of the start of a text as fits, up to a good place to break."""
    fitting, units = 0, 0
    for character in text:
        units += 2 if ord(character) > 0xFFFF else 1
        if units > most:
            break
        fitting += 1
    if fitting == len(text):
        return text
    window = text[:fitting]
    for mark in ("\n", " "):
        # Not so early that a part would be nearly empty.
        if (end := window.rfind(mark)) > fitting // 2:
            return window[:end]
    return window


def safe_file_name(name: str | None, otherwise: str) -> str:
    """A file name that is safe on every system, and that people still recognise.

    Args:
        name: What somebody called a file; it may hold anything.
        otherwise: The name to take where nothing of it is left.
    """
    last = PurePosixPath((name or "").replace("\\", "/")).name
    shown = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ")
    safe = re.sub(r'[<>:"/\\|?*%`$;&]+', "-", shown).strip(" .-")
    stem, dot, suffix = safe.rpartition(".")
    if not dot:
        stem, suffix = safe, PurePosixPath(otherwise).suffix[1:]
    stem = stem.strip(" .-")[:_NAME_LENGTH]
    suffix = re.sub(r"\W", "", suffix)[:8]
    return f"{stem}.{suffix}" if stem and suffix else otherwise


def version_in(name: str | None) -> str:
    """The version that a delivered file's name tells: ``v3`` of ``beach-v3.mp4``; else empty.

    One of several files has its number behind that: ``beach-v3-2.mp4``.
    """
    found = re.search(r"-(v\d+)(?:-preview|-\d+)?(?:\.\w+)+$", name or "")
    return found[1] if found else ""


def smaller_wish(facts: Facts | None, size: int, limit: int) -> str:
    """A request that makes a result fit: a smaller picture if that will do, else a part of it.

    Args:
        facts: What the result is; None when that is not known.
        size: Its size in bytes.
        limit: The largest size that can be sent, in bytes.
    """
    wanted = _MARGIN * limit / size
    if facts is None:
        return sentence("wish_to_resize", height=480)
    if facts.video is not None:
        short = min(facts.video.width, facts.video.height)
        for height in _HEIGHTS:
            if height < short and (height / short) ** (2 * _BITS_PER_PIXEL_POWER) <= wanted:
                return sentence("wish_to_resize", height=height)
    kept = max(1, int(facts.duration * wanted))
    return sentence("wish_to_keep" if kept > 1 else "wish_to_keep_one", seconds=kept)

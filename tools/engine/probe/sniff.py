"""Sniff: what a file is that could not be opened as media, told from its first bytes.

Only for messages: nothing is decided here. What may be opened is decided in ``opening``.
"""

from __future__ import annotations

from pathlib import Path

_HEAD = 4096

# Beginnings of files, with what people call them. Checked in order, on lower-case bytes.
_TEXTS: tuple[tuple[bytes, str], ...] = (
    (b"ffconcat", "a list that plays other files (ffconcat)"),
    (b"#extm3u", "a playlist (M3U or HLS)"),
    (b"[playlist]", "a playlist (PLS)"),
    (b"<mpd", "a playlist (DASH)"),
    (b"<asx", "a playlist (ASX)"),
    (b"<smil", "a playlist (SMIL)"),
    (b"<svg", "a drawing (SVG)"),
    (b"<!doctype html", "a web page (HTML)"),
    (b"<html", "a web page (HTML)"),
    (b"v=0", "a description of a live stream (SDP)"),
    (b"webvtt", "subtitles (WebVTT)"),
    (b"[script info]", "subtitles (ASS)"),
)
_BINARIES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a still picture (PNG)"),
    (b"\xff\xd8\xff", "a still picture (JPEG)"),
    (b"BM", "a still picture (BMP)"),
    (b"%PDF", "a document (PDF)"),
    (b"PK\x03\x04", "an archive (ZIP)"),
    (b"Rar!", "an archive (RAR)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_BOXES = {b"ftyp", b"mdat", b"moov", b"free", b"wide", b"skip", b"moof", b"styp", b"sidx"}


def kind_of(path: Path) -> str:
    """What a file looks like, as words such as "a playlist (M3U or HLS)"; empty if unknown."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for magic, kind in _BINARIES:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "a picture (WebP)"
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"avif"}:
        return "a still picture (HEIC or AVIF)"
    return _text(head)


def lacks_index(path: Path) -> bool:
    """Whether an MP4 or MOV file ends before its index, as broken uploads do."""
    size = path.stat().st_size
    with path.open("rb") as file:
        at, seen = 0, set[bytes]()
        while at < size and len(seen) < len(_BOXES):
            file.seek(at)
            header = file.read(16)
            length, name = int.from_bytes(header[:4], "big"), header[4:8]
            if name not in _BOXES:
                break
            seen.add(name)
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if length < 8:
                break
            at += length
    return bool(seen) and b"moov" not in seen


def _text(head: bytes) -> str:
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not _is_text(plain):
        return ""
    for magic, kind in _TEXTS:
        if plain.startswith(magic):
            return kind
    if plain.startswith((b"<?xml", b"<!--")):
        inside = [kind for magic, kind in _TEXTS if magic.startswith(b"<") and magic in plain]
        return inside[0] if inside else "an XML document"
    return "plain text"


def _is_text(head: bytes) -> bool:
    """Whether bytes read as text; the last character may be cut in two."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if not head or error.start < len(head) - 4:
            return False
        text = head[: error.start].decode("utf-8")
    return bool(text) and all(letter.isprintable() or letter.isspace() for letter in text)

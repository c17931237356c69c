"""Files with lies in their headers: valid clips in which single numbers were replaced."""

from __future__ import annotations

import struct
from pathlib import Path

_PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"edts")


def patched(data: bytes, box: bytes, offset: int, value: bytes) -> bytes:
    """A copy of an MP4 in which bytes of all boxes of a kind were replaced.

    Args:
        data: The file.
        box: Name of the box.
        offset: Where in it, counted from behind its name.
        value: What stands there now.
    """
    found, at = bytearray(data), data.find(box)
    assert at > 0, f"there is no {box!r}"
    while at > 0:
        found[at + 4 + offset : at + 4 + offset + len(value)] = value
        at = data.find(box, at + 4)
    return bytes(found)


def replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    """A copy with other bytes, which have to be there."""
    assert old in data, f"there is no {old!r}"
    return data.replace(old, new)


def refers_to(data: bytes, path: Path) -> bytes:
    """A copy of an MP4 whose tracks say that their content lies in another file.

    QuickTime keeps such a reference as the alias of an old Macintosh.
    """
    name = str(path).encode()
    alias = bytes(10) + bytes(28) + bytes(12) + bytes(64) + bytes(16)
    alias += struct.pack(">hh", 1, 1) + bytes(16)
    for kind, text in ((18, name), (2, b"disk" + name.replace(b"/", b":"))):
        alias += struct.pack(">hH", kind, len(text)) + text + bytes(len(text) % 2)
    alias += struct.pack(">hH", -1, 0)
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + alias
    reference = struct.pack(">I4sII", 16 + len(entry), b"dref", 0, 1) + entry
    return _with(data, b"dref", reference)


def _with(data: bytes, name: bytes, box: bytes) -> bytes:
    """A copy in which every box of a name is another one; the boxes around grow with it."""
    found, at = b"", 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + size]
        if kind == name:
            found += box
        elif kind in _PARENTS:
            inside = _with(body, name, box)
            found += struct.pack(">I4s", 8 + len(inside), kind) + inside
        else:
            found += data[at : at + size]
        at += size
    return found


def crowded(data: bytes, streams: int) -> bytes:
    """A copy of an AVI with the header of its last stream so many times."""
    start = data.rindex(b"strl") - 8
    end = start + 8 + struct.unpack("<I", data[start + 4 : start + 8])[0]
    more = data[start:end] * streams
    found = bytearray(data[:end] + more + data[end:])
    # The sizes of the file and of the list of headers, which is the first thing in it.
    for place in (4, 16):
        size = struct.unpack("<I", found[place : place + 4])[0] + len(more)
        found[place : place + 4] = struct.pack("<I", size)
    return bytes(found)


def gif(width: int, height: int, delay: int = 10, frames: int = 2) -> bytes:
    """A GIF of this size whose frames hold one pixel, each shown for hundredths of a second."""
    picture = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    control = b"!\xf9\4\0" + struct.pack("<H", delay) + b"\0\0"
    head = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + bytes(3) + b"\xff" * 3
    return head + (control + picture) * frames + b";"


def wav(rate: int, channels: int, bits: int = 16) -> bytes:
    """A WAV file that says this of its samples."""
    block = (channels * bits // 8) & 0xFFFF
    form = struct.pack("<HHIIHH", 1, channels, rate, (rate * block) & 0xFFFFFFFF, block, bits)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", 0xFFFFFFF0) + b"\x10\x20" * 4000
    return b"RIFF" + struct.pack("<I", 0xFFFFFFF0) + chunks

"""Limits: how much one file and one run may take."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024**2
_GIB = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the engine accepts and spends. The defaults fit a machine that serves a few people.

    Attributes:
        source_bytes: Size of a file that is read.
        duration: Seconds of media that a file or a result may hold.
        pixels: Width times height of a picture, read or written.
        streams: Streams in one file.
        probe_seconds: Wall time to find out what a file is.
        seconds: Wall time of one render.
        memory: Address space of one ffmpeg process, in bytes. An encode of 4K pictures takes
            some 3 GiB of it.
        output_bytes: Size of a file that is written.
    """

    source_bytes: int = 4 * _GIB
    duration: float = 4 * 3600.0
    pixels: int = 8192 * 4352
    streams: int = 64
    probe_seconds: float = 20.0
    seconds: float = 3600.0
    memory: int = 8 * _GIB
    output_bytes: int = 8 * _GIB

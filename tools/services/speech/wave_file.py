"""Wave file: sound from a server, checked and written as it comes.

A server that streams does not know how long the sound will be, so the lengths in its header are
not right, or not there. The file that is written has the true ones.
"""

from __future__ import annotations

import struct
import wave
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.errors import BadInput, ToolFailed
from tools.services.failures import ServiceError
from tools.services.speech.protocol import LONGEST_SECONDS

_PCM, _EXTENSIBLE = 1, 0xFFFE
_BYTES = 2
# No header that a server sends before its samples is longer than this.
_LONGEST_HEADER = 64 * 1024
# Lengths from here on stand for "not known yet".
_UNKNOWN = 0x7FFFF000
_RATES = range(8_000, 192_001)


@dataclass(frozen=True, slots=True)
class Layout:
    """How samples are laid out.

    Attributes:
        rate: Samples a second.
        channels: How many in a row belong together.
        length: Bytes that the header promises; None where it does not know.
    """

    rate: int
    channels: int = 1
    length: int | None = None


class WaveFile:
    """A WAV file in the making. What comes is a WAV file itself, or samples alone.

    Args:
        target: The file to write.
        engine: Who sends the sound, for messages.
        layout: The samples' layout where no header comes; None reads a header.
    """

    def __init__(self, target: Path, engine: str, layout: Layout | None = None) -> None:
        self._target = target
        self._engine = engine
        self._layout = layout
        self._head = b""
        self._odd = b""
        self._taken = 0
        self._closing = ExitStack()
        self._file: wave.Wave_write | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def add(self, data: bytes) -> None:
        """Take what came.

        Raises:
            ServiceError: It is no sound, or not of 16 bits.
            BadInput: It is longer than is taken.
            ToolFailed: The file cannot be written.
        """
        if self._layout is None:
            self._head += data
            found = _header(self._head, self._engine)
            if found is None:
                return
            self._layout, begin = found
            data, self._head = self._head[begin:], b""
        self._write(self._layout, data)

    def end(self) -> None:
        """Say that all has come.

        Raises:
            ServiceError: There was nothing, or less than was promised.
        """
        if self._layout is None or not self._taken:
            raise ServiceError(self._engine, "answer", "there is no sound in it")
        promised = self._layout.length
        if self._odd or (promised is not None and self._taken < promised):
            raise ServiceError(self._engine, "answer", "the sound ends too early")

    def _write(self, layout: Layout, data: bytes) -> None:
        if layout.length is not None:
            data = data[: layout.length - self._taken]  # What follows the samples is no sound.
        self._taken += len(data)
        frame = _BYTES * layout.channels
        if self._taken > LONGEST_SECONDS * layout.rate * frame:
            raise BadInput(
                f"The words take longer than {LONGEST_SECONDS:.0f} s to speak in this voice. "
                "Shorten them, speak faster, or split them into several voice-overs."
            )
        whole = self._odd + data
        rest = len(whole) % frame
        self._odd = whole[len(whole) - rest :]
        try:
            self._opened(layout).writeframesraw(whole[: len(whole) - rest])
        except OSError as error:
            raise ToolFailed("The voice-over could not be written; is the disk full?") from error

    def _opened(self, layout: Layout) -> wave.Wave_write:
        """The file; the true lengths come into its header when it is closed."""
        if self._file is None:
            held = self._closing.enter_context(self._target.open("wb"))
            self._file = self._closing.enter_context(wave.Wave_write(held))
            self._file.setnchannels(layout.channels)
            self._file.setsampwidth(_BYTES)
            self._file.setframerate(layout.rate)
        return self._file


async def write_wave(
    chunks: AsyncIterator[bytes], target: Path, engine: str, layout: Layout | None = None
) -> None:
    """Write sound as it comes.

    Args:
        chunks: A WAV file in pieces, or samples alone.
        target: The file to write.
        engine: Who sends it, for messages.
        layout: The samples' layout where they come alone.

    Raises:
        ServiceError: What came is no sound, or not all of it.
        BadInput: It is longer than is taken.
        ToolFailed: The file cannot be written.
    """
    with WaveFile(target, engine, layout) as made:
        async for chunk in chunks:
            made.add(chunk)
        made.end()


def _header(data: bytes, engine: str) -> tuple[Layout, int] | None:
    """The layout, and where the samples begin; None while there is more to come."""
    if len(data) < 12:
        return None
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ServiceError(engine, "answer", "it is no WAV file")
    at, layout = 12, None
    while len(data) >= at + 8:
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"data":
            if layout is None:
                raise ServiceError(engine, "answer", "its sound has no format")
            known = None if not length or length >= _UNKNOWN else length
            return Layout(layout.rate, layout.channels, known), at + 8
        if name == b"fmt ":
            if len(data) < at + 8 + 16:
                return None
            layout = _format(data[at + 8 : at + 24], engine)
        at += 8 + length + length % 2
        if at > _LONGEST_HEADER:
            break
    if max(at, len(data)) > _LONGEST_HEADER:
        raise ServiceError(engine, "answer", "its WAV file never comes to the sound")
    return None


def _format(data: bytes, engine: str) -> Layout:
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", data)
    if kind not in {_PCM, _EXTENSIBLE} or bits != 8 * _BYTES:
        raise ServiceError(engine, "answer", f"its sound has {bits} bits of kind {kind}, not 16")
    if channels not in {1, 2} or rate not in _RATES:
        raise ServiceError(engine, "answer", f"its sound has {channels} channels at {rate} Hz")
    return Layout(rate, channels)

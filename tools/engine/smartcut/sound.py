"""Sound for a smart cut of one range: AAC packets, copied, at their exact times.

A packet holds some 21 ms, and the range begins somewhere within one. The packets before that
point come along with times below zero: MP4 and MOV say in their edit list from which sample on they
are heard, as they always do for what encoders put before the first sample. At the end, the length
that is written for the last packet says how much of it is heard.

Where ranges are joined, this cannot be: packets would have to overlap, and players lay them end to
end, up to 11 ms off at each join. There the sound is encoded anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tools.engine.smartcut.read import Original, UnfitError, only

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

# Samples in a packet of plain AAC.
_SAMPLES = 1024
# Decoders blend each packet with the one before it.
_LEAD = 2 * _SAMPLES
_SEEK_BACK = Fraction(1, 2)
# A pause between packets that is none, and how much earlier than the picture the sound may end, in
# seconds.
_GAP = 0.002
_EARLY_END = 0.05


class CopiedSound:
    """The sound of one range.

    Attributes:
        stream: Where it comes from.
        rate: Samples in a second.
    """

    def __init__(
        self, original: Original, index: int, start: Fraction, length: Fraction, stack: ExitStack
    ) -> None:
        self._container = original.open(stack)
        self.stream: AudioStream = self._container.streams[index]  # type: ignore[assignment]
        if self.stream.profile != "LC" or self.stream.time_base is None:
            raise UnfitError("its sound is not plain AAC", sound=True)
        only(self._container, self.stream)
        self.rate = self.stream.rate
        self._base = self.stream.time_base
        self._start = start + original.start
        self._length = round(length * self.rate)

    def packets(self) -> Iterator[tuple[int, int, Packet[Any]]]:
        """Packets, each with the sample of the result at which it begins, and how many it has.

        Raises:
            UnfitError: They do not cover the range without a gap.
        """
        slack, end = _GAP * self.rate, None
        for at, lasts, packet in self._near():
            if end is None:
                end = round(at)
                if end > slack:
                    break
            if abs(at - end) > slack or lasts > _SAMPLES + slack:
                raise UnfitError("its sound has gaps", sound=True)
            yield end, min(_SAMPLES, self._length - end), packet
            end += _SAMPLES
            if end >= self._length:
                return
        if end is None or end < self._length - _EARLY_END * self.rate:
            raise UnfitError("its sound does not last as long as its picture", sound=True)

    def _near(self) -> Iterator[tuple[float, float, Packet[Any]]]:
        """Packets of the range with their beginning and length, in samples of the result."""
        stamp = int((self._start - _SEEK_BACK) / self._base)
        self._container.seek(stamp, stream=self.stream, backward=True)
        scale, shift = float(self._base * self.rate), float(self._start * self.rate)
        for packet in self._container.demux(self.stream):
            if not packet.size:
                continue
            if packet.pts is None:
                raise UnfitError("its sound has no time stamps", sound=True)
            at = packet.pts * scale - shift
            if at >= self._length:
                return
            if at + _LEAD > 0:
                yield at, (packet.duration or 0) * scale, packet

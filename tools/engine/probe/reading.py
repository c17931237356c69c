"""Reading: the packets and first frames of an open file, within a deadline.

Damage is an expected case here: a packet that cannot be read ends the reading, a packet that
cannot be decoded is counted, and neither raises.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.engine.limits import Limits
from tools.errors import LimitExceeded

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream
    from av.video.frame import VideoFrame

# Enough pictures to tell an even rate from an uneven one.
_HEAD_PICTURES = 200
_REORDERED = 16
_HEAD_SOUNDS = 50
_HEAD_PACKETS = 3_000
_TAIL_SECONDS = 1.0
_TAIL_PACKETS = 20_000


@dataclass(slots=True)
class Track:
    """What was seen of one stream.

    Attributes:
        first: Earliest time stamp, in seconds.
        end: Latest time stamp with the length of its packet, in seconds.
        packets: How many packets there were.
    """

    first: float
    end: float
    packets: int = 0

    def see(self, at: float, length: float) -> None:
        """Count a packet."""
        self.first = min(self.first, at)
        self.end = max(self.end, at + length)
        self.packets += 1


@dataclass(slots=True)
class Head:
    """The beginning of a file.

    Attributes:
        times: Time stamps of the first pictures, in order, in seconds.
        packets: How many packets were seen.
        picture: The first picture that could be decoded.
        sound: The first sound that could be decoded.
        alpha_layer: Whether the pictures come with transparency in a layer of its own.
    """

    times: list[float] = field(default_factory=list)
    packets: int = 0
    picture: VideoFrame | None = None
    sound: AudioFrame | None = None
    alpha_layer: bool = False


class Reader:
    """Reads some streams of an open file.

    Attributes:
        undecodable: Packets that could not be decoded so far.
    """

    def __init__(
        self, container: InputContainer, streams: Sequence[Stream], limits: Limits, name: str
    ) -> None:
        self.container = container
        self.streams = tuple(streams)
        self.undecodable = 0
        self._step = 0.0
        self._name = name
        self._limit = limits.probe_seconds
        self._deadline = time.monotonic() + limits.probe_seconds
        for stream in self.streams:
            if stream.type in {"video", "audio"}:
                stream.codec_context.thread_count = 1

    def packets(self, *streams: Stream) -> Iterator[Packet[Any]]:
        """Packets of the given streams, or of all, from where the file stands to its end.

        Raises:
            LimitExceeded: The deadline has passed.
        """
        import av
        from av.stream import Discard

        wanted = streams or self.streams
        for stream in self.container.streams:
            # What is not wanted need not be read from the disk either, where the format allows.
            stream.discard = Discard.default if stream in wanted else Discard.all
        source = iter(self.container.demux(*wanted))
        count = 0
        while True:
            try:
                packet = next(source, None)
            except (av.error.FFmpegError, ValueError, IndexError):
                # IndexError: at the end of a file in which further streams turned up on the way.
                return
            if packet is None:
                return
            count += 1
            if count % 64 == 0 and time.monotonic() > self._deadline:
                raise LimitExceeded(f"'{self._name}' could not be read within {self._limit:g} s.")
            if packet.size:
                yield packet

    def decode(self, packet: Packet[Any]) -> list[Any]:
        """Frames that a packet completes; none, and counted, where it is damaged."""
        import av

        try:
            return list(packet.decode())
        except (av.error.FFmpegError, ValueError):
            self.undecodable += 1
            return []

    def seek(self, seconds: float) -> bool:
        """Go to the last key frame at or before a time stamp, and say whether that worked."""
        import av
        from av.stream import Discard

        for stream in self.streams:
            stream.discard = Discard.default  # or a key frame of the picture would not be sought
        try:
            self.container.seek(round(seconds * av.time_base))
        except av.error.FFmpegError:
            return False
        return True

    def head(self) -> Head:
        """The beginning: time stamps, and the first picture and sound."""
        head = Head()
        kinds = {stream.type for stream in self.streams}
        sounds = 0
        complete = True
        for packet in self.packets():
            head.packets += 1
            if packet.stream.type == "video":
                self._see_picture(head, packet)
            elif packet.stream.type == "audio" and head.sound is None:
                sounds += 1
                head.sound = next(iter(self.decode(packet)), None)
            heard = head.sound is not None or "audio" not in kinds or sounds > _HEAD_SOUNDS
            seen = len(head.times) >= _HEAD_PICTURES or "video" not in kinds
            if (heard and seen) or head.packets > _HEAD_PACKETS:
                complete = False
                break
        head.times.sort()
        if complete:
            self._flush(head)
        else:
            # Pictures come in the order of decoding: before the last ones some are still missing.
            del head.times[-_REORDERED:]
        if len(head.times) > 1:
            self._step = (head.times[-1] - head.times[0]) / (len(head.times) - 1)
        return head

    def _see_picture(self, head: Head, packet: Packet[Any]) -> None:
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is not None:
            head.times.append(float(stamp * packet.time_base))
        if head.picture is None:
            if packet.has_sidedata("matroska_block_additional"):
                head.alpha_layer = True
            head.picture = next(iter(self.decode(packet)), None)

    def _flush(self, head: Head) -> None:
        """Take what the decoder still holds back: all pictures, where there are one or two."""
        import av

        for stream in self.streams:
            if head.picture is None and isinstance(stream, av.VideoStream):
                try:
                    head.picture = next(iter(stream.decode(None)), None)
                except (av.error.FFmpegError, ValueError):
                    self.undecodable += 1

    def tail(self, end: float) -> dict[int, Track] | None:
        """Tracks of the last part, by stream index.

        Args:
            end: Where the file is said to end, as a time stamp.

        Returns:
            None when the end was not reached.
        """
        if not self.seek(end - _TAIL_SECONDS):
            return None
        return self.whole(_TAIL_PACKETS)

    def whole(self, at_most: int | None = None) -> dict[int, Track] | None:
        """Tracks from where the file stands to its end; None when that takes more packets."""
        tracks: dict[int, Track] = {}
        # Hours of packets pass here: what belongs to a stream is asked once.
        ticks = {stream.index: float(stream.time_base or 0) for stream in self.streams}
        steps = {
            stream.index: self._step if stream.type == "video" else 0.0 for stream in self.streams
        }
        for count, packet in enumerate(self.packets()):
            if at_most is not None and count >= at_most:
                return None
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is None:
                continue
            index = packet.stream_index
            at, length = stamp * ticks[index], (packet.duration or 0) * ticks[index]
            if length < steps[index] / 2:
                length = steps[index]
            if index not in tracks:
                tracks[index] = Track(at, at)
            tracks[index].see(at, length)
        return tracks

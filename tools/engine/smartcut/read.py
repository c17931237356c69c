"""Reading for a smart cut: stored pictures by their numbers, in groups, and decoded."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.engine.limits import Limits
from tools.engine.probe.opening import open_media
from tools.engine.smartcut.plan import Group
from tools.engine.smartcut.units import CODINGS, Coding, length_size, stored_units

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

# A picture this far ahead, in pictures, is read up to; one further away is sought.
_NEAR = 600
# Decoders look back at most so far for the picture that they begin with, in pictures.
_FURTHEST_BACK = 4096


class UnfitError(Exception):
    """The source cannot be cut by copying; the message is why.

    Attributes:
        sound: Whether only its sound cannot.
    """

    def __init__(self, why: str, *, sound: bool = False) -> None:
        super().__init__(why)
        self.sound = sound


@dataclass(frozen=True, slots=True)
class Original:
    """The file to cut.

    Attributes:
        path: Where it lies.
        demuxer: The only one that may open it.
        start: Time stamp in seconds at which it starts.
        limits: What is too much.
    """

    path: Path
    demuxer: str
    start: Fraction
    limits: Limits

    def open(self, stack: ExitStack) -> InputContainer:
        """Open it for as long as the stack lasts."""
        opened: AbstractContextManager[InputContainer] = open_media(
            self.path, demuxer=self.demuxer, limits=self.limits
        )
        return stack.enter_context(opened)


class Stored:
    """The pictures of an open file as they are stored.

    Attributes:
        stream: Their stream.
        coding: Their codec.
        config: The codec's part of the file's header.
        length_size: How many bytes the length of a unit takes.
    """

    def __init__(
        self, container: InputContainer, stream: VideoStream, fps: Fraction, start: Fraction
    ) -> None:
        if stream.time_base is None:
            raise UnfitError("the file does not count time")
        only(container, stream)
        self._container = container
        self.stream = stream
        self.coding: Coding = CODINGS[stream.codec.canonical_name]
        self.config = bytes(stream.codec_context.extradata or b"")
        self.length_size = length_size(self.config, self.coding)
        # Number of a picture = floor(stamp * factor + shift), in whole numbers.
        factor, shift = stream.time_base * fps, Fraction(1, 2) - start * fps
        self._below = math.lcm(factor.denominator, shift.denominator)
        self._factor, self._shift = int(factor * self._below), int(shift * self._below)

    def number(self, stamp: int) -> int:
        """Number of the picture with a time stamp."""
        return (stamp * self._factor + self._shift) // self._below

    def number_of(self, packet: Packet[Any]) -> int:
        """Number of the picture in a packet.

        Raises:
            UnfitError: It has no time stamp.
        """
        if packet.pts is None:
            raise UnfitError("some pictures have no time stamp")
        return self.number(packet.pts)

    def packets(self) -> Iterator[Packet[Any]]:
        """Pictures from where the file stands."""
        for packet in self._container.demux(self.stream):
            if packet.size:
                yield packet

    def seek(self, picture: int) -> None:
        """Go to the last key picture that is stored no later than a picture; or to the start."""
        stamp = ((picture + 1) * self._below - self._shift - 1) // self._factor
        self._container.seek(stamp, stream=self.stream, backward=True)

    def from_key(self, picture: int) -> Iterator[Packet[Any]]:
        """Pictures from a key picture on that is shown no later than a picture."""
        back = 0
        while True:
            self.seek(max(picture - back, -_FURTHEST_BACK))
            packets = self.packets()
            first = next(packets, None)
            if first is None:
                raise UnfitError("the picture cannot be found by time")
            if self.number_of(first) <= picture or back > _FURTHEST_BACK:
                yield first
                yield from packets
                return
            back = max(1, back * 4)

    def is_clean(self, packet: Packet[Any]) -> bool:
        """Whether decoding can begin with a key picture as if nothing had been before.

        Raises:
            UnfitError: Its parameter sets are not those of the file's header.
        """
        units = list(stored_units(memoryview(packet), self.length_size))
        kinds = {self.coding.kind(unit) for unit in units}
        if packet.has_sidedata("new_extradata") or any(
            self.coding.kind(unit) in self.coding.sets and bytes(unit) not in self.config
            for unit in units
        ):
            raise UnfitError("the way its picture is stored changes within the file")
        return not kinds.isdisjoint(self.coding.clean)


class StoredGroups:
    """The groups of a file, read where they are asked for.

    Attributes:
        reorder: By how many pictures the order in storage differs from that of showing at most,
            in what was read.
    """

    def __init__(self, stored: Stored) -> None:
        self.reorder = 0
        self._stored = stored
        self._keys: list[int] = []
        self._groups: dict[int, Group] = {}
        self._next: dict[int, int | None] = {}
        self._reading: Iterator[Group] = iter(())
        self._last: int | None = None

    def at(self, picture: int) -> Group:
        """The last group whose key picture is not after a picture; else the first group."""
        sought = False
        while True:
            place = bisect.bisect_right(self._keys, picture) - 1
            if place >= 0 and self._ends_after(self._keys[place], picture):
                return self._groups[self._keys[place]]
            if self._last is None or not (sought or 0 <= picture - self._last < _NEAR):
                self._seek(picture)
                sought = True
                if self._last is not None and self._last > picture:
                    return self._groups[self._last]
            elif self._advance() is None:
                return self._groups[self._last]

    def after(self, group: Group) -> Group | None:
        """The group that is stored next."""
        if group.key not in self._next:
            if self._last != group.key:
                self._seek(group.key)
            self._advance()
        following = self._next[group.key]
        return None if following is None else self._groups[following]

    def _ends_after(self, key: int, picture: int) -> bool:
        if key not in self._next:
            return False
        following = self._next[key]
        return following is None or following > picture

    def _seek(self, picture: int) -> None:
        self._reading = self._read(picture)
        group = next(self._reading, None)
        if group is None:
            raise UnfitError("the picture cannot be found by time")
        self._remember(group)
        self._last = group.key

    def _advance(self) -> Group | None:
        """Read the group after the last one that was read."""
        group, last = next(self._reading, None), self._last
        if group is not None:
            self._remember(group)
            self._last = group.key
        if last is not None:
            self._next[last] = group.key if group else None
        return group

    def _remember(self, group: Group) -> None:
        if group.key not in self._groups:
            bisect.insort(self._keys, group.key)
            self._groups[group.key] = group
            first = min(group.pictures)
            ahead = (place - picture + first for place, picture in enumerate(group.pictures))
            self.reorder = max(self.reorder, *ahead)

    def _read(self, picture: int) -> Iterator[Group]:
        key, clean, pictures = 0, False, list[int]()
        for packet in self._stored.from_key(picture):
            number = self._stored.number_of(packet)
            if packet.is_keyframe:
                if pictures:
                    yield Group(key, clean, tuple(pictures))
                key, clean, pictures = number, self._stored.is_clean(packet), []
            elif not pictures:
                key, clean = number, False  # a file that begins amid a group
            pictures.append(number)
        if pictures:
            yield Group(key, clean, tuple(pictures))


class Decoded:
    """The pictures of an open file, decoded."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._frames: Iterator[VideoFrame] = iter(())
        self._held: VideoFrame | None = None
        self._ahead: VideoFrame | None = None
        self._at: int | None = None
        stored.stream.codec_context.thread_type = "AUTO"

    def pictures(self, first: int, count: int, key: int) -> Iterator[VideoFrame]:
        """Pictures by their numbers: where one is missing, the one before it is shown longer.

        Args:
            first: Number of the first.
            count: How many.
            key: Number of the key picture to begin with.
        """
        if self._at is None or not key <= self._at <= first:
            self._frames = self._decode(key)
            self._held, self._ahead = None, next(self._frames, None)
        for number in range(first, first + count):
            while self._ahead is not None and self._number(self._ahead) <= number:
                self._held, self._ahead = self._ahead, next(self._frames, None)
            frame = self._held or self._ahead
            if frame is None:
                raise UnfitError("its picture cannot be decoded everywhere")
            self._at = number
            yield frame

    def _number(self, frame: VideoFrame) -> int:
        if frame.pts is None or frame.is_corrupt:
            raise UnfitError("its picture cannot be decoded everywhere")
        return self._stored.number(frame.pts)

    def _decode(self, key: int) -> Iterator[VideoFrame]:
        for packet in self._stored.from_key(key):
            yield from packet.decode()
        yield from self._stored.stream.codec_context.decode(None)


def only(container: InputContainer, stream: Stream) -> None:
    """Leave all other streams of a file unread."""
    from av.stream import Discard

    for each in container.streams:
        each.discard = Discard.default if each is stream else Discard.all

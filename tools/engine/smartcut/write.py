"""Writing for a smart cut: copied and encoded pictures and copied sound, in one file.

Time stamps are made anew: picture ``n`` of the result is shown at ``n / fps``, and the ``k``-th
stored picture is decoded at ``(k - reorder) / fps``. Parts are whole in both orders, so that no
picture is decoded after it is shown.

A display matrix goes over with the header of the stream. Encoded pictures are stored as they were
decoded, unturned like the copied ones, so that it turns both alike.
"""

from __future__ import annotations

import heapq
import operator
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.engine.smartcut.encode import Encoder, Waiting, read_waiting
from tools.engine.smartcut.plan import Copied, Part
from tools.engine.smartcut.read import Stored, UnfitError
from tools.engine.smartcut.sound import CopiedSound
from tools.engine.smartcut.units import (
    annex_b,
    avc_joined,
    hevc_opening,
    hevc_sets,
    stored,
    stored_units,
)

if TYPE_CHECKING:
    from av.packet import Packet
    from av.stream import Stream

_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}


class Joint:
    """The pictures of a result, in the order in which they are stored.

    Attributes:
        template: The stream that the result's is like.
        config: The codec's part of the result's header.
    """

    def __init__(
        self,
        source: Stored,
        parts: Sequence[Part],
        encoder: Encoder | None,
        waiting: Sequence[Waiting],
        file: Path,
    ) -> None:
        self._source = source
        self._parts = parts
        self._encoder = encoder
        self._encoded = read_waiting(file, waiting)
        self.template = source.stream
        codec = source.coding.codec
        self.config = source.config
        if encoder is not None and codec == "h264":
            self.config = avc_joined(source.config, encoder.sets)
        # HEVC: parameter sets are repeated where a part begins.
        mixed = encoder is not None and codec == "hevc"
        self._source_sets = hevc_sets(source.config) if mixed else []
        self._encoder_sets = annex_b(encoder.sets) if encoder is not None and mixed else []

    def packets(self) -> Iterator[tuple[int, Packet[Any]]]:
        """Packets with the numbers of their pictures in the result."""
        shown = encoded = 0
        for part in self._parts:
            if isinstance(part, Copied):
                yield from self._copied(part, shown)
            else:
                yield from self._from_file(encoded, part.count, shown)
                encoded += part.count
            shown += part.count

    def _copied(self, part: Copied, shown: int) -> Iterator[tuple[int, Packet[Any]]]:
        source, left, end = self._source, part.count, part.first + part.count
        for packet in source.from_key(part.first):
            number = source.number_of(packet)
            if left == part.count:
                if number != part.first or not packet.is_keyframe:
                    continue
                packet = self._opening(packet)
            elif number < part.first:
                continue  # it leads up to the key picture, from one that is not there
            if number >= end:
                break
            if packet.is_keyframe and left != part.count:
                source.is_clean(packet)
            left -= 1
            yield number - part.first + shown, packet
            if not left:
                return
        raise UnfitError("some of its pictures are missing or come at uneven times")

    def _opening(self, packet: Packet[Any]) -> Packet[Any]:
        """The first picture of a copied part."""
        import av

        source = self._source
        if source.coding.codec != "hevc":
            return packet
        units = [*self._source_sets]
        units += hevc_opening(stored_units(memoryview(packet), source.length_size))
        opening = av.Packet(stored(units, source.length_size))
        opening.is_keyframe = True
        return opening

    def _from_file(self, first: int, count: int, shown: int) -> Iterator[tuple[int, Packet[Any]]]:
        import av

        for place in range(count):
            waiting, data = next(self._encoded)
            if not first <= waiting.picture < first + count or (not place and not waiting.key):
                raise UnfitError("its pictures cannot be encoded in parts")
            if not place and self._encoder_sets:
                data = stored(self._encoder_sets, self._source.length_size) + data
            packet: Packet[Any] = av.Packet(data)
            packet.is_keyframe = waiting.key
            yield waiting.picture - first + shown, packet


class Writer:
    """Writes a result.

    Args:
        fps: Pictures in a second.
        reorder: By how many pictures the order of storing differs from that of showing.
        on_picture: Called for each picture.
    """

    def __init__(self, fps: Fraction, reorder: int, on_picture: Callable[[], None]) -> None:
        self._fps = fps
        self._reorder = reorder
        self._on_picture = on_picture

    def write(self, target: Path, container: str, joint: Joint, sound: CopiedSound | None) -> None:
        """Write the file.

        Args:
            target: Where it goes.
            container: ffmpeg's name of its format.
            joint: The pictures.
            sound: The sound, where it is copied.
        """
        import av

        options = _OPTIONS if container in {"mp4", "mov"} else {"fflags": "+bitexact"}
        with av.open(str(target), "w", format=container, options=options) as file:
            picture = file.add_stream_from_template(joint.template)
            picture.codec_context.extradata = joint.config
            picture.time_base = Fraction(1, self._fps.numerator)
            picture.metadata.clear()
            pictures = self._pictures(joint, picture)
            if sound is None:
                for _, packet in pictures:
                    file.mux_one(packet)
                return
            heard = file.add_stream_from_template(sound.stream)
            heard.time_base = Fraction(1, sound.rate)
            heard.metadata.clear()
            sounds = _sounds(sound, heard)
            for _, packet in heapq.merge(pictures, sounds, key=operator.itemgetter(0)):
                file.mux_one(packet)

    def _pictures(self, joint: Joint, stream: Stream) -> Iterator[tuple[float, Packet[Any]]]:
        step, base = self._fps.denominator, Fraction(1, self._fps.numerator)
        seconds = float(1 / self._fps)
        for place, (number, packet) in enumerate(joint.packets(), -self._reorder):
            if number < place:
                raise UnfitError("its pictures are stored in an order that cannot be told")
            packet.stream, packet.time_base = stream, base
            packet.pts, packet.dts, packet.duration = number * step, place * step, step
            self._on_picture()
            yield place * seconds, packet


def _sounds(sound: CopiedSound, stream: Stream) -> Iterator[tuple[float, Packet[Any]]]:
    base = Fraction(1, sound.rate)
    for at, count, packet in sound.packets():
        packet.stream, packet.time_base = stream, base
        packet.pts = packet.dts = at
        packet.duration = count
        yield at / sound.rate, packet

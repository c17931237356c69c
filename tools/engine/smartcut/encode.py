"""Encoding for a smart cut: pictures that go between copied ones, with the same settings.

All encoded parts go through one encoder, one after the other; each begins with a clean key picture,
so that none refers to another. What comes out waits in a file until it is its turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tools.engine.smartcut.plan import Encoded
from tools.engine.smartcut.read import Decoded, Stored, UnfitError
from tools.engine.smartcut.units import annex_b, free_number, stored

if TYPE_CHECKING:
    from av.packet import Packet
    from av.video.codeccontext import VideoCodecContext

# They are few, so that bits are no matter, and they lie next to pictures of the original's quality.
# What later pictures owe to one (mbtree) is not weighed: the last ones of a part would be coarse.
_SETTINGS = {
    "h264": {"preset": "veryfast", "crf": "14", "forced-idr": "1"},
    "hevc": {"preset": "fast", "crf": "14", "forced-idr": "1"},
}
_PROFILES = {66: "baseline", 77: "main", 100: "high"}
_EIGHT_BITS = ("yuv420p", "yuvj420p")
# Pictures that are stored before one that is shown earlier: none, one, or a pyramid of two.
_REORDERING = {0: "bframes=0", 1: "bframes=3:b-pyramid=none:pbratio=1"}
_PYRAMID, _PYRAMID_DEPTH = "bframes=3:pbratio=1", 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """A picture that waits in the file of encoded ones.

    Attributes:
        picture: Its number within all that is encoded.
        at: Where it begins in the file.
        size: How many bytes it takes.
        key: Whether it is a key picture.
    """

    picture: int
    at: int
    size: int
    key: bool


class Encoder:
    """Encodes parts of a source so that they fit between copied ones.

    Attributes:
        sets: The encoder's parameter sets, with start codes.
        reorder: By how many pictures its order of storing differs from that of showing.
    """

    def __init__(self, source: Stored, fps: Fraction, reorder: int) -> None:
        self._source = source
        self._fps = fps
        self.reorder = min(reorder, _PYRAMID_DEPTH)
        self._context = self._opened()
        self.sets = bytes(self._context.extradata or b"")

    def _opened(self) -> VideoCodecContext:
        import av
        from av.codec.context import Flags

        like, coding = self._source.stream.codec_context, self._source.coding
        if like.pix_fmt not in _EIGHT_BITS:
            raise UnfitError(f"its pixels are of the kind {like.pix_fmt}")
        context = av.Codec(coding.encoder, "w").create("video")
        context.width, context.height, context.pix_fmt = like.width, like.height, like.pix_fmt
        context.time_base, context.framerate = 1 / self._fps, self._fps
        context.color_range, context.colorspace = like.color_range, like.colorspace
        context.color_primaries, context.color_trc = like.color_primaries, like.color_trc
        context.sample_aspect_ratio = like.sample_aspect_ratio or Fraction(1)
        context.flags |= int(Flags.global_header)
        context.options = self._options()
        context.open()
        return context

    def _options(self) -> dict[str, str]:
        options = dict(_SETTINGS[self._source.coding.codec])
        order = _REORDERING.get(self.reorder, _PYRAMID)
        if self._source.coding.codec == "hevc":
            order = order.replace("=none", "=0")
            return options | {"x265-params": f"log-level=none:open-gop=0:cutree=0:{order}"}
        profile = _PROFILES.get(self._source.config[1])
        if profile is None:
            raise UnfitError(f"its profile of H.264 is {self._source.stream.profile}")
        number = free_number(self._source.config)
        return options | {"profile": profile, "x264-params": f"sps-id={number}:mbtree=0:{order}"}

    def run(self, parts: Iterable[Encoded], file: BinaryIO) -> Iterator[Waiting]:
        """Encode parts one after the other into a file; gives pictures in the order of storing."""
        from av.video.frame import PictureType

        decoded, number = Decoded(self._source), 0
        for part in parts:
            opening = True
            for frame in decoded.pictures(part.first, part.count, part.key):
                frame.pts, frame.time_base = number, 1 / self._fps
                frame.pict_type = PictureType.I if opening else PictureType.NONE
                opening = False
                number += 1
                yield from self._written(self._context.encode(frame), file)
        yield from self._written(self._context.encode(None), file)

    def _written(self, packets: Iterable[Packet[Any]], file: BinaryIO) -> Iterator[Waiting]:
        coding, at = self._source.coding, file.tell()
        for packet in packets:
            slices = [u for u in annex_b(bytes(packet)) if coding.kind(u) in coding.slices]
            size = file.write(stored(slices, self._source.length_size))
            yield Waiting(int(packet.pts or 0), at, size, packet.is_keyframe)
            at += size


def read_waiting(file: Path, waiting: Iterable[Waiting]) -> Iterator[tuple[Waiting, bytes]]:
    """Waiting pictures with their content."""
    with file.open("rb") as stored_pictures:
        for each in waiting:
            stored_pictures.seek(each.at)
            yield each, stored_pictures.read(each.size)

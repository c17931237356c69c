"""Units: the pieces that H.264 and HEVC streams are made of, as far as joining streams needs them.

A picture is stored as NAL units, each with its length in front of it. Some carry parameter sets,
which decoders need before anything else; files keep those in their header.

H.264 (ISO/IEC 14496-15, 5.3.3): the header of a file may hold several parameter sets, told apart by
number. Encoded parts get a number that the source does not use, so that both kinds of parts find
theirs in the header, and nothing has to be repeated between the pictures.

HEVC: x265 knows no number but 0, so parameter sets are repeated where a part begins. MP4 and MOV
allow that only under a name (``hev1``) that Apple's players refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_START_CODE = re.compile(rb"\x00*\x00\x00\x01")
_AVC_HEADER, _HEVC_HEADER = 6, 23
_AVC_SETS = (7, 8)
_MOST_SETS = 31
_HIGH_PROFILES = frozenset({100, 110, 122, 144})
_CRA, _BLA_ALONE = 21, 18


@dataclass(frozen=True, slots=True)
class Coding:
    """How a codec tells its units apart.

    Attributes:
        codec: Its name.
        encoder: Name of its encoder.
        clean: Types of units that begin a picture which forgets all before it.
        sets: Types of units that hold parameter sets.
        slices: Types of units that hold a piece of a picture.
    """

    codec: str
    encoder: str
    clean: frozenset[int]
    sets: frozenset[int]
    slices: frozenset[int]

    def kind(self, unit: bytes | memoryview) -> int:
        """Type of a unit."""
        return unit[0] & 31 if self.codec == "h264" else unit[0] >> 1 & 63


AVC = Coding("h264", "libx264", frozenset({5}), frozenset({7, 8, 13, 15}), frozenset(range(1, 6)))
# Types 22 and 23 of key pictures are reserved. A CRA picture begins anew once it is named BLA.
HEVC = Coding(
    "hevc", "libx265", frozenset({16, 17, 18, 19, 20, 21}), frozenset({32, 33, 34}),
    frozenset(range(32)),
)  # fmt: skip
CODINGS = {coding.codec: coding for coding in (AVC, HEVC)}


def annex_b(data: bytes) -> list[bytes]:
    """Units of a stream that has start codes between them, as encoders write it."""
    return [unit for unit in _START_CODE.split(data) if unit]


def stored_units(data: bytes | memoryview, length_size: int) -> Iterator[memoryview]:
    """Units of a stored picture.

    Raises:
        ValueError: It is not what it should be.
    """
    view, at = memoryview(data), 0
    while at < len(view):
        length = int.from_bytes(view[at : at + length_size], "big")
        at += length_size
        if not 0 < length <= len(view) - at:
            raise ValueError("a unit is longer than its picture")
        yield view[at : at + length]
        at += length


def stored(units: Iterable[bytes | memoryview], length_size: int) -> bytes:
    """Units as files store them."""
    return b"".join(len(unit).to_bytes(length_size, "big") + unit for unit in units)


def length_size(config: bytes, coding: Coding) -> int:
    """How many bytes the length of a unit takes.

    Args:
        config: The codec's part of a file's header (``avcC``, ``hvcC``).
        coding: The codec.

    Raises:
        ValueError: The header is not one.
    """
    at = 4 if coding.codec == "h264" else 21
    least = _AVC_HEADER if coding.codec == "h264" else _HEVC_HEADER
    if len(config) <= least or config[0] != 1:
        raise ValueError("the header of the stream is of another kind")
    return (config[at] & 3) + 1


def avc_sets(config: bytes) -> tuple[list[bytes], list[bytes], bytes]:
    """Sequence and picture parameter sets of an ``avcC``, and what follows them.

    Raises:
        ValueError: It is damaged.
    """
    at, found = 5, []
    for mask in (31, 255):
        if at >= len(config):
            raise ValueError("the header of the stream is damaged")
        sets, count = [], config[at] & mask
        at += 1
        for _ in range(count):
            length = int.from_bytes(config[at : at + 2], "big")
            unit = config[at + 2 : at + 2 + length]
            if length < 2 or len(unit) != length:
                raise ValueError("the header of the stream is damaged")
            sets.append(unit)
            at += 2 + length
        found.append(sets)
    return found[0], found[1], config[at:]


def free_number(config: bytes) -> int:
    """A number that no parameter set of an ``avcC`` has.

    Raises:
        ValueError: There is none, or it is damaged.
    """
    sequences, pictures, _ = avc_sets(config)
    taken = {_number(unit, 4) for unit in sequences} | {_number(unit, 1) for unit in pictures}
    free = next((number for number in range(1, 32) if number not in taken), None)
    if free is None or len(sequences) >= _MOST_SETS:
        raise ValueError("the header of the stream has no room for another kind of pictures")
    return free


def avc_joined(config: bytes, encoder_sets: bytes) -> bytes:
    """An ``avcC`` that serves the source's pictures and the encoder's.

    Args:
        config: The source's.
        encoder_sets: Parameter sets of the encoder, with start codes.

    Raises:
        ValueError: They do not go together.
    """
    sequences, pictures, rest = avc_sets(config)
    for unit in annex_b(encoder_sets):
        if AVC.kind(unit) in _AVC_SETS:
            (sequences if AVC.kind(unit) == _AVC_SETS[0] else pictures).append(unit)
    if config[1] in _HIGH_PROFILES and not rest:
        rest = bytes((0xFC | 1, 0xF8, 0xF8, 0))  # 4:2:0, 8 bits: the only kind that gets here
    level = max(unit[3] for unit in sequences)
    return b"".join(
        (
            config[:3], bytes((level,)), config[4:5],
            bytes((0xE0 | len(sequences),)), stored(sequences, 2),
            bytes((len(pictures),)), stored(pictures, 2),
            rest,
        )
    )  # fmt: skip


def hevc_sets(config: bytes) -> list[bytes]:
    """Parameter sets of an ``hvcC``.

    Raises:
        ValueError: It is damaged.
    """
    at, found = _HEVC_HEADER, []
    for _ in range(config[_HEVC_HEADER - 1]):
        kind, count = config[at] & 63, int.from_bytes(config[at + 1 : at + 3], "big")
        at += 3
        for _ in range(count):
            length = int.from_bytes(config[at : at + 2], "big")
            unit = config[at + 2 : at + 2 + length]
            if length < 2 or len(unit) != length:
                raise ValueError("the header of the stream is damaged")
            if kind in HEVC.sets:
                found.append(unit)
            at += 2 + length
    return found


def hevc_opening(units: Iterable[bytes | memoryview]) -> list[bytes]:
    """A key picture that begins anew: a CRA picture under the name of one."""
    renamed = []
    for unit in units:
        opening = bytes(unit)
        if HEVC.kind(opening) == _CRA:
            opening = bytes((_BLA_ALONE << 1 | opening[0] & 0x81,)) + opening[1:]
        renamed.append(opening)
    return renamed


def _number(unit: bytes, at: int) -> int:
    """The number that stands in a parameter set, as an Exp-Golomb code from byte ``at`` on."""
    bits = "".join(f"{byte:08b}" for byte in unit[at : at + 8])
    zeros = len(bits) - len(bits.lstrip("0"))
    return int(bits[zeros : 2 * zeros + 1] or "1", 2) - 1

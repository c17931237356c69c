"""Passes: several runs over the same clip, for a file of a certain size or bit rate.

x264 and x265 write down what they saw while they encode at the usual quality. Where that file is
small enough it is the result; where it is not, a second run spends the bits that there are by what
the first one wrote. VP9 looks first and encodes then. The other encoders know no second pass:
theirs is an encode at a bit rate. A file that is still too large is made once more, with its bit
rate lowered by what it was over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.errors import BadInput
from tools.export_format import Export
from tools.facts import Facts

LOG = "pass"
"""Bare name of the notes that a first pass leaves in the job directory for the second."""

# Codecs whose encoder takes notes, and those whose first pass makes no file.
_NOTING = frozenset({"h264", "hevc", "vp9"})
_LOOKING = frozenset({"vp9"})
# One pass keeps to a bit rate well enough, save for these: some 30 % off.
_ERRATIC = frozenset({"vp9"})
# Of the room in a file: what encoders are told, so that they do not pass it.
_SHARE, _SHARE_AGAIN = 0.98, 0.97
# Bytes that a container takes besides, in all and for each packet.
_HEAD, _PER_PACKET = 6_000, 20
_SOUND_PACKETS = 50  # a second
_LEAST_KBPS = 8


@dataclass(frozen=True, slots=True)
class Pass:
    """One of several runs over the same clip.

    Attributes:
        number: 1 takes notes where the encoder can, 2 uses them.
        kbps: Bit rate of the picture; None leaves it to the quality.
        only_looks: Whether no file comes of it.
    """

    number: Literal[1, 2]
    kbps: int | None = None
    only_looks: bool = False


def first_pass(output: Facts, export: Export) -> Pass | None:
    """The run to begin with; None where one run is all there is.

    Args:
        output: What the file will be.
        export: How it is encoded.
    """
    if output.video is None:
        return None
    codec = output.video.codec
    if export.video_kbps is not None and codec in _ERRATIC:
        return Pass(1, export.video_kbps, only_looks=True)
    if export.max_bytes is None:
        return None
    if codec in _LOOKING:
        return Pass(1, fitting_kbps(output, export), only_looks=True)
    return Pass(1)


def second_pass(before: Pass, output: Facts, export: Export, size: int) -> Pass | None:
    """The run after another one; None where that one is good.

    Args:
        before: The run that was made.
        output: What the file is to be.
        export: How it is encoded.
        size: Bytes of the file that it gave.
    """
    if before.only_looks:
        return Pass(2, before.kbps)
    most = export.max_bytes
    if most is None or size <= most:
        return None
    if before.kbps is None:
        return Pass(2, fitting_kbps(output, export))
    besides = _besides(output, export)
    share = (most - besides) / max(1, size - besides)
    return Pass(2, max(_LEAST_KBPS, int(before.kbps * share * _SHARE_AGAIN)))


def fitting_kbps(output: Facts, export: Export) -> int:
    """Bit rate that the picture may have for the file to be small enough.

    Raises:
        BadInput: There is no room for a picture at all.
    """
    most = export.max_bytes or 0
    room = (most - _besides(output, export)) * 8 / 1000 / output.duration * _SHARE
    if room < _LEAST_KBPS:
        raise BadInput(
            f"{output.duration:.1f} s do not fit into {most / 1e6:.3g} MB any more. Allow more, "
            "or shorten the clip."
        )
    return int(min(room, export.video_kbps or room))


def notes(codec: str, turn: Pass, params: str = "") -> dict[str, str | int | None]:
    """Options that make an encoder take notes, or use them.

    Args:
        codec: What it encodes.
        turn: Which run it is.
        params: Parameters that x265 gets besides.
    """
    if codec not in _NOTING:
        return {}
    if codec == "hevc":  # x265 hears of passes by its own parameters only
        return {"x265-params": f"{params}:pass={turn.number}:stats={LOG}"}
    options: dict[str, str | int | None] = {"pass": turn.number, "passlogfile": LOG}
    if codec == "h264" and turn.number == 1:
        options["fastfirstpass"] = 0  # the file may be the result
    return options


def _besides(output: Facts, export: Export) -> int:
    """Bytes for all but the picture: sound and container."""
    size = _HEAD + _PER_PACKET * output.frames
    if output.audio is not None:
        size += round(output.duration * _PER_PACKET * _SOUND_PACKETS)
        size += round(output.duration * (export.audio_kbps or 160) * 1000 / 8)
    return size

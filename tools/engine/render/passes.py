"""Passes: the runs that a file of a certain size or bit rate takes.

The first one encodes at the usual quality. Where that file is small enough it is the result. Where
it is not, its size tells what the picture needs: bits that are too few for it go to fewer pixels
and frames, and another run spends them. x264 and x265 do so by notes that they took before; VP9,
which is slow, is gauged by a quick encode and takes its notes without one. A file that is still too
large is made once more, with its bit rate lowered by what it was over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import Export
from tools.facts import Facts, VideoFacts
from tools.operations import Operation, Rate, Scale

LOG = "pass"
"""Bare name of the notes in the job directory."""

# Codecs whose encoder takes notes; those too slow to be encoded only to be measured; and those that
# miss a bit rate by a third when they have no notes.
_NOTING = frozenset({"h264", "hevc", "vp9", "mpeg4"})
_SLOW = frozenset({"vp9"})
_ERRATIC = frozenset({"vp9"})
# Of the room in a file: what encoders are told, so that they do not pass it.
_SHARE, _SHARE_AGAIN = 0.98, 0.97
# Encoders are less exact the shorter the clip is.
_MOST_AGAIN = 3
# Bytes that a container takes: in all, and for each packet of picture and sound.
_HEAD, _PER_PACKET, _PER_SOUND_PACKET = 6_000, {"mp4": 14, "mov": 14}, {"mp4": 6, "mov": 6}
_USUAL_PER_PACKET = 24
_SOUND_PACKETS = 50  # a second
_LEAST_KBPS = 8
_GAUGED = 0.65  # of the bits of a quick encode, what a careful one takes
# Of the bits that the usual quality takes, those below which it shows: some 8 steps of CRF.
_SHOWS = 0.4
_SMALL_SIDE, _LEAST_SIDE = 200, 144
_SMOOTH, _LIVELY = 32, 20  # frames a second above which half of them will do


@dataclass(frozen=True, slots=True)
class Pass:
    """One of several runs.

    Attributes:
        aim: ``quality`` makes a file of the usual quality, and takes notes where the encoder can;
            ``gauge`` a quick one that is only measured; ``look`` only takes notes; ``rate`` makes
            a file of a bit rate, by notes where there are any.
        kbps: Bit rate of the picture; None leaves it to the quality.
    """

    aim: Literal["quality", "gauge", "look", "rate"]
    kbps: int | None = None

    @property
    def only_picture(self) -> bool:
        """Whether the sound is left out: no file of it is delivered."""
        return self.aim in {"gauge", "look"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A run that is to be made.

    Attributes:
        clip: What is made, smaller than it was asked for where its bits are too few.
        turn: Which of several runs it is; None where one is all there is.
        again: How many earlier ones of its kind gave too large a file.
    """

    clip: Clip
    turn: Pass | None = None
    again: int = 0

    @classmethod
    def first(cls, clip: Clip) -> Attempt:
        """The run to begin with."""
        video, export = clip.output.video, clip.encoding
        if video is None or clip.copies_picture:
            return cls(clip)
        if export.video_kbps is not None and video.codec in _ERRATIC:
            return cls(clip, Pass("look", export.video_kbps))
        if export.max_bytes is None:
            return cls(clip)
        return cls(clip, Pass("gauge" if video.codec in _SLOW else "quality"))

    def next(self, size: int) -> Attempt | None:
        """The run after this one; None where its file is the result.

        Args:
            size: Bytes of the file that it gave.

        Raises:
            BadInput: There is no room for a picture at all.
        """
        turn, most = self.turn, self.clip.encoding.max_bytes
        if turn is None:
            return None
        if turn.aim == "look":
            return replace(self, turn=Pass("rate", turn.kbps))
        if most is None or (size <= most and turn.aim != "gauge"):
            return None
        if turn.aim == "rate":
            return None if self.again >= _MOST_AGAIN else self._lowered(turn, size, most)
        if self.clip.encoding.else_copied:
            return Attempt(_copied(self.clip))
        return self._fitted(turn, size)

    def _fitted(self, turn: Pass, size: int) -> Attempt:
        """A file that fits, after one that told what the picture needs."""
        output, export = self.clip.output, self.clip.encoding
        besides = _HEAD if turn.only_picture else _besides(output, export)
        needs = max(1.0, (size - besides) * 8 / 1000 / output.duration)
        needs *= _GAUGED if turn.aim == "gauge" else 1.0
        small = shrunk(self.clip, _room(output, export) / needs)
        kbps = _room(small.output, export)
        codec = output.video.codec if output.video else ""
        noted = codec not in _NOTING or (turn.aim == "quality" and small is self.clip)
        return Attempt(small, Pass("rate" if noted else "look", kbps))

    def _lowered(self, turn: Pass, size: int, most: int) -> Attempt:
        besides = _besides(self.clip.output, self.clip.encoding)
        share = (most - besides) / max(1, size - besides) * _SHARE_AGAIN
        kbps = max(_LEAST_KBPS, int((turn.kbps or 0) * share))
        return replace(self, turn=Pass("rate", kbps), again=self.again + 1)


def _copied(clip: Clip) -> Clip:
    """The same clip with its streams as they are stored."""
    export = Export(container=clip.encoding.container, video_codec="copy", audio_codec="copy")
    return replace(clip, export=replace(export, alpha=clip.encoding.alpha))


def shrunk(clip: Clip, share: float) -> Clip:
    """The clip with fewer frames and pixels, as far as its bits are too few for those it has.

    Args:
        clip: What is to be encoded.
        share: Part of the bits that the usual quality would take.
    """
    video = clip.facts.video
    if video is None or share >= _SHOWS:
        return clip
    side = min(video.width, video.height)
    half = video.fps / 2 if video.fps > _SMOOTH else video.fps
    slow = half / 2 if half > _LIVELY else half
    enough = share / _SHOWS
    for rate, least in ((half, _SMALL_SIDE), (slow, _LEAST_SIDE)):
        scale = min(1.0, (enough * float(video.fps / rate)) ** 0.5)
        if scale * side >= min(least, side):
            break
    return clip.then(*_smaller(video, rate, max(scale, min(1.0, _LEAST_SIDE / side))), done="")


def _smaller(video: VideoFacts, rate: Fraction, scale: float) -> tuple[Operation, ...]:
    operations: list[Operation] = [Rate(rate)] if rate != video.fps else []
    if scale < 1:
        operations.append(Scale(_even(video.width * scale), _even(video.height * scale)))
    return tuple(operations)


def told(before: Facts, after: Facts) -> list[str]:
    """What was taken from a picture besides bits, as a sentence for the person."""
    old, new = before.video, after.video
    if old is None or new is None or (old.width, old.fps) == (new.width, new.fps):
        return []
    rate = f" at {float(new.fps):.3g} frames a second" if old.fps != new.fps else ""
    size = f"{new.width}x{new.height}"
    return [f"In so few bits it would look bad as it was, so it is {size}{rate}."]


def notes(codec: str, turn: Pass, params: str = "") -> dict[str, str | int | None]:
    """Options that make an encoder take notes, or use them.

    Args:
        codec: What it encodes.
        turn: Which run it is.
        params: Parameters that x265 gets besides.
    """
    if codec not in _NOTING or turn.aim == "gauge":
        return {}
    number = 2 if turn.aim == "rate" else 1
    if codec == "hevc":  # x265 hears of passes by its own parameters only
        return {"x265-params": f"{params}:pass={number}:stats={LOG}"}
    options: dict[str, str | int | None] = {"pass": number, "passlogfile": LOG}
    if codec == "h264" and turn.aim == "quality":
        options["fastfirstpass"] = 0  # the file may be the result
    return options


def _room(output: Facts, export: Export) -> int:
    """Bit rate that the picture may have for the file to be small enough."""
    most = export.max_bytes or 0
    room = (most - _besides(output, export)) * 8 / 1000 / output.duration * _SHARE
    if room < _LEAST_KBPS:
        raise BadInput(
            f"{output.duration:.1f} s do not fit into {most / 1e6:.3g} MB. Allow more, shorten "
            "the clip, or leave out the sound."
        )
    return int(room)


def _besides(output: Facts, export: Export) -> int:
    """Bytes for all but the picture: sound and container."""
    container = output.container
    size = _HEAD + _PER_PACKET.get(container, _USUAL_PER_PACKET) * output.frames
    if output.audio is not None:
        packet = _PER_SOUND_PACKET.get(container, _USUAL_PER_PACKET)
        size += round(output.duration * packet * _SOUND_PACKETS)
        size += round(output.duration * (export.audio_kbps or 160) * 1000 / 8)
    return size


def _even(number: float) -> int:
    return max(2, round(number / 2) * 2)

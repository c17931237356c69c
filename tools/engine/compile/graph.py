"""Graph: the few things that both tracks of a filter graph are made of.

Graphs are built with ffmpeg-python, which escapes names and values; nobody writes a filter string
by hand. Its streams have no type that could be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tools.engine.compile.time import Pieces
from tools.facts import Source
from tools.operations import Filter

Stream = Any
"""A stream of ffmpeg-python."""

# Demuxers that go straight to a time and tell it exactly. Others are read from their start.
_SEEKING_PICTURE = frozenset({"mov", "matroska"})
_SEEKING_SOUND = _SEEKING_PICTURE | {"wav", "flac", "ogg"}
# A start this near is not worth a seek, in seconds.
_NEAR = 1.0
# Decoders of sound need a little before the first sample that is right, in seconds.
_LEAD = Fraction(1, 10)
# Ranges this far apart are read separately, in seconds, by at most so many readers.
_FAR = 15.0
READERS = 8
# Packets that ffmpeg keeps ready of each input unless told otherwise.
_QUEUE = 8
# Only these show or keep transparency; ffmpeg's own decoders of the same codecs drop it.
_ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}


def picture_input(
    source: Source, at: Fraction = Fraction(0), reader: int = 0, loops: int = 1
) -> Stream:
    """The stored picture from ``at`` seconds on: time 0 is that time, earlier frames below it.

    Nothing is dropped here: decoding starts at a key frame, and the frame that shows at ``at`` may
    have started long before, so choosing is left to the graph.

    Args:
        source: Where it is read.
        at: From which second on.
        reader: Which of several readers of the same file this is; each reads on its own.
        loops: How many times in a row it is read.
    """
    options = _reader(reader, loops)
    if at:
        options |= {"ss": _seconds(at), "noaccurate_seek": None, "an": None}
    video = source.facts.video
    if video is not None and video.alpha and video.codec in _ALPHA_DECODERS:
        options["c:v"] = _ALPHA_DECODERS[video.codec]
    return _input(source, options)[str(source.video_index)]


def sound_input(
    source: Source, at: Fraction = Fraction(0), reader: int = 0, loops: int = 1
) -> Stream:
    """The stored sound from ``at`` seconds on: time 0 is that time.

    Args:
        source: Where it is read.
        at: From which second on.
        reader: Which of several readers of the same file this is; each reads on its own.
        loops: How many times in a row it is read.
    """
    video = source.facts.video
    options = _reader(reader, loops)
    if at:
        options |= {"ss": _seconds(at), "vn": None}
    elif video is not None and video.alpha and video.codec in _ALPHA_DECODERS:
        options["c:v"] = _ALPHA_DECODERS[video.codec]  # the same input as the picture's
    return _input(source, options)[str(source.audio_index)]


def picture_start(source: Source, seconds: Fraction) -> Fraction:
    """Where to start reading for a picture that is needed from ``seconds`` on."""
    return _start(source, seconds, _SEEKING_PICTURE, Fraction(0))


def sound_start(source: Source, seconds: Fraction) -> Fraction:
    """Where to start reading for sound that is needed from ``seconds`` on."""
    return _start(source, seconds, _SEEKING_SOUND, _LEAD)


def runs(pieces: Pieces, rate: Fraction) -> tuple[Pieces, ...]:
    """Pieces that one reader takes in passing; each run goes forward only.

    Args:
        pieces: Stretches in the order they play.
        rate: How many of their units there are in a second.
    """
    gaps = [later[0] - sum(earlier) for earlier, later in pairwise(pieces)]
    far = sorted((gap for gap in gaps if gap > _FAR * rate), reverse=True)
    widest = far[: READERS - 1][-1] if far else None
    found = [[pieces[0]]]
    for gap, piece in zip(gaps, pieces[1:], strict=True):
        if gap < 0 or (widest is not None and gap >= widest):
            found.append([piece])
        else:
            found[-1].append(piece)
    return tuple(tuple(run) for run in found)


def within(variable: str, spans: Sequence[tuple[float, float]]) -> str:
    """Expression: 1 where a variable lies in one of many half-open stretches, else 0.

    It asks as in a sorted index, so that hundreds of stretches cost ten comparisons.

    Args:
        variable: Name of the variable.
        spans: Stretches in order, apart from each other.
    """
    if len(spans) == 1:
        (start, end) = spans[0]
        return f"gte({variable},{_number(start)})*lt({variable},{_number(end)})"
    middle = len(spans) // 2
    left, right = within(variable, spans[:middle]), within(variable, spans[middle:])
    return f"if(lt({variable},{_number(spans[middle][0])}),{left},{right})"


def nearest(variable: str, points: Sequence[float]) -> str:
    """Expression: how far a variable is from the nearest of many points, which are in order."""
    if len(points) == 1:
        return f"abs({variable}-{_number(points[0])})"
    middle = len(points) // 2
    left, right = nearest(variable, points[:middle]), nearest(variable, points[middle:])
    return f"if(lt({variable},{_number(sum(points[middle - 1 : middle + 1]) / 2)}),{left},{right})"


def chained(stream: Stream, filters: Iterable[Filter], **more: str) -> Stream:
    """The stream through filters, each with further options."""
    for each in filters:
        stream = stream.filter(each.name, **dict(each.options), **more)
    return stream


def exactly(stream: Stream, frames: int) -> Stream:
    """The first so many frames; the last one stays when there are fewer."""
    return stream.filter("tpad", stop=-1, stop_mode="clone").filter("trim", end_pts=frames)


def _input(source: Source, options: dict[str, Any]) -> Stream:
    import ffmpeg

    return ffmpeg.input(
        str(source.path.absolute()),
        format=source.demuxer,
        protocol_whitelist="file,pipe",
        **options,
    )


def _reader(number: int, loops: int) -> dict[str, Any]:
    """Options that tell readers apart: ffmpeg-python takes equal inputs for one and the same."""
    apart = {"thread_queue_size": _QUEUE + number} if number else {}
    return apart | ({"stream_loop": loops - 1} if loops > 1 else {})


def _start(source: Source, seconds: Fraction, seeking: frozenset[str], lead: Fraction) -> Fraction:
    start = seconds - lead
    return start if source.demuxer in seeking and start >= _NEAR else Fraction(0)


def _seconds(at: Fraction) -> str:
    """A time for ffmpeg, which counts millionths: rounded up, so that a key frame counts."""
    millionths = -(-at.numerator * 1_000_000 // at.denominator)
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06d}"


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")

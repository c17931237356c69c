"""Picture: the facts of a moving picture, read from its stream and its first frames."""

from __future__ import annotations

import statistics
import struct
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from tools.facts import VideoFacts

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_PQ, _HLG = 16, 18
# Numbers of ISO/IEC 23091-2, and what ffmpeg calls them.
_MATRICES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc"}
_MOST_FPS = Fraction(240)
_WHOLE_FPS = tuple(map(Fraction, (10, 12, 15, 24, 25, 30, 48, 50, 60, 100, 120)))
_USUAL_FPS = (*(Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)), *_WHOLE_FPS)
_FEW = 0.1
# Where pictures come at uneven times, a quarter of them may come faster than the rate, and the rate
# may be so many times the average before it is taken in its place, up to what all players show.
_QUARTER, _NEARLY, _MOST_EVEN_FPS = 0.25, 1.1, Fraction(60)
# Pixels are taken as square when they are nearly so, for scaling to whole pixels leaves such
# crumbs, and when they are so flat or so tall that only a damaged header says it.
_SQUARE = Fraction(1, 100)
_FLATTEST = Fraction(1, 16)
# A display matrix that changes nothing: 16.16 and, in the last column, 2.30 fixed point.
_UNTURNED = (1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
# Its corner (two rows of two) where it turns by a quarter, a half and three quarters.
_QUARTERS = frozenset(
    tuple(part << 16 for part in corner)
    for corner in ((0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
)


def video_facts(
    stream: VideoStream, picture: VideoFrame, times: Sequence[float], *, alpha_layer: bool
) -> VideoFacts:
    """Facts of a picture.

    Args:
        stream: Its stream.
        picture: Its first frame.
        times: Time stamps of its first frames in order, in seconds.
        alpha_layer: Whether transparency comes in a layer of its own (VP8 and VP9 in WebM).
    """
    width, height = picture.width, picture.height
    aspect = stream.sample_aspect_ratio or Fraction(1)
    if not _FLATTEST < aspect < 1 / _FLATTEST or abs(aspect - 1) < _SQUARE:
        aspect = Fraction(1)
    if aspect != 1:
        width = max(2, round(width * aspect / 2) * 2)
    if round(picture.rotation) % 180 == 90:
        width, height = height, width
    fps, variable = frame_rate(stream, times)
    matrix = _matrix(picture)
    return VideoFacts(
        width=width,
        height=height,
        fps=fps,
        codec=stream.codec.canonical_name,
        alpha=alpha_layer or _is_transparent(picture, gif=stream.codec.name == "gif"),
        variable_rate=variable,
        coded_as_shown=aspect == 1 and matrix == _UNTURNED,
        turned=aspect == 1 and (*matrix[:2], *matrix[3:5]) in _QUARTERS,
        fields=bool(picture.interlaced_frame),
        hdr=picture.color_trc in {_PQ, _HLG},
        matrix=_MATRICES.get(int(picture.colorspace), ""),
    )


def frame_rate(stream: VideoStream, times: Sequence[float]) -> tuple[Fraction, bool]:
    """Frames per second, and whether they come at uneven times.

    The rate is uneven where a step between the first frames is off the middle one by more than a
    tenth (and two ticks, for formats that count in milliseconds), or where the rate of the whole
    file is not that of its beginning. With a few such steps, frames are just missing here and
    there: then the rate is the one of the others, and not the average. With many, it is that of
    the stretches in which most frames come: a recording of a screen that mostly stands still would
    judder at its average wherever something moves.
    """
    said = stream.average_rate or stream.guessed_rate or Fraction(0)
    steps = [after - before for before, after in zip(times, times[1:], strict=False)]
    steps = [step for step in steps if step > 0]
    if not steps:
        return (said if 0 < said <= _MOST_FPS else Fraction(25)), False
    middle = statistics.median(steps)
    slack = max(0.1 * middle, min(2 * float(stream.time_base or 0), 0.5 * middle))
    even = [step for step in steps if abs(step - middle) <= slack]
    uneven = len(steps) - len(even)
    counted = stream.frames > 0 and said > 0
    drifts = counted and abs(float(said) * middle - 1) > 0.02
    if uneven > _FEW * len(steps):
        rate = said if counted else Fraction(len(steps) / sum(steps)).limit_denominator(1001)
    else:
        measured = len(even) / sum(even)
        near = said > 0 and abs(float(said) / measured - 1) < 0.002
        rate = said if near and not drifts else _usual(measured)
    if uneven > _FEW * len(steps) or drifts:
        rate = max(rate, min(_dense(rate, _all_steps(stream) or steps), _MOST_EVEN_FPS))
    return min(rate, _MOST_FPS), uneven > 0 or drifts or rate > _MOST_FPS


def _dense(rate: Fraction, steps: Sequence[float]) -> Fraction:
    """The rate at which three quarters of the frames get a place; the given one where that does."""
    dense = 1 / sorted(steps)[int(_QUARTER * len(steps))]
    if dense < _NEARLY * rate:
        return rate
    usual = _usual(dense)
    if usual in _USUAL_FPS:
        return usual
    return min((each for each in _WHOLE_FPS if each > dense), default=_MOST_EVEN_FPS)


def _all_steps(stream: VideoStream) -> list[float]:
    """Seconds between the frames of a file that lists them all in its header."""
    entries = stream.index_entries
    if not 1 < stream.frames == len(entries):
        return []
    tick = float(stream.time_base or 0)
    steps = [b.timestamp - a.timestamp for a, b in pairwise(entries)]
    return [step * tick for step in steps if step > 0]


def _usual(rate: float) -> Fraction:
    nearest = min(_USUAL_FPS, key=lambda usual: abs(usual - rate))
    close = abs(float(nearest) / rate - 1) < 0.002
    return nearest if close else Fraction(rate).limit_denominator(1001)


def _matrix(picture: VideoFrame) -> tuple[int, ...]:
    """The display matrix: how the picture is turned or mirrored before it is shown."""
    from av.buffer import Buffer

    matrix = picture.side_data.get("DISPLAYMATRIX")
    return struct.unpack("<9i", bytes(matrix)[:36]) if isinstance(matrix, Buffer) else _UNTURNED


def _is_transparent(picture: VideoFrame, *, gif: bool) -> bool:
    """Whether a picture has transparency.

    Any GIF could have; it has where its first frame, which is drawn on nothing, shows some.
    """
    if not any(part.is_alpha for part in picture.format.components):
        return False
    if not gif:
        return True
    plane = picture.planes[0]
    data, row = bytes(plane), picture.width * 4
    starts = range(0, picture.height * plane.line_size, plane.line_size)
    return any(min(data[start + 3 : start + row : 4]) < 255 for start in starts)

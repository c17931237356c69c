"""Reading the picture: the stored frames as they are shown, at even times, from any place."""

from __future__ import annotations

import math
from fractions import Fraction

from tools.engine.compile.graph import Stream, picture_input, picture_start, runs, within
from tools.engine.compile.time import Pieces, pieces_of
from tools.facts import Facts, Source, VideoFacts
from tools.operations import Cut, Excerpt, Material, Operation, ToneMap

# Where a picture ends is known to a frame or two.
_BEFORE_LAST = 3
_USUAL_CURVE = "hable"


def read_picture(
    material: Material, *, keep_alpha: bool
) -> tuple[Stream, Facts, tuple[Operation, ...]]:
    """The stored picture as it is shown; a cut and an excerpt that come first are done by seeking.

    Returns the stream, its facts, and the operations that are left.
    """
    source, facts, operations = material.source, material.stored, material.operations
    video = video_of(facts)
    curves = [_USUAL_CURVE, *(each.curve for each in operations if isinstance(each, ToneMap))]
    operations = tuple(each for each in operations if not isinstance(each, ToneMap))
    pieces: Pieces = ((0, facts.frames),)
    if operations and isinstance(operations[0], Cut):
        pieces = pieces_of(operations[0], facts)
        facts, operations = operations[0].after(facts), operations[1:]
    first = 0
    if operations and isinstance(operations[0], Excerpt):
        first = operations[0].first
        pieces, operations = excerpted(pieces, operations[0]), operations[1:]
    parts = []
    for reader, run in enumerate(runs(pieces, video.fps)):
        start = _shown_at(source, run[0][0] / video.fps)
        at = picture_start(source, start) if material.loops == 1 else Fraction(0)
        stream = picture_input(source, at, material.reader + reader, material.loops)
        if video.fields:
            stream = stream.filter("bwdif", mode="send_frame", deint="interlaced")
        stream = stream.filter("fps", fps=video.fps, start_time=0)
        skipped = int(at * video.fps)
        stream = taken(stream, tuple((first - skipped, count) for first, count in run))
        parts.append(_as_shown(stream, source, curves[-1], keep_alpha=keep_alpha))
    stream = joined(parts, video.fps)
    return (stream.filter("setpts", expr=f"PTS+{first}") if first else stream), facts, operations


def _shown_at(source: Source, seconds: Fraction) -> Fraction:
    """When the frame begins, or one before it, that shows at a time: the last one at the end."""
    video = video_of(source.facts)
    if source.video_end is None:
        return seconds
    last = max(0, math.floor(source.video_end * video.fps) - _BEFORE_LAST)
    return min(seconds, last / video.fps)


def excerpted(pieces: Pieces, excerpt: Excerpt) -> Pieces:
    """The stretches that are left of others when only some of their frames are read."""
    found, shown = [], 0
    for first, count in pieces:
        start, end = max(0, excerpt.first - shown), min(count, excerpt.end - shown)
        if start < end:
            found.append((first + start, end - start))
        shown += count
    return tuple(found)


def _as_shown(stream: Stream, source: Source, curve: str, *, keep_alpha: bool) -> Stream:
    """Square pixels of the shown size, SDR colours, and no transparency unless it is kept."""
    video = video_of(source.facts)
    if not video.coded_as_shown:
        stream = stream.filter("scale", width=video.width, height=video.height)
        stream = stream.filter("setsar", sar=1)
    if video.hdr:
        stream = _tone_mapped(stream, curve)
    if video.alpha and not keep_alpha:
        stream = flattened(stream)
    return stream


def flattened(stream: Stream) -> Stream:
    """Without transparency: over black, as players show it."""
    stream = stream.filter("format", pix_fmts="gbrap").filter("premultiply", inplace=1)
    # Frames go on to say that they are premultiplied, and `overlay` would believe them.
    stream = stream.filter("setparams", alpha_mode="straight")
    return stream.filter("format", pix_fmts="yuv420p")


def _tone_mapped(stream: Stream, curve: str) -> Stream:
    """HDR as SDR: in linear light, the brightest parts brought down by a curve."""
    stream = stream.filter("zscale", transfer="linear", npl=100)
    stream = stream.filter("format", pix_fmts="gbrpf32le").filter("zscale", primaries="bt709")
    stream = stream.filter("tonemap", tonemap=curve, desat=0)
    stream = stream.filter("zscale", transfer="bt709", matrix="bt709", range="limited")
    return stream.filter("format", pix_fmts="yuv420p")


def taken(stream: Stream, pieces: Pieces) -> Stream:
    """Pieces that go forward, one after the other; frames past the end repeat the last one."""
    start, end = pieces[0][0], sum(pieces[-1])
    stream = stream.filter("tpad", stop=-1, stop_mode="clone")
    stream = stream.filter("trim", start_pts=start, end_pts=end)
    if len(pieces) == 1:
        return stream.filter("setpts", expr=f"PTS-{start}") if start else stream
    spans = [(first - start - 0.5, first + count - start - 0.5) for first, count in pieces]
    return stream.filter("select", expr=within("n", spans)).filter("setpts", expr="N")


def joined(parts: list[Stream], fps: Fraction) -> Stream:
    """Pictures one after the other."""
    import ffmpeg

    if len(parts) == 1:
        return parts[0]
    stream = ffmpeg.concat(*parts, v=1, a=0)
    # Frames are numbered anew: a part of one frame has no length that `concat` could add.
    stream = stream.filter("setpts", expr=f"N*{fps.denominator}/({fps.numerator}*TB)")
    return stream.filter("fps", fps=fps)


def video_of(facts: Facts) -> VideoFacts:
    """The picture's facts, of a clip that has a picture."""
    if facts.video is None:
        raise ValueError("a clip without a picture has no picture to compile")
    return facts.video

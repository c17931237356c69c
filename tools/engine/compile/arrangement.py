"""Arrangement of the picture as a filter graph: turned, framed, held, played backwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

from tools.engine.compile.graph import Stream, chained, exactly, within
from tools.engine.compile.ramp import ramped_picture
from tools.engine.compile.reading import joined, taken
from tools.engine.compile.time import covering
from tools.errors import LimitExceeded
from tools.facts import Facts, VideoFacts
from tools.operations import (
    BoxFilter,
    Hold,
    Operation,
    Pad,
    Ramp,
    Reverse,
    Span,
    Spans,
    SpeedRamp,
    Tile,
    Turn,
)

# Memory that frames may take while they wait to be played backwards, in bytes. (Reading the clip
# in blocks from the end would not save any: decoders keep the memory of all frames they gave.)
_WAITING_BYTES = 3 * 1024**3
# A blurred canvas is made from a picture so many times smaller: it costs less and looks the same.
_COARSE = 4
# Kinds of pixels that each have a colour of their own; the second ones are transparent.
_SHARP = "yuv444p|yuv444p10le|gbrp|rgb24", "yuva444p|gbrap|rgba|bgra"


def _backwards(stream: Stream, facts: Facts) -> Stream:
    """All frames in the other order. They wait in memory until the last one has come.

    Raises:
        LimitExceeded: They would take too much of it.
    """
    video = _video(facts)
    each = video.width * video.height * (5 if video.alpha else 3) // 2
    if facts.frames * each > _WAITING_BYTES:
        seconds = _WAITING_BYTES / each / float(video.fps)
        raise LimitExceeded(
            f"To play a clip backwards all its pictures have to fit into memory. Of "
            f"{video.width}x{video.height} that is {seconds:.0f} s, and this has "
            f"{facts.duration:.0f} s. Make it smaller (resize it to 480p, say) or shorter first."
        )
    return stream.filter("reverse")


def _turn(stream: Stream, turn: Turn, _before: Facts, _after: Facts, _sheet: object) -> Stream:
    if turn.quarters == 2:
        return stream.filter("hflip").filter("vflip")
    return stream.filter("transpose", dir="clock" if turn.quarters == 1 else "cclock")


def _pad(stream: Stream, pad: Pad, before: Facts, _after: Facts, _sheet: object) -> Stream:
    if not pad.blurred:
        color = f"0x{pad.color[1:]}"
        if any(number % 2 for number in (pad.width, pad.height, pad.x, pad.y)):
            # Where colours are stored for every second pixel, it would round to even numbers.
            stream = stream.filter("format", pix_fmts=_SHARP[_video(before).alpha])
        return stream.filter("pad", w=pad.width, h=pad.height, x=pad.x, y=pad.y, color=color)
    copies = stream.filter_multi_output("split", 2)
    width, height = (max(2, side // _COARSE // 2 * 2) for side in (pad.width, pad.height))
    canvas = copies[1].filter(
        "scale", width=width, height=height, force_original_aspect_ratio="increase"
    )
    canvas = canvas.filter("crop", w=width, h=height)
    canvas = canvas.filter("gblur", sigma=round(min(width, height) / 18, 2), steps=2)
    canvas = canvas.filter("scale", width=pad.width, height=pad.height).filter("setsar", sar=1)
    return canvas.overlay(copies[0], x=pad.x, y=pad.y, format="auto")


def _box(stream: Stream, box: BoxFilter, before: Facts, _after: Facts, _sheet: object) -> Stream:
    copies = stream.filter_multi_output("split", 2)
    place = {"w": box.width, "h": box.height, "x": box.x, "y": box.y}
    part = chained(copies[1].filter("crop", **place, exact=1), box.chain)
    base = copies[0]
    if _video(before).alpha and box.ramp is None:
        options = {"color": "black@0", "t": "fill", "replace": 1}
        base = base.filter("drawbox", **place, **options, **_switch(box.spans, before))
    return _laid(base, part, box.spans, before, box.ramp, x=box.x, y=box.y)


def _reverse(
    stream: Stream, reverse: Reverse, before: Facts, _after: Facts, _sheet: object
) -> Stream:
    if reverse.span is not None:
        return _partly_backwards(stream, reverse.span, before)
    if not reverse.bounce:
        return _backwards(stream, before)
    copies = stream.filter_multi_output("split", 2)
    return joined([copies[0], _backwards(copies[1], before)], _video(before).fps)


def _partly_backwards(stream: Stream, span: Span, facts: Facts) -> Stream:
    """The frames of a part in the other order, between those before and after it."""
    edges = [0, facts.frame_at(span.start), facts.frame_at(span.end), facts.frames]
    pieces = [(first, end - first) for first, end in pairwise(edges)]
    copies = stream.filter_multi_output("split", sum(count > 0 for _, count in pieces))
    parts: list[Stream] = []
    for piece in pieces:
        if piece[1] > 0:
            part = taken(copies[len(parts)], (piece,))
            turned = piece == pieces[1]
            parts.append(_backwards(part, facts.lasting(span.length)) if turned else part)
    return joined(parts, _video(facts).fps)


def _hold(stream: Stream, hold: Hold, before: Facts, after: Facts, _sheet: object) -> Stream:
    more = after.frames - before.frames
    frame = min(covering(hold.at, before), before.frames - 1)
    stream = stream.filter("setpts", expr=f"if(gt(PTS,{frame}),PTS+{more},PTS)")
    return exactly(stream.filter("fps", fps=_video(before).fps), after.frames)


def replaced(
    base: Stream, top: Stream, spans: Spans, facts: Facts, ramp: Ramp | None = None
) -> Stream:
    """A picture that shows instead of another one during its spans.

    One that is transparent must not show the other below it, so that is taken away meanwhile.
    """
    if _video(facts).alpha:
        switch = _switch(spans, facts)
        if ramp is None:
            base = base.filter("lut", c3=0, **switch)
        else:
            base = _faded(base, ramp, spans, facts, ("out", "in"), **switch)
    return _laid(base, top, spans, facts, ramp)


def ramped(stream: Stream, ramp: Ramp, spans: Spans, facts: Facts) -> Stream:
    """A picture that comes in and goes away, to be laid over another one during its spans."""
    stream = stream.filter("format", pix_fmts="yuva420p|yuva422p|yuva444p|gbrap")
    return _faded(stream, ramp, spans, facts, ("in", "out"))


def _laid(
    base: Stream, top: Stream, spans: Spans, facts: Facts, ramp: Ramp | None, **place: int
) -> Stream:
    """A picture over another one during its spans; it comes and goes as the ramp says."""
    if ramp is not None:
        top = ramped(top, ramp, spans, facts)
    return base.overlay(top, **place, format="auto", **_switch(spans, facts))


def _faded(
    stream: Stream, ramp: Ramp, spans: Spans, facts: Facts, ways: tuple[str, str], **switch: str
) -> Stream:
    """Transparency that changes at the start and at the end of a time."""
    start, end = (spans[0].start, spans[-1].end) if spans else (0.0, facts.duration)
    for way, at, seconds in zip(
        ways, (start, end - ramp.fall), (ramp.rise, ramp.fall), strict=True
    ):
        if seconds > 0:
            # Written out: ffmpeg reads no 1e-05 as a time.
            options = {"type": way, "start_time": f"{max(0.0, at):.6f}",
                       "duration": f"{seconds:.6f}"}  # fmt: skip
            stream = stream.filter("fade", **options, alpha=1, **switch)
    return stream


def _switch(spans: Spans, facts: Facts) -> dict[str, str]:
    return {"enable": when(spans, facts)} if spans else {}


def _tile(stream: Stream, tile: Tile, before: Facts, _after: Facts, _sheet: object) -> Stream:
    layout = f"{tile.columns}x{tile.rows}"
    return stream.filter("tile", layout=layout, nb_frames=before.frames).filter("setpts", expr="N")


def when(spans: Spans, facts: Facts) -> str:
    """Expression for spans with their edges half a frame earlier, where no frame starts."""
    half = float(1 / _video(facts).fps) / 2
    return within("t", [(span.start - half, span.end - half) for span in spans])


def _video(facts: Facts) -> VideoFacts:
    if facts.video is None:
        raise ValueError("a clip without a picture has no picture to compile")
    return facts.video


COMPILERS: Mapping[type[Operation], Callable[..., Stream]] = MappingProxyType(
    {
        Turn: _turn,
        Pad: _pad,
        BoxFilter: _box,
        Reverse: _reverse,
        Hold: _hold,
        Tile: _tile,
        SpeedRamp: ramped_picture,
    }
)
"""What makes each operation of ``arrangement``: (stream, operation, facts before, facts after)."""

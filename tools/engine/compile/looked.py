"""What looks found, as a filter graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from tools.engine.compile.graph import Stream, chained
from tools.engine.compile.reading import video_of
from tools.engine.titles.sheet import Sheet
from tools.facts import Facts, VideoFacts
from tools.operations import Covered, Operation, Pan, Segment, Steady

# Where the handles of a curve lie that looks like a quarter of a circle.
_ROUND = 0.5523
_HEAD = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, BorderStyle, Outline, Shadow, Alignment
Style: oval,Sans,20,&H00FFFFFF,1,0,0,7

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"""


def _steady(stream: Stream, steady: Steady, before: Facts, _after: Facts, sheet: Sheet) -> Stream:
    return evenly_coloured(stream, video_of(before)).filter(
        "vidstabtransform",
        input=sheet.store(steady.motion, "trf"),
        smoothing=steady.smoothing,
        optzoom=1,
        crop="black",
        interpol="bicubic",
    )


def evenly_coloured(stream: Stream, video: VideoFacts) -> Stream:
    """A picture that vid.stab takes: of odd size, each pixel needs a colour of its own."""
    if video.width % 2 or video.height % 2:
        return stream.filter("format", pix_fmts="rgba" if video.alpha else "yuv444p|rgb24")
    return stream


def _pan(stream: Stream, pan: Pan, before: Facts, _after: Facts, _sheet: Sheet) -> Stream:
    half = float(1 / video_of(before).fps) / 2
    x, y = (moving([(at, p[axis]) for at, *p in pan.points], half) for axis in (0, 1))
    return stream.filter("crop", w=pan.width, h=pan.height, x=x, y=y, exact=1)


def moving(points: Sequence[tuple[float, float]], early: float) -> str:
    """Expression of a value that goes evenly from point to point, as ``t`` does.

    It asks as in a sorted index, so that a hundred points cost seven comparisons.

    Args:
        points: When it has which value; two at the same time are a jump.
        early: So much before a point the next stretch begins, in seconds.
    """
    stretches = [(a, b) for a, b in pairwise(points) if b[0] > a[0]]
    return _moving(stretches, early) if stretches else f"{points[0][1]:g}"


def _moving(stretches: Sequence[tuple[tuple[float, float], ...]], early: float) -> str:
    if len(stretches) == 1:
        ((start, value), (end, then)) = stretches[0]
        slope = (then - value) / (end - start)
        return f"{value:g}+{slope:.5f}*(t-{start:g})" if slope else f"{value:g}"
    middle = len(stretches) // 2
    left, right = _moving(stretches[:middle], early), _moving(stretches[middle:], early)
    return f"if(lt(t,{stretches[middle][0][0] - early:.4f}),{left},{right})"


def _covered(
    stream: Stream, covered: Covered, before: Facts, _after: Facts, sheet: Sheet
) -> Stream:
    import ffmpeg

    video = video_of(before)
    copies = stream.filter_multi_output("split", 3)
    mask = copies[2].filter("drawbox", w="iw", h="ih", color="black", t="fill")
    name = sheet.store(ovals(covered.segments, video.width, video.height), "ass")
    mask = mask.filter("ass", filename=name).filter("format", pix_fmts="gray")
    mask = mask.filter("gblur", sigma=round(min(video.width, video.height) / 150, 2))
    changed = chained(copies[1], covered.chain).filter("format", pix_fmts="yuva444p")
    return copies[0].overlay(ffmpeg.filter([changed, mask], "alphamerge"), format="auto")


def ovals(segments: Sequence[Segment], width: int, height: int) -> str:
    """White ovals on their way, as an ASS file of nothing but numbers."""
    return "\n".join((_HEAD.format(width=width, height=height), *_drawn(segments, width, height)))


def _drawn(segments: Sequence[Segment], width: int, height: int) -> Iterator[str]:
    for start, end, x0, y0, x1, y1, wide, high in segments:
        w, h = wide * width, high * height
        corners = [(x * width - w / 2, y * height - h / 2) for x, y in ((x0, y0), (x1, y1))]
        way = ",".join(f"{number:.1f}" for corner in corners for number in corner)
        yield (
            f"Dialogue: 0,{_clock(start)},{_clock(end)},oval,,0,0,0,,"
            f"{{\\an7\\move({way})\\p1}}{_oval(w, h)}"
        )


def _oval(w: float, h: float) -> str:
    """An ellipse of four curves in a box from 0,0."""
    a, b = w / 2, h / 2
    p, q = a * (1 - _ROUND), b * (1 - _ROUND)
    curves = (
        (p, 0, 0, q, 0, b), (0, h - q, p, h, a, h),
        (w - p, h, w, h - q, w, b), (w, q, w - p, 0, a, 0),
    )  # fmt: skip
    drawn = " ".join("b " + " ".join(f"{number:.1f}" for number in curve) for curve in curves)
    return f"m {a:.1f} 0 {drawn}"


def _clock(seconds: float) -> str:
    hundredths = round(seconds * 100)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


COMPILERS: Mapping[type[Operation], Callable[..., Stream]] = MappingProxyType(
    {Steady: _steady, Pan: _pan, Covered: _covered}
)
"""What makes each operation of ``looked``: (stream, operation, facts before, facts after)."""

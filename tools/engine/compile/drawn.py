"""Drawn on the picture as a filter graph: counters and bars.

What stands in ``drawtext`` here is written by this file alone; words of people reach the picture
through ``titles``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from tools.engine.compile.arrangement import when
from tools.engine.compile.graph import Stream
from tools.engine.compile.reading import video_of
from tools.engine.titles.sheet import Sheet
from tools.facts import Facts
from tools.operations import Anchor, Counter, Operation, ProgressBar

# Share of each side that stays free, as with titles.
_MARGIN = 0.05
# What is left of dividing frames by a rate.
_NEAR = "0.000001"


def _counter(
    stream: Stream, counter: Counter, before: Facts, _after: Facts, sheet: Sheet
) -> Stream:
    video = video_of(before)
    shorter = min(video.width, video.height)
    size = max(8, round(counter.size * shorter / 1.36))
    x, y = _place(counter.anchor, video.width, video.height, size // 4 if counter.box else 0)
    options: dict[str, Any] = {
        "fontfile": sheet.numerals(),
        "text": counter_text(counter, before),
        "fontsize": size,
        "fontcolor": f"0x{counter.color[1:]}",
        "x": x,
        "y": y,
    }
    if counter.box:
        options |= {"box": 1, "boxcolor": "0x000000@0.6", "boxborderw": max(2, size // 4)}
    else:
        options |= {"bordercolor": "0x000000", "borderw": max(1, round(size / 14))}
    if counter.spans:
        options["enable"] = when(counter.spans, before)
    return stream.filter("drawtext", **options)


def counter_text(counter: Counter, facts: Facts) -> str:
    """What is drawn: a fixed pattern of whole numbers, each computed from the frame's number."""
    fps = video_of(facts).fps
    span = counter.spans[0] if counter.spans else None
    start = facts.frame_at(span.start) if span else 0
    end = facts.frame_at(span.end) if span else facts.frames
    first = Fraction(counter.first).limit_denominator(1000)
    if counter.kind == "frames":
        return _whole(f"n+{int(first)}", 1)
    if counter.kind == "timecode":
        frame = f"(n+{round(first * fps)})"
        seconds = f"floor({frame}*{fps.denominator}/{fps.numerator}+{_NEAR})"
        rest = f"{frame}-ceil({seconds}*{fps.numerator}/{fps.denominator}-{_NEAR})"
        return f"{_clock(seconds, hours=True)}:{_whole(rest, 2)}"
    gone = f"(n-{start})*{fps.denominator}/{fps.numerator}"
    longest = float((end - start) / fps + first)
    if counter.kind == "countdown":
        # Whole seconds are named as long as a part of them is left; the last one ends in 0.
        longest = float(first)
        seconds = f"max(0,ceil({_number(first)}-{gone}-{_NEAR}))"
    else:
        seconds = f"floor({gone}+{_number(first)}+{_NEAR})"
    if counter.kind == "clock" or (counter.kind == "countdown" and longest > 60):
        return _clock(seconds, hours=longest >= 3600)
    return _whole(seconds, 1)


def _clock(seconds: str, *, hours: bool) -> str:
    minutes = f"floor({seconds}/60)"
    rest = _whole(f"mod({seconds},60)", 2)
    if not hours:
        return f"{_whole(minutes, 1)}:{rest}"
    return f"{_whole(f'floor({seconds}/3600)', 2)}:{_whole(f'mod({minutes},60)', 2)}:{rest}"


def _whole(expression: str, digits: int) -> str:
    """A whole number, for ``drawtext`` to compute at each frame.

    It cuts off what is behind the point, of a number that may lie just below a whole one.
    """
    return f"%{{eif:{expression}+0.0001:d:{digits}}}"


def _number(value: Fraction) -> str:
    return f"{float(value):.6f}"


def _place(
    anchor: Anchor | tuple[float, float], width: int, height: int, border: int
) -> tuple[str, str]:
    """Expressions for the upper left corner of the digits."""
    across, down = max(1, round(width * _MARGIN)) + border, max(1, round(height * _MARGIN)) + border
    if not isinstance(anchor, str):
        x, y = f"{anchor[0]:.4f}*w-tw/2", f"{anchor[1]:.4f}*h-th/2"
        return f"clip({x},{border},w-tw-{border})", f"clip({y},{border},h-th-{border})"
    words = anchor.split("-")
    xs, ys = {"left": f"{across}", "right": f"w-tw-{across}"}, {"top": f"{down}"}
    ys["bottom"] = f"h-th-{down}"
    return (
        next((xs[word] for word in words if word in xs), "(w-tw)/2"),
        next((ys[word] for word in words if word in ys), "(h-th)/2"),
    )


def _progress(
    stream: Stream, bar: ProgressBar, before: Facts, _after: Facts, _sheet: Sheet
) -> Stream:
    video = video_of(before)
    span = bar.spans[0] if bar.spans else None
    start, end = (span.start, span.end) if span else (0.0, before.duration)
    height = min(video.height, max(2, round(video.height * bar.height / 2) * 2))
    copies = stream.filter_multi_output("split", 2)
    strip = copies[1].filter("crop", w=video.width, h=height, x=0, y=0, exact=1)
    color = f"0x{bar.color[1:]}"
    strip = strip.filter("drawbox", w="iw", h="ih", color=color, t="fill", replace=1)
    # A frame shows how far the clip is at the frame's end, so that the last one is full.
    done = f"min(1,(t-{start:.6f}+{float(1 / video.fps):.6f})/{end - start:.6f})"
    options = {"enable": when(bar.spans, before)} if bar.spans else {}
    return copies[0].overlay(
        strip,
        x=f"-{video.width}+{video.width}*{done}",
        y=0 if bar.edge == "top" else video.height - height,
        format="auto",
        **options,
    )


COMPILERS: Mapping[type[Operation], Callable[..., Stream]] = MappingProxyType(
    {Counter: _counter, ProgressBar: _progress}
)
"""What makes each operation of ``drawn``: (stream, operation, facts before, facts after)."""

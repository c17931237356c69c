"""Unseen: what was put on the picture, and is taken away by what comes after it.

Tools look at the clip as it is when they are called. A title that is put on a moment, or into a
corner, may be cut away by a later step; it was drawn, and nobody will see it. Where that is so, it
is told. Where words end is guessed from how many letters there are, so only what surely is gone, or
is gone in good part, counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tools.clip import Clip
from tools.engine.compile.time import walk
from tools.engine.optimize.rules import shifted
from tools.facts import Facts, VideoFacts
from tools.operations import (
    Crop,
    Cut,
    Operation,
    Overlay,
    Pad,
    Retime,
    Scale,
    Span,
    Spans,
    Title,
    Titles,
    Turn,
)

# Width of a letter as a share of the height of a line, for narrow words; and what of each side
# stays free.
_LETTER, _MARGIN = 0.4, 0.05
_WIDEST = 1 - 2 * _MARGIN
# Less of a word than this cannot be read.
_LEGIBLE = 0.75
_LONGEST = 40
# Lengths that differ by less are the same, in seconds.
_MOMENT = 1e-3


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, width: float, height: float) -> float:
        """How much of it lies in a picture, 0 to 1."""
        across = min(self.right, width) - max(self.left, 0.0)
        down = min(self.bottom, height) - max(self.top, 0.0)
        area = (self.right - self.left) * (self.bottom - self.top)
        return max(0.0, across) * max(0.0, down) / area if area > 0 else 1.0

    def moved(self, x: float, y: float, across: float = 1.0, down: float = 1.0) -> _Box:
        """It, made larger and then moved."""
        return _Box(
            self.left * across + x, self.top * down + y,
            self.right * across + x, self.bottom * down + y,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing on the picture: where it is, and when; None where that cannot be told any more."""

    box: _Box | None
    spans: Spans | None


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an operation put on the picture: its name, and its parts that can be seen."""

    name: str
    parts: tuple[_Part, ...]


def unseen(clip: Clip) -> Iterator[str]:
    """A sentence for each title and picture that later steps take away.

    Args:
        clip: What is to be rendered.
    """
    shown: list[_Shown] = []
    for operation, before, after in walk(clip.source.facts, clip.operations):
        kept: list[_Shown] = []
        for each in shown:
            left = replace(each, parts=tuple(_left(each.parts, operation, before, after)))
            if not left.parts:
                yield f"{each.name} is not seen: {_why(operation)} takes it away again."
                continue
            if isinstance(operation, Crop) and _is_cut_off(left, operation):
                yield f"{each.name} is not seen whole: {_why(operation)} takes part of it away."
            kept.append(left)
        shown = kept
        if (put := _put(operation, before)) is not None:
            shown.append(put)


def _why(operation: Operation) -> str:
    return "the crop after it" if isinstance(operation, Crop) else "the cut after it"


def _put(operation: Operation, facts: Facts) -> _Shown | None:
    video = facts.video
    if video is None:
        return None
    match operation:
        case Titles(titles=titles) if titles:
            words = " ".join(titles[0].text.split())
            name = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
            parts = [_Part(_place(t, video), (t.span,) if t.span else ()) for t in titles]
            return _Shown(f"“{name}”", tuple(parts))
        case Overlay():
            size = operation.material.facts.video
            if size is not None:
                box = _Box(0, 0, size.width, size.height).moved(operation.x, operation.y)
                name = f"'{operation.material.source.name}'"
                return _Shown(name, (_Part(box, operation.spans),))
    return None


def _place(title: Title, video: VideoFacts) -> _Box:
    """Where the words of a title are at least."""
    line = title.size * min(video.width, video.height)
    longest = max(map(len, title.text.splitlines() or [""]))
    width = min(longest * _LETTER * line, _WIDEST * video.width)
    if isinstance(title.anchor, str):
        left, top = _MARGIN * video.width, _MARGIN * video.height
        right, bottom = video.width - left - width, video.height - top - line
        x = left if "left" in title.anchor else right if "right" in title.anchor else None
        y = top if "top" in title.anchor else bottom if "bottom" in title.anchor else None
        x = (video.width - width) / 2 if x is None else x
        y = (video.height - line) / 2 if y is None else y
    else:
        across, down = title.anchor
        x, y = across * video.width - width / 2, down * video.height - line / 2
    return _Box(x, y, x + width, y + line)


def _left(
    parts: tuple[_Part, ...], operation: Operation, before: Facts, after: Facts
) -> Iterator[_Part]:
    """The parts that can still be seen, where and when they are then."""
    video = after.video
    for part in parts:
        spans = part.spans
        if isinstance(operation, Cut) and spans:
            spans = shifted(spans, operation)
            if spans is None:
                continue
        elif spans and abs(before.duration - after.duration) > _MOMENT:
            spans = _faster(spans, operation)
        box = _moved(part.box, operation, before, after) if part.box else None
        if box is None or video is None or box.within(video.width, video.height):
            yield _Part(box, spans)


def _faster(spans: Spans, operation: Operation) -> Spans | None:
    if not (isinstance(operation, Retime) and operation.span is None):
        return None
    speed = operation.factor
    return tuple(Span(span.start / speed, span.end / speed) for span in spans)


def _moved(box: _Box, operation: Operation, before: Facts, after: Facts) -> _Box | None:
    old, new = before.video, after.video
    match operation:
        case Crop(x=x, y=y):
            return box.moved(-x, -y)
        case Pad(x=x, y=y):
            return box.moved(x, y)
        case Scale(width=width, height=height) if old is not None:
            return box.moved(0, 0, width / old.width, height / old.height)
        case Turn():
            return None
    if old is None or new is None or (old.width, old.height) != (new.width, new.height):
        return None
    return box


def _is_cut_off(shown: _Shown, crop: Crop) -> bool:
    """Whether too little is left of the only thing that was put there."""
    (first, *more) = shown.parts
    return (
        not more and first.box is not None and first.box.within(crop.width, crop.height) < _LEGIBLE
    )

"""Random short recipes on a test clip, for properties that hold for every chain of operations."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from tools.clip import Clip
from tools.facts import Facts
from tools.operations import (
    Animation,
    AudioFilter,
    BoxFilter,
    Counter,
    Counting,
    Crop,
    Cut,
    Filter,
    Hold,
    Join,
    Key,
    Material,
    Mix,
    Mute,
    Operation,
    Overlay,
    Pad,
    ProgressBar,
    Ramp,
    Rate,
    Retime,
    Reverse,
    Scale,
    SoundFilter,
    Span,
    Spans,
    TimedFilter,
    Title,
    Titles,
    Turn,
    VideoFilter,
)
from tools.zooming import zooming

GRAY = Filter("lutyuv", (("u", "128"), ("v", "128")))
BLUR = Filter("gblur", (("sigma", 2.0),))
WARM = Filter("colorchannelmixer", (("rr", 0.9), ("rg", 0.2), ("bb", 0.7)))
LOUD = Filter("volume", (("volume", "-6dB"),))
LOW = Filter("lowpass", (("frequency", 3000),))
_MOTIONS = (
    Animation("fade", 0.2, 0.2), Animation("slide", 0.3), Animation("typewriter", 0.3),
)  # fmt: skip
SQUEEZE = Filter("acompressor", (("threshold", 0.1), ("ratio", 3)))


@st.composite
def recipes(draw: st.DrawFn, clip: Clip, most: int = 4) -> Clip:
    """The clip with up to so many operations that fit what it is by then.

    Where further files are at hand, half of them are joined, laid over or mixed in.
    """
    # Titles of one sheet keep out of each other's way, so each gets a place of its own.
    places = iter(("top-left", "center", "bottom-right", "left", "top", "bottom"))
    for _ in range(draw(st.integers(1, most))):
        makers = _MAKERS if clip.facts.video else _SOUND_MAKERS
        if clip.media and draw(st.booleans()):
            operation = _composed(draw, clip)
        else:
            operation = draw(st.sampled_from(makers))(draw, clip.facts)
        if isinstance(operation, Titles):
            operation = Titles((replace(operation.titles[0], anchor=next(places)),))
        if operation is not None:
            clip = clip.then(operation, done="")
    return clip


def _composed(draw: st.DrawFn, clip: Clip) -> Operation | None:
    """Something that brings one of the files at hand in."""
    source, facts = draw(st.sampled_from(clip.media)), clip.facts
    video = facts.video
    if video is None:
        return _joined(draw, Material(source), facts)
    material = Material(source).then(Rate(video.fps))
    if source.kind == "sound" or draw(st.integers(0, 2)) == 0:
        sized = material.then(Scale(video.width, video.height)) if source.facts.video else material
        return _joined(draw, sized, facts)
    at = draw(st.floats(0, facts.duration * 0.6).map(lambda t: round(t, 2)))
    if draw(st.integers(0, 3)) == 0:
        return Mix(sound=Material(source), at=at) if source.facts.audio else None
    return Overlay(
        material=material.then(Scale(40, 30)),
        x=draw(st.integers(0, 20)) * 2,
        y=draw(st.integers(0, 15)) * 2,
        start=0.0 if source.kind == "still" else at,
        opacity=draw(st.sampled_from((1.0, 0.5))),
        roundness=draw(st.sampled_from((0.0, 1.0))),
        spans=_spans(draw, facts)[:1],
    )


def _joined(draw: st.DrawFn, material: Material, facts: Facts) -> Operation:
    return Join(
        material=material,
        before=draw(st.booleans()),
        transition=draw(st.sampled_from(("none", "crossfade", "wipe_left"))),
        seconds=draw(st.sampled_from((0.1, 0.3))),
    )


def _span(draw: st.DrawFn, facts: Facts, shortest: float = 0.2) -> Span:
    start = draw(st.floats(0, max(0.0, facts.duration - shortest)).map(lambda t: round(t, 2)))
    length = draw(st.floats(shortest, facts.duration).map(lambda t: round(t, 2)))
    return Span(start, min(max(start + shortest, start + length), max(facts.duration, start + 0.1)))


def _spans(draw: st.DrawFn, facts: Facts) -> Spans:
    return tuple(_span(draw, facts) for _ in range(draw(st.integers(0, 2))))


def _cut(draw: st.DrawFn, facts: Facts) -> Operation | None:
    if facts.duration < 0.6:
        return None
    return Cut(tuple(_span(draw, facts, 0.3) for _ in range(draw(st.sampled_from((1, 1, 2, 3))))))


def _retime(draw: st.DrawFn, facts: Facts) -> Operation | None:
    factor = draw(st.sampled_from((0.5, 0.75, 1.25, 1.3, 2.0, 3.0)))
    if not 0.4 < facts.duration / factor < 25:
        return None
    part = _span(draw, facts) if draw(st.booleans()) else None
    return Retime(factor, part, keep_pitch=draw(st.booleans()))


def _crop(draw: st.DrawFn, facts: Facts) -> Operation | None:
    video = facts.video
    if video is None or min(video.width, video.height) < 64:
        return None
    x, y = draw(st.integers(0, 20)), draw(st.integers(0, 20))
    return Crop(video.width - x - draw(st.integers(0, 20)), video.height - y, x, y)


def _scale(draw: st.DrawFn, facts: Facts) -> Operation:
    return Scale(draw(st.integers(50, 120)) * 2, draw(st.integers(30, 90)) * 2)


def _rate(draw: st.DrawFn, facts: Facts) -> Operation:
    return Rate(draw(st.sampled_from((Fraction(10), Fraction(30000, 1001), Fraction(50)))))


def _look(draw: st.DrawFn, facts: Facts) -> Operation:
    chain = draw(st.sampled_from(((GRAY,), (BLUR,), (WARM,), (GRAY, BLUR))))
    return VideoFilter(chain, _spans(draw, facts))


def _titles(draw: st.DrawFn, facts: Facts) -> Operation:
    span = _span(draw, facts) if draw(st.booleans()) else None
    motion = draw(st.sampled_from((None, None, *_MOTIONS)))
    return Titles((Title(text="Abc", span=span, animation=motion),))


def _turn(draw: st.DrawFn, facts: Facts) -> Operation:
    return Turn(draw(st.integers(1, 3)))


def _pad(draw: st.DrawFn, facts: Facts) -> Operation | None:
    if facts.video is None or max(facts.video.width, facts.video.height) > 300:
        return None
    width, height = facts.video.width // 2 * 2 + 20, facts.video.height // 2 * 2 + 12
    return Pad(width, height, 8, 4, "#2060ff", draw(st.booleans()))


def _box(draw: st.DrawFn, facts: Facts) -> Operation:
    return BoxFilter((BLUR,), 40, 30, 4, 6, _spans(draw, facts))


def _timed_box(draw: st.DrawFn, facts: Facts) -> Operation:
    ramp = draw(st.sampled_from((None, Ramp(rise=0.4), Ramp(0.2, 0.2))))
    return BoxFilter((GRAY,), 40, 30, 4, 6, _spans(draw, facts)[:1], timed=True, ramp=ramp)


def _ramp(draw: st.DrawFn, facts: Facts) -> Operation:
    return TimedFilter((GRAY,), (_span(draw, facts),), Ramp(fall=0.4))


def _key(draw: st.DrawFn, facts: Facts) -> Operation:
    return Key(
        color="#00c000", similarity=0.15, blend=0.06, behind="#2060ff", spans=_spans(draw, facts)
    )


def _counter(draw: st.DrawFn, facts: Facts) -> Operation:
    kind: Counting = draw(st.sampled_from(("frames", "timecode", "countdown")))
    return Counter(kind=kind, anchor="left", first=3.0, spans=_spans(draw, facts)[:1])


def _bar(draw: st.DrawFn, facts: Facts) -> Operation:
    return ProgressBar(color="#ffffff", height=0.1, spans=_spans(draw, facts)[:1])


def _zoom(draw: st.DrawFn, facts: Facts) -> Operation | None:
    if facts.video is None:
        return None
    width, height = facts.video.width // 2, facts.video.height // 2
    seen = Crop(width, height, width // 2, height // 3)
    return zooming(facts, _span(draw, facts), 2.0, seen, draw(st.sampled_from(("in", "out"))))


def _reverse(draw: st.DrawFn, facts: Facts) -> Operation | None:
    if facts.duration >= 8:
        return None
    return draw(
        st.sampled_from((Reverse(), Reverse(bounce=True), Reverse(span=_span(draw, facts))))
    )


def _hold(draw: st.DrawFn, facts: Facts) -> Operation:
    return Hold(draw(st.floats(0, facts.duration).map(lambda t: round(t, 2))), 0.3)


def _fade(draw: st.DrawFn, facts: Facts) -> Operation:
    return TimedFilter((Filter("fade", (("type", "in"), ("duration", 0.5))),))


def _sound_fade(draw: st.DrawFn, facts: Facts) -> Operation:
    return SoundFilter((Filter("afade", (("type", "in"), ("duration", 0.5))),))


def _loudness(draw: st.DrawFn, facts: Facts) -> Operation:
    return AudioFilter((LOUD,), _spans(draw, facts), stateless=True)


def _tone(draw: st.DrawFn, facts: Facts) -> Operation:
    return AudioFilter(draw(st.sampled_from(((LOW,), (SQUEEZE,)))), _spans(draw, facts))


def _mute(draw: st.DrawFn, facts: Facts) -> Operation:
    return Mute((_span(draw, facts),))


_SOUND_MAKERS = (
    _cut, _cut, _retime, _loudness, _tone, _mute, _reverse, _hold, _sound_fade,
)  # fmt: skip
_MAKERS = (
    *_SOUND_MAKERS, _crop, _scale, _rate, _look, _look, _titles, _turn, _pad, _box, _fade, _reverse,
    _timed_box, _ramp, _key, _counter, _bar, _zoom,
)  # fmt: skip

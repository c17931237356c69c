"""Seeking: where something is said or can be measured, for those who cannot see."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean, median

from tools.services.vision.protocol import Measured
from tools.sights import MomentFound, TimelineFound

Spans = list[list[float]]

_LEAST = 0.5
# Seconds around an extreme, and over which values are averaged.
_PEAK, _SMOOTH = 3.0, 1.0
_DARK, _BRIGHT, _GREY, _COLORFUL = 0.2, 0.7, 0.06, 0.4
_MOVING, _STILL = 0.03, 0.002
# So much above or below what is usual for the clip stands out.
_STANDS_OUT, _LOUDER = 1.8, 5.0
_AUDIBLE = -60.0
_AFTER_CUT = 1.0


@dataclass(frozen=True, slots=True)
class Measurable:
    """Something that can be measured.

    Attributes:
        words: What people call it, as a pattern.
        told: What is there, in a few words.
        where: Finds it.
        most: Finds where it is most so, for "the loudest part".
    """

    words: re.Pattern[str]
    told: str
    where: Callable[[Measured, float], Spans]
    most: Callable[[TimelineFound], Sequence[float]] | None = None


def _pattern(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _faces(measured: Measured, _length: float) -> Spans:
    return [[start, end] for start, end, _ in measured.timeline["faces"]]


def _closeups(measured: Measured, _length: float) -> Spans:
    return [[start, end] for start, end, size in measured.timeline["faces"] if size > 0.5]


def _over(
    values: Sequence[float], step: float, length: float, least: float, ratio: float = 0.0
) -> Spans:
    """Where values pass a level: a fixed one, or what stands out of the rest."""
    level = max(least, ratio * median(values)) if values and ratio else least
    return _runs([value > level for value in values], step, length)


def _dark(measured: Measured, length: float) -> Spans:
    timeline = measured.timeline
    light = [1 - value for value in timeline["light"]]
    return _over(light, timeline["step"], length, 1 - _DARK)


def _bright(measured: Measured, length: float) -> Spans:
    timeline = measured.timeline
    return _over(timeline["light"], timeline["step"], length, _BRIGHT)


def _black(measured: Measured, _length: float) -> Spans:
    return measured.quality.get("black", [])


def _fast(measured: Measured, length: float) -> Spans:
    timeline = measured.timeline
    return _over(timeline["motion"], timeline["step"], length, _MOVING, _STANDS_OUT) or _over(
        timeline["motion"], timeline["step"], length, 2 * _MOVING
    )


def _still(measured: Measured, length: float) -> Spans:
    timeline = measured.timeline
    still = [1 - value for value in timeline["motion"]]
    return _over(still, timeline["step"], length, 1 - _STILL)


def _loud(measured: Measured, length: float) -> Spans:
    timeline = measured.timeline
    heard = [level for level in timeline["level"] if level > _AUDIBLE]
    if not heard:
        return []
    return _over(timeline["level"], timeline["step"], length, median(heard) + _LOUDER)


def _silent(measured: Measured, length: float) -> Spans:
    if measured.pauses is None:
        return [[0.0, length]]
    return [span for span in measured.pauses["spans"] if span[1] - span[0] >= _LEAST]


def _spoken(measured: Measured, length: float) -> Spans:
    if measured.pauses is None or measured.pauses["speech"] is None:
        return []
    edges = [0.0, *(at for span in measured.pauses["spans"] for at in span), length]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [[start, end] for start, end in pairs if end - start >= _LEAST]


def _cuts(measured: Measured, length: float) -> Spans:
    return [[at, min(length, at + _AFTER_CUT)] for at in measured.timeline["shots"]]


def _grey(measured: Measured, length: float) -> Spans:
    timeline = measured.timeline
    plain = [1 - value for value in timeline["color"]]
    return _over(plain, timeline["step"], length, 1 - _GREY)


def _colorful(measured: Measured, length: float) -> Spans:
    timeline = measured.timeline
    return _over(timeline["color"], timeline["step"], length, _COLORFUL, 1.2)


_MEASURABLES = (
    Measurable(_pattern("close-?ups?"), "a face is near", _closeups),
    Measurable(
        _pattern("faces?", "people", "persons?", "somebody", "someone", "humans?", "portraits?"),
        "a face is to be seen", _faces,
    ),
    Measurable(
        _pattern(r"black and white", r"b&w", "gr[ae]y", "colou?rless"), "there is no colour", _grey
    ),
    Measurable(
        _pattern("black", "blank", r"dark screen", r"nothing (?:to see|is seen)"),
        "the picture is black", _black,
    ),
    Measurable(
        _pattern("dark", "darker", "darkest", "dim", "underexposed"), "it is dark", _dark,
        lambda timeline: [-value for value in timeline["light"]],
    ),
    Measurable(
        _pattern("bright", "brighter", "brightest", "overexposed"), "it is bright", _bright,
        lambda timeline: timeline["light"],
    ),
    Measurable(
        _pattern("colou?rful", r"most colou?rs?", "vivid"), "it is colourful", _colorful,
        lambda timeline: timeline["color"],
    ),
    Measurable(
        _pattern(
            r"nothing (?:moves|happens|is moving|is happening)", "still", "static", "frozen",
            "motionless", "freezes", r"least (?:motion|movement)", "calmest", "stillest",
        ),
        "nothing moves", _still, lambda timeline: [-value for value in timeline["motion"]],
    ),
    Measurable(
        _pattern(
            "fast", "faster", "fastest", "action", "motion", "movement", "moves?", "moving",
            "shakes", "shaky", "hectic", "wild", "lot happens", "lot is happening",
        ),
        "much of the picture moves", _fast, lambda timeline: timeline["motion"],
    ),
    Measurable(
        _pattern(
            "silent", "silence", "quiet", "quieter", "quietest", r"no (?:sound|audio|music|noise)",
            r"(?:nobody|no one|no-one|nothing) (?:talks|speaks|is heard|says anything|is speaking"
            r"|is talking|is said)", "pauses?",
        ),
        "nothing is to be heard", _silent,
    ),
    Measurable(
        _pattern(
            "loud", "louder", "loudest", "noisy", "noise", "bang", "screams?", "screaming",
            "shouts?", "shouting", "applause", "cheers?", "cheering", "explosion", "explodes",
        ),
        "it is loud", _loud, lambda timeline: timeline["level"],
    ),
    Measurable(
        _pattern("talks?", "talking", "speaks?", "speaking", "speech", "voices?"),
        "there is sound between the pauses", _spoken,
    ),
    Measurable(
        _pattern(
            r"(?:scene|shot|picture) (?:changes?|switches)", "scene change", "cuts?", "camera cuts",
            r"new (?:scene|shot)s?",
        ),
        "the scene changes", _cuts,
    ),
)  # fmt: skip
_SUPERLATIVE = re.compile(r"\b(?:\w+est|most|least)\b", re.IGNORECASE)
_FILLERS = re.compile(
    r"while|during|than|any|can|could|clearly|heard|hear|visibly|"
    r"a|an|the|this|that|these|those|it|its|it's|is|are|was|were|be|been|being|has|have|"
    r"had|do|does|there|here|where|when|which|what|who|with|without|in|on|at|of|to|from|"
    r"for|and|or|but|as|into|part|parts|moment|moments|place|places|bit|scene|scenes|shot|"
    r"shots|time|times|point|section|clip|video|picture|image|screen|camera|sound|audio|"
    r"music|all|every|most|least|more|less|very|really|so|much|lot|lots|appears|appear|"
    r"appeared|seen|see|sees|visible|shown|shows|show|comes|come|starts|start|begins|"
    r"begin|first|last|some|something|one|ones|gets|get|goes|go|going|becomes|turns|we|"
    r"you|i|he|she|they|his|her|their|him|them|only|just|happens",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def measurable(what: str) -> list[Measurable]:
    """What of the wish can be measured."""
    found: list[Measurable] = []
    left = what
    for each in _MEASURABLES:
        if each.words.search(left):
            found.append(each)
            left = each.words.sub(" ", left)
    return found


def unseen(what: str) -> str:
    """What of the wish cannot be measured, in the person's words."""
    left = what
    for each in _MEASURABLES:
        left = each.words.sub(" ", left)
    return " ".join(word for word in _WORD.findall(left) if not _FILLERS.fullmatch(word))


def moments(what: str, measured: Measured, length: float) -> list[MomentFound]:
    """Where all of it that can be measured is so at once."""
    wanted = measurable(what)
    if not wanted:
        return []
    extreme = next((each for each in wanted if each.most), None)
    if extreme is not None and extreme.most is not None and _SUPERLATIVE.search(what):
        spans = _peak(extreme.most(measured.timeline), measured.timeline["step"], length)
    else:
        spans = wanted[0].where(measured, length)
        for each in wanted[1:]:
            spans = _both(spans, each.where(measured, length))
    told = " and ".join(each.told for each in wanted)
    return [
        MomentFound(start=round(a, 2), end=round(b, 2), what=told, sure=0.8)
        for a, b in spans
        if b - a >= min(_LEAST, length)
    ]


def _peak(values: Sequence[float], step: float, length: float) -> Spans:
    """The seconds around the highest value, if there are values that differ."""
    even = _smoothed(values, step)
    if not even or max(even) - min(even) < 1e-6:
        return []
    middle = (even.index(max(even)) + 0.5) * step
    start = max(0.0, min(middle - _PEAK / 2, length - _PEAK))
    return [[start, min(length, start + _PEAK)]]


def _both(one: Spans, other: Spans) -> Spans:
    crossed = ([max(a, c), min(b, d)] for a, b in one for c, d in other)
    return [span for span in crossed if span[1] - span[0] > 0]


def _smoothed(values: Sequence[float], step: float) -> list[float]:
    reach = max(0, round(_SMOOTH / step / 2))
    return [fmean(values[max(0, n - reach) : n + reach + 1]) for n in range(len(values))]


def _runs(flags: Sequence[bool], step: float, length: float) -> Spans:
    """Stretches of moments with a flag; gaps of less than a second are closed."""
    found: Spans = []
    at = 0
    for flag, group in groupby(flags):
        count = len(list(group))
        start, end = at * step, min(length, (at + count) * step)
        at += count
        if flag and found and start - found[-1][1] < _SMOOTH:
            found[-1][1] = end
        elif flag:
            found.append([start, end])
    return found

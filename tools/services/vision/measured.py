"""Measured: the built-in engine. It tells from numbers and spoken words, and sees nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import fmean, median

from tools.analysis import PausesFound
from tools.clip import Clip
from tools.operations import Span
from tools.ranges import say_range
from tools.rating import Rating, advised, kinds_by_shape, rated
from tools.services.vision import hearing, seeking
from tools.services.vision.protocol import Footage, Measured, Said
from tools.sights import ImpressionFound, SoughtFound, TimelineFound
from tools.values import format_length

# Shares of the clip.
_MOSTLY, _PARTLY = 0.5, 0.15
# Mean change of the picture from moment to moment.
_STILL, _CALM, _WILD = 0.0015, 0.012, 0.05
# Seconds of a shot that is short, and of one that is long.
_FAST_SHOTS, _SLOW_SHOTS = 3.0, 12.0
_DARK, _BRIGHT, _GREY, _COLORFUL = 0.2, 0.7, 0.06, 0.4
# Speech pauses this often in a minute, and is this share of the time not silent.
_PAUSES_A_MINUTE, _SPEAKING = 6.0, (0.25, 0.97)
_LONG_PAUSE = 1.5
# Pauses that are this share of a clip are too many.
_MUCH_PAUSE = 0.2
_WORDS_A_SECOND = 0.7
_TEACHING = re.compile(
    r"\b(?:how to|tutorial|step (?:one|two|three|by step|\d)|first(?:ly)? (?:you|we|of all)|"
    r"next (?:you|we|step)|let me show|i(?:'ll| will) show|in this video|click|make sure|"
    r"you (?:need|want|have) to|for example|lesson|learn)\b",
    re.IGNORECASE,
)
_TAUGHT = 2


class MeasuredVision:
    """The engine: always there, free, and without a network."""

    name = "built-in measuring"
    version = "1"
    product = "built-in/measurements"
    paid = False
    local = True
    languages: frozenset[str] | None = None
    longest: float | None = None

    async def ready(self) -> str | None:
        """It always is."""
        return None

    async def describe(self, footage: Footage) -> ImpressionFound:
        """What kind of clip it is, as far as numbers and words tell."""
        clip, measured = footage.clip, await footage.measured()
        rating = rated(clip, measured.quality)
        said = await footage.shortly_said()
        kind = _kind(clip, measured, said)
        return ImpressionFound(
            engine=self.name,
            kind=kind,
            summary="",
            style=list(_style(clip, measured.timeline)),
            audience=_audience(clip),
            issues=list(_issues(clip, measured, rating)),
            advice=list(_advice(clip, measured, rating, kind)),
            notes=[],
            passing=True,
        )

    async def find(self, footage: Footage, what: str) -> SoughtFound:
        """Where that is said, or can be measured."""
        length = footage.clip.facts.duration
        if seeking.measurable(what) and not hearing.asks_for_words(what):
            moments = seeking.moments(what, await footage.measured(), length)
            unseen = seeking.unseen(what)
        else:
            moments = hearing.said_moments(what, await footage.said(), length)
            unseen = "" if moments or hearing.asks_for_words(what) else seeking.unseen(what)
        return SoughtFound(engine=self.name, moments=moments, unseen=unseen, notes=[], passing=True)


def _kind(clip: Clip, measured: Measured, said: Sequence[Said] | None) -> str:
    """What kind of content it is, from faces, speech, motion and words."""
    timeline, length = measured.timeline, clip.facts.duration
    speaks = _speaks(measured.pauses, length)
    if said is not None:
        speaks = len(said) / length > _WORDS_A_SECOND
    if clip.facts.video is None:
        return "speech" if speaks else "sound without speech"
    faces = sum(end - start for start, end, _ in timeline["faces"]) / length
    words = " ".join(each.words for each in said or ())
    usual = median(timeline["motion"]) if timeline["motion"] else 0.0
    if len(_TEACHING.findall(words)) >= _TAUGHT:
        return "tutorial"
    if usual < _STILL:
        return "slides or a screen, with speech" if speaks else "a picture that hardly moves"
    if faces > _MOSTLY:
        return "talking head" if speaks else "portrait of somebody"
    if speaks:
        return "somebody talking, with other pictures"
    return "action" if usual > _WILD else "scenes without speech"


def _speaks(pauses: PausesFound | None, length: float) -> bool:
    """Whether the sound comes and goes as speech does; music and noise hardly pause."""
    if pauses is None or pauses["speech"] is None or length <= 0:
        return False
    silent = sum(end - start for start, end in pauses["spans"]) / length
    often = len(pauses["spans"]) / (length / 60) >= _PAUSES_A_MINUTE
    return often and _SPEAKING[0] < 1 - silent < _SPEAKING[1]


def _style(clip: Clip, timeline: TimelineFound) -> Iterator[str]:
    yield from kinds_by_shape(clip.facts)
    if clip.facts.video is None or not timeline["light"]:
        return
    yield from _cutting(timeline["shots"], clip.facts.duration)
    motion, light = fmean(timeline["motion"]), fmean(timeline["light"])
    if motion < _STILL:
        yield "nothing moves"
    elif motion < _CALM:
        yield "calm"
    elif motion > _WILD:
        yield "fast motion"
    if light < _DARK or light > _BRIGHT:
        yield "dark" if light < _DARK else "bright"
    color = fmean(timeline["color"])
    if color < _GREY or color > _COLORFUL:
        yield "black and white" if color < _GREY else "colourful"


def _cutting(shots: Sequence[float], length: float) -> Iterator[str]:
    if not shots:
        yield "one shot"
        return
    usual = length / (len(shots) + 1)
    pace = "fast cutting" if usual < _FAST_SHOTS else "slow cutting" if usual > _SLOW_SHOTS else ""
    yield f"{len(shots) + 1} shots{f', {pace}' if pace else ''}"


def _audience(clip: Clip) -> str:
    """Who it is for: no more than its shape and its length tell."""
    kinds = set(kinds_by_shape(clip.facts))
    if clip.facts.video is None:
        return "listeners"
    if "vertical" in kinds:
        short = "short form" in kinds
        return "people on phones, as in Shorts, Reels and TikTok" if short else "people on phones"
    if "long form" in kinds:
        return "people who take their time, as for a film, a lecture or a stream"
    if "short form" in kinds:
        return "people who scroll through feeds and chats"
    return "people on YouTube and on screens"


def _issues(clip: Clip, measured: Measured, rating: Rating) -> Iterator[str]:
    yield from (mark.fault for mark in rating.worst)
    if clip.facts.audio is None:
        yield "there is no sound"
    elif rating.loudness is None:
        yield "there is nothing to hear"
    elif not rating.loudness_is_usual:
        loud = "loud" if rating.loudness > -16 else "quiet"
        yield f"the sound is too {loud} ({rating.loudness:.0f} LUFS)"
    if dead := _long_pauses(measured.pauses):
        yield f"{format_length(sum(map(_length, dead)))} of it are pauses"
    quality = measured.quality
    for name, spans in (("black", quality.get("black")), ("standing still", quality.get("frozen"))):
        yield from (f"{name} at {say_range(Span(*span))}" for span in (spans or [])[:2])


def _long_pauses(pauses: PausesFound | None) -> list[list[float]]:
    if pauses is None or pauses["speech"] is None:
        return []
    return [span for span in pauses["spans"] if _length(span) >= _LONG_PAUSE]


def _length(span: Sequence[float]) -> float:
    return span[1] - span[0]


def _advice(clip: Clip, measured: Measured, rating: Rating, kind: str) -> Iterator[str]:
    """The most useful first; what is named twice counts once."""
    pauses = sum(map(_length, _long_pauses(measured.pauses)))
    if kind == "tutorial":
        yield "captions"
    if pauses > _MUCH_PAUSE * clip.facts.duration and _speaks(measured.pauses, clip.facts.duration):
        yield "silences"
    yield from advised(clip, measured.quality, rating)
    if kind == "talking head":
        yield "captions"

"""Rating: how good a clip is, from what was measured of it, as scores from 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tools.analysis import QualityFound
from tools.clip import Clip
from tools.facts import AudioFacts, Facts, VideoFacts
from tools.measuring import USUAL_LOUDNESS

_GRADES = ((0.9, "excellent"), (0.7, "good"), (0.5, "fair"), (0.3, "poor"), (0.0, "very poor"))
_LONG_SIDES = ((3840, 1.0, "4K"), (1920, 0.9, "Full HD"), (1280, 0.7, "HD"), (640, 0.5, "SD"))
_RATES = ((59.0, 1.0), (29.0, 0.8), (23.5, 0.6))
_BITS = ((1.5, 1.0), (1.0, 0.8), (0.7, 0.6))
_BITS_PER_PIXEL = 0.1
_CODECS = {"hevc": 1.0, "av1": 1.0, "vp9": 0.9, "h264": 0.8, "mpeg4": 0.5, "mpeg2video": 0.3}
_UNKNOWN_CODEC = 0.5
_WEIGHTS = {"picture": 0.4, "size": 0.2, "bits": 0.15, "rate": 0.1, "codec": 0.1, "sound": 0.05}
# Below the first a measurement is worth a step that improves it; below the second all of it is.
_IMPROVABLE, _BAD = 0.7, 0.5
# What may help a clip that is not good, where it is not fine already.
_SOFT, _FINE = frozenset({"sharpen", "contrast"}), 0.9
_PALE = 0.1
_MANY_SCENES = 10
_FULL_HD = 1920
# So far from what is usual online, in LU, a loudness is worth a step.
_LOUDNESS_SLACK = 5.0
# Kinds by shape: seconds, and width over height.
_SHORT_FORM, _LONG_FORM, _CINEMATIC, _VERTICAL = 60.0, 3600.0, 1.5, 0.8


@dataclass(frozen=True, slots=True)
class Mark:
    """One measurement as a share of the best.

    Attributes:
        name: What was measured, in words.
        score: 0 to 1.
        value: The measured value, in words.
        fault: What is wrong where the score is low, in words.
        remedy: Name of what would improve it, out of ``ADVICE``; empty where nothing would.
    """

    name: str
    score: float
    value: str
    fault: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """How good a clip is.

    Attributes:
        score: 0 to 1.
        marks: The measurements of the picture.
        loudness: Of the sound in LUFS; None where there is nothing to hear.
    """

    score: float
    marks: tuple[Mark, ...]
    loudness: float | None

    @property
    def grade(self) -> str:
        """The score in a word."""
        return next(name for least, name in _GRADES if self.score >= least)

    @property
    def worst(self) -> list[Mark]:
        """The measurements that could be better, the worst first."""
        low = (mark for mark in self.marks if mark.score < _IMPROVABLE)
        return sorted(low, key=lambda mark: mark.score)

    @property
    def loudness_is_usual(self) -> bool:
        """Whether the loudness is about what is usual online."""
        return self.loudness is None or abs(self.loudness - USUAL_LOUDNESS) <= _LOUDNESS_SLACK


def rated(clip: Clip, found: QualityFound) -> Rating:
    """How good a clip is.

    Args:
        clip: The clip.
        found: What was measured of it.
    """
    marks, parts = _parts(clip, found)
    weights = {name: _WEIGHTS[name] for name in parts}
    score = sum(parts[name] * weight for name, weight in weights.items()) / sum(weights.values())
    loudness = found["loudness"]["integrated"] if "loudness" in found else None
    return Rating(score, tuple(marks), loudness)


def advised(clip: Clip, found: QualityFound, rating: Rating) -> Iterator[str]:
    """Names of what would make a clip better, out of ``ADVICE``, the most useful first.

    Args:
        clip: The clip.
        found: What was measured of it.
        rating: How good it is.
    """
    video = clip.facts.video
    if video is not None and rating.score < _BAD:
        yield from ("upscale", "denoise")
    yield from (mark.remedy for mark in rating.worst if mark.remedy)
    if not rating.loudness_is_usual:
        yield "loudness"
    if video is None:
        return
    if rating.score < _IMPROVABLE:
        if 0 < found.get("color", 0.0) < _PALE:
            yield "color"
        yield from (m.remedy for m in rating.marks if m.remedy in _SOFT and m.score < _FINE)
    if rating.score >= _BAD and max(video.width, video.height) < _FULL_HD:
        yield "full_hd"
    if found.get("scenes", 1) > _MANY_SCENES:
        yield "fades"


def kinds_by_shape(facts: Facts) -> Iterator[str]:
    """What kind of clip it is by its length and the shape of its picture."""
    if facts.duration < _SHORT_FORM:
        yield "short form"
    elif facts.duration > _LONG_FORM:
        yield "long form"
    if facts.video:
        ratio = facts.video.width / facts.video.height
        if ratio > _CINEMATIC:
            yield "cinematic"
        elif ratio < _VERTICAL:
            yield "vertical"


def _parts(clip: Clip, found: QualityFound) -> tuple[list[Mark], dict[str, float]]:
    """The marks of the picture, and the score of each part of the grade that there is."""
    sent = clip.source.facts
    parts: dict[str, float] = {}
    picture: list[Mark] = []
    if clip.facts.video is not None and sent.video is not None:
        video = clip.facts.video
        picture = list(_marks(found))
        if picture:
            parts["picture"] = sum(mark.score for mark in picture) / len(picture)
        parts["size"] = size_of(video)[0]
        parts["rate"] = _at_least(float(video.fps), _RATES, 0.4)
        parts["codec"] = _CODECS.get(sent.video.codec, _UNKNOWN_CODEC)
        if sent.size_bytes:
            parts["bits"] = _at_least(bit_ratio(sent, sent.video), _BITS, 0.4)
    if clip.facts.audio is not None:
        parts["sound"] = _sound(clip.facts.audio)
    return picture, parts


def _marks(found: QualityFound) -> Iterator[Mark]:
    if blur := found.get("blur", 0.0):
        # Sharp edges are some 5 pixels wide, blurred ones 10 and more.
        sharp = _falling(blur, 6, 13)
        yield Mark("sharpness", sharp, f"{sharp:.0%}", "the picture is soft", "sharpen")
    if "blocks" in found:
        blocks = _falling(math.log2(max(1.0, found["blocks"])), 2, 6)
        yield Mark("codec blocks", blocks, _amount(blocks), "the codec left blocks in the picture")
    if "noise" in found:
        noise = _falling(found["noise"], 1.5, 10)
        yield Mark("noise", noise, _amount(noise), "the picture is noisy", "denoise")
    if "light" in found:
        light = found["light"]
        exposed = min(_falling(-light, -0.25, -0.05), _falling(light, 0.75, 0.95))
        fault, remedy = ("dark", "brighten") if light < 0.5 else ("bright", "darken")
        yield Mark("brightness", exposed, f"{light:.0%}", f"the picture is too {fault}", remedy)
        contrast = found["bright"] - found["dark"]
        flat = _falling(-contrast, -0.3, -0.05)
        yield Mark("contrast", flat, f"{contrast:.0%}", "the picture is flat", "contrast")


def size_of(video: VideoFacts) -> tuple[float, str]:
    """The score of a picture's size, and what such a size is called."""
    side = max(video.width, video.height)
    return next(
        ((score, name) for least, score, name in _LONG_SIDES if side >= least), (0.3, "small")
    )


def bit_ratio(sent: Facts, video: VideoFacts) -> float:
    """Bits of the file's picture over those that such a picture takes."""
    sound = 128_000 if sent.audio else 0
    rate = max(0.0, (sent.size_bytes or 0) * 8 / sent.duration - sound)
    return rate / (video.width * video.height * float(video.fps) * _BITS_PER_PIXEL)


def _sound(audio: AudioFacts) -> float:
    rate = _at_least(audio.sample_rate, ((48_000, 1.0), (44_100, 0.9), (32_000, 0.6)), 0.3)
    return (rate + (1.0 if audio.channels > 1 else 0.6)) / 2


def _at_least(value: float, steps: tuple[tuple[float, float], ...], otherwise: float) -> float:
    return next((score for least, score in steps if value >= least), otherwise)


def _falling(value: float, best: float, worst: float) -> float:
    """1 up to ``best``, 0 from ``worst`` on, in a straight line between."""
    return min(1.0, max(0.0, (worst - value) / (worst - best)))


def _amount(score: float) -> str:
    return next(word for least, word in ((0.9, "none"), (0.7, "little"), (0.4, "visible"),
                                         (0.0, "strong")) if score >= least)  # fmt: skip

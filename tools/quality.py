"""Quality: how good a clip is, as a grade, and what would make it better."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from tools.analysis import Quality, QualityFound
from tools.answer import Answer
from tools.clip import Clip
from tools.facts import AudioFacts, Facts, VideoFacts
from tools.measuring import USUAL_LOUDNESS
from tools.operations import Span
from tools.ranges import say_range

_GRADES = ((0.9, "excellent"), (0.7, "good"), (0.5, "fair"), (0.3, "poor"), (0.0, "very poor"))
_LONG_SIDES = ((3840, 1.0, "4K"), (1920, 0.9, "Full HD"), (1280, 0.7, "HD"), (640, 0.5, "SD"))
_RATES = ((59.0, 1.0), (29.0, 0.8), (23.5, 0.6))
_BITS = ((1.5, 1.0), (1.0, 0.8), (0.7, 0.6))
_BITS_PER_PIXEL = 0.1
_CODECS = {"hevc": 1.0, "av1": 1.0, "vp9": 0.9, "h264": 0.8, "mpeg4": 0.5, "mpeg2video": 0.3}
_UNKNOWN_CODEC = 0.5
_WEIGHTS = {"picture": 0.4, "size": 0.2, "bits": 0.15, "rate": 0.1, "codec": 0.1, "sound": 0.05}
# Below this a measurement is worth a step that improves it.
_IMPROVABLE = 0.7
_MANY_SCENES = 10
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Mark:
    """One measurement as a share of the best.

    Attributes:
        name: What was measured, in words.
        score: 0 to 1.
        value: The measured value, in words.
        remedy: A request that would improve it; empty where there is none.
    """

    name: str
    score: float
    value: str
    remedy: str = ""


def measure_quality(clip: Clip) -> str:
    """Tell how good picture and sound are: a grade, what was measured, and what would help.

    Args:
        clip: The clip.

    Examples:
        how good is the quality?
        check the quality
        rate the quality of this video
        is it sharp enough?
        is the picture too dark or too noisy?
        analyse the video and tell me what to improve
        are there black or frozen parts?
        what could be better about this clip?
    """
    found: QualityFound = clip.finding(Quality())
    picture, parts = _parts(clip, found)
    weights = {name: _WEIGHTS[name] for name in parts}
    score = sum(parts[name] * weight for name, weight in weights.items()) / sum(weights.values())
    grade = next(name for least, name in _GRADES if score >= least)
    kinds = ", ".join(_kinds(clip.facts))
    lines = [f"The quality is {grade}: {score:.2f} of 1{f' ({kinds})' if kinds else ''}."]
    if picture:
        lines.append("Picture: " + ", ".join(f"{m.name} {m.value}" for m in picture) + ".")
    lines += chain(_besides(clip), _sounds(found), _defects(found))
    worst = sorted(picture, key=lambda mark: mark.score)
    remedies = [mark.remedy for mark in worst if mark.remedy and mark.score < _IMPROVABLE]
    return Answer(" ".join(lines), tuple(dict.fromkeys((*remedies, *_advice(clip, found, score)))))


def _parts(clip: Clip, found: QualityFound) -> tuple[list[_Mark], dict[str, float]]:
    """The marks of the picture, and the score of each part of the grade that there is."""
    sent = clip.source.facts
    parts: dict[str, float] = {}
    picture: list[_Mark] = []
    if clip.facts.video is not None and sent.video is not None:
        video = clip.facts.video
        picture = list(_marks(found))
        if picture:
            parts["picture"] = sum(mark.score for mark in picture) / len(picture)
        parts["size"] = _size(video)[0]
        parts["rate"] = _at_least(float(video.fps), _RATES, 0.4)
        parts["codec"] = _CODECS.get(sent.video.codec, _UNKNOWN_CODEC)
        if sent.size_bytes:
            parts["bits"] = _at_least(_bit_ratio(sent, sent.video), _BITS, 0.4)
    if clip.facts.audio is not None:
        parts["sound"] = _sound(clip.facts.audio)
    return picture, parts


def _marks(found: QualityFound) -> Iterator[_Mark]:
    if blur := found.get("blur", 0.0):
        # Sharp edges are some 5 pixels wide, blurred ones 10 and more.
        sharp = _falling(blur, 6, 13)
        yield _Mark("sharpness", sharp, f"{sharp:.0%}", "sharpen it")
    if "blocks" in found:
        blocks = _falling(math.log2(max(1.0, found["blocks"])), 2, 6)
        yield _Mark("codec blocks", blocks, _amount(blocks))
    if "noise" in found:
        noise = _falling(found["noise"], 1.5, 10)
        yield _Mark("noise", noise, _amount(noise), "reduce the noise in the picture")
    if "light" in found:
        light = found["light"]
        exposed = min(_falling(-light, -0.25, -0.05), _falling(light, 0.75, 0.95))
        remedy = "brighten it" if light < 0.5 else "make it darker"
        yield _Mark("brightness", exposed, f"{light:.0%}", remedy)
        contrast = found["bright"] - found["dark"]
        flat = _falling(-contrast, -0.3, -0.05)
        yield _Mark("contrast", flat, f"{contrast:.0%}", "increase the contrast")


def _besides(clip: Clip) -> Iterator[str]:
    sent, video = clip.source.facts, clip.facts.video
    if video is None:
        return
    rate = f"{float(video.fps):.4g} fps"
    codec = sent.video.codec if sent.video else "none"
    words = f"{video.width}x{video.height} is {_size(video)[1]}, at {rate}; the file is {codec}"
    if sent.video and sent.size_bytes:
        words += f" with {_bit_ratio(sent, sent.video):.1f} times the bits that it needs"
    yield f"{words}."


def _sounds(found: QualityFound) -> Iterator[str]:
    loudness = found.get("loudness")
    if loudness is None:
        return
    if loudness["integrated"] is None or loudness["peak"] is None:
        yield "Sound: nothing to hear."
    else:
        yield (f"Sound: {loudness['integrated']:.1f} LUFS, true peak {loudness['peak']:.1f} dBTP.")


def _defects(found: QualityFound) -> Iterator[str]:
    for name, spans in (("Black", found.get("black")), ("Standing still", found.get("frozen"))):
        if spans:
            places = ", ".join(say_range(Span(*span)) for span in spans[:_SHOWN])
            more = f" and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else ""
            yield f"{name}: {places}{more}."


def _advice(clip: Clip, found: QualityFound, score: float) -> Iterator[str]:
    """Further steps, the most useful first."""
    loudness = found["loudness"]["integrated"] if "loudness" in found else None
    if loudness is not None and abs(loudness - USUAL_LOUDNESS) > 5:
        yield f"normalize the loudness to {USUAL_LOUDNESS:g} LUFS"
    length = clip.facts.duration
    for start, end in found.get("black", []):
        if (start < 0.1 or end > length - 0.1) and end - start < length / 2:
            yield f"cut out {say_range(Span(start, end)).replace('-', ' to ')}"
    video = clip.facts.video
    if video is None:
        return
    if score < _IMPROVABLE and 0 < found.get("color", 0.0) < 0.1:
        yield "make the colors stronger"
    if 960 <= max(video.width, video.height) < 1920:
        yield "resize it to 1080p"
    if found.get("scenes", 1) > _MANY_SCENES:
        yield "fade in and out"


def _kinds(facts: Facts) -> Iterator[str]:
    if facts.duration < 60:
        yield "short form"
    elif facts.duration > 3600:
        yield "long form"
    if facts.video:
        ratio = facts.video.width / facts.video.height
        if ratio > 1.5:
            yield "cinematic"
        elif ratio < 0.8:
            yield "vertical"


def _size(video: VideoFacts) -> tuple[float, str]:
    side = max(video.width, video.height)
    return next(
        ((score, name) for least, score, name in _LONG_SIDES if side >= least), (0.3, "small")
    )


def _bit_ratio(sent: Facts, video: VideoFacts) -> float:
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

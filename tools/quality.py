"""Quality: how good a clip is, as a grade, and what would make it better."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tools.advising import requests_of
from tools.analysis import Quality, QualityFound
from tools.answer import Answer
from tools.clip import Clip
from tools.operations import Span
from tools.ranges import say_range
from tools.rating import advised, bit_ratio, kinds_by_shape, rated, size_of

_SHOWN = 5


def measure_quality(clip: Clip) -> str:
    """Tell how good picture and sound are: a grade, what was measured, and what would help.

    Args:
        clip: The clip.

    Examples:
        how good is the quality?
        check if there is any noise
        is it too dark?
        check the quality
        rate the quality of this video
        is it sharp enough?
        is the picture too dark or too noisy?
        how is the picture and sound quality?
        are there black or frozen parts?
        what could be better about this clip?
    """
    found: QualityFound = clip.finding(Quality())
    rating = rated(clip, found)
    kinds = ", ".join(kinds_by_shape(clip.facts))
    lines = [
        f"The quality is {rating.grade}: {rating.score:.2f} of 1{f' ({kinds})' if kinds else ''}."
    ]
    if rating.marks:
        lines.append("Picture: " + ", ".join(f"{m.name} {m.value}" for m in rating.marks) + ".")
    lines += chain(_besides(clip), _sounds(found), defects(found))
    asked = requests_of(advised(clip, found, rating), clip)
    return Answer(" ".join(lines), (*asked[:1], *black_ends(clip, found), *asked[1:]))


def _besides(clip: Clip) -> Iterator[str]:
    sent, video = clip.source.facts, clip.facts.video
    if video is None:
        return
    rate = f"{float(video.fps):.4g} fps"
    codec = sent.video.codec if sent.video else "none"
    words = f"{video.width}x{video.height} is {size_of(video)[1]}, at {rate}; the file is {codec}"
    if sent.video and sent.size_bytes:
        share = bit_ratio(sent, sent.video)
        often = f"{share:.1f} times" if share >= 0.1 else "less than a tenth of"
        words += f" with {often} the bits that are usual for that"
    yield f"{words}."


def _sounds(found: QualityFound) -> Iterator[str]:
    loudness = found.get("loudness")
    if loudness is None:
        return
    if loudness["integrated"] is None or loudness["peak"] is None:
        yield "Sound: nothing to hear."
    else:
        yield (f"Sound: {loudness['integrated']:.1f} LUFS, true peak {loudness['peak']:.1f} dBTP.")


def defects(found: QualityFound) -> Iterator[str]:
    """Where the picture is black or stands still, in sentences."""
    for name, spans in (("Black", found.get("black")), ("Standing still", found.get("frozen"))):
        if spans:
            places = ", ".join(say_range(Span(*span)) for span in spans[:_SHOWN])
            more = f" and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else ""
            yield f"{name}: {places}{more}."


def black_ends(clip: Clip, found: QualityFound) -> Iterator[str]:
    """Requests that cut off what is black at the start and the end."""
    length = clip.facts.duration
    for start, end in found.get("black", []):
        if (start < 0.1 or end > length - 0.1) and end - start < length / 2:
            yield f"cut out {say_range(Span(start, end)).replace('-', ' to ')}"

"""Looks: what has to be known of a clip before it can be compiled.

Some operations say what is wanted and not how: so loud, so calm. Before the rendering the clip is
looked at as it is at that step, and other operations with the numbers take their place. What was
found is kept by content, so that a changed title takes no second look.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from tools.analysis import Analysis, Loudness, LoudnessFound
from tools.clip import Clip
from tools.engine.measure.analyses import Looking, analyse
from tools.engine.measure.motion import Motion, MotionFound
from tools.engine.measure.paths import path_of, sees_anything, ways_of_faces
from tools.engine.measure.subjects import Subjects, SubjectsFound
from tools.operations import (
    AudioFilter,
    Covered,
    CoverFaces,
    Filter,
    Follow,
    Normalize,
    Operation,
    Pan,
    Segment,
    SoundFilter,
    Stabilize,
    Steady,
)

# Loudness is measured over windows of so many seconds (ITU-R BS.1770).
_LOUDNESS_SECONDS = 0.4
# A loudness this near is right, in LU; a limiter takes a little that is made up for in a few tries.
_NEAR, _TRIES = 0.1, 4
# Samples of a limiter that works on four times as many of them hold what lies between; what comes
# of going back to fewer is this much, in dB.
_OVERSAMPLED, _OVERSHOOT = 192_000, 0.2
# Strengths of stabilising: so many seconds of the camera's path are smoothed.
_CALM_SECONDS = (0.2, 2.0)
_SHAKINESS = (4, 9)


class Seen(NamedTuple):
    """What a look gave.

    Attributes:
        operations: What stands in the place of the one that needed it.
        notes: What people should be told.
    """

    operations: tuple[Operation, ...]
    notes: tuple[str, ...] = ()


async def looked(clip: Clip, looking: Looking) -> tuple[Clip, tuple[str, ...]]:
    """The clip with numbers where a look was needed, and what people should be told.

    Raises:
        ToolFailed: The clip could not be read.
        LimitExceeded: It is too long, or a look took too long.
    """
    if not any(type(each) in _LOOKS for each in clip.operations):
        return clip, ()
    notes: list[str] = []
    known = replace(clip, operations=(), facts=clip.source.facts)
    for operation in clip.operations:
        seen = Seen((operation,))
        if look := _LOOKS.get(type(operation)):
            seen = await look(known, operation, looking)
        notes += seen.notes
        known = known.then(*seen.operations, done="")
    return replace(clip, operations=known.operations), tuple(notes)


async def examined(clip: Clip, analysis: Analysis, looking: Looking) -> Any:
    """What an analysis finds in a clip whose operations may need looks themselves.

    Raises:
        ToolFailed: The clip could not be read.
        LimitExceeded: It is too long, or a look took too long.
    """
    known, _ = await looked(clip, looking)
    return await analyse(known, analysis, looking)


async def _normalize(clip: Clip, wanted: Normalize, looking: Looking) -> Seen:
    """A gain that gives the loudness, with a limiter where peaks would pass the limit."""
    found: LoudnessFound = await analyse(clip, Loudness(), looking)
    if found["integrated"] is None or found["peak"] is None:
        if clip.facts.duration < _LOUDNESS_SECONDS:
            return Seen((), ("The sound is too short for its loudness to be measured and set.",))
        return Seen((), ("The sound is silent, so its loudness could not be set.",))
    gain = wanted.lufs - found["integrated"]
    if found["peak"] + gain <= wanted.peak:
        return Seen((AudioFilter((_volume(gain),), stateless=True),))
    best, reached = gain, found["integrated"]
    for _ in range(_TRIES):
        trial = clip.then(_limited(gain, wanted.peak), done="")
        got: LoudnessFound = await analyse(trial, Loudness(), looking)
        if got["integrated"] is None:
            break
        best, reached = gain, got["integrated"]
        if abs(wanted.lufs - reached) <= _NEAR:
            break
        gain += wanted.lufs - reached
    short = wanted.lufs - reached
    notes = (
        (f"Without distortion it reaches {reached:.1f} LUFS, not {wanted.lufs:g}.",)
        if short > 5 * _NEAR
        else ()
    )
    return Seen((_limited(best, wanted.peak),), notes)


def _volume(gain: float) -> Filter:
    return Filter("volume", (("volume", f"{gain:.3f}dB"),))


def _limited(gain: float, peak: float) -> SoundFilter:
    limit = round(10 ** ((peak - _OVERSHOOT) / 20), 5)
    return SoundFilter(
        (
            _volume(gain),
            Filter("aresample", (("out_sample_rate", _OVERSAMPLED),)),
            Filter("alimiter", (("limit", limit), ("level", 0), ("latency", 1))),
        )
    )


async def _stabilize(clip: Clip, wanted: Stabilize, looking: Looking) -> Seen:
    video = clip.facts.video
    if video is None or clip.facts.frames < 2:
        return Seen(())
    low, high = _SHAKINESS
    shakiness = round(low + (high - low) * wanted.strength)
    found: MotionFound = await analyse(clip, Motion(shakiness), looking)
    least, most = _CALM_SECONDS
    seconds = least + (most - least) * wanted.strength**2
    return Seen((Steady(found["motion"], max(1, round(seconds * float(video.fps) / 2))),))


async def _follow(clip: Clip, wanted: Follow, looking: Looking) -> Seen:
    video = clip.facts.video
    if video is None:
        return Seen(())
    found: SubjectsFound = await analyse(clip, Subjects(), looking)
    points = path_of(found, clip.facts, wanted.width, wanted.height)
    notes = () if sees_anything(found) else (
        "I found no face and nothing that moves, so the frame shows what stands out most.",
    )  # fmt: skip
    return Seen((Pan(wanted.width, wanted.height, points),), notes)


async def _cover_faces(clip: Clip, wanted: CoverFaces, looking: Looking) -> Seen:
    found: SubjectsFound = await analyse(clip, Subjects(), looking)
    segments = ways_of_faces(found, clip.facts.duration, wanted.spans)
    if not segments:
        return Seen((), ("I found no face in that part, so nothing is blurred there.",))
    return Seen((Covered((_covering(wanted, clip, segments),), segments),))


def _covering(wanted: CoverFaces, clip: Clip, segments: Sequence[Segment]) -> Filter:
    """A filter that leaves nothing to recognize of the largest face."""
    width = clip.need_video("blur faces").width * max(segment[6] for segment in segments)
    if wanted.style == "pixelate":
        side = max(4, round(width / (20 - 14 * wanted.intensity)))
        return Filter("pixelize", (("width", side), ("height", side)))
    return Filter(
        "gblur", (("sigma", round(max(3.0, width * (0.05 + 0.1 * wanted.intensity)), 2)),)
    )


_LOOKS: Mapping[type[Operation], Callable[[Clip, Any, Looking], Awaitable[Seen]]] = (
    MappingProxyType(
        {
            CoverFaces: _cover_faces,
            Follow: _follow,
            Normalize: _normalize,
            Stabilize: _stabilize,
        }
    )
)

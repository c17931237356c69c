"""Measuring: answers that take a look at the pictures or a listen to the sound."""

from __future__ import annotations

from itertools import pairwise

from tools.analysis import Loudness, LoudnessFound, Scenes, ScenesFound
from tools.answer import Answer
from tools.clip import Clip
from tools.operations import Span
from tools.ranges import say_range
from tools.values import format_length, format_seconds

_SHOWN = 20
# What players on the net and phones are made for, in LUFS, and what is clearly beside it.
USUAL_LOUDNESS = -16.0
_TOO_LOUD, _TOO_QUIET = -11.0, -21.0
_CLIPPING = -0.1


def detect_scenes(clip: Clip) -> str:
    """Tell where the scenes change: the times of all cuts from one shot to the next.

    Args:
        clip: The clip.

    Examples:
        where do the scenes change?
        detect the scenes
        find the scene cuts
        how many shots are there?
        at which times does the picture cut to something else?
        list the scene changes
        where are the cuts?
        when does the camera change?
    """
    clip.need_video("detect_scenes")
    found: ScenesFound = clip.finding(Scenes())
    changes = found["changes"]
    length = clip.facts.duration
    if not changes:
        return f"It is one shot of {format_length(length)}: there is no cut to another scene."
    scenes = [Span(start, end) for start, end in pairwise([0.0, *changes, length]) if end > start]
    shown = ", ".join(map(say_range, scenes[:_SHOWN]))
    more = f" and {len(scenes) - _SHOWN} more" if len(scenes) > _SHOWN else ""
    times = [format_seconds(at) for at in changes[:_SHOWN]]
    split = f"split it at {', '.join(times)}" if len(changes) <= _SHOWN else ""
    return Answer(f"There are {len(scenes)} scenes: {shown}{more}.", (split,) if split else ())


def measure_loudness(clip: Clip) -> str:
    """Tell how loud the sound is: loudness in LUFS, its range, and the true peak.

    Args:
        clip: The clip.

    Examples:
        how loud is it?
        measure the loudness
        is it too loud?
        is the sound too quiet?
        how many LUFS is the audio?
        what is the peak level of the sound?
        check the volume level
        does the audio clip?
        how many db is it?
    """
    clip.need_audio("measure_loudness")
    found: LoudnessFound = clip.finding(Loudness())
    whole, peak = found["integrated"], found["peak"]
    if whole is None or peak is None:
        return "There is nothing to hear: the sound is silent, or far too short and quiet."
    verdict, suggestions = _verdict(whole)
    clipped = " Its peaks are at the limit and may be distorted." if peak > _CLIPPING else ""
    return Answer(
        f"The sound is at {whole:.1f} LUFS, with a loudness range of {found['range']:.1f} LU and a "
        f"true peak of {peak:.1f} dBTP. {verdict}{clipped}",
        suggestions,
    )


def _verdict(whole: float) -> tuple[str, tuple[str, ...]]:
    normalize = (f"normalize the loudness to {USUAL_LOUDNESS:g} LUFS",)
    if whole > _TOO_LOUD:
        return "That is louder than the -16 to -14 LUFS that are usual online.", normalize
    if whole < _TOO_QUIET:
        return "That is quieter than the -16 to -14 LUFS that are usual online.", normalize
    return "That is a usual loudness, neither too loud nor too quiet.", ()

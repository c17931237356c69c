"""Splitting: one clip delivered as several files."""

from __future__ import annotations

from dataclasses import replace

from tools.analysis import Scenes, ScenesFound
from tools.clip import Clip
from tools.errors import BadInput
from tools.parts import MOST, Split
from tools.ranges import shortest
from tools.values import Moments, Seconds, format_length, format_seconds
from tools.values.choices import SplitBy


def split_clip(
    clip: Clip,
    at: Moments | None = None,
    parts: int | None = None,
    every: Seconds | None = None,
    by: SplitBy | None = None,
    zip: bool | None = None,
) -> Clip:
    """Split the clip into several files: at times, scene by scene, or into parts of a length.

    Args:
        clip: The clip.
        at: Times at which one part ends and the next begins.
        parts: Number of equal parts, 2 to 100.
        every: Length of each part in seconds; the last one may be shorter.
        by: scene makes a file of each: it is split where the picture cuts to another shot.
        zip: Whether the files come in one ZIP archive; when left out, only more than ten do.

    Examples:
        split it into 3 parts
        split the video at 0:08
        cut it into 10 second chunks
        divide into two halves as separate files
        split at 0:05, 0:12 and 0:20
        chop it up into segments of 5 seconds and zip them
        make separate clips of 30 seconds each
        one file for the first 8 seconds and another for the rest
        split it by scene
        split at every scene change
        detect the scenes and cut into clips
        cut it into separate shots
        one file per scene
        3 equal parts
        divide it in the middle
        break it in two at 0:09
    """
    ways = [way for way in (at or None, parts, every, by) if way is not None]
    length = clip.facts.duration
    if len(ways) != 1:
        raise BadInput(
            f"Where shall I split the {format_length(length)}? At times (0:05 and 0:10), into a "
            "number of equal parts, every so many seconds, or scene by scene: one of these."
        )
    if clip.encoding.sequence:
        raise BadInput("Single pictures cannot be split further.")
    if by:
        at = _changes(clip)
    _check(clip, at or [], parts, every)
    split = Split(at=tuple(sorted(at or [])), count=parts, every=every)
    count = len(split.spans(clip.facts))
    if count > MOST:
        raise BadInput(f"That would be {count} files; at most {MOST} are made at once.")
    packed = zip if zip is not None else clip.zipped or count > _MANY
    made = clip.then(
        done=f"split it into {count} {'part' if count == 1 else 'parts'}{_where(split, by)}",
        note=f"The {count} files come in one ZIP archive." if packed and zip is None else "",
    )
    return replace(made, split=split, zipped=packed)


# More files than this at once are a nuisance in a chat; Discord and Telegram take ten a message.
_MANY = 10


def _check(clip: Clip, at: list[float], parts: int | None, every: float | None) -> None:
    length, frame = clip.facts.duration, shortest(clip)
    for time in at:
        if not frame / 2 < time < length - frame / 2:
            raise BadInput(
                f"It cannot be split at {format_seconds(time)}: the clip goes from 0:00 to "
                f"{format_seconds(length)}. Choose times between."
            )
    if parts is not None and not 2 <= parts <= MOST:
        raise BadInput(f"A clip can be split into 2 to {MOST} parts, not into {parts}.")
    if parts is not None and length / parts < frame:
        raise BadInput(f"{format_length(length)} are too short for {parts} parts.")
    if every is not None and not frame <= every < length:
        raise BadInput(
            f"Parts of {every:g} s cannot be made of a clip of {format_length(length)}. Choose a "
            "shorter length."
        )


def _changes(clip: Clip) -> list[float]:
    """Where the picture cuts to another shot."""
    clip.need_video("split_clip")
    found: ScenesFound = clip.finding(Scenes())
    if not found["changes"]:
        raise BadInput(
            f"It is one shot of {format_length(clip.facts.duration)}: there is no cut to another "
            "scene to split at. Name times, or a number of parts."
        )
    return found["changes"]


def _where(split: Split, by: SplitBy | None) -> str:
    if by:
        return f", a {by} each"
    if split.at:
        return f" at {', '.join(map(format_seconds, split.at))}"
    return f" of {split.every:g} s" if split.every else " of equal length"

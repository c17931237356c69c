"""Chapters: where they begin in the clip as it is delivered, and how ffmpeg is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tools.clip import Clip
from tools.cues import Cue
from tools.engine.compile.time import on_grid, walk
from tools.engine.titles.sheet import Sheet
from tools.export_format import CHAPTERED
from tools.following import followed
from tools.operations import Chapters, Mark

_FILE = "chapters.txt"
_OPTION, _METADATA = "-map_chapters", "-map_metadata"
# What is left of a chapter is none when it is shorter.
_LEAST = 0.5
_SPECIAL = str.maketrans({each: f"\\{each}" for each in "=;#\\\n"})


def with_chapters(clip: Clip, args: tuple[str, ...], sheet: Sheet) -> tuple[str, ...]:
    """The arguments of a run that writes the clip's chapters into its file.

    Args:
        clip: The clip.
        args: The arguments without chapters.
        sheet: Takes the file of chapters, and notes.
    """
    asked = any(isinstance(each, Chapters) for each in clip.operations)
    if not asked or _OPTION not in args:  # a run that only looks writes no file
        return args
    container = clip.encoding.container
    if container not in CHAPTERED:
        sheet.note(
            f"{container} files cannot hold chapters, so they were left out; mp4 and mkv hold them."
        )
        return args
    marks = chapters_of(clip)
    if not marks:
        sheet.note("None of the chapters are left in the clip.")
        return args
    sheet.files[_FILE] = metadata(marks, clip.facts.duration).encode("utf-8")
    inputs = [at for at, word in enumerate(args) if word == "-i"]
    behind = inputs[-1] + 2
    given = ("-protocol_whitelist", "file", "-f", "ffmetadata", "-i", _FILE)
    rest = list(args[behind:])
    rest[rest.index(_OPTION) + 1] = str(len(inputs))
    # Nothing of the source's is passed on; the titles are metadata of the chapters, and stay.
    place = rest.index(_METADATA)
    rest[place : place + 2] = [f"{_METADATA}:g", "-1", f"{_METADATA}:s", "-1"]
    return (*args[:behind], *given, *rest)


def chapters_of(clip: Clip) -> tuple[Mark, ...]:
    """Where chapters begin in the end: those of the last time that they were set."""
    facts = clip.source.facts.with_video(variable_rate=False)
    cues: tuple[Cue, ...] = ()
    for operation, before, after in walk(facts, on_grid(facts, clip.operations)):
        cues = _merged(followed(cues, operation, before, after)) if cues else ()
        if isinstance(operation, Chapters):
            cues = _cues(operation.marks, after.duration)
    return tuple(Mark(cue.start, cue.text) for cue in cues)


def metadata(marks: Sequence[Mark], duration: float) -> str:
    """Chapters in ffmpeg's own format of metadata."""
    lines = [";FFMETADATA1"]
    ends = [*(mark.at for mark in marks[1:]), duration]
    for mark, end in zip(marks, ends, strict=True):
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={round(mark.at * 1000)}",
            f"END={round(max(end, mark.at) * 1000)}",
            f"title={mark.title.translate(_SPECIAL)}",
        ]
    return "\n".join(lines) + "\n"


def _cues(marks: Sequence[Mark], duration: float) -> tuple[Cue, ...]:
    kept = [mark for mark in sorted(marks) if mark.at < duration - _LEAST]
    ends = [*(mark.at for mark in kept[1:]), duration]
    return tuple(Cue(m.at, end, m.title) for m, end in zip(kept, ends, strict=True) if end > m.at)


def _merged(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Chapters without crumbs; one that a cut took the middle of stays one."""
    found: list[Cue] = []
    for cue in cues:
        if found and found[-1].text == cue.text:
            found[-1] = replace(found[-1], end=cue.end)
        elif cue.end - cue.start >= _LEAST:
            found.append(cue)
    if found:
        found[0] = replace(found[0], start=0.0 if found[0].start < _LEAST else found[0].start)
    return tuple(found)

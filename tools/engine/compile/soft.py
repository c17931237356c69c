"""Soft subtitles: a track of words of their own, at the times of the clip as it is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tools.clip import Clip
from tools.cues import Cue, parse_cues, read_cues
from tools.engine.compile.graph import Stream
from tools.engine.compile.time import on_grid, walk
from tools.engine.optimize.rules import shifted
from tools.engine.text_files import content_of
from tools.engine.titles.sheet import Sheet
from tools.errors import BadInput
from tools.export_format import SUBTITLE_CODECS
from tools.facts import Facts
from tools.operations import (
    Cut,
    Hold,
    Operation,
    Retime,
    Reverse,
    SoftSubtitles,
    Span,
    SpeedRamp,
)

# A line of text with an arrow could be taken for times.
_ARROW = ("-->", "\u2192")


def soft_subtitles(clip: Clip, sheet: Sheet) -> tuple[list[Stream], dict[str, str]]:
    """The tracks of subtitles of a clip, and their options.

    Raises:
        BadInput: A file holds no subtitles, or they cannot follow what was done to the clip.
    """
    import ffmpeg

    if not any(isinstance(each, SoftSubtitles) for each in clip.operations):
        return [], {}
    codec = SUBTITLE_CODECS.get(clip.encoding.container)
    if codec is None:
        sheet.note(
            f"{clip.encoding.container} files cannot hold subtitles that are switched on and off, "
            "so they were left out. Burn them in instead, or deliver an mp4 or mkv."
        )
        return [], {}
    tracks = []
    for cues in _tracks(clip):
        if not cues:
            sheet.note("None of the subtitles fall into the clip, so they were left out.")
            continue
        name = sheet.store(_srt(cues), "srt")
        tracks.append(ffmpeg.input(name, format="srt", protocol_whitelist="file,pipe")["s"])
    options = {"c:s": codec, "disposition:s:0": "default"} if tracks else {}
    return tracks, options


def _tracks(clip: Clip) -> list[tuple[Cue, ...]]:
    """The subtitles of each track, at their times in the end."""
    facts = clip.source.facts.with_video(variable_rate=False)
    tracks: list[tuple[Cue, ...]] = []
    for operation, before, after in walk(facts, on_grid(facts, clip.operations)):
        tracks = [followed(cues, operation, before, after) for cues in tracks]
        if isinstance(operation, SoftSubtitles):
            tracks.append(_read(operation, before))
    return tracks


def _read(soft: SoftSubtitles, facts: Facts) -> tuple[Cue, ...]:
    if soft.file is None:
        cues = parse_cues(soft.text, soft.format)
    else:
        cues = read_cues(content_of(soft.file), soft.file.demuxer, soft.file.name)
    moved = (
        replace(cue, start=max(0.0, cue.start + soft.later),
                end=min(facts.duration, cue.end + soft.later))
        for cue in cues
    )  # fmt: skip
    return tuple(cue for cue in moved if cue.start < cue.end)


def followed(
    cues: tuple[Cue, ...], operation: Operation, before: Facts, after: Facts
) -> tuple[Cue, ...]:
    """Where words show after an operation.

    Raises:
        BadInput: Nobody can tell.
    """
    if isinstance(operation, Cut):
        return _sorted(_kept(cues, operation, after))
    if isinstance(operation, Reverse):
        return _sorted(_backwards(cues, operation, before.duration))
    place = _place(operation, before)
    if place is not None:
        return tuple(replace(cue, start=place(cue.start), end=place(cue.end)) for cue in cues)
    if abs(after.duration - before.duration) < _UNMOVED:
        return cues
    raise BadInput(
        "Subtitles that can be switched off cannot follow the clip through this edit. Add them "
        "after it, or burn them into the picture."
    )


def _kept(cues: tuple[Cue, ...], cut: Cut, after: Facts) -> Iterator[Cue]:
    for cue in cues:
        spans = shifted((Span(cue.start, cue.end),), cut)
        if spans is None:
            continue
        for span in spans or (Span(0.0, after.duration),):
            yield replace(cue, start=span.start, end=span.end)


def _backwards(cues: tuple[Cue, ...], reverse: Reverse, length: float) -> Iterator[Cue]:
    begin = length if reverse.bounce else 0.0
    if reverse.bounce:
        yield from cues
    for cue in cues:
        yield replace(cue, start=begin + length - cue.end, end=begin + length - cue.start)


# A rate may round the length by a frame.
_UNMOVED = 0.25


def _place(operation: Operation, before: Facts) -> Callable[[float], float] | None:
    """Where a moment plays after an operation that stretches time."""
    match operation:
        case Retime(factor=factor, span=span):
            start, end = (span.start, span.end) if span else (0.0, before.duration)
            return lambda at: _stretched(at, start, end, (end - start) / factor)
        case SpeedRamp(span=span) as ramp:
            whole = ramp.plays(span.length)
            return lambda at: (
                span.start + ramp.plays(at - span.start)
                if span.start < at < span.end
                else _stretched(at, span.start, span.end, whole)
            )
        case Hold(at=held, seconds=seconds):
            return lambda at: at + seconds if at > held else at
    return None


def _stretched(at: float, start: float, end: float, length: float) -> float:
    if at <= start:
        return at
    if at >= end:
        return at - (end - start) + length
    return start + (at - start) * length / (end - start)


def _sorted(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    return tuple(sorted(cues, key=lambda cue: (cue.start, cue.end)))


def _srt(cues: tuple[Cue, ...]) -> str:
    blocks = (
        f"{number}\n{_time(cue.start)} --> {_time(cue.end)}\n{cue.text.replace(*_ARROW)}\n"
        for number, cue in enumerate(cues, 1)
    )
    return "\n".join(blocks)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d},{rest % 1000:03d}"

"""Soft subtitles: a track of words of their own, at the times of the clip as it is delivered."""

from __future__ import annotations

from dataclasses import replace

from tools.clip import Clip
from tools.cues import Cue, parse_cues, read_cues
from tools.engine.compile.graph import Stream
from tools.engine.compile.time import on_grid, walk
from tools.engine.text_files import content_of
from tools.engine.titles.sheet import Sheet
from tools.export_format import SUBTITLE_CODECS
from tools.facts import Facts
from tools.following import followed
from tools.operations import SoftSubtitles

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


def _srt(cues: tuple[Cue, ...]) -> str:
    blocks = (
        f"{number}\n{_time(cue.start)} --> {_time(cue.end)}\n{cue.text.replace(*_ARROW)}\n"
        for number, cue in enumerate(cues, 1)
    )
    return "\n".join(blocks)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d},{rest % 1000:03d}"

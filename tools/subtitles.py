"""Subtitles: the words of a file, each at its time."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from tools.clip import Clip
from tools.cues import format_of, parse_cues, titles_of
from tools.errors import BadInput
from tools.export_format import SUBTITLE_CODECS
from tools.media import SubtitleFile, Wanted, pick
from tools.operations import Operation, SoftSubtitles, Span, Subtitles, Title, Titles
from tools.ranges import part, say_part
from tools.titles import checked
from tools.values import (
    Color,
    Position,
    Seconds,
    SubtitleMode,
    TextSize,
    anchor_of,
    format_length,
)

_WANTED: Wanted = get_args(SubtitleFile)[1]


def add_subtitles(
    clip: Clip,
    file: SubtitleFile | None = None,
    text: str | None = None,
    mode: SubtitleMode = "burn",
    later: float = 0.0,
    position: Position = "bottom",
    color: Color = "#ffffff",
    size: TextSize = 0.07,
    box: bool = False,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Add subtitles from a file (srt, vtt, ass), each line at its own time.

    Burnt ones become part of the picture. Soft ones are a track that players show and hide (in
    mp4, mov, mkv and webm); it moves along with later cuts and changes of speed.

    Args:
        clip: The clip.
        file: The file of subtitles that was sent; the latest one when left out.
        text: The subtitles themselves, as the text of such a file, where none was sent.
        mode: burn draws them into the picture, soft adds a track that can be switched off.
        later: Seconds by which they show later than the file says; below 0 earlier.
        position: Where on the picture.
        color: Colour of the letters.
        size: small, medium, large, huge, or a line's height as a fraction of the picture.
        box: Whether the lines stand in a dark box.
        start: From when on they show; the clip's start if left out.
        end: Until when they show; the clip's end if left out.

    Examples:
        add these subtitles
        burn in the subtitles from the srt file
        put the attached subtitles on the video
        hardcode the captions from this file
        add the vtt captions in yellow
        use the subtitle file I sent
        embed the srt, but half a second later
        show the subtitles at the top in large letters
        add the srt as soft subtitles that can be switched off
    """
    clip.need_video("add_subtitles")
    spans = part(clip, start, end)
    span = spans[0] if spans else None
    like = Title(
        text="",
        anchor=anchor_of(position),
        style="box" if box else "subtitle",
        color=color,
        size=size,
        bold=False,
    )
    shift = f", {abs(later):g} s {'later' if later > 0 else 'earlier'}" if later else ""
    written = text if text is not None and text.strip() else None
    if mode == "soft":
        return _soft(clip, file, written, later, shift)
    if written is not None:
        operation, count = _written(clip, written, like, later, span)
        did = f"added {count} subtitle{'s' if count > 1 else ''}{shift}{say_part(spans)}"
        return clip.then(operation, done=did)
    chosen = pick(clip, file, _WANTED)
    return clip.then(
        Subtitles(file=chosen, like=like, later=later, span=span),
        done=f"added the subtitles from '{chosen.name}'{shift}{say_part(spans)}",
    )


def _soft(clip: Clip, file: str | None, text: str | None, later: float, shift: str) -> Clip:
    """A track of subtitles; how it looks is up to the player."""
    container = clip.encoding.container
    if container not in SUBTITLE_CODECS:
        raise BadInput(
            f"{container} files cannot hold subtitles that are switched on and off. Burn them in, "
            "or convert the clip to mp4 first."
        )
    note = "Whether they show at once, and how they look, is up to the player."
    if text is None:
        chosen = pick(clip, file, _WANTED)
        soft = SoftSubtitles(file=chosen, later=later)
        did = f"added the subtitles from '{chosen.name}' as a track{shift}"
        return clip.then(soft, done=did, note=note)
    format = format_of(text)
    if format is None:
        raise BadInput("Soft subtitles need times: write them as SubRip, such as an .srt file is.")
    count = len(parse_cues(text, format))
    soft = SoftSubtitles(text=text, format=format, later=later)
    did = f"added {count} subtitle{'s' if count > 1 else ''} as a track{shift}"
    return clip.then(soft, done=did, note=note)


def _written(
    clip: Clip, text: str, like: Title, later: float, span: Span | None
) -> tuple[Operation, int]:
    """Subtitles that stand in the request; words without times show all the time."""
    format = format_of(text)
    if format is None:
        return Titles((replace(like, text=checked(text), span=span),)), 1
    cues = parse_cues(text, format)
    titles = titles_of(cues, like, clip.facts, later=later, span=span)
    if not titles:
        first, last = cues[0].start + later, max(cue.end for cue in cues) + later
        raise BadInput(
            f"The subtitles go from {first:g} to {last:g} s, and the clip is "
            f"{format_length(clip.facts.duration)} long: none of them would show."
        )
    return Titles(titles), len(titles)

"""Subtitles of a file as titles: read, moved with the clip, and drawn like all other words."""

from __future__ import annotations

from tools.cues import read_cues, titles_of
from tools.engine.compile.time import on_grid
from tools.engine.optimize.picture import cut_before_titles
from tools.engine.text_files import content_of
from tools.engine.titles.sheet import Sheet
from tools.facts import Facts
from tools.operations import Subtitles, Title, Titles


def subtitle_titles(subtitles: Subtitles, before: Facts, sheet: Sheet) -> tuple[Title, ...]:
    """The titles that a file of subtitles gives for a clip.

    Args:
        subtitles: What is to be shown.
        before: The clip as it is now.
        sheet: Takes the notes.

    Raises:
        BadInput: The file is none of subtitles.
        ToolFailed: The file is not there any more.
    """
    data = content_of(subtitles.file)
    cues = read_cues(data, subtitles.file.demuxer, subtitles.file.name)
    facts = subtitles.facts or before
    shown = titles_of(cues, subtitles.like, facts, later=subtitles.later, span=subtitles.span)
    if not shown:
        sheet.note(f"None of the subtitles in '{subtitles.file.name}' fall into the clip.")
    (drawn,) = on_grid(facts, (Titles(shown),)) or (Titles(()),)
    for cut in subtitles.cuts:
        moved = cut_before_titles(drawn, cut, facts)
        drawn = moved[1] if moved and len(moved) > 1 else Titles(())
        facts = cut.after(facts)
    return drawn.titles if isinstance(drawn, Titles) else ()

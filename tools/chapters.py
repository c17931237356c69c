"""Chapters: marks in the file by which players and sites let people jump."""

from __future__ import annotations

from collections.abc import Sequence

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import CHAPTERED
from tools.operations import Chapters, Mark
from tools.said import said
from tools.topics import SHORTEST, chapters_in
from tools.values import Language, Moments, format_seconds

_MOST = 100
_LONGEST = 100
# What YouTube asks for before it lists chapters.
_YOUTUBE = 3


def chapter_marks(
    clip: Clip,
    at: Moments | None = None,
    titles: list[str] | None = None,
    count: int | None = None,
    language: Language | None = None,
) -> Clip:
    """Add chapters to the file, and list them with their times as for YouTube.

    Args:
        clip: The clip.
        at: Moments at which chapters begin; when left out they are found in what is said, by
            pauses and topics.
        titles: Their titles, in order; taken from what is said when left out.
        count: How many there should be at most, 2 to 100.
        language: The language that is spoken, if it has to be told.

    Examples:
        add chapters
        make chapter marks
        divide it into chapters
        give me YouTube chapters with timestamps
        put chapters at 0:30, 1:15 and 2:00
        make 5 chapters out of what is said
        chapter list for the description
        mark the topics as chapters
    """
    if count is not None and not 2 <= count <= _MOST:
        raise BadInput(f"A clip gets 2 to {_MOST} chapters, not {count}.")
    notes: tuple[str, ...] = ()
    if at:
        marks = _given(clip, at, titles or [])
    else:
        heard = said(clip, "find_chapters", language)
        notes = heard.notes
        marks = chapters_in(heard.words, clip.facts.duration, count)
        marks = [
            Mark(mark.at, titles[number] if titles and number < len(titles) else mark.title)
            for number, mark in enumerate(marks)
        ]
    if len(marks) < 2:
        raise BadInput(
            "I find no place where a second chapter would begin: nobody pauses long enough. Name "
            "the times, such as: chapters at 0:30 and 1:15."
        )
    listed = "\n".join(f"{format_seconds(round(mark.at))} {mark.title}" for mark in marks)
    return clip.then(
        Chapters(tuple(marks)),
        done=f"added {len(marks)} chapters",
        note="\n".join([f"Chapters:\n{listed}", *_hints(clip, marks), *notes]),
    )


def _given(clip: Clip, at: Sequence[float], titles: Sequence[str]) -> list[Mark]:
    """Chapters at moments that the person named; the first one begins where the clip does."""
    length = clip.facts.duration
    starts = sorted({round(moment, 3) for moment in at})
    if starts[-1] >= length:
        raise BadInput(
            f"There is no chapter at {format_seconds(starts[-1])}: the clip ends at "
            f"{format_seconds(length)}."
        )
    names = [each.strip()[:_LONGEST] for each in titles]
    if starts[0] > 0:
        names = ["Start", *names] if len(names) == len(starts) else names
        starts.insert(0, 0.0)
    named = [*names, *(f"Part {n}" for n in range(len(names) + 1, len(starts) + 1))]
    return [Mark(start, title) for start, title in zip(starts, named, strict=False)]


def _hints(clip: Clip, marks: Sequence[Mark]) -> list[str]:
    hints = []
    lengths = [b - a for a, b in zip(
        [mark.at for mark in marks],
        [*(mark.at for mark in marks[1:]), clip.facts.duration], strict=True,
    )]  # fmt: skip
    if len(marks) < _YOUTUBE or min(lengths) < SHORTEST:
        hints.append("YouTube lists chapters only where there are 3 or more, each of 10 s or more.")
    container = clip.encoding.container
    if container not in CHAPTERED:
        hints.append(f"A {container} file cannot hold them; an mp4 can.")
    return hints

"""Chapters: where topics begin, what they are called, and how they follow later edits."""

from __future__ import annotations

import pytest

from tests.tools.made_up import clip
from tests.tools.test_said import heard
from tools.chapters import chapter_marks
from tools.clip import Clip
from tools.engine.compile.chapters import chapters_of, metadata
from tools.engine.compile.clip import compile_clip
from tools.errors import BadInput
from tools.export import convert_format
from tools.operations import Chapters, Cut, Mark, Span
from tools.said import Word
from tools.topics import chapters_in

TOPICS = (
    "first we bake the bread with flour and water the bread needs an oven and flour",
    "now the garden has tomatoes and flowers the garden needs water tomatoes love sun",
    "finally our music lesson with guitar and piano music makes the guitar player happy",
)


def talk(pause: float = 1.5) -> list[Word]:
    """Three topics of some 20 s each."""
    at, words = 0.0, []
    for topic in TOPICS:
        for word in topic.split() * 3:
            words.append(Word(word, at, at + 0.4))
            at += 0.5
        at += pause
    return words


def marks(edited: Clip) -> list[float]:
    return [round(mark.at, 2) for mark in chapters_of(edited)]


def test_topics_begin_where_somebody_pauses_and_the_words_change() -> None:
    words = talk()
    found = chapters_in(words, words[-1].end)
    starts = [words[len(TOPICS[0].split()) * 3].start,
              words[-len(TOPICS[2].split()) * 3].start]  # fmt: skip
    assert [mark.at for mark in found] == pytest.approx([0, *starts], abs=0.3)
    assert len({mark.title for mark in found}) == 3
    assert all(0 < len(mark.title) <= 40 and mark.title[0].isupper() for mark in found)


def test_nobody_who_talks_on_has_chapters() -> None:
    with pytest.raises(BadInput, match="Name the times"):
        chapter_marks(heard([("on", n * 0.2, n * 0.2 + 0.2, 1.0) for n in range(40)]))


def test_chapters_at_named_times() -> None:
    edited = chapter_marks(clip(duration=60.0), at=[30.0, 15.0])
    assert edited.operations == (
        Chapters((Mark(0.0, "Part 1"), Mark(15.0, "Part 2"), Mark(30.0, "Part 3"))),
    )
    assert "0:15 Part 2" in edited.notes[-1]
    named = chapter_marks(clip(duration=60.0), at=[15.0, 30.0], titles=["Flour", "Oven"])
    assert [mark.title for mark in named.operations[-1].marks] == ["Start", "Flour", "Oven"]  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="ends at 1:00"):
        chapter_marks(clip(duration=60.0), at=[70.0])


def test_chapters_follow_cuts() -> None:
    edited = chapter_marks(clip(duration=60.0), at=[15.0, 30.0])
    assert marks(edited.then(Cut((Span(10, 60),)), done="cut")) == [0, 5, 20]
    assert marks(edited.then(Cut((Span(0, 14), Span(31, 60))), done="cut")) == [0, 14]


def test_the_file_is_told_and_what_cannot_hold_them_is_said() -> None:
    edited = chapter_marks(clip(duration=60.0), at=[15.0])
    command = compile_clip(edited)
    at = command.args.index("ffmetadata")
    assert command.args[at - 1 : at + 3] == ("-f", "ffmetadata", "-i", "chapters.txt")
    number = command.args[: at + 2].count("-i") - 1
    assert command.args[command.args.index("-map_chapters") + 1] == str(number)
    assert command.args.count("copy") == 2
    assert b"START=15000" in command.files["chapters.txt"]
    gif = compile_clip(convert_format(edited, "gif"))
    assert "ffmetadata" not in gif.args
    assert "cannot hold chapters" in " ".join(gif.notes)


def test_titles_are_data() -> None:
    text = metadata((Mark(0.0, "a=b;c#d\\e\n[CHAPTER]"),), 5.0)
    assert "title=a\\=b\\;c\\#d\\\\e\\\n[CHAPTER]\n" in text

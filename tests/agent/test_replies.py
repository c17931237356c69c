"""The sentences that people read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from agent.messages import Quote, Receipt
from agent.planner.plan import Call, Outcome
from agent.replies import (
    edit_text,
    facts_line,
    joined,
    quote_text,
    result_line,
    rough_time,
    unresolved,
    wishes,
)
from tests.agent.scripted import described_source
from tools.values import format_size


def worked(tool: str, result: str = "done", wish: str = "") -> Outcome:
    return Outcome(call=Call(tool=tool, wish=wish), result=result)


def failed(tool: str, error: str = "wrong") -> Outcome:
    return Outcome(call=Call(tool=tool), error=error)


@dataclass(frozen=True)
class Rounds:
    """Rounds of outcomes, and the errors of those that remain open."""

    id: str
    rounds: list[list[Outcome]]
    left: list[str]


_ROUNDS = (
    Rounds("nothing failed", [[worked("mute_audio")]], []),
    Rounds("failed", [[failed("crop_video", "a")]], ["a"]),
    Rounds("repaired", [[failed("crop_video")], [worked("crop_video")]], []),
    Rounds("failed again", [[failed("crop_video", "a")], [failed("crop_video", "b")]], ["b"]),
    Rounds("another tool", [[failed("crop_video", "a")], [worked("mute_audio")]], ["a"]),
    Rounds("two of a tool", [[failed("add_text", "a"), failed("add_text", "b")],
                             [worked("add_text")]], ["b"]),
    Rounds("same round", [[worked("add_text"), failed("add_text", "a")]], ["a"]),
    Rounds("told by the planner", [[failed("crop_video")], [worked("leave_out")]], []),
    Rounds("told before", [[worked("leave_out"), failed("crop_video", "a")]], ["a"]),
)  # fmt: skip


@pytest.mark.parametrize("case", _ROUNDS, ids=lambda case: case.id)
def test_what_is_still_wrong_after_the_rounds(case: Rounds) -> None:
    assert [outcome.error for outcome in unresolved(case.rounds)] == case.left


def test_a_full_edit_is_one_sentence_and_its_measures() -> None:
    facts = replace(described_source(8.0).facts, size_bytes=1_234_567)
    text = edit_text(
        done=("trimmed to 0:02-0:10 (8 s)", "made it black and white"),
        result=result_line(facts, 1, (Path("a-v1.mp4"),)),
        version="v1",
        receipt=Receipt(done=("a", "b")),
        notes=(),
        answers=(),
        suggestions=("mute it",),
    )
    assert text == (
        "I trimmed to 0:02-0:10 (8 s) and made it black and white. "
        "v1 is 8 s long, 1280x720, MP4, 1.2 MB.\nNext, if you like: “mute it”."
    )


def test_a_partial_edit_lists_asked_done_and_not_done() -> None:
    text = edit_text(
        done=("muted it",),
        result=facts_line(described_source().facts),
        version="v2",
        receipt=Receipt(
            asked=("mute it", "add music"), done=("muted it",), not_done=("add music: none here",)
        ),
        notes=("A note.", "A note."),
        answers=(),
        suggestions=(),
    )
    assert text.splitlines()[1:] == [
        "A note.",
        "✓ mute it",
        "✗ Not done: add music: none here",
    ]


def test_facts_in_words() -> None:
    silent = described_source(61.0, sound=False).facts
    assert facts_line(silent) == "1:01 min long, 1280x720, MP4, without sound"
    assert facts_line(replace(silent, container="gif", size_bytes=999)) == (
        "1:01 min long, 1280x720, GIF, 999 bytes"
    )
    sound = replace(described_source(3.0).facts, video=None, container="mp3")
    assert facts_line(sound) == "3 s long, MP3"


def test_quotes_in_words() -> None:
    assert quote_text(Quote(what="muted it", seconds=720, cost=0)) == (
        "This would take about 12 minutes: muted it. Shall I do it? (yes / no)"
    )
    assert "67 minutes and cost $1.50" in quote_text(Quote(what="x", seconds=4000, cost=1.5))


def test_small_words() -> None:
    assert [joined(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    sizes = (0, 999, 1500, 24_000, 1_230_000, 12_300_000, 5_000_000_000)
    assert [format_size(size) for size in sizes] == [
        "0 bytes", "999 bytes", "1.5 kB", "24 kB", "1.2 MB", "12 MB", "5.0 GB",
    ]  # fmt: skip
    assert [rough_time(s) for s in (0.2, 40, 89, 150, 3600, 10_000)] == [
        "1 second", "40 seconds", "89 seconds", "2 minutes", "60 minutes", "3 hours",
    ]  # fmt: skip


def test_wishes_are_told_once_each() -> None:
    rounds = [[worked("a", wish="mute it"), worked("b", wish=" mute it ")], [worked("c")]]
    assert wishes(rounds) == ("mute it",)


def test_several_files_and_pictures_are_counted() -> None:
    facts = described_source().facts
    files = tuple(Path(f"a-v1-{number}.mp4") for number in (1, 2, 3))
    assert result_line(facts, 3, files).startswith("3 files; the first is ")
    assert result_line(facts, 3, (Path("a-v1.zip"),)).startswith("3 files, in one ZIP archive; ")
    pictures = replace(facts, container="jpg")
    assert result_line(pictures, 20, (Path("a-v1.zip"),)) == (
        "20 pictures of 1280x720, JPG, in one ZIP archive"
    )

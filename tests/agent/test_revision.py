"""Undo, redo and corrections: pure changes of the recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from agent.history import KEPT_CHANGES, History, Recipe, Version, from_json, to_json
from agent.reference import find_step
from agent.revision import back_to, change_edit, redo, start_from, undo
from tests.agent.scripted import described_source
from tools import SPECS
from tools.errors import BadInput
from tools.recipe import Step, apply

TRIM = Step("trim_video", {"start": 2.0, "end": 10.0})
GRAY = Step("apply_filter", {"filter_type": "blackwhite"})
TITLE = Step("add_text", {"text": "Hello from VFXB", "position": "bottom"})
BLUR = Step("apply_filter", {"filter_type": "blur", "intensity": 0.5})
VOICE = Step("generate_voice", {"text": "Welcome to my channel"})


def history(*steps: Step, **fields: Any) -> History:
    source = described_source()
    phrases = apply(source, steps, SPECS).done
    return History(source=source, steps=steps, phrases=phrases, **fields)


def test_undo_takes_back_the_last_step_and_redo_brings_it_back() -> None:
    before = history(TRIM, GRAY)
    undone = undo(before).history
    assert undone.steps == (TRIM,)
    back = redo(undone).history
    assert back.steps == (TRIM, GRAY)
    with pytest.raises(BadInput, match="nothing to redo"):
        redo(back)


def test_several_undos_are_redone_in_order() -> None:
    state = history(TRIM, GRAY, TITLE)
    for _ in range(3):
        state = undo(state).history
    assert state.steps == ()
    seen = []
    while state.undone:
        state = redo(state).history
        seen.append(state.steps)
    assert seen == [(TRIM,), (TRIM, GRAY), (TRIM, GRAY, TITLE)]


YELLOW = {"color": "yellow"}


@dataclass(frozen=True)
class Changing:
    """A change of a recipe of ``TRIM``, ``GRAY`` and ``TITLE``, and what taking it back says."""

    name: str
    change: Callable[[History], History]
    said: str = "undid the last change"


_CHANGES = (
    Changing("a new step", lambda h: h.with_step(BLUR, ()), "undid step 4 (apply_filter)"),
    Changing(
        "a changed step",
        lambda h: change_edit(h, 3, YELLOW).history,
        "undid the change of step 3 (put “Hello from VFXB” at the bottom)",
    ),
    Changing("a step undone by name", lambda h: undo(h, "the black and white").history),
    Changing("everything undone", lambda h: undo(h, "everything").history),
    Changing("the last two undone", lambda h: undo(h, "the last two").history),
    Changing("an earlier version", lambda h: back_to(h, "v1").history),
    Changing("the original", lambda h: back_to(h, "the original").history),
)


def edited() -> History:
    """Three edits, the first of them delivered."""
    state = history().with_step(TRIM, ())
    state = state.as_delivered(Version(id="v1", steps=(TRIM,), source_id="a" * 64))
    state = state.with_step(GRAY, ()).with_step(TITLE, ())
    return replace(state, phrases=history(TRIM, GRAY, TITLE).phrases)


@pytest.mark.parametrize("case", _CHANGES, ids=lambda case: case.name)
def test_undo_takes_back_the_last_change_whatever_it_was(case: Changing) -> None:
    before = edited()
    changed = case.change(before)
    assert changed.steps != before.steps
    undone = undo(changed)
    assert undone.said == case.said
    assert undone.history.steps == before.steps
    assert undo(undone.history).history.steps == (TRIM, GRAY)


@pytest.mark.parametrize("words", ["", " ", "that", "it", "the last one", "last edit", "my change"])
def test_words_that_name_no_step_mean_the_last_change(words: str) -> None:
    changed = change_edit(edited(), 1, {"end": 8}).history
    assert undo(changed, words).history.steps == (TRIM, GRAY, TITLE)


@pytest.mark.parametrize("case", _CHANGES, ids=lambda case: case.name)
@pytest.mark.parametrize("times", [1, 2, 4])
def test_redo_brings_back_exactly_what_undo_took(case: Changing, times: int) -> None:
    changed = case.change(edited())
    state = changed
    for _ in range(times):
        state = undo(state).history
    for _ in range(times):
        state = redo(state).history
    assert (state.recipe, state.past, state.undone) == (
        changed.recipe,
        changed.past,
        changed.undone,
    )


def test_redo_goes_no_further_than_undo_did() -> None:
    changed = change_edit(edited(), 3, YELLOW).history
    again = redo(undo(changed).history).history
    with pytest.raises(BadInput, match="nothing to redo"):
        redo(again)
    with pytest.raises(BadInput, match="nothing to redo"):
        redo(back_to(edited(), "v1").history)


@pytest.mark.parametrize("case", _CHANGES[:2], ids=lambda case: case.name)
def test_a_new_edit_clears_redo(case: Changing) -> None:
    state = case.change(undo(edited().with_step(VOICE, ())).history)
    with pytest.raises(BadInput, match="nothing to redo"):
        redo(state)


def test_redo_brings_back_steps_that_were_undone_by_name() -> None:
    state = undo(undo(edited(), "the black and white").history, "the trim").history
    assert state.steps == (TITLE,)
    state = redo(state).history
    assert state.steps == (TRIM, TITLE)
    assert redo(state).history.steps == (TRIM, GRAY, TITLE)


def test_a_change_that_changes_nothing_is_none() -> None:
    state = change_edit(edited(), 3, YELLOW).history
    same = change_edit(state, 3, YELLOW).history
    assert same.past == state.past


def test_only_so_many_changes_are_kept() -> None:
    state = history()
    for _ in range(KEPT_CHANGES + 20):
        state = state.with_step(GRAY, ())
    assert len(state.past) == KEPT_CHANGES
    # Steps from before that go one by one.
    for left in reversed(range(KEPT_CHANGES + 20)):
        state = undo(state).history
        assert len(state.steps) == left
    assert len(state.undone) == KEPT_CHANGES
    for _ in range(KEPT_CHANGES):
        state = redo(state).history
    assert len(state.past) == KEPT_CHANGES


def test_an_edit_that_starts_from_a_version_is_undone_to_what_led_there() -> None:
    state = edited()
    state = state.as_delivered(Version(id="v2", steps=state.steps, source_id="a" * 64))
    assert start_from(state, "v2") == state
    first = start_from(state, "v1")
    assert (first.steps, first.head) == ((TRIM,), "v1")
    assert undo(first).history.steps == ()
    # Its own past is long gone: the last step goes.
    elsewhere = replace(first.with_step(BLUR, ()), past=())
    assert undo(start_from(elsewhere, "v2")).history.steps == (TRIM, GRAY)


@dataclass(frozen=True)
class Naming:
    """What people call a step, and which one they mean (of ``_NAMED``, counted from 1)."""

    words: str
    step: int


_NAMED = (TRIM, GRAY, TITLE, BLUR, VOICE)
_NAMINGS = (
    Naming("the black and white", 2),
    Naming("black & white", 2),
    Naming("blackwhite", 2),
    Naming("the title", 3),
    Naming("the text", 3),
    Naming("Hello from VFXB", 3),
    Naming("the blur", 4),
    Naming("blurr", 4),
    Naming("the trim", 1),
    Naming("trimming", 1),
    Naming("the voice-over", 5),
    Naming("voiceover", 5),
    Naming("the welcome voice", 5),
    Naming("apply_filter", 4),
    Naming("the filter", 4),
    Naming("step 2", 2),
    Naming("2", 2),
    Naming("#3", 3),
    Naming("that", 5),
)


@pytest.mark.parametrize("naming", _NAMINGS, ids=lambda naming: naming.words)
def test_a_step_is_found_by_what_people_call_it(naming: Naming) -> None:
    assert find_step(history(*_NAMED), naming.words) == naming.step - 1


def test_undo_of_a_middle_step_keeps_the_others() -> None:
    state = history(TRIM, GRAY, TITLE)
    assert undo(state, "the black and white").history.steps == (TRIM, TITLE)


def test_undo_of_everything_and_of_the_last_few() -> None:
    state = history(TRIM, GRAY, TITLE)
    assert undo(state, "everything").history.steps == ()
    assert undo(state, "the last two").history.steps == (TRIM,)
    assert undo(state, "last 9").history.steps == ()


def test_undo_says_what_there_is_when_nothing_matches() -> None:
    with pytest.raises(BadInput, match=r"No edit matches 'the music'.*\n1\. trimmed"):
        undo(history(TRIM), "the music")
    with pytest.raises(BadInput, match="There is no step 4"):
        undo(history(TRIM), "step 4")
    with pytest.raises(BadInput, match="nothing to undo"):
        undo(history())


def test_back_to_a_version_and_forward_again() -> None:
    versions = (
        Version(id="v1", steps=(TRIM,), source_id="a" * 64),
        Version(id="v2", steps=(TRIM, GRAY), parent="v1", source_id="a" * 64),
    )
    state = history(TRIM, GRAY, versions=versions, head="v2")
    for name in ("v1", "version 1", "the first version", "the previous version"):
        moved = back_to(state, name).history
        assert (moved.steps, moved.head) == ((TRIM,), "v1"), name
    assert undo(moved).history.steps == (TRIM, GRAY)
    assert back_to(state, "the original").history.steps == ()
    with pytest.raises(BadInput, match=r"no version 'v9'. Versions: v1, v2\."):
        back_to(state, "v9")


def test_back_to_a_version_of_an_earlier_clip_takes_that_clip() -> None:
    first = history(TRIM)
    first = first.as_delivered(Version(id="v1", steps=(TRIM,), source_id="a" * 64))
    second = first.with_source(described_source(5.0, name="other.mp4", id="b" * 64))
    assert second.steps == ()
    moved = back_to(second, "v1").history
    assert moved.source is not None
    assert moved.source.name == "beach.mp4"
    assert moved.steps == (TRIM,)
    back = undo(moved).history
    assert (back.source, back.steps) == (second.source, ())
    assert redo(back).history.source == moved.source


def test_a_change_keeps_the_other_arguments_and_steps() -> None:
    changed = change_edit(history(TRIM, TITLE, GRAY), 2, {"color": "yellow"}).history
    assert changed.steps[0] == TRIM
    assert changed.steps[2] == GRAY
    assert changed.steps[1].args["text"] == "Hello from VFXB"
    assert changed.steps[1].args["color"].startswith("#ff")


def test_a_change_that_cannot_be_says_why() -> None:
    with pytest.raises(BadInput, match="add_text has no argument 'colour'"):
        change_edit(history(TITLE), 1, {"colour": "yellow"})
    with pytest.raises(BadInput, match="There is no step 3"):
        change_edit(history(TITLE), 3, {"color": "yellow"})


def test_a_history_survives_json() -> None:
    versions = (Version(id="v1", steps=(TRIM,), description="trimmed it", files=("a-v1.mp4",)),)
    state = history(TRIM, TITLE, versions=versions, head="v1", undone=(Recipe((TRIM,)),))
    state = state.with_step(BLUR, ("blurred it",))
    state = replace(state, earlier=(described_source(name="old.mp4"),))
    assert from_json(to_json(state)) == state
    assert from_json({}) == History()

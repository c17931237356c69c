"""Calls on described things: what works changes the bench, what does not is told."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from agent.families import all_tools
from agent.history import History
from agent.planner.plan import Call
from agent.recollection import Mind
from agent.toolbox import Bench, run
from memory.memory import Preference, Recalled
from tests.agent.scripted import call, described_source
from tools.recipe import Step

YELLOW = Preference("p1", "I always want my titles yellow", "add_text", "color", "yellow")


class NoMemory:
    """Stands where a test must not touch memory."""


def bench(*preferences: Preference, seconds: float = 20.0, clip: bool = True) -> Bench:
    source = described_source(seconds) if clip else None
    return Bench(
        history=History(source=source),
        mind=Mind(NoMemory(), "u1"),
        recalled=Recalled(preferences=preferences),
    )


async def test_an_edit_becomes_a_step_with_checked_arguments() -> None:
    work = bench()
    outcome = await run(call("trim_video", start="0:02", end="10s"), work)
    assert outcome.error == ""
    assert outcome.result.startswith("trimmed to 0:02-0:10")
    assert work.history.steps == (Step("trim_video", {"start": 2.0, "end": 10.0}),)
    assert work.history.phrases == (outcome.result,)


async def test_times_are_those_of_the_clip_after_the_steps_before() -> None:
    work = bench()
    await run(call("trim_video", start=10, end=20), work)
    outcome = await run(call("cut_out", start="halfway", end="end"), work)
    assert outcome.error == ""
    assert work.history.steps[1].args == {"start": 5.0, "end": 10.0}


@dataclass(frozen=True)
class Wrong:
    """A call that cannot work, and what the planner is told."""

    id: str
    call: Call
    says: str
    clip: bool = True


_WRONG = (
    Wrong("no such tool", call("explode"), "no tool 'explode'. Tools: trim_video"),
    Wrong("no such argument", call("trim_video", begin=1), "no argument 'begin'. It has: start"),
    Wrong("missing argument", call("add_text"), "add_text needs 'text'"),
    Wrong("wrong value", call("change_speed", factor=0), "factor"),
    Wrong("end before start", call("trim_video", start=9, end=3), "9"),
    Wrong("outside the clip", call("trim_video", start=30, end=40), "20"),
    Wrong("negative", call("trim_video", start=-5), "-5"),
    Wrong("crop outside", call("crop_video", width=5000, height=100), "1280"),
    Wrong("no clip", call("mute_audio"), "no clip yet", clip=False),
    Wrong("nothing to undo", call("undo"), "nothing to undo"),
    Wrong("broken", Call(tool="undo", broken="The arguments are not JSON."), "not JSON"),
    Wrong("control argument", call("ask_person"), "ask_person needs 'question'"),
)


@pytest.mark.parametrize("case", _WRONG, ids=lambda case: case.id)
async def test_what_is_wrong_is_told_and_changes_nothing(case: Wrong) -> None:
    work = bench(clip=case.clip)
    before = work.history
    outcome = await run(case.call, work)
    assert case.says in outcome.error
    assert outcome.result == ""
    assert work.history == before
    assert not work.notes


async def test_preferences_fill_in_what_a_call_leaves_out() -> None:
    work = bench(YELLOW)
    await run(call("add_text", text="Hi"), work)
    await run(call("add_text", text="Ho", color="red"), work)
    first, second = work.history.steps
    assert first.args["color"] == "#ffe000"
    assert second.args["color"] != first.args["color"]
    assert [note for note in work.notes if "yellow" in note]
    assert len(work.notes) == 1


async def test_a_preference_that_no_longer_fits_is_left_aside() -> None:
    odd = Preference("p2", "titles in ultra", "add_text", "color", "ultrabeige")
    gone = Preference("p3", "titles wobbly", "add_text", "wobble", 3)
    work = bench(odd, gone)
    outcome = await run(call("add_text", text="Hi"), work)
    assert outcome.error == ""
    assert set(work.history.steps[0].args) == {"text"}


async def test_undo_of_a_middle_step_keeps_the_others() -> None:
    work = bench()
    for edit in (
        call("trim_video", start=2, end=10),
        call("apply_filter", filter_type="blackwhite"),
        call("add_text", text="Hello"),
    ):
        await run(edit, work)
    outcome = await run(call("undo", what="the black and white"), work)
    assert "black and white" in outcome.result
    assert [step.tool for step in work.history.steps] == ["trim_video", "add_text"]
    assert len(work.history.phrases) == 2


async def test_a_change_that_breaks_a_later_step_changes_nothing() -> None:
    work = bench()
    await run(call("trim_video", start=0, end=15), work)
    await run(call("cut_out", start=10, end=12), work)
    before = work.history
    outcome = await run(call("change_edit", step=1, args={"end": 8}), work)
    assert "Step 2 (cut_out) no longer fits" in outcome.error
    assert work.history == before


async def test_a_new_edit_forgets_what_could_be_redone() -> None:
    work = bench()
    await run(call("mute_audio"), work)
    await run(call("undo"), work)
    assert work.history.undone
    await run(call("trim_video", end=5), work)
    assert (await run(call("redo"), work)).error.startswith("There is nothing to redo")


async def test_answers_and_questions_are_collected() -> None:
    work = bench()
    await run(call("describe_clip"), work)
    await run(call("leave_out", wish="add music", reason="I have none"), work)
    await run(call("ask_person", question="Which part?", choices=["the start", "the end"]), work)
    assert "1280" in work.answers[0]
    assert work.dialogue.left_out == ["add music: I have none"]
    assert work.dialogue.question == "Which part? (the start / the end)"


def test_every_tool_is_described_for_the_planners() -> None:
    for name, spec in all_tools().items():
        assert spec.summary, name
        for argument in spec.parameters:
            assert spec.descriptions.get(argument), f"{name}.{argument}"
        assert spec.schema["type"] == "object"

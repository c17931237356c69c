"""Corrections: complaints, second thoughts and taking back change the edit that is meant."""

from __future__ import annotations

import pytest

from tests.agent.planner.talk import (
    Args,
    Case,
    Talk,
    declined,
    edits,
    leads_to_its_recipe,
    left_out,
)

SEPIA: Args = {"filter_type": "sepia"}
CASES = (
    Case(
        "this time in another colour",
        ("play the sound backwards", 'add the title "Park"', "no, this time in green"),
        (("reverse_audio", {}), ("add_text", {"text": "Park", "color": "#00c000"})),
    ),
    Case(
        "the picture was meant, not the title",
        ('add the title "Park"', "make it bigger", "no, I meant the video"),
        (("add_text", {"text": "Park"}), ("resize_video", {"scale": 1.5})),
    ),
    Case(
        "another effect in place of the one before the cut",
        ("apply sepia", "trim to 3-9", "nah, make it vintage instead"),
        (("apply_filter", {"filter_type": "vintage"}), ("trim_video", {"start": 3.0})),
    ),
    Case(
        "taken back only once", ("make it sepia", "no, undo that and blur it"),
        (("apply_filter", {"filter_type": "blur"}),),
    ),
    Case(
        "take back a named one", ("apply sepia", "mute it", "take back the sepia"),
        (("mute_audio", {}),),
    ),
    Case("a step by number", ("apply sepia", "mute it", "delete step 1"), (("mute_audio", {}),)),
    Case("twice", ("apply sepia", "mute it", "blur it", "undo twice"), (("apply_filter", SEPIA),)),
    Case("two steps", ("apply sepia", "mute it", "blur it", "undo 2 steps"),
         (("apply_filter", SEPIA),)),
    Case(
        "two by name",
        ("blur it", 'add the title "Park"', "mute it", "undo the blur and the title"),
        (("mute_audio", {}),),
    ),
    Case("put back", ("apply sepia", "undo", "put it back"), (("apply_filter", SEPIA),)),
    Case("the sound back", ("mute it", "apply sepia", "bring back the audio"),
         (("apply_filter", SEPIA),)),
    Case("the colours back", ("make it b&w", "mute it", "bring back the colours"),
         (("mute_audio", {}),)),
    Case("a version by number", ("mute it", "blur it", "go back to version 1"),
         (("mute_audio", {}),)),
    Case("a longer fade", ("fade out at the end", "make the fade a lot longer"),
         (("fade_video", {"type": "out", "seconds": 2.0}),)),
    Case("a fade of a length", ("fade in at the start", "change the fade to 2 seconds"),
         (("fade_video", {"seconds": 2.0}),)),
    Case("too fast", ("speed it up 2x", "too fast"), (("change_speed", {"factor": 1.5}),)),
    Case("too fast, with a number", ("speed it up 2x", "that's too fast, make it 1.3x"),
         (("change_speed", {"factor": 1.3}),)),
    Case("not so slow", ("slow it down to half", "not so slow"),
         (("change_speed", {"factor": 0.75}),)),
    Case("too loud", ("make it 8 dB louder", "too loud now"),
         (("change_volume", {"decibels": 4.0}),)),
    Case("too much", ("sharpen it by 60%", "that's too much"),
         (("apply_filter", {"intensity": 0.3}),)),
    Case("not so strong", ("sharpen it by 60%", "not that strong"),
         (("apply_filter", {"intensity": 0.3}),)),
    Case("weaker stays an effect", ("apply sepia", "make the sepia weaker"),
         (("apply_filter", {**SEPIA, "intensity": 0.75}),)),
    Case(
        "two changes at once",
        ('put the title "Park" and apply sepia', "make the title yellow and the sepia weaker"),
        (("add_text", {"color": "#ffe000"}), ("apply_filter", {**SEPIA, "intensity": 0.75})),
    ),
    Case(
        "a title seen for a while",
        ('add the title "Park"', "make it red", "only show it for the first 2 seconds"),
        (("add_text", {"text": "Park", "start": 0.0, "end": 2.0}),),
    ),
    Case("another cut", ("trim to 3-9", "change the trim to 2-5 seconds"),
         (("trim_video", {"start": 2.0, "end": 5.0}),)),
    Case("elsewhere", ('add the title "Park"', "not at the bottom, at the top"),
         (("add_text", {"position": "top"}),)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_correction_leads_to_recipe(case: Case) -> None:
    await leads_to_its_recipe(case)


@pytest.mark.parametrize(
    ("message", "calls"),
    [
        ("freeze at the end for 3 seconds", [("freeze_frame", {"at": 20.0, "seconds": 3.0})]),
        ("flash at 2s and 4s", [("add_flash", {"at": 2.0}), ("add_flash", {"at": 4.0})]),
        (
            "fade to white at the end and fade in at the start, 0.8 seconds each",
            [("fade_video", {"type": "out", "seconds": 0.8}),
             ("fade_video", {"type": "in", "seconds": 0.8})],
        ),
        (
            'make the text "Boo" appear after 2 seconds and disappear half a second later',
            [("add_text", {"text": "Boo", "start": 2.0, "end": 2.5})],
        ),
        (
            'show the text "BYE" only during the last 2 seconds, tiny, blue',
            [("add_text", {"text": "BYE", "start": 18.0, "size": "tiny", "color": "blue"})],
        ),
        (
            'write "Boo" at the top, in yellow, with a black box, from 3 to 4 seconds',
            [("add_text", {"color": "yellow", "style": "box", "start": 3.0, "end": 4.0})],
        ),
        (
            'add a title that says Salt & Pepper, 50% "off"',
            [("add_text", {"text": 'Salt & Pepper, 50% "off"'})],
        ),
        (
            'title: "Big" and subtitle: "Small"',
            [("add_text", {"text": "Big", "position": "top"}),
             ("add_text", {"text": "Small", "style": "subtitle"})],
        ),
        (
            'replace the audio with a voice saying "Hi all"',
            [("mute_audio", {}), ("generate_voice", {"text": "Hi all"})],
        ),
        ("make it sepia but not too strong", [("apply_filter", {"intensity": 0.25})]),
    ],
)  # fmt: skip
async def test_details_go_where_they_belong(message: str, calls: list[tuple[str, Args]]) -> None:
    made = edits(await Talk().plan(message))

    assert [tool for tool, _ in made] == [tool for tool, _ in calls]
    for (_, args), (_, wanted) in zip(made, calls, strict=True):
        assert wanted.items() <= args.items()


@pytest.mark.parametrize(
    ("message", "tool", "words"),
    [
        ("reverse the video but keep the sound as is", "reverse_video", "keep the sound as is"),
        ("rotate it 90 degrees gradually", "rotate_video", "gradually"),
    ],
)
async def test_what_a_tool_cannot_is_left_out(message: str, tool: str, words: str) -> None:
    plan = await Talk().plan(message)

    assert [name for name, _ in edits(plan)] == [tool]
    assert left_out(plan) == [words]


async def test_a_whole_edit_is_no_standing_wish() -> None:
    plan = await Talk().plan("from now on always make it sepia")

    assert "not a whole edit" in declined(plan)
    assert not [call for call in plan.calls if call.tool == "remember_preference"]


async def test_a_wish_that_only_fills_in_says_so() -> None:
    plan = await Talk().plan("always export as mkv")

    assert [call.tool for call in plan.calls] == ["remember_preference", "leave_out"]


async def test_what_is_not_liked_anymore_is_forgotten() -> None:
    plan = await Talk().plan("I don't like yellow titles any more")

    assert [(call.tool, call.args) for call in plan.calls] == [
        ("forget_memory", {"what": "yellow titles"})
    ]


async def test_two_traits_are_kept_in_the_person_s_words() -> None:
    plan = await Talk().plan("remember that I always want small green titles")

    assert {call.args["argument"] for call in plan.calls} == {"color", "size"}
    assert {call.args["text"] for call in plan.calls} == {"I always want small green titles"}

"""What is not to be done: what is negated, excepted, complained of, or said only by the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agent.planner.talk import Talk, asked, declined, edits, left_out

Args = dict[str, Any]

NEGATED: dict[str, list[tuple[str, Args]]] = {
    "don't turn it grey": [],
    "please do not blur it": [],
    "never put captions on it": [],
    "sharpen it but don't add a caption": [("apply_filter", {"filter_type": "sharpen"})],
    "don't crop it, only rotate it 90 degrees": [("rotate_video", {"degrees": 90.0})],
    "leave the caption out and trim to 3 seconds": [("trim_video", {"end": 3.0})],
    "don't take the sound away, just make it sepia": [("apply_filter", {"filter_type": "sepia"})],
    "play it 2x but keep the voices natural": [("change_speed", {"factor": 2.0})],
}
PARTS: dict[str, list[tuple[str, Args]]] = {
    "first 6 seconds": [("trim_video", {"start": 0.0, "end": 6.0})],
    "the last 5 secs, muted": [("trim_video", {"start": 15.0}), ("mute_audio", {})],
    "give me the first four seconds only, sepia": [
        ("trim_video", {"start": 0.0, "end": 4.0}), ("apply_filter", {"filter_type": "sepia"}),
    ],
    "last 8 seconds please, in slow motion": [
        ("trim_video", {"start": 12.0}), ("change_speed", {"factor": 0.5}),
    ],
    "for the first 4 seconds make it sepia": [
        ("apply_filter", {"filter_type": "sepia", "start": 0.0, "end": 4.0}),
    ],
    "in the last 2 seconds, blur it": [("apply_filter", {"filter_type": "blur", "start": 18.0})],
    "make it sepia except the first 5 seconds": [
        ("apply_filter", {"filter_type": "sepia", "start": 5.0, "end": 20.0}),
    ],
    "blur everything but the middle 4 seconds": [
        ("apply_filter", {"filter_type": "blur", "start": 0.0, "end": 8.0}),
        ("apply_filter", {"filter_type": "blur", "start": 12.0, "end": 20.0}),
    ],
}  # fmt: skip
STRIPS: dict[str, list[tuple[str, Args]]] = {
    "crop 200px from the left": [("crop_video", {"width": 1080, "position": "right"})],
    "shave 60 px off the top": [("crop_video", {"height": 660, "position": "bottom"})],
    "crop 200px from the left and 100 from the right": [
        ("crop_video", {"x": 200, "y": 0, "width": 980, "height": 720}),
    ],
    "cut 10% off the top and the bottom": [
        ("crop_video", {"x": 0, "y": 72, "width": 1280, "height": 576}),
    ],
    "crop 40 pixels from every side": [
        ("crop_video", {"x": 40, "y": 40, "width": 1200, "height": 640}),
    ],
}
PLAIN: dict[str, list[tuple[str, Args]]] = {
    "swap the second half with the first half": [("move_part", {"start": 10.0, "to": "start"})],
    "i hate the music, kill it": [("mute_audio", {})],
    "480p at 24 fps": [("resize_video", {"resolution": 480}), ("change_fps", {"fps": 24.0})],
    "rotate 90 counter-clockwise": [("rotate_video", {"degrees": -90.0})],
    "0.5x": [("change_speed", {"factor": 0.5})],
    "speed it up 4 times": [("change_speed", {"factor": 4.0})],
    "shorten it to half": [("trim_video", {"end": 10.0})],
    "make it all green-ish": [("tint", {"color": "green"})],
    "convert it to black and white": [("apply_filter", {"filter_type": "blackwhite"})],
}


@pytest.mark.parametrize(
    ("said", "expected"), [*PARTS.items(), *NEGATED.items(), *STRIPS.items(), *PLAIN.items()]
)
async def test_wish_is_taken_as_said(said: str, expected: list[tuple[str, Args]]) -> None:
    plan = await Talk().plan(said)
    found = edits(plan)
    assert [tool for tool, _ in found] == [tool for tool, _ in expected], plan
    assert not asked(plan), plan
    for (_, args), (_, wanted) in zip(found, expected, strict=True):
        assert wanted.items() <= args.items(), plan


@pytest.mark.parametrize(
    "said",
    ["round the corners off", "add a sound track to it", "compare it with the old one",
     "order a pizza",
     "keep all but the middle", "trim to 88888888888:00", "why is it so short",
     "my name is Maria", "who built you?", "is it blurred?"],
)  # fmt: skip
async def test_no_edit_is_made_up(said: str) -> None:
    assert not edits(await Talk().plan(said))


async def test_what_is_not_understood_is_named_beside_what_is_done() -> None:
    plan = await Talk().plan("add a white border and round the corners off")
    assert [tool for tool, _ in edits(plan)] == ["add_border"]
    assert left_out(plan) == ["round the corners off"]


async def test_music_that_was_not_sent_is_asked_for() -> None:
    assert "no music" in asked(await Talk().plan("add some music"))
    assert "no music of my own" in declined(await Talk().plan("compose a sad song for it"))


async def test_negation_of_what_was_done_undoes_it() -> None:
    talk = Talk()
    await talk.say("make it sepia and mute it")
    await talk.say("don't make it sepia")
    assert [step.tool for step in talk.history.steps] == ["mute_audio"]


@pytest.mark.parametrize("said", ["half as long please", "make it twice as long"])
async def test_length_without_a_way_is_asked_about(said: str) -> None:
    assert "long" in asked(await Talk().plan(said))


@pytest.mark.parametrize(
    ("said", "tools"),
    [("make it faster", ["change_speed"]), ("undo", []), ("how long is it?", []),
     ("rotate it 90 degrees", ["rotate_video"]), ("Summer Days", ["add_text"]),
     ("make love, not war", ["add_text"])],
)  # fmt: skip
async def test_only_an_answer_fills_a_pending_question(said: str, tools: list[str]) -> None:
    talk = Talk()
    await talk.say("blur it")
    await talk.say("add a title")
    plan = await talk.plan(said)
    assert [tool for tool, _ in edits(plan) if tool != "undo"] == tools, plan
    assert all("title" not in call.wish for call in plan.calls if call.tool != "add_text")


@pytest.mark.parametrize(
    ("said", "words"),
    [("how long is it and does it have sound?", ("20 s", "sound")),
     ("which resolution and frame rate", ("1280x720", "30 frames")),
     ("what filters do you have?", ("sepia", "vintage"))],
)  # fmt: skip
async def test_question_is_answered_wholly(said: str, words: tuple[str, ...]) -> None:
    plan = await Talk().plan(said)
    assert not plan.calls
    assert all(word in plan.text for word in words), plan


async def test_question_about_an_edit_is_answered_from_the_steps() -> None:
    talk = Talk()
    assert "No" in (await talk.plan("does it have a title?")).text
    await talk.say('add the title "Hello"')
    assert "Yes" in (await talk.plan("does it have a title?")).text


async def test_title_that_is_too_big_becomes_smaller() -> None:
    talk = Talk()
    await talk.say('add the title "Hello"')
    await talk.say("don't make the title so big")
    assert talk.history.steps[0].args["size"] < 0.09


async def test_clip_is_described_once() -> None:
    plan = await Talk().plan("make it sepia; what is its size; how long is it")
    assert [tool for tool, _ in edits(plan)].count("describe_clip") == 1

"""A bare word right after an edit is about that edit; where it may be either, it is asked."""

from __future__ import annotations

import pytest

from agent.history import History
from tests.agent.planner.talk import SOURCE, Case, Talk, asked, leads_to_its_recipe
from tests.tools.made_up import MEDIA

HELLO = 'add the title "Hello"'

CASES = (
    Case(
        "for so long", (HELLO, "only for 3 seconds"),
        (("add_text", {"text": "Hello", "start": 0.0, "end": 3.0}),),
    ),
    Case(
        "later", ('add the text "hi" from 2 to 4', "half a second later"),
        (("add_text", {"start": 2.5, "end": 4.5}),),
    ),
    Case(
        "a row further down", ('add the title "Hello" at the top', "lower please"),
        (("add_text", {"position": "center"}),),
    ),
    Case(
        "a voice that is slower", ('add a voice saying "Hello"', "slower"),
        (("generate_voice", {"speed": 0.6667}),),
    ),
    Case("slower than twice as fast", ("speed up 2x", "slower"),
         (("change_speed", {"factor": 1.3333}),)),
    Case("not so loud", ("make it louder", "not so loud"), (("change_volume", {"decibels": 3.0}),)),
    Case("the same elsewhere", ('add text "A" at 2s', "same text at 6s too"),
         (("add_text", {"text": "A", "start": 2.0}), ("add_text", {"text": "A", "start": 6.0}))),
    Case("a part of the picture", ("blur it", "only the right half"),
         (("apply_filter", {"filter_type": "blur", "region": "right"}),)),
    Case("not there", ('add the title "X"', "not there, bottom right"),
         (("add_text", {"position": "bottom-right"}),)),
    Case("another effect", ("make it warmer", "cooler"),
         (("apply_filter", {"filter_type": "warm"}), ("apply_filter", {"filter_type": "cool"}))),
    Case("one of several", ("make it black and white and blur it", "remove the first effect"),
         (("apply_filter", {"filter_type": "blur"}),)),
    Case(
        "the rest", ("apply sepia to 2-5s", "and the rest black and white"),
        (
            ("apply_filter", {"filter_type": "sepia"}),
            ("apply_filter", {"filter_type": "blackwhite", "start": 0.0, "end": 2.0}),
            ("apply_filter", {"filter_type": "blackwhite", "start": 5.0, "end": 20.0}),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_the_last_edit_is_meant(case: Case) -> None:
    await leads_to_its_recipe(case)


async def test_the_music_is_meant() -> None:
    talk = Talk(history=History(source=SOURCE).with_media(MEDIA[2:]))
    for message in ("add the music", "quieter"):
        await talk.say(message)

    (step,) = talk.history.steps
    assert step.tool == "add_music"
    assert step.args["volume"] < 0.25


async def test_the_fade_or_the_clip_is_asked() -> None:
    talk = Talk()
    await talk.say("fade out")

    assert "the whole clip" in asked(await talk.say("make it 3 seconds"))
    await talk.say("make the fade 3 seconds")
    assert [(s.tool, s.args.get("seconds")) for s in talk.history.steps] == [("fade_video", 3.0)]


async def test_what_is_so_already_is_told() -> None:
    talk = Talk()
    await talk.say(HELLO)

    assert "already" in (await talk.plan("make it bold")).text

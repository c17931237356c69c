"""Follow-ups: a few words after an edit that are about that edit, and not about the whole clip."""

from __future__ import annotations

import pytest

from agent.planner.plan import Situation
from memory.recalled import Look, Recalled
from tests.agent.planner.talk import (
    PLANNER,
    Args,
    Case,
    Talk,
    asked,
    declined,
    edits,
    leads_to_its_recipe,
)

TITLE = 'add the title "Hi"'
HI: Args = {"text": "Hi"}
CASES = (
    Case(
        "the other way", ("rotate it left", "oops other way"),
        (("rotate_video", {"degrees": 90}),),
    ),
    Case("normal again", ("speed it up 2x", "normal speed again"), ()),
    Case("normal after two", ("make it faster", "even faster", "normal speed again"), ()),
    Case(
        "all but the cuts", ("cut out 3 to 6", "blur it", "undo everything except the cuts"),
        (("cut_out", {"start": 3.0}),),
    ),
    Case(
        "more of an edit before the last",
        ("zoom in on the top left", "slow it down", "zoom more"),
        (("zoom_video", {"factor": 2.25}), ("change_speed", {})),
    ),
    Case(
        "all but one", (TITLE, "mute it", "blur it", "undo everything except the title"),
        (("add_text", HI),),
    ),
    Case(
        "all but two",
        (TITLE, "mute it", "blur it", "remove everything but the title and the blur"),
        (("add_text", HI), ("apply_filter", {"filter_type": "blur"})),
    ),
    Case(
        "another colour", (TITLE, "a different color, maybe gold"),
        (("add_text", {**HI, "color": "#ffd700"}),),
    ),
    Case(
        "only at the beginning", (TITLE, "show it only at the beginning"),
        (("add_text", {**HI, "start": 0.0, "end": 3.0}),),
    ),
    Case(
        "only at the end", (TITLE, "show it only at the end"),
        (("add_text", {**HI, "start": 17.0}),),
    ),
    Case(
        "another time", ('add "WOW" from 4 to 8', "shift the text 1 second later"),
        (("add_text", {"start": 5.0, "end": 9.0}),),
    ),
    Case(
        "a time for what had none", ('add "WOW"', "mute it", "move the title 2 seconds later"),
        (("add_text", {"start": 2.0}), ("mute_audio", {})),
    ),
    Case(
        "there, in one message", ('make it brighter from 4 to 8, and add "WOW" there too',),
        (
            ("apply_filter", {"start": 4.0, "end": 8.0}),
            ("add_text", {"text": "WOW", "start": 4.0, "end": 8.0}),
        ),
    ),
    Case(
        "there, which is longer by now", ("half speed from 0 to 3", "and no sound there"),
        (("change_speed", {"end": 3.0}), ("mute_audio", {"start": 0.0, "end": 6.0})),
    ),
    Case(
        "a step by two words",
        ("slow motion from 0 to 3", "make it black and white", "the slow motion should be 0.25x"),
        (("change_speed", {"factor": 0.25, "end": 3.0}), ("apply_filter", {})),
    ),
    Case(
        "more of what it does", ("zoom in on the top left between 2s and 4s", "zoom more"),
        (("zoom_video", {"factor": 2.25, "position": "top-left", "start": 2.0}),),
    ),
    Case(
        "a cut that is brought back", ("cut out 3 to 6 and 10 to 12", "bring back the second one"),
        (("cut_out", {"start": 3.0, "end": 6.0}),),
    ),
    Case("the shape it had", ("make it vertical", "now give me the horizontal one again"), ()),
    Case("all of that", (TITLE, "mute it", "remove all of that"), ()),
    Case(
        "a part that its times tell", ("mute the part where he swears", "from 3 to 5"),
        (("mute_audio", {"start": 3.0, "end": 5.0}),),
    ),
    Case("out as well", ("fade it in", "fade out as well"), (("fade_video", {"type": "both"}),)),
    Case(
        "blurred bars are no bars", ("make it 9:16 with blurred bars",),
        (("set_aspect", {"aspect": "9:16", "fill": "blur"}),),
    ),
    Case(
        "bars of a colour", ("make it 9:16 with black bars",),
        (("set_aspect", {"aspect": "9:16", "fill": "bars"}),),
    ),
    Case(
        "one piece of three", ("split it in three", "just the middle one"),
        (("trim_video", {"start": 6.667, "end": 13.333}),),
    ),
    Case(
        "one piece without the word", ("split it into 3 equal parts", "send me only the 2nd"),
        (("trim_video", {"start": 6.667, "end": 13.333}),),
    ),
    Case(
        "one piece by its times", ("split it at 5 and 8", "send me only the last part"),
        (("trim_video", {"start": 8.0, "end": 20.0}),),
    ),
    Case(
        "sound that is kept cuts no picture", ("only keep the sound between 5 and 10",),
        (("mute_audio", {"start": 0.0, "end": 5.0}), ("mute_audio", {"start": 10.0})),
    ),
    Case(
        "what it is now is not what it is to be", ("turn this landscape video into a tiktok",),
        (("for_platform", {"platform": "tiktok"}),),
    ),
    Case(
        "frames that are pictures", ("give me 10 frames evenly spaced",),
        (("extract_frames", {"count": 10}),),
    ),
    Case(
        "what the file is to be", ("i need this in 1080p 60fps mp4 under 8mb for discord",),
        (
            ("resize_video", {"resolution": 1080}), ("change_fps", {"fps": 60.0}),
            ("convert_format", {"format": "mp4"}), ("fit_size", {"megabytes": 8.0}),
        ),
    ),
    Case(
        "what it is to be after an edit", ("trim to 2-5, then 720p mp4 under 3 MB",),
        (
            ("trim_video", {"start": 2.0}), ("resize_video", {"resolution": 720}),
            ("convert_format", {"format": "mp4"}), ("fit_size", {"megabytes": 3.0}),
        ),
    ),
    Case("a gif has its own rate", ("gif at 15 fps",), (("export_gif", {"fps": 15.0}),)),
    Case("fades in, and no more", ("fade it in",), (("fade_video", {"type": "in"}),)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_a_follow_up_leads_to_its_recipe(case: Case) -> None:
    await leads_to_its_recipe(case)


@pytest.mark.parametrize("words", ["swap these two", "swap them around please"])
async def test_nothing_changes_places_that_is_not_named(words: str) -> None:
    talk = Talk()
    await talk.say("blur it and mute it")
    steps = talk.history.steps
    assert "change places" in asked(await talk.say(words))
    assert talk.history.steps == steps


@pytest.mark.parametrize(
    "words",
    ["mute the part where he swears", "blur the part where the dog jumps"],
)
async def test_a_part_that_is_not_found_is_not_the_whole_clip(words: str) -> None:
    question = asked(await Talk().say(words))
    assert question.startswith("From when to when")
    offered = question.rpartition("; “")[2].removesuffix("” looks for it.")
    (call,) = (await Talk().plan(offered)).calls
    assert call.tool in {"find_moment", "find_words"}, offered


@pytest.mark.parametrize("words", ["speed up the silences 4x", "speed up the quiet parts"])
async def test_other_speeds_of_parts_are_declined(words: str) -> None:
    plan = await Talk().say(words)
    assert declined(plan)
    assert not edits(plan)


async def test_a_look_of_ones_own_is_forgotten() -> None:
    talk = Talk()
    looks = Recalled(looks=(Look(id="1", name="grandpa"),))
    plan = await PLANNER.plan(
        Situation(text="delete the grandpa look", history=talk.history, clip=talk.clip,
                  tools=talk.tools, memory=looks)
    )  # fmt: skip
    assert [(call.tool, call.args["what"]) for call in plan.calls] == [
        ("forget_memory", "the look grandpa")
    ]

"""Second thoughts and follow-ups: what is taken back, turned round, done again or pointed at."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agent.planner.talk import Args, Case, Talk, asked, edits, leads_to_its_recipe

WITHIN: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "cut the first 3 seconds, no wait, the first 5": [("cut_out", {"start": 0.0, "end": 5.0})],
    "make it 5 seconds, actually make it 10": [("trim_video", {"end": 10.0})],
    "speed it up 2x no 3x": [("change_speed", {"factor": 3.0})],
    "trim to the first 5 seconds... hmm actually 6": [("trim_video", {"start": 0.0, "end": 6.0})],
    "rotate left, i mean right": [("rotate_video", {"degrees": 90.0})],
    'add title "One", no wait "Two"': [("add_text", {"text": "Two"})],
    "mute it. scratch that, just make it quieter": [("change_volume", {"decibels": -6.0})],
    "mute it, actually just make it quieter": [("change_volume", {"decibels": -6.0})],
    "make it b&w and trim to 5 s, no wait 6 s": [
        ("apply_filter", {"filter_type": "blackwhite"}),
        ("trim_video", {"end": 6.0}),
    ],
    "cut 3 seconds from the end, sorry, 4 seconds": [("cut_out", {"start": 16.0, "end": 20.0})],
    'add "Hi" at the top left, no top right, in yellow': [
        ("add_text", {"text": "Hi", "position": "top-right", "color": "yellow"})
    ],
    "convert to mp4 no wait webm": [("convert_format", {"format": "webm"})],
    # No second thoughts, though they begin like ones.
    "trim to 5 s, actually also mute it": [("trim_video", {"end": 5.0}), ("mute_audio", {})],
    "no sound please": [("mute_audio", {})],
    'write "no wait, what" at the top': [
        ("add_text", {"text": "no wait, what", "position": "top"})
    ],
}  # fmt: skip

SEPIA: Args = {"filter_type": "sepia"}
CASES = (
    Case("a number", ("trim to 10 s", "no wait, make it 12"), (("trim_video", {"end": 12.0}),)),
    Case(
        "another look", ("make it sepia", "no wait, black and white"),
        (("apply_filter", {"filter_type": "blackwhite"}),),
    ),
    Case(
        "the other way", ("rotate it 90 degrees", "the other way"),
        (("rotate_video", {"degrees": -90.0}),),
    ),
    Case(
        "the wrong direction", ("delay the audio by 1 second", "wrong direction"),
        (("shift_audio", {"direction": "earlier"}),),
    ),
    Case(
        "a choice by one word", ("flip it", "no, vertically"),
        (("flip_video", {"direction": "vertical"}),),
    ),
    Case(
        "the other end", ("mute the first 3 seconds", "the last 3 i mean"),
        (("mute_audio", {"start": 17.0, "end": None}),),
    ),
    Case(
        "times of a cut are those before it", ("cut the last 2 s", "sorry, the last 3"),
        (("cut_out", {"start": 17.0, "end": 20.0}),),
    ),
    Case(
        "only one end", ("trim to 2-10", "no, from 4"),
        (("trim_video", {"start": 4.0, "end": 10.0}),),
    ),
    Case("a plain refusal", ("make it sepia", "actually no"), (("apply_filter", SEPIA),)),
    Case(
        "once more elsewhere", ("cut 5-8", "also 10-12"),
        (("cut_out", {"start": 5.0}), ("cut_out", {"start": 10.0, "end": 12.0})),
    ),
    Case(
        "another text", ('add text "A" at 1 s', 'and "B" at 5s'),
        (("add_text", {"text": "A", "start": 1.0}), ("add_text", {"text": "B", "start": 5.0})),
    ),
    Case(
        "the same for its like", ("boost the bass", "and the treble too"),
        (("equalize", {"bass": 6.0, "treble": 6.0}),),
    ),
    Case(
        "one of two by its number",
        ('add text "A"', 'another one at the top saying "B"', "make the second one red"),
        (("add_text", {"text": "A"}), ("add_text", {"text": "B", "color": "#ff0000"})),
    ),
    Case(
        "one of two by its place",
        ('add "One" at the top and "Two" at the bottom', "make the top one red"),
        (("add_text", {"text": "One", "color": "#ff0000"}), ("add_text", {"text": "Two"})),
    ),
    Case(
        "one of two goes", ("mute it", "make it sepia", "undo the first one"),
        (("apply_filter", SEPIA),),
    ),
    Case("a fade's length", ("fade in and out", "3 seconds"), (("fade_video", {"seconds": 3.0}),)),
    Case("longer", ("trim to 2-10", "a second longer"), (("trim_video", {"end": 11.0}),)),
    Case("a GIF's width", ("make a gif", "200 wide"), (("export_gif", {"width": 200}),)),
    Case("back to normal", ("make it sepia", "back to normal"), ()),
    Case(
        "remove the filter", ("mute it", "make it sepia", "remove the filter"),
        (("mute_audio", {}),),
    ),
    Case("denied afterwards", ('add "Hi"', "no text please"), ()),
    Case(
        "like before but", ("make it sepia", "like before but as a gif"),
        (("apply_filter", SEPIA), ("export_gif", {})),
    ),
    # Answers to questions of ours.
    Case(
        "a choice by its number", ("trim 5 seconds", "the first one"),
        (("trim_video", {"end": 5.0}),),
    ),
    Case(
        "a choice by its word", ("cut the clip at 12s", "before"),
        (("trim_video", {"end": 12.0}),),
    ),
    Case(
        "one of two that clash", ("export as mkv and as webm", "webm"),
        (("convert_format", {"format": "webm"}),),
    ),
    Case(
        "how much shorter", ("make it shorter", "by 3 seconds"),
        (("cut_out", {"start": 17.0, "end": 20.0}),),
    ),
    Case(
        "a place first, then words", ("add text", "at the top", "Hello"),
        (("add_text", {"text": "Hello", "position": "top"}),),
    ),
    Case(
        "an edit is no title", ("add a title", "black and white"),
        (("apply_filter", {"filter_type": "blackwhite"}),),
    ),
    Case(
        "no title after all", ("add a title", "hmm actually no title, just mute it"),
        (("mute_audio", {}),),
    ),
    Case(
        "up or down", ("fix the exposure", "brighter"),
        (("apply_filter", {"filter_type": "brightness"}),),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("say", "calls"), WITHIN.items(), ids=WITHIN)
async def test_second_thought_in_a_message(say: str, calls: list[tuple[str, Args]]) -> None:
    assert edits(await Talk().plan(say)) == calls


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_second_thought_leads_to_recipe(case: Case) -> None:
    await leads_to_its_recipe(case)


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ("make it last 30 seconds", "slow it down, or play it several times"),
        ("cut the last 30 seconds", "only 20 s long"),
        ("change the brightness", "raise the brightness, or lower it"),
        ("cut the clip at 12s", "before 0:12, or what comes after"),
        ("8 seconds", "keep the first 8 seconds, or remove them"),
        ("fix the colors", "brightness, contrast, saturation"),
    ],
)
async def test_what_is_open_is_asked(message: str, names: str) -> None:
    assert names in asked(await Talk().plan(message))

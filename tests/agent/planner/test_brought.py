"""Brought in: logos, music and other clips, and what is said of them afterwards."""

from __future__ import annotations

import pytest

from agent.history import History
from tests.agent.planner.talk import SOURCE, Case, Talk, asked
from tests.tools.made_up import MEDIA
from tools.facts import Source

SONG, LOGO, SECOND = MEDIA[2:]

CASES = (
    Case("all that was sent", ("join these clips",), (("join_clips", {}),)),
    Case(
        "in front, as an intro", ("use the second clip as the intro",),
        (("join_clips", {"position": "front"}),),
    ),
    Case("before it", ("put this before it",), (("join_clips", {"position": "front"}),)),
    Case(
        "with a transition", ("merge the two videos with a crossfade of half a second",),
        (("join_clips", {"transition": "crossfade", "seconds": 0.5}),),
    ),
    Case(
        "the other order", ("append this", "the second one first"),
        (("join_clips", {"position": "front"}),),
    ),
    Case(
        "a transition afterwards", ("append this", "use a wipe of 1 s"),
        (("join_clips", {"transition": "wipe_left", "seconds": 1.0}),),
    ),
    Case("side by side", ("put both side by side",), (("stack_clips", {"side": "right"}),)),
    Case(
        "where, how large, how clear",
        ("put this logo in the top right corner, small and half transparent",),
        (("add_image", {"position": "top-right", "size": 0.14, "opacity": 0.5}),),
    ),
    Case(
        "for a time", ("overlay the picture in the middle from 2 to 5 seconds",),
        (("add_image", {"position": "center", "start": 2.0, "end": 5.0}),),
    ),
    Case(
        "bigger, and elsewhere",
        ("add the logo", "a bit bigger", "move it to the left", "make the logo half transparent"),
        (("add_image", {"size": 0.275, "position": "left", "opacity": 0.5}),),
    ),
    Case(
        "both, and one of them gone", ("add the logo and the music", "remove the logo"),
        (("add_music", {}),),
    ),
    Case(
        "how loud, and softer", ("put music under it at 30%", "softer music"),
        (("add_music", {"volume": 0.2}),),
    ),
    Case("quietly", ("play the song under it quietly",), (("add_music", {"volume": 0.15}),)),
    Case(
        "below speech", ("add the song at 50% and lower the music when someone speaks",),
        (("add_music", {"volume": 0.5, "duck": True}),),
    ),
    Case(
        "over all of it", ("put the image in the middle, full screen, for the last 3 seconds",),
        (("add_image", {"size": 1.0, "start": 17.0}),),
    ),
    Case(
        "other sound", ("replace the audio with this song",),
        (("replace_audio", {"sound": SONG.id[:16]}),),
    ),
    Case(
        "instead of a screen", ("put this picture behind me instead of the green screen",),
        (("add_background", {}),),
    ),
    Case(
        "along with other wishes",
        ("trim to the first 3 seconds, add the logo in the corner and make it black and white",),
        (
            ("trim_video", {"start": 0.0, "end": 3.0}),
            ("add_image", {"position": "bottom-right"}),
            ("apply_filter", {"filter_type": "blackwhite"}),
        ),
    ),
)  # fmt: skip


def talk(*media: Source) -> Talk:
    """A conversation about a clip, with these files at hand."""
    return Talk(history=History(source=SOURCE).with_media(media))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_what_is_brought_in(case: Case) -> None:
    conversation = talk(SONG, LOGO, SECOND)
    for message in case.said:
        plan = await conversation.say(message)

    steps = conversation.history.steps
    assert [step.tool for step in steps] == [tool for tool, _ in case.steps], plan
    for step, (_, wanted) in zip(steps, case.steps, strict=True):
        assert {name: step.args.get(name) for name in wanted} == wanted, plan


@pytest.mark.parametrize("message", ["add my logo", "join these clips", "add this music"])
async def test_what_is_not_there_is_asked_for(message: str) -> None:
    assert "Send the file along" in asked(await talk().plan(message))

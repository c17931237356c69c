"""Pictures drawn anew: larger, in a style, in colour, without what is behind; and what is near."""

from __future__ import annotations

import pytest

from agent.history import History
from tests.agent.planner.talk import SOURCE, Case, Talk, asked, edits

CASES = (
    Case("larger", ("upscale it",), (("upscale_video", {}),)),
    Case("to so many lines", ("make it 4K with AI",), (("upscale_video", {"resolution": 2160}),)),
    Case(
        "by whom", ("upscale this 4x with real-esrgan",),
        (("upscale_video", {"factor": 4.0, "engine": "Real-ESRGAN"}),),
    ),
    Case("no AI asked for", ("make it 1080p",), (("resize_video", {"resolution": 1080}),)),
    Case("faces", ("improve the faces",), (("enhance_faces", {}),)),
    Case("painted", ("turn it into a watercolor",), (("style_transfer", {"style": "watercolor"}),)),
    Case("a verb of its own", ("cartoonize it",), (("style_transfer", {"style": "cartoon"}),)),
    Case(
        "a colour behind", ("make the background white",),
        (("remove_background", {"color": "white"}),),
    ),
    Case("neon", ("cyberpunk style",), (("style_transfer", {"style": "cyberpunk"}),)),
    Case(
        "described", ('style transfer "stained glass"',),
        (("style_transfer", {"words": "stained glass"}),),
    ),
    Case(
        "a cheaper look", ("give it a vintage look",),
        (("apply_filter", {"filter_type": "vintage"}),),
    ),
    Case("in colour", ("colorize this old film",), (("colorize_video", {}),)),
    Case("cut out", ("remove the background",), (("remove_background", {}),)),
    Case(
        "before a colour", ("remove the background and make it white",),
        (("remove_background", {"color": "white"}),),
    ),
    Case("a screen", ("remove the green screen",), (("chroma_key", {"color": "green"}),)),
    Case(
        "sound, not picture", ("remove the background noise",),
        (("enhance_audio", {"type": "noise_reduction"}),),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_is_understood(case: Case) -> None:
    plan = await Talk(history=History(source=SOURCE)).plan(case.said[0])

    assert edits(plan) == [(tool, dict(args)) for tool, args in case.steps]


async def test_the_picture_to_stand_before_is_asked_for() -> None:
    answer = await Talk(history=History(source=SOURCE)).say("put me in front of a beach")

    assert "Send the file along" in asked(answer)

"""Every recommendation is a request that works when it is said back."""

from __future__ import annotations

import pytest

from agent.planner.plan import Situation
from tests.agent.planner.talk import PLANNER, Talk
from tests.tools.made_up import clip
from tools import SPECS
from tools.advising import ADVICE, Advice, requests_of


@pytest.mark.parametrize("advice", ADVICE.values(), ids=list(ADVICE))
async def test_it_calls_the_tool_that_it_names(advice: Advice) -> None:
    talk = Talk()
    plan = await PLANNER.plan(
        Situation(text=advice.request, history=talk.history, clip=talk.clip, tools=talk.tools)
    )
    assert [call.tool for call in plan.calls] == [advice.tool]
    assert advice.tool in SPECS
    assert SPECS[advice.tool].parse(plan.calls[0].args) is not None


def test_only_what_fits_is_recommended() -> None:
    names = ["stabilize", "loudness", "upright", "nonsense", "stabilize", "full_hd"]
    assert requests_of(names, clip(sound=False, width=1920, height=1080)) == (
        "stabilize the video", "crop it to 9:16",
    )  # fmt: skip
    assert requests_of(names, clip(picture=False)) == ("normalize the loudness to -16 LUFS",)
    assert "crop it to 9:16" not in requests_of(names, clip(width=720, height=1280))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("how do i undo?", "Say “undo”"),
        ("how can I start over", "start over"),
        ("how do I save the result?", "the finished clip"),
        ("why is it so dark?", "make it brighter"),
        ("why is the file so big", "make the file smaller"),
        ("how come it's so shaky?", "stabilize it"),
        ("which tools do you have for sound?", "mute it"),
        ("which edits can you do to the picture?", "crop to 640x360"),
    ],
)
async def test_guidance_is_words_and_no_edit(question: str, told: str) -> None:
    plan = await Talk().plan(question)
    assert told in plan.text
    assert not plan.calls

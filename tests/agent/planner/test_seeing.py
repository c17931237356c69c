"""Questions about what a clip shows, cuts to a part of it, and presenters, in people's words."""

from __future__ import annotations

from typing import Any

import pytest

from agent.planner.plan import Situation
from tests.agent.planner.talk import PLANNER, Talk

SEEKING = (
    ("find the part where the dog jumps", "find_moment", {"what": "the dog jumps"}),
    ("show me where people are talking", "find_moment", {"what": "people are talking"}),
    ("where does a face appear?", "find_moment", {"what": "a face appear"}),
    ("where is it dark?", "find_moment", {"what": "it is dark"}),
    ("find the loudest part", "find_moment", {"what": "loudest"}),
    ("which part shows the sunset?", "find_moment", {"what": "the sunset"}),
    ("cut to the part where the dog jumps", "keep_moment", {"what": "the dog jumps"}),
    ("keep only the parts with faces", "keep_moment", {"what": "faces", "several": True}),
    ("Trim it to the moment when Anna laughs", "keep_moment", {"what": "Anna laughs"}),
    ("cut out the part where it is dark", "remove_moment", {"what": "it is dark"}),
    ("delete the dark parts", "remove_moment", {"what": "dark"}),
    ("analyze the video", "analyze_video", {}),
    ("analyse this clip and tell me what to improve", "analyze_video", {}),
    ("how can I improve this video?", "analyze_video", {}),
    ("what is wrong with this video?", "analyze_video", {}),
    ("give me some tips", "analyze_video", {}),
    ("what do you see in it?", "analyze_video", {}),
    ("make a presenter video that says welcome to my garden", "present",
     {"text": "welcome to my garden"}),
    ('add a presenter who says "Look" in the bottom left corner', "present",
     {"text": "Look", "position": "bottom-left"}),
    ('let an avatar say "Thanks for watching" at the end', "present",
     {"text": "Thanks for watching", "place": "end"}),
    ('create a vertical presenter video saying "Three tips"', "present",
     {"text": "Three tips", "shape": "upright"}),
)  # fmt: skip


async def planned(text: str) -> list[tuple[str, dict[str, Any]]]:
    talk = Talk()
    situation = Situation(text=text, history=talk.history, clip=talk.clip, tools=talk.tools)
    plan = await PLANNER.plan(situation)
    return [(call.tool, dict(call.args)) for call in plan.calls]


@pytest.mark.parametrize(("text", "tool", "args"), SEEKING, ids=[case[0] for case in SEEKING])
async def test_one_wish(text: str, tool: str, args: dict[str, Any]) -> None:
    assert await planned(text) == [(tool, args)]


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("where are the silences?", "find_silence"),
        ("where do the scenes change?", "detect_scenes"),
        ("how good is the quality?", "measure_quality"),
        ("how loud is it?", "measure_loudness"),
        ("remove the part from 2 to 4 seconds", "cut_out"),
        ("cut the part between 0:02 and 0:04", "cut_out"),
        ("trim to the first 5 seconds", "trim_video"),
        ('add a voice-over saying "hello"', "generate_voice"),
        ("describe the clip", "describe_clip"),
    ],
)
async def test_what_others_do_stays_theirs(text: str, tool: str) -> None:
    assert [made for made, _ in await planned(text)] == [tool]


async def test_a_question_beside_an_edit() -> None:
    made = await planned("find the part where the dog jumps, and make it black and white")
    assert made[0] == ("find_moment", {"what": "the dog jumps"})

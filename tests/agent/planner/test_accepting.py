"""A yes to a suggestion does it; thanks for an edit do not."""

from __future__ import annotations

import pytest

from agent.planner.asking.accepting import accepted
from agent.planner.plan import Situation
from tests.agent.planner.talk import PLANNER, Talk

ANSWER = "The quality is fair.\nNext, if you like: “sharpen it” or “brighten it”."
FOUR = "It is dark.\nNext, if you like: “a” or “b” or “c” or “d”."
EDIT = "I trimmed it.\n v2 is 0:05 long.\nNext, if you like: “mute it” or “sharpen it”."


@pytest.mark.parametrize(
    ("said", "reply", "meant"),
    [
        ("yes do that", ANSWER, "sharpen it and brighten it"),
        ("yes", ANSWER, "sharpen it and brighten it"),
        ("Yes, please!", ANSWER, "sharpen it and brighten it"),
        ("do both", ANSWER, "sharpen it and brighten it"),
        ("ok do the first one", ANSWER, "sharpen it"),
        ("the second one please", ANSWER, "brighten it"),
        ("do the third", FOUR, "c"),
        ("do 1 and 3", FOUR, "a and c"),
        ("number 2 please", FOUR, "b"),
        ("the first, the second and the last one", FOUR, "a and b and d"),
        ("do all of them", FOUR, "a and b and c and d"),
        ("do the fourth", ANSWER, ""),
        ("do that", EDIT, "mute it and sharpen it"),
        ("the first", EDIT, "mute it"),
        ("ok", EDIT, ""),
        ("yes", EDIT, ""),
        ("no", ANSWER, ""),
        ("yes, but make it red", ANSWER, ""),
        ("do it again", ANSWER, ""),
        ("yes", "The clip is 5 s long.", ""),
    ],
)
def test_what_is_accepted(said: str, reply: str, meant: str) -> None:
    assert accepted(said, [("person", "hm"), ("vfxb", reply)]) == meant


def test_only_the_last_reply_counts() -> None:
    assert accepted("yes", [("vfxb", ANSWER), ("vfxb", "Hello.")]) == ""
    assert accepted("yes", []) == ""


async def test_the_planner_does_it() -> None:
    talk = Talk()
    plan = await PLANNER.plan(
        Situation(
            text="yes do that",
            history=talk.history,
            clip=talk.clip,
            tools=talk.tools,
            dialogue=(("person", "how good is it?"), ("vfxb", ANSWER)),
        )
    )
    chosen = [(call.tool, call.args.get("filter_type")) for call in plan.calls]
    assert chosen == [("apply_filter", "sharpen"), ("apply_filter", "brightness")]

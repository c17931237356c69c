"""Captions that are there are changed by whoever names them; more of them are only added."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.history import History, Version
from agent.planner.plan import Plan, Situation
from tests.agent.planner.talk import PLANNER, SOURCE, edits
from tests.agent.planner.talk import Talk as _Talk
from tools.recipe import Step

TITLE = Step(tool="add_text", args={"text": "HI"})


def _talk(**args: object) -> _Talk:
    """A conversation in which captions were added, and a title after them."""
    steps = (Step(tool="add_captions", args={"style": "classic", **args}), TITLE)
    version = Version(id="v1", steps=steps, parent="", source_id=SOURCE.id)
    return _Talk(history=History(source=SOURCE, steps=steps).as_delivered(version))


async def _plan(talk: _Talk, text: str) -> Plan:
    # What is said in the clip was heard when they were added; here only the title can be replayed.
    bare = _Talk(history=replace(talk.history, steps=(TITLE,)))
    return await PLANNER.plan(
        Situation(text=text, history=talk.history, clip=bare.clip, tools=talk.tools)
    )


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("make the subtitles yellow", {"color": "yellow"}),
        ("move the captions to the top", {"position": "top"}),
        ("captions in karaoke style", {"style": "karaoke"}),
        ("bigger captions please", {"size": 0.12}),
        ("the subtitles should only be there from 2 to 5s", {"start": 2.0, "end": 5.0}),
    ],
)
async def test_those_that_are_there_are_meant(said: str, args: dict[str, object]) -> None:
    assert edits(await _plan(_talk(), said)) == [("change_edit", {"step": 1, "args": args})]


async def test_a_size_that_they_have_grows() -> None:
    plan = await _plan(_talk(size=0.1), "make the captions bigger")
    assert edits(plan) == [("change_edit", {"step": 1, "args": {"size": 0.15}})]


async def test_more_of_them_are_added() -> None:
    plan = await _plan(_talk(), "add captions at the top too")
    assert edits(plan) == [("add_captions", {"position": "top"})]

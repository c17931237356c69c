"""What the bots tell people to say works: in every language, without any language model."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from agent.history import History
from agent.planner.builtin import BuiltinPlanner
from agent.planner.plan import Situation
from agent.toolbox import all_tools, described
from bots.language import LANGUAGES, catalogue
from tests.media import Media
from tools.engine.probe.file import probe

GAPS = {"height": 240, "seconds": 2, "version": "v2"}
_QUOTED = re.compile(r"“([^“”]*(?:“[^“”]*”)?[^“”]*)”|«([^«»]*)»")
# On a clip that nothing was done to, these are answered and not done.
_ANSWERED = re.compile(r"undo|deshacer|versions|forget|back to|^/|^v\d")


def examples() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        said = catalogue(language)
        wishes = [said[key] for key in said if key.startswith("wish_to_")]
        quoted = [one or two for one, two in _QUOTED.findall(said["help"])]
        for text in (said["such_as"], *wishes, *quoted):
            # The clip of the test is shorter than those of people.
            example = text.format(**GAPS).replace("0:10", "0:01").replace("0:30", "0:02")
            if not _ANSWERED.search(example):
                yield language, example


@pytest.mark.parametrize(("language", "text"), [*examples()])
async def test_an_example_is_understood(language: str, text: str, media: Media) -> None:
    history = History(source=await probe(media.clip(3.0)))
    situation = Situation(
        text=text, history=history, clip=described(history), tools=all_tools()
    )  # fmt: skip
    plan = await BuiltinPlanner().plan(situation)
    assert plan.calls, (language, text)
    assert "ask_person" not in {call.tool for call in plan.calls}, (language, plan.calls)

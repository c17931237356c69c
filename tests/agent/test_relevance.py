"""A model is told about the tools that matter, and the prompt stays small."""

from __future__ import annotations

import pytest

from agent.history import History
from agent.planner.plan import Situation
from agent.relevance import CORE, relevant
from agent.toolbox import CONTROL_TOOLS, HISTORY_TOOLS, MEMORY_TOOLS, all_tools
from tests.agent.scripted import described_source
from tools import SPECS
from tools.clip import Clip
from tools.recipe import Step

TITLE = Step("add_text", {"text": "Hello"})


def chosen(text: str, *steps: Step) -> set[str]:
    source = described_source()
    return set(
        relevant(
            Situation(
                text=text,
                history=History(source=source, steps=steps),
                clip=Clip.of(source),
                tools=all_tools(),
            )
        )
    )


def test_each_tool_is_told_about_when_its_examples_are_said() -> None:
    missed = [
        (name, example)
        for name, spec in SPECS.items()
        for example in spec.examples
        if name not in chosen(example)
    ]
    examples = sum(len(spec.examples) for spec in SPECS.values())
    assert len(missed) <= 0.03 * examples, missed


@pytest.mark.parametrize("text", ["mute it", "undo the title", "what is this?"])
def test_what_is_always_told_about(text: str) -> None:
    always = CORE | set(MEMORY_TOOLS) | set(CONTROL_TOOLS)
    assert always <= chosen(text)
    assert not set(HISTORY_TOOLS) & chosen(text), "there is nothing to take back yet"
    assert always | set(HISTORY_TOOLS) <= chosen(text, TITLE)


def test_tools_of_the_recipe_are_told_about() -> None:
    for name in SPECS:
        assert name in chosen("put it at the top instead", Step(name, {}))


def test_few_tools_for_an_english_message_and_all_for_another_language() -> None:
    assert len(chosen("trim to the first 5 seconds and mute it")) < len(all_tools())
    assert chosen("Перемотай на начало и убери звук", TITLE) == set(all_tools())

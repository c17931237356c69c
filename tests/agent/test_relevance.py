"""A model is told about the tools that matter, and the prompt stays small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from langchain_core.messages import convert_to_openai_messages

from agent import tokens
from agent.control import find_tools
from agent.families import CONTROL_TOOLS, HISTORY_TOOLS, all_tools
from agent.history import History
from agent.models import _messages
from agent.planner.plan import Call, Outcome, Situation
from agent.relevance import CORE, Told, relevant
from tests.agent.scripted import described_source
from tools import SPECS
from tools.clip import Clip
from tools.recipe import Step
from tools.spec import ToolSpec

TITLE = Step("add_text", {"text": "Hello"})
LETTERS = "bdfgklmnrt"
LIMIT = 3_000
"""Most tokens of a plain request."""


def situation(text: str, *steps: Step, **more: Any) -> Situation:
    source = described_source()
    fields: dict[str, Any] = {"tools": all_tools(), **more}
    return Situation(
        text=text,
        history=History(source=source, steps=steps),
        clip=Clip.of(source),
        **fields,
    )


def chosen(text: str, *steps: Step, **more: Any) -> dict[str, Told]:
    return {told.spec.name: told for told in relevant(situation(text, *steps, **more))}


def cost(state: Situation) -> int:
    """Tokens of the whole request."""
    messages = convert_to_openai_messages(_messages(state))
    assert isinstance(messages, list)
    return tokens.count_prompt(messages, [told.described for told in relevant(state)])


@cache
def long_catalogue() -> Mapping[str, ToolSpec]:
    """All tools, and so many more as nobody has: each edits a thing that no other does."""
    tools = dict(all_tools())
    for number in range(80):
        thing = f"{LETTERS[number // 10]}a{LETTERS[number % 10]}oz"
        spec = ToolSpec(
            function=SPECS["add_text"].function,
            name=f"{thing}_video",
            summary=f"Give the clip more {thing}, or less of it, in all of the picture.",
            descriptions=SPECS["add_text"].descriptions,
            examples=(f"add some {thing}", f"I want {thing} at 0:05", f"too much {thing}"),
        )
        tools[spec.name] = spec
    return tools


def test_each_tool_is_told_about_when_its_examples_are_said() -> None:
    missed = [
        (name, example)
        for name, spec in SPECS.items()
        for example in spec.examples
        if name not in chosen(example)
    ]
    examples = sum(len(spec.examples) for spec in SPECS.values())
    assert len(missed) <= 0.05 * examples, missed


def test_each_tool_of_a_long_catalogue_is_told_about_when_it_is_meant() -> None:
    tools = long_catalogue()
    own = [name for name in tools if name not in all_tools()]
    assert len(own) == 80
    missed = [n for n in own if n not in chosen(f"give me {n.split('_')[0]}", tools=tools)]
    assert not missed


@pytest.mark.parametrize("text", ["mute it", "undo the title", "what is this?", "Ещё раз"])
def test_what_is_always_told_about(text: str) -> None:
    always = CORE | set(CONTROL_TOOLS)
    assert always <= set(chosen(text))
    assert not set(HISTORY_TOOLS) & set(chosen(text)), "there is nothing to take back yet"
    assert always | set(HISTORY_TOOLS) <= set(chosen(text, TITLE))


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("pon el vídeo en blanco y negro", "apply_filter"),
        ("mach das Video leiser", "change_volume"),
        ("inverse la vidéo", "reverse_video"),
        ("always make my titles yellow", "remember_preference"),
        ("forget everything about me", "forget_memory"),
        ("make it a gif", "export_gif"),
    ],
)
def test_what_fits_is_told_in_full(text: str, tool: str) -> None:
    assert not chosen(text)[tool].briefly


def test_what_went_wrong_is_told_in_full() -> None:
    failed = Outcome(call=Call(tool="generate_voice"), error="generate_voice needs 'text'")
    assert chosen("mute it")["generate_voice"].briefly
    assert not chosen("mute it", rounds=((failed,),))["generate_voice"].briefly


def test_what_the_model_looks_up_is_told_in_full() -> None:
    looked = Outcome(call=Call(tool=find_tools.__name__, args={"what": "play backwards"}))
    assert "reverse_video" not in chosen("逆にして")
    assert not chosen("逆にして", rounds=((looked,),))["reverse_video"].briefly


def test_tools_of_the_recipe_are_told_about() -> None:
    for name in SPECS:
        assert name in chosen("put it at the top instead", Step(name, {}))


PLAIN = [
    "trim to 2-10 s and mute it",
    "make it black and white and add the title Hello at the bottom, then export as a gif",
    "crop it to a square, speed it up to 2x and put a voice-over saying welcome on it",
    "blur the background, fade in and out, and give me an mp4 under 8 MB",
    "hazlo en blanco y negro y quita el sonido",
    "最初の5秒を切って",
    "what can you do?",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_request_is_small(text: str) -> None:
    assert cost(situation(text)) < LIMIT


@pytest.mark.parametrize("text", PLAIN)
def test_a_long_catalogue_costs_no_more(text: str) -> None:
    assert cost(situation(text, tools=long_catalogue())) < LIMIT


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("", 0, 0), ("Hello, world!", 4, 5), ("trim to 2-10 s", 5, 8), ("кот", 1, 3)],
)
def test_tokens_are_counted_rather_high(text: str, least: int, most: int) -> None:
    assert least <= tokens.count(text) <= most


def test_all_examples_of_a_tool_cost_less_in_brief() -> None:
    for spec in all_tools().values():
        brief, full = Told(spec, briefly=True), Told(spec, briefly=False)
        assert tokens.count_prompt([], [brief.described]) <= tokens.count_prompt(
            [], [full.described]
        )
        assert replace(brief, briefly=False) == full

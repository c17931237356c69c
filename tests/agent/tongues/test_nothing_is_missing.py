"""Whatever the tools, the agent and the memory say, every language can say; none says more."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from agent.tongues.catalogue import LANGUAGES, catalogue
from agent.tongues.template import HOLE
from bots.language import LANGUAGES as SPOKEN_BY_BOTS
from tests.agent.tongues.sayings import ROOT, sayings

NOT_FOR_PEOPLE = (
    "agent/planner/lexicon/languages/", "agent/planner/lexicon/words", "agent/planner/reading/",
    "agent/moving", "agent/prompts", "agent/consent", "agent/relevance", "agent/retention",
    "agent/settings", "agent/standing", "agent/tongues/", "memory/knocking", "tools/rules",
    "tools/engine/smartcut/", "tools/engine/hardware", "tools/services/prices",
    "tools/services/speech/openai_speech", "tools/services/translation/openai_translation",
    "tools/services/vision/openai_vision",
)  # fmt: skip
"""Files that speak to models, to those who run VFXB, to those who write tools, or to the log."""
SENT = ("Made by VFXB", "Umm, let me think", "You were not told about", "You called no tool")
"""How what is sent to services and models begins, in files that speak to people as well."""


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_message_is_in_the_catalogue(language: str) -> None:
    known = "\n".join(english.replace("\n", "\\n") for english in _entries(language))
    missing = [
        str(each)
        for each in sayings(NOT_FOR_PEOPLE)
        if not each.parts[0].startswith(SENT) and not each.stands_in(known)
    ]
    assert not missing, f"say them in agent/tongues/{language}/, too:\n" + "\n".join(missing)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_entries_fill_in_what_they_were_given(language: str) -> None:
    for english, other in _entries(language).items():
        holes = {hole["name"] for hole in HOLE.finditer(english)}
        assert {hole["name"] for hole in HOLE.finditer(other)} <= holes, english
        assert not re.search(r"\{[^\w]|\{\w+[^\w}!?^~]", english + other), english


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_holes_are_told_apart_by_what_stands_between(language: str) -> None:
    for template in catalogue(language).templates:
        holes = list(HOLE.finditer(template.english))
        open_ended = [hole for hole in holes if "?" not in hole["marks"]]
        touching = [(a, b) for a, b in pairwise(open_ended) if a.end() == b.start()]
        assert not touching, template.english


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_everything_is_said_in_one_place(language: str) -> None:
    said = [english for table in _tables(language) for english in table if english != "same"]
    assert not [english for english, times in Counter(map(str.strip, said)).items() if times > 1]


def test_the_agent_speaks_every_language_of_the_bots() -> None:
    assert set(LANGUAGES) == set(SPOKEN_BY_BOTS)


def _entries(language: str) -> dict[str, str]:
    return {
        english.strip(): other
        for table in _tables(language)
        for english, other in table.items()
        if isinstance(other, str)
    }


def _tables(language: str) -> list[dict[str, Any]]:
    files = sorted((ROOT / "agent" / "tongues" / language).glob("*.toml"))
    return [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]

"""Looks, facts and earlier edits, in the words in which people speak of them."""

from __future__ import annotations

from typing import Any

import pytest

from agent.planner.remembering.keepsakes import keepsake, use_of

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("save this look as Retro", "save_look", {"name": "Retro"}),
    ("please save this style as my “Beach Days”, thanks!", "save_look", {"name": "Beach Days"}),
    ("call this look noir", "save_look", {"name": "noir"}),
    ("remember these colours as sunny please", "save_look", {"name": "sunny"}),
    ("use my retro look", "use_look", {"name": "retro"}),
    ("Apply my Wedding Night look to this clip please", "use_look", {"name": "Wedding Night"}),
    ("give it my noir style", "use_look", {"name": "noir"}),
    ("use the look that I saved as noir", "use_look", {"name": "noir"}),
    ("show my looks", "show_memory", {}),
    ("which looks have I saved?", "show_memory", {}),
    ("export my memory", "export_memory", {}),
    ("can you send me a copy of all my data?", "export_memory", {}),
    ("remember that this clip is from my sister's wedding", "remember_fact",
     {"text": "this clip is from my sister's wedding"}),
    ("This video is for my biology class, please remember that.", "remember_fact",
     {"text": "This video is for my biology class"}),
    ("use the edit from yesterday", "use_edit", {"which": "yesterday"}),
    ("apply my edit from last Friday", "use_edit", {"which": "last Friday"}),
    ("do the same as yesterday", "use_edit", {"which": "yesterday"}),
    ("use the recipe of the beach clip", "use_edit", {"which": "the beach clip"}),
    ("correct my memory: it was in 2018, not in 2019", "correct_memory",
     {"what": "in 2019", "to": "it was in 2018"}),
]  # fmt: skip


@pytest.mark.parametrize(("message", "tool", "args"), CASES, ids=[case[0] for case in CASES])
def test_what_is_asked_of_memory(message: str, tool: str, args: dict[str, Any]) -> None:
    call = keepsake(message)
    assert call is not None
    assert (call.tool, dict(call.args)) == (tool, args)


@pytest.mark.parametrize(
    "message",
    [
        "save it as mp4",
        "keep the colours as they are",
        "make it look like a movie",
        "use the edit from v3",
        "use my logo",
        "add my name in the corner",
        "do the same as before",
        "same again",
        "remember that I like my titles yellow",
        "the clip is too dark",
        "do it like in the movies",
        "give me the look of an old film",
    ],
)
def test_what_is_about_something_else(message: str) -> None:
    assert keepsake(message) is None


def test_a_look_without_a_name_is_asked_about() -> None:
    call = keepsake("save this look")
    assert call is not None
    assert call.tool == "ask_person"


def test_a_look_may_be_one_of_several_wishes() -> None:
    assert use_of("and then use my retro look") is not None
    assert use_of("use my retro look and trim it to 5 seconds") is None

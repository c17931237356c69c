"""Questions that take a look, and what only sounds like one."""

from __future__ import annotations

from typing import Any

import pytest

from agent.planner.answers.comparing import comparison
from tests.agent.planner.talk import Talk, edits

ASIDE = {
    "trim to 3 seconds and tell me how loud it is": ["trim_video", "measure_loudness"],
    "make it sepia, how sharp is it?": ["apply_filter", "measure_quality"],
}


@pytest.mark.parametrize(("said", "tools"), ASIDE.items())
async def test_a_question_may_come_with_an_edit(said: str, tools: list[str]) -> None:
    plan = await Talk().plan(said)
    assert [call.tool for call in plan.calls] == tools


@pytest.mark.parametrize(
    ("said", "tool", "args"),
    [
        ("is it too loud?", "measure_loudness", {}),
        ("how many lufs does it have?", "measure_loudness", {}),
        ("where do the scenes change", "detect_scenes", {}),
        ("how many scenes are there?", "detect_scenes", {}),
        ("is there any silence in it?", "find_silence", {}),
        ("where are the pauses longer than 2 seconds?", "find_silence", {"longer_than": 2.0}),
        ("how good is the quality", "measure_quality", {}),
        ("is it sharp enough?", "measure_quality", {}),
        ("remove the silences", "remove_silence", {}),
        ("cut out the dead air", "remove_silence", {}),
        ("remove pauses longer than 1.5 seconds", "remove_silence", {"longer_than": 1.5}),
        ("trim the silence at the start and end", "remove_silence", {"where": "both"}),
        ("stabilize the shaky footage", "stabilize_video", {}),
        ("normalize it to -14 LUFS", "normalize_loudness", {"lufs": -14.0}),
    ],
)
async def test_what_is_called(said: str, tool: str, args: dict[str, Any]) -> None:
    assert edits(await Talk().plan(said)) == [(tool, args)]


@pytest.mark.parametrize(
    "said", ["is it muted?", "does it have sound?", "can you make it louder?", "how long is it?"]
)
async def test_what_takes_no_look(said: str) -> None:
    looks = {"measure_loudness", "measure_quality", "find_silence", "detect_scenes"}
    assert not looks & {call for call, _ in edits(await Talk().plan(said))}


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("compare v1 and v3", {"a": "v1", "b": "v3"}),
        ("what is the difference between version 2 and version 4?", {"a": "v2", "b": "v4"}),
        ("compare it with the previous version", {"a": "previous"}),
        ("how does this differ from the first one?", {"a": "first"}),
        ("compare the versions", {}),
        ("what is the difference between the two versions?", {}),
    ],
)
def test_versions_to_compare(said: str, args: dict[str, str]) -> None:
    call = comparison(said)
    assert call is not None
    assert (call.tool, call.args) == ("compare_versions", args)


@pytest.mark.parametrize("said", ["go back to v1", "what is the difference?", "compare it"])
def test_nothing_to_compare(said: str) -> None:
    assert comparison(said) is None

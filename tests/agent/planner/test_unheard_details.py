"""Details in words that no tool knows are told, and the edit is made all the same."""

from __future__ import annotations

import pytest

from tests.agent.planner.talk import Talk, edits, left_out

TOLD = {
    "export it as mov prores": ("convert_format", ["prores"]),
    'say "hello" at the beginning with british accent': ("generate_voice", ["british accent"]),
    "zoom in like hitchcock": ("zoom_video", ["hitchcock"]),
}
NOT_TOLD = [
    "make it grayscale with high contrast",
    "save it as a high-quality mp3",
    "trim the clip to the first half in mp4",
    'say "sale" as an announcement with the built-in voice',
    "add the title Hello in big red letters with a fade",
]


@pytest.mark.parametrize("said", TOLD)
async def test_what_was_not_understood_is_told(said: str) -> None:
    plan = await Talk().plan(said)
    tool, strange = TOLD[said]
    assert [name for name, _ in edits(plan)] == [tool]
    assert left_out(plan) == strange


@pytest.mark.parametrize("said", NOT_TOLD)
async def test_what_was_understood_is_not(said: str) -> None:
    assert left_out(await Talk().plan(said)) == []

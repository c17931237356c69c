"""What the tools themselves say that people ask them for is what the planner understands."""

from __future__ import annotations

import pytest

from agent.families import CONTROL_TOOLS, all_tools
from tests.agent.planner.talk import Talk, asked, edits

# Where one example has two tools' names, or is about an edit that was made before.
MOST_MISSED = 0.06
EACH = 4  # One in so many is tried: all of them take long.


async def test_nearly_every_example_of_a_tool_leads_to_it() -> None:
    missed = []
    tools = {name: spec for name, spec in all_tools().items() if name not in CONTROL_TOOLS}
    for name, spec in tools.items():
        for example in spec.examples[::EACH]:
            plan = await Talk().plan(example)
            lost = "did not understand" in asked(plan)
            called = {call.tool for call in plan.calls} - {"ask_person"}
            if lost or called and name not in called:
                missed.append(f"{name}: {example} -> {', '.join(called) or 'nothing'}")
    examples = sum(len(spec.examples[::EACH]) for spec in tools.values())
    assert len(missed) <= MOST_MISSED * examples, "\n".join(missed)


NO_SOUND, NO_SUBTITLES = "music or other sound at hand", "subtitle file at hand"
ASKED_FOR = [
    ("use this as the soundtrack", NO_SOUND),
    ("use this recording instead of the original sound", NO_SOUND),
    ("change the audio to this file", NO_SOUND),
    ("add these subtitles", NO_SUBTITLES),
    ("put the attached subtitles on the video", NO_SUBTITLES),
    ("use my subtitle file", NO_SUBTITLES),
]


@pytest.mark.parametrize(("say", "file"), ASKED_FOR)
async def test_a_file_that_is_spoken_of_is_asked_for(say: str, file: str) -> None:
    assert file in asked(await Talk().plan(say))


OTHERWISE = [
    ("add subtitles", [("add_captions", {"style": "classic"})]),
    ("change the audio to mono", [("set_channels", {"layout": "mono"})]),
    ("remove the grain", [("denoise_video", {})]),
]


@pytest.mark.parametrize(("say", "calls"), OTHERWISE)
async def test_what_needs_no_file_is_done(say: str, calls: list[tuple[str, object]]) -> None:
    assert edits(await Talk().plan(say)) == calls

"""What comes of the examples of all tools is told in the person's language, and wholly so.

The examples go through the built-in planner and the calls that it plans, on a clip that exists only
as facts: nothing is rendered.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from agent.families import CONTROL_TOOLS, MEMORY_TOOLS, all_tools
from agent.history import History, Version
from agent.mind import Mind
from agent.planner.builtin import BuiltinPlanner
from agent.planner.plan import Situation
from agent.tongues.catalogue import LANGUAGES, catalogue
from agent.tongues.tongue import Tongue
from agent.toolbox import Bench, described, run
from tests.tools.made_up import FOUND, MEDIA, clip
from tools.recipe import Step
from tools.spec import ToolSpec

MOST = 4
"""Examples of a tool; the others say little that is new."""
STEPS = (
    Step("apply_filter", {"filter_type": "blackwhite"}),
    Step("add_text", {"text": "Hello"}),
    Step("trim_video", {"start": 0.0, "end": 18.0}),
)
# A model says these in words of its own; what is remembered takes a database.
LEFT_OUT = {"analyze_video", "measure_quality", "use_look", "use_edit", *MEMORY_TOOLS}
SPEAKS = {*CONTROL_TOOLS}
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|'[^']*'|\"[^\"]*\"")
_ENGLISH = re.compile(
    r"\b(?:the|is|are|of|and|with|from|to|in|on|it|its|was|has|have|you|can|be|this|that|an|at|as|"
    r"by|or|made|there|which|what)\b"
)


def edited() -> History:
    """A conversation with a few steps and two versions."""
    source = clip().source
    history = History(source=source, steps=STEPS, media=MEDIA, findings=FOUND)
    phrases = described(history).done
    versions = tuple(
        Version(
            id=f"v{n}", steps=STEPS[:n], parent=f"v{n - 1}", description=phrases[n - 1],
            source_id=source.id, facts=source.facts,
        )
        for n in (1, 2)
    )  # fmt: skip
    return replace(history, phrases=phrases, versions=versions, head="v2")


async def said(example: str, history: History) -> AsyncIterator[str]:
    """All that a turn would tell about it."""
    situation = Situation(
        text=example, history=history, clip=described(history), tools=all_tools()
    )  # fmt: skip
    plan = await BuiltinPlanner().plan(situation)
    yield plan.text
    bench = Bench(history=history, mind=Mind(None, "u"))  # type: ignore[arg-type]
    for call in plan.calls:
        if call.tool in LEFT_OUT:
            return
        outcome = await run(call, bench)
        yield outcome.error
        yield "" if call.tool in SPEAKS else outcome.result
    for text in (*bench.notes, *bench.answers, *bench.suggestions):
        yield text
    for text in (bench.dialogue.question, bench.dialogue.refusal):
        yield text


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("spec", all_tools().values(), ids=all_tools())
async def test_is_told(spec: ToolSpec, language: str) -> None:
    if spec.name in LEFT_OUT:
        pytest.skip("it takes a model or a database")
    for example in spec.examples[:MOST]:
        async for text in said(example, edited()):
            tongue = Tongue(catalogue(language))
            told = tongue.phrase(text) or tongue.told(text)
            assert not _ENGLISH.search(_QUOTED.sub("", told)), (example, text, told)
            assert told != text or not re.search(r"[a-z]{4} [a-z]", text), (example, text)

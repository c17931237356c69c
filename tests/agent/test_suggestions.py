"""Suggestions fit the clip, and each works when it is said back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import pytest

from agent.families import all_tools
from agent.history import History, Version
from agent.planner.builtin import BuiltinPlanner
from agent.planner.plan import Situation
from agent.recollection import Mind
from agent.suggestions import MOST, suggest
from agent.toolbox import Bench, described, run
from tests.agent.scripted import described_source
from tools.export_format import Export
from tools.facts import SILENT, AudioFacts, Facts, Source, VideoFacts
from tools.recipe import Step

_SIZES = ((1280, 720), (320, 180), (720, 1280))
_LENGTHS = (1.2, 95.0)
_RECIPES: tuple[tuple[Step, ...], ...] = (
    (),
    (Step("trim_video", {"start": 0.0, "end": 1.0}),),
    (Step("apply_filter", {"filter_type": "blackwhite"}), Step("mute_audio", {})),
    (Step("add_text", {"text": "Hello"}),),
    (Step("add_text", {"text": "Hello"}), Step("crop_video", {"aspect": "1:1"})),
    (Step("export_gif", {}),),
    (Step("convert_format", {"format": "webm"}),),
    (
        Step("trim_video", {"start": 0.0, "end": 1.0}),
        Step("add_text", {"text": "Hello"}),
        Step("apply_filter", {"filter_type": "vintage"}),
        Step("crop_video", {"aspect": "1:1"}),
        Step("resize_video", {"scale": 0.5}),
        Step("change_speed", {"factor": 1.5}),
        Step("generate_voice", {"text": "Welcome"}),
    ),
)


def pictured(width: int, height: int, seconds: float, *, sound: bool) -> Source:
    facts = Facts(
        duration=seconds,
        video=VideoFacts(width=width, height=height, fps=Fraction(30)),
        audio=AudioFacts() if sound else None,
    )
    return replace(described_source(), facts=facts)


def heard(seconds: float) -> Source:
    facts = Facts(duration=seconds, video=None, audio=AudioFacts(), container="mp3")
    return replace(described_source(), facts=facts)


@dataclass(frozen=True)
class Case:
    """A clip with its recipe, as it was delivered."""

    id: str
    history: History


def _cases() -> list[Case]:
    cases = []
    for (size, seconds), steps in product(product(_SIZES, _LENGTHS), _RECIPES):
        for sound in (True, False):
            if not sound and any(step.tool == "mute_audio" for step in steps):
                continue
            source = pictured(*size, seconds, sound=sound)
            tools = "+".join(step.tool for step in steps) or "untouched"
            name = f"{size[0]}x{size[1]}-{seconds}s-{'sound' if sound else 'silent'}-{tools}"
            for count in (1, 2, 3):
                cases.append(Case(f"{name}-v{count}", _delivered(source, steps, count)))
    cases += [Case(f"sound-{s}", _delivered(heard(s), (), 1)) for s in (*_LENGTHS, 10.0)]
    return cases


def _delivered(source: Source, steps: tuple[Step, ...], count: int) -> History:
    history = History(source=source, steps=steps)
    for number in range(1, count + 1):
        history = history.as_delivered(Version(id=f"v{number}", steps=steps, source_id=source.id))
    return replace(history, phrases=described(history).done)


async def test_each_suggestion_works_when_said_back() -> None:
    planner = BuiltinPlanner()
    said: set[str] = set()
    for case in _cases():
        clip = described(case.history)
        ideas = suggest(clip, case.history)
        assert len(ideas) <= MOST
        assert len(set(ideas)) == len(ideas)
        said.update(ideas)
        for idea in ideas:
            situation = Situation(text=idea, history=case.history, clip=clip, tools=all_tools())
            plan = await planner.plan(situation)
            assert plan.calls, f"{case.id}: {idea}: {plan.text}"
            bench = Bench(history=case.history, mind=Mind(None, "u1"))  # type: ignore[arg-type]
            for call in plan.calls:
                outcome = await run(call, bench)
                assert not outcome.error, f"{case.id}: {idea}: {outcome.error}"
            assert not bench.dialogue.question, f"{case.id}: {idea}: {bench.dialogue.question}"
            assert bench.history.steps != case.history.steps, f"{case.id}: {idea}"
    assert len(said) >= 8


def test_what_was_done_is_not_suggested_again() -> None:
    steps = (Step("add_text", {"text": "Hello"}), Step("mute_audio", {}))
    history = _delivered(pictured(1280, 720, 20.0, sound=True), steps, 1)
    for number in range(1, 8):
        history = history.as_delivered(Version(id=f"v{number}", steps=steps))
        for idea in suggest(described(history), history):
            assert "title" not in idea
            assert "mute" not in idea
            assert "voice clearer" not in idea


def test_the_same_two_are_not_offered_after_every_edit() -> None:
    history = _delivered(pictured(1280, 720, 20.0, sound=True), (), 1)
    offered = []
    for number in range(1, 4):
        history = history.as_delivered(Version(id=f"v{number}", steps=()))
        offered.append(suggest(described(history), history))
    assert len(set(offered)) == 3


@pytest.mark.parametrize("container", ["gif"])
def test_a_gif_gets_no_wishes_for_sound_or_gifs(container: str) -> None:
    history = _delivered(pictured(320, 180, 6.0, sound=True), (Step("export_gif", {}),), 1)
    clip = described(history)
    assert (clip.export or Export()).container == container
    for idea in suggest(clip, history):
        assert "gif" not in idea
        assert "mute" not in idea


def test_silence_gets_no_wishes_for_a_voice() -> None:
    quiet = replace(pictured(1280, 720, 20.0, sound=True), warnings=(SILENT,))
    for count in (1, 2, 3):
        history = _delivered(quiet, (), count)
        for idea in suggest(described(history), history):
            assert "voice" not in idea
            assert "mute" not in idea

"""A conversation with the built-in planner, its calls run as the agent runs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from agent.control import Dialogue
from agent.families import CONTROL_TOOLS, MEMORY_TOOLS, all_tools
from agent.history import History, Version
from agent.planner.builtin import BuiltinPlanner
from agent.planner.plan import Plan, Situation
from agent.toolbox import Bench, described, run
from tools.clip import Clip
from tools.facts import AudioFacts, Facts, Source, VideoFacts

PLANNER = BuiltinPlanner()

SOURCE = Source(
    id="0" * 64,
    path=Path("clip.mp4"),
    name="clip.mp4",
    demuxer="mov",
    facts=Facts(
        duration=20.0,
        video=VideoFacts(width=1280, height=720, fps=Fraction(30)),
        audio=AudioFacts(),
        size_bytes=6_500_000,
    ),
    video_index=0,
    audio_index=1,
)

Args = dict[str, Any]
Calls = list[tuple[str, Args]]


@dataclass(frozen=True)
class Case:
    """A conversation, and the recipe that it leads to.

    Attributes:
        id: What it is about.
        said: The messages.
        steps: The recipe after the last one: tool and the arguments that matter.
    """

    id: str
    said: tuple[str, ...]
    steps: tuple[tuple[str, Args], ...]


@dataclass
class Talk:
    """One conversation.

    Attributes:
        history: Where it stands.
        tools: The tools that the planner knows.
        question: What was asked back last turn.
        asked_about: The message that led to it.
    """

    history: History = field(default_factory=lambda: History(source=SOURCE))
    tools: Mapping[str, Any] = field(default_factory=all_tools)
    planner: BuiltinPlanner = PLANNER
    question: str = ""
    asked_about: str = ""

    @property
    def clip(self) -> Clip | None:
        """The clip as it is by now."""
        return described(self.history) if self.history.source else None

    async def plan(self, text: str) -> Plan:
        """What the planner makes of a message."""
        return await self.planner.plan(
            Situation(
                text=text,
                history=self.history,
                clip=self.clip,
                tools=self.tools,
                question=self.question,
                asked_about=self.asked_about,
            )
        )

    async def say(self, text: str) -> Plan:
        """The plan for a message, carried out; a turn that asks or fails changes nothing."""
        plan = await self.plan(text)
        bench = Bench(history=self.history, mind=None)  # type: ignore[arg-type]
        for call in plan.calls:
            if call.tool not in MEMORY_TOOLS:
                outcome = await run(call, bench)
                assert not outcome.error or "has to be looked at" in outcome.error, outcome
        self._close(text, bench.history, bench.dialogue)
        return plan

    def _close(self, text: str, history: History, dialogue: Dialogue) -> None:
        self.question = dialogue.question
        self.asked_about = text if dialogue.question else ""
        if dialogue.question or dialogue.refusal or history.steps == self.history.steps:
            return
        version = Version(
            id=f"v{len(history.versions) + 1}",
            steps=history.steps,
            parent=self.history.head,
            source_id=SOURCE.id,
        )
        self.history = history.as_delivered(version)


def edits(plan: Plan) -> Calls:
    """The calls of a plan that edit, each as tool and arguments."""
    quiet = {*MEMORY_TOOLS, *CONTROL_TOOLS}
    return [(call.tool, dict(call.args)) for call in plan.calls if call.tool not in quiet]


def asked(plan: Plan) -> str:
    """What a plan asks back; empty when it does not."""
    return next((str(c.args["question"]) for c in plan.calls if c.tool == "ask_person"), "")


def declined(plan: Plan) -> str:
    """Why a plan refuses; empty when it does not."""
    return next((str(c.args["reason"]) for c in plan.calls if c.tool == "decline"), "")


def left_out(plan: Plan) -> list[str]:
    """The wishes that a plan leaves out."""
    return [str(call.args["wish"]) for call in plan.calls if call.tool == "leave_out"]


async def leads_to_its_recipe(case: Case) -> None:
    """Say what the case says; the recipe has its steps then, with at least those arguments."""
    talk = Talk()
    for message in case.said:
        plan = await talk.say(message)

    assert [step.tool for step in talk.history.steps] == [tool for tool, _ in case.steps], plan
    for step, (_, wanted) in zip(talk.history.steps, case.steps, strict=True):
        assert {name: step.args.get(name) for name in wanted} == wanted, plan

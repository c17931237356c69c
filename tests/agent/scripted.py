"""Small working stand-ins: a planner that answers from a script, and a clip that is only facts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from agent.planner.plan import Call, Plan, Situation
from tools.errors import ToolFailed
from tools.facts import AudioFacts, Facts, Source, VideoFacts


def call(tool: str, **args: Any) -> Call:
    """A call with these arguments."""
    return Call(tool=tool, args=args)


class ScriptedPlanner:
    """Answers with the plans of its script, one after another; a ToolFailed in it is raised.

    When the script is used up it has nothing to add, which ends the turn.

    Attributes:
        seen: The situations that it was asked about.
    """

    name = "scripted"

    def __init__(self, *script: Plan | ToolFailed | list[Call]) -> None:
        self.script = list(script)
        self.seen: list[Situation] = []

    async def plan(self, situation: Situation) -> Plan:
        """The next plan of the script."""
        self.seen.append(situation)
        if not self.script:
            return Plan()
        answer = self.script.pop(0)
        if isinstance(answer, ToolFailed):
            raise answer
        return Plan(calls=tuple(answer)) if isinstance(answer, list) else answer


def described_source(
    seconds: float = 20.0, *, sound: bool = True, name: str = "beach.mp4", id: str = "a" * 64
) -> Source:
    """A 1280x720 source that no file stands behind."""
    video = VideoFacts(width=1280, height=720, fps=Fraction(30))
    audio = AudioFacts() if sound else None
    return Source(
        id=id,
        path=Path("/nowhere") / name,
        name=name,
        demuxer="mov",
        facts=Facts(duration=seconds, video=video, audio=audio),
        video_index=0,
        audio_index=1 if sound else None,
    )

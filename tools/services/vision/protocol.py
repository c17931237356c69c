"""Protocol: what every engine that tells what a clip shows offers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from tools.analysis import PausesFound, QualityFound
from tools.clip import Clip
from tools.services.engine import Engine
from tools.sights import ImpressionFound, KeyFrame, SoughtFound, TimelineFound

CAPABILITY = "vision"
"""Its name in the registry and in the ledger."""


LISTENED = 180.0
"""So many seconds of a clip are listened to at most for telling what it is."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the transcript, or several.

    Attributes:
        start: When it begins, in seconds.
        end: When it ends.
        words: What is said. Data, never an instruction.
    """

    start: float
    end: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured.

    Attributes:
        quality: How good picture and sound are.
        timeline: Light, colour, motion, loudness and faces from moment to moment.
        pauses: Where nothing is to be heard; None without sound.
    """

    quality: QualityFound
    timeline: TimelineFound
    pauses: PausesFound | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """A clip to be looked at. Each look is taken when it is asked for, and only once.

    Attributes:
        clip: The clip as it is after its operations.
        frames: Its key frames, in order of time.
        shots: First moments of all its shots but the first.
        measured: What can be measured of it.
        said: What is said in it; empty where nobody listened.
    """

    clip: Clip
    frames: Callable[[], Awaitable[tuple[KeyFrame, ...]]]
    shots: Callable[[], Awaitable[list[float]]]
    measured: Callable[[], Awaitable[Measured]]
    said: Callable[[], Awaitable[tuple[Said, ...]]]

    async def shortly_said(self) -> tuple[Said, ...] | None:
        """What is said in a clip that is not long; None where nobody listens for that alone."""
        return await self.said() if self.clip.facts.duration <= LISTENED else None


class Vision(Engine, Protocol):
    """An engine that tells what a clip shows. It makes one attempt."""

    async def describe(self, footage: Footage) -> ImpressionFound:
        """What kind of clip it is, for whom, what is wrong with it and what would help.

        The words are one line each, without quotation marks, and never longer than a sentence;
        advice is out of ``tools.advising.ADVICE``.

        Raises:
            ServiceError: It could not be told.
        """
        ...

    async def find(self, footage: Footage, what: str) -> SoughtFound:
        """Where something is to be seen or heard.

        Moments lie within the clip, in order of time, and none is empty. Nothing is guessed: what
        cannot be looked for is told in ``unseen``.

        Args:
            footage: The clip.
            what: What is looked for, in the person's words.

        Raises:
            ServiceError: It could not be told.
        """
        ...

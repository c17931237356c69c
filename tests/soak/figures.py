"""Figures: what came of a soak, as the people in the chats see it, and whoever counts ffmpeg."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.soak.chats import Chats
from tests.soak.fairness import Fairness


@dataclass(slots=True)
class Figures:
    """What came of it.

    Attributes:
        turns: How many messages were sent.
        planned: How many kills there were to be.
        delivered: How many messages were answered with a clip.
        lost: How many were not.
        doubled: How many were answered with more than one.
        waited: How many people were told that something is waited for, in all.
        kills: What was killed, and how often.
        struck: What else went wrong meanwhile, in words.
        fallen: Programs that ended although nobody killed them, with their exit codes.
        renders: How many different renders were begun.
        again: How many renders were begun once more, in all.
        fairness: Who waited how long; None where nobody had many rendered.
        memory: Bytes that the bots took after a quarter of the turns, and at the end; nothing where
            they were killed.
        seconds: How long it took.
    """

    turns: int
    planned: int = 0
    delivered: int = 0
    lost: int = 0
    doubled: int = 0
    waited: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    struck: list[str] = field(default_factory=list)
    fallen: dict[str, list[int]] = field(default_factory=dict)
    renders: int = 0
    again: int = 0
    fairness: Fairness | None = None
    memory: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether each turn was delivered once, and all went wrong that was to."""
        return not self.problems

    @property
    def problems(self) -> list[str]:
        """What is not as it should be."""
        wrong = {
            "not every turn was delivered once": (self.delivered, self.lost, self.doubled)
            != (self.turns, 0, 0),
            f"{self.planned - self.kills.total()} of {self.planned} kills were not carried out": (
                self.kills.total() < self.planned
            ),
            f"ended by itself: {self.fallen}": bool(self.fallen),
            "more renders were begun again than were killed": self._is_wasteful,
            "shares were not fair": self.fairness is not None and not self.fairness.is_given,
        }
        return [problem for problem, is_there in wrong.items() if is_there]

    @property
    def _is_wasteful(self) -> bool:
        """A kill costs the render that was under way; without one nothing is rendered again."""
        # What fails for want of a disk or a bucket is begun again, and rightly so.
        return not self.struck and self.again > self.kills.total()

    def count(self, chats: Chats, renders: Counter[str]) -> None:
        """Count what was delivered and rendered.

        Args:
            chats: What people see.
            renders: How often each render was begun.
        """
        counts = chats.counts
        self.delivered = sum(count > 0 for count in counts)
        self.lost = self.turns - self.delivered
        self.doubled = sum(count > 1 for count in counts)
        self.waited = chats.waited
        self.renders, self.again = len(renders), renders.total() - len(renders)

    def __str__(self) -> str:
        killed = ", ".join(f"{what} {times}x" for what, times in sorted(self.kills.items()))
        struck = f"; {'; '.join(self.struck)}, {self.waited} told" if self.struck else ""
        memory = " -> ".join(f"{bytes_ / 1e6:.0f}" for bytes_ in self.memory)
        struck += f"; memory of the bots {memory} MB" if memory else ""
        struck += f"; {self.fairness}" if self.fairness else ""
        rendered = f"{self.renders} renders, {self.again} begun again"
        wrong = "".join(f"\nWRONG: {problem}" for problem in self.problems)
        return (
            f"{self.turns} turns: {self.delivered} delivered, {self.lost} lost, "
            f"{self.doubled} doubled; {rendered}; killed: {killed or 'nothing'}{struck}; "
            f"{self.seconds:.0f} s{wrong}"
        )

"""Forgetting: what people said goes from the jobs, an hour after their end or when it is wished."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import monotonic, time

from bots.jobs.engine import Engine
from bots.jobs.job import OVER, Job
from memory.notes import Notes

KEPT_SECONDS = 3600.0
"""So long a job is known by its name after its end: what comes again so late is another one."""

WISHED = "forgotten"
"""What is noted of a turn that is to be forgotten as soon as it ends."""


class Forgetting:
    """Forgets jobs, and what was noted about them.

    Args:
        engine: Knows the jobs.
        notes: What was noted.
        lanes: The queues that are looked after.
    """

    def __init__(self, engine: Engine, notes: Notes, lanes: Sequence[str]) -> None:
        self._engine = engine
        self._notes = notes
        self._lanes = lanes
        self._looked = monotonic()

    async def person(self, user: str) -> None:
        """Forget the jobs of a person: those under way, such as this wish itself, when they end.

        Raises:
            ToolFailed: The queue cannot be used.
            StoreFailed: The notes cannot be.
        """
        # First: of what is noted by now, the jobs are known, or will never be again.
        noted = await self._notes.about(user)
        jobs = await self._engine.jobs(user=user)
        open_turns = _under_way(jobs)
        for turn in open_turns:
            await self._notes.put(turn, WISHED, {"user": user}, user=user)
        await self._drop(job for job in jobs if _turn(job.name) not in open_turns)
        # What a process left that died amid forgetting.
        left = [work for work in noted if _turn(work) not in open_turns]
        await self._notes.drop(left, scrub=True)

    async def look(self) -> None:
        """Forget what ended an hour ago, and what ended that was to be forgotten then.

        Raises:
            ToolFailed: The queue cannot be used.
            StoreFailed: The notes cannot be.
        """
        if monotonic() - self._looked > KEPT_SECONDS / 10:
            self._looked = monotonic()
            for lane in self._lanes:
                before = time() - KEPT_SECONDS
                await self._drop(await self._engine.jobs(lane=lane, states=OVER, before=before))
        wished: dict[str, set[str]] = {}
        for turn, value in (await self._notes.named(WISHED)).items():
            wished.setdefault(value["user"], set()).add(turn)
        for user, turns in wished.items():
            jobs = await self._engine.jobs(user=user)
            over = turns - _under_way(jobs)
            await self._drop(job for job in jobs if _turn(job.name) in over)
            await self._notes.drop(sorted(over), scrub=True)

    async def _drop(self, jobs: Iterable[Job]) -> None:
        names = [job.name for job in jobs]
        await self._engine.forget(names)
        # Only now: the end of a job is written down after what it noted itself.
        await self._notes.drop(names, scrub=True)


def _turn(name: str) -> str:
    """The turn that a job of this name is, or that it renders for."""
    return name.partition("-")[0]


def _under_way(jobs: Iterable[Job]) -> set[str]:
    """Turns that still need what is known about their jobs."""
    return {_turn(job.name) for job in jobs if job.state not in OVER}

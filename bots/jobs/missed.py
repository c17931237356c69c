"""Missed: jobs that stand as running in a process which does not work on them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from time import monotonic

from bots.jobs.job import Job

LOST_SECONDS = 10.0
"""For so long it may only not have begun yet, or be about to be written down as done."""


class Missed:
    """Tells jobs that were lost from those that are on their way.

    Args:
        clock: Seconds that pass.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._since: dict[str, float] = {}

    def lost(self, mine: Iterable[Job], running: Collection[str]) -> list[Job]:
        """Jobs that were missed for so long that nobody works on them.

        Args:
            mine: Those that stand as running in this process.
            running: Names of those that it works on.
        """
        now = self._clock()
        missed = {job.name: job for job in mine if job.name not in running}
        self._since = {name: self._since.get(name, now) for name in missed}
        found = [name for name, since in self._since.items() if now - since > LOST_SECONDS]
        for name in found:
            del self._since[name]
        return [missed[name] for name in found]

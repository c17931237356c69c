"""Claims: this process takes jobs from its queues when it has reason to look for some.

DBOS by itself looks into each queue from a thread, and into some of its own: at an interval that is
the same for all processes and however many there are, also where no slot is free, and with as many
slots as whoever started last had. So its threads are ended, and the same functions called as they
call: of DBOS this file alone knows what is not public.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from bots.jobs.dbos_settings import translated
from bots.jobs.job import Lane

if TYPE_CHECKING:
    from dbos import DBOS, Queue


log = logging.getLogger(__name__)


def quieten(dbos: DBOS) -> None:
    """End the threads that look for what this process never has: schedules, delays, deadlines."""
    for ends in (*dbos.background_thread_stop_events, dbos._background_jobs_stop_event):
        ends.set()


class Claims:
    """Takes jobs of one lane for this process.

    Args:
        dbos: Carries them out.
        queue: The lane as it knows it.
        lane: The lane.
        process: Name of this process.
        version: Only jobs of this version are taken.
    """

    def __init__(self, dbos: DBOS, queue: Queue, lane: Lane, process: str, version: str) -> None:
        # In the database are the slots of whoever came last.
        queue._worker_concurrency = lane.slots
        self._dbos = dbos
        self._queue = queue
        self._lane = lane
        self._process = process
        self._version = version

    @property
    def free(self) -> int:
        """How many more this process can work on."""
        return self._lane.slots - self._working

    @property
    def _working(self) -> int:
        return self._dbos._active_workflows_set.count_for_queue(self._lane.name)

    def take(self) -> int:
        """Take as many jobs as there are slots; how many it took. Not to be called on the loop.

        When whoever awaits this in a thread goes on, they count as worked on.

        Raises:
            ToolFailed: The database failed.
        """
        owner = str(uuid4())
        with translated():
            try:
                names = self._claimed(owner)
            except DBAPIError as error:
                if self._is_race(error):
                    return 0
                raise
            self._begin(names, owner)
            return len(names)

    def _begin(self, names: Sequence[str], owner: str) -> None:
        from dbos import error
        from dbos._core import execute_dequeued_workflow

        statuses = self._dbos._sys_db.get_workflow_statuses(list(names)) if names else []
        for status in sorted(statuses, key=lambda one: names.index(one["workflow_uuid"])):
            try:
                execute_dequeued_workflow(self._dbos, status, owner)
            except error.DBOSException as reason:
                log.warning("%s is not begun: %s", status["workflow_uuid"], reason)

    def _claimed(self, owner: str) -> Sequence[str]:
        database = self._dbos._sys_db
        # Every job has a version: nobody asks whether this one is the latest.
        options: dict[str, Any] = {"owner_xid": owner, "is_latest_version": False}
        if self._lane.in_order:
            return database.start_queued_partitioned_workflows(
                self._queue, self._process, self._version, self.free, **options
            )
        names, _ = database.start_queued_workflows(
            self._queue, self._process, self._version, None, self._working, **options
        )
        return names

    def _is_race(self, error: DBAPIError) -> bool:
        """Whether another process was faster; it rings again when it leaves some."""
        database = self._dbos._sys_db
        return database.is_lock_conflict(error) or database.is_serialization_conflict(error)

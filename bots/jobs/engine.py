"""Engine: durable workflows and queues. Only this file and those named ``dbos_`` know DBOS."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from bots.jobs.carrying import Carrying
from bots.jobs.dbos_claims import Claims, quieten
from bots.jobs.dbos_settings import (
    VERSION,
    bell_of,
    config_of,
    declare,
    iso,
    pool_of,
    prepare,
    reach,
    scrub,
    translated,
)
from bots.jobs.ends import Ended, Ends
from bots.jobs.job import OVER, STATES, Job, Json, Lane, State, read_job
from bots.jobs.missed import Missed
from memory.connections import SPARE_SECONDS, lie_spare
from tools.errors import ToolFailed

log = logging.getLogger(__name__)

_START_SECONDS = 1.0

_MOST_ATTEMPTS = 200
"""So often a job is begun again whose process died; one that kills every process ends there."""


class Engine:
    """The queues and workflows of this process. Made by ``Engine.open``.

    Args:
        home: Folder of the SQLite file, used when there is no URL.
        url: Address of a PostgreSQL database.
        process: Name of this process, that no other has.
        lanes: The queues that it fills or works on.
    """

    def __init__(self, home: Path, url: str | None, process: str, lanes: Sequence[Lane]) -> None:
        self._home = home
        self._url = url
        self._process = process
        self._lanes = lanes
        self._pool = pool_of(url)
        self._ends = Ends(self._ended, self.states)
        bell = bell_of(home, url, self._pool)
        self._carrying = Carrying(bell, self.states, self._ends.tell)
        self._missed = Missed()

    @property
    def closing(self) -> bool:
        """Whether this process ends, and its jobs go on elsewhere."""
        return self._carrying.closing

    def leave(self) -> None:
        """Stop working on jobs; they stand as running, and are gone on with elsewhere."""
        self._carrying.leave()

    @classmethod
    @asynccontextmanager
    async def open(
        cls, home: Path, url: str | None, process: str, lanes: Sequence[Lane]
    ) -> AsyncIterator[Engine]:
        """Work on queues while the block runs. What is not done by its end goes on elsewhere.

        Args:
            home: Folder of the SQLite file, used when there is no URL.
            url: Address of a PostgreSQL database.
            process: Name of this process, that no other has.
            lanes: The queues that it fills or works on.

        Raises:
            Outage: The database is full or out of reach.
            ToolFailed: It cannot be used.
        """
        engine = cls(home, url, process, lanes)
        try:
            with translated():
                await engine._launch()
                working = asyncio.create_task(engine._carrying.work())
                sparing = asyncio.create_task(engine._keep_sparing())
                try:
                    yield engine
                finally:
                    engine.leave()
                    sparing.cancel()
                    await asyncio.wait({working, sparing})
                    await engine._ends.close()
                    await engine._destroy()
                    await engine._carrying.clear()
        finally:
            if engine._pool is not None:
                engine._pool.dispose()

    async def _launch(self) -> None:
        """Have DBOS begin."""
        from dbos import DBOS

        await asyncio.to_thread(prepare, self._home, self._url)
        await asyncio.to_thread(reach, self._pool)
        dbos = DBOS(config=config_of(self._home, self._url, self._process, self._pool))
        for lane in self._lanes:
            if lane.work is not None:
                run = self._carrying.run_of(lane, lane.work)
                DBOS.workflow(name=lane.name, max_recovery_attempts=_MOST_ATTEMPTS)(run)
        DBOS.listen_queues([])
        launched = False
        try:
            # Launched on the loop, so that workflows run on it and not in a thread of DBOS.
            DBOS.launch()
            quieten(dbos)
            for lane in self._lanes:
                queue = await declare(lane)
                if lane.work is not None:
                    claims = Claims(dbos, queue, lane, self._process, VERSION)
                    self._carrying.take(lane.name, claims)
            launched = True
        finally:
            if not launched:
                await self._destroy()

    async def _destroy(self) -> None:
        from dbos import DBOS

        # DBOS made its threads those of the loop, and ends them: others come in their place.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)

    async def _keep_sparing(self) -> None:
        """Give connections back that are spare; those of the start soon."""
        seconds = _START_SECONDS
        while self._pool is not None:
            await asyncio.sleep(seconds)
            seconds = SPARE_SECONDS
            if lie_spare(self._pool.pool):
                await asyncio.to_thread(self._pool.dispose)

    async def add(
        self,
        lane: str,
        name: str,
        given: Json,
        *,
        user: str,
        rank: int,
        partition: str = "",
        facts: Json | None = None,
    ) -> None:
        """Queue a job. One whose name is known already is that job, and nothing is added."""
        from dbos import DBOS, EnqueueOptions

        options = EnqueueOptions(
            workflow_name=lane,
            queue_name=lane,
            workflow_id=name,
            app_version=VERSION,
            priority=rank,
            authenticated_user=user,
            attributes=facts or {},
        )
        if partition:
            options["queue_partition_key"] = partition
        with translated():
            await DBOS.enqueue_workflow_with_options_async(options, name, given)
        await self._carrying.tell_of(lane)

    async def result(self, name: str) -> Json:
        """Wait for a job, wherever it runs, and give its result.

        Raises:
            ToolFailed: It was cancelled.
            RuntimeError: It ended with a bug.
        """
        ended = await self._ends.of(name)
        if ended is not None and ended.state == "failed":
            raise RuntimeError(f"job {name} failed unexpectedly")
        if ended is None or ended.state != "done":
            raise ToolFailed("The work was stopped.")
        return ended.output

    async def _ended(self, names: Sequence[str]) -> Mapping[str, Ended]:
        from dbos import DBOS

        over = [key for key, state in STATES.items() if state in OVER]
        with translated():
            found = await DBOS.list_workflows_async(
                workflow_ids=list(names), status=over, load_input=False
            )
        return {one.workflow_id: Ended(STATES[one.status], dict(one.output or {})) for one in found}

    async def states(self, names: Sequence[str]) -> dict[str, State]:
        """How jobs stand; unknown ones are left out."""
        return {job.name: job.state for job in await self.jobs(names=names)}

    async def jobs(
        self,
        *,
        names: Sequence[str] | None = None,
        lane: str | None = None,
        user: str | None = None,
        states: Sequence[State] | None = None,
        before: float | None = None,
        given: bool = False,
    ) -> list[Job]:
        """Jobs, in the order in which they came.

        Args:
            names: Only these.
            lane: Only those of this queue.
            user: Only those of this person.
            states: Only those that stand so.
            before: Only those that ended before that moment, in seconds since the epoch.
            given: Whether what they were given is wanted, too.
        """
        from dbos import DBOS

        wanted = [key for key, state in STATES.items() if states is None or state in states]
        ended = None if before is None else iso(before)
        with translated():
            found = await DBOS.list_workflows_async(
                workflow_ids=list(names) if names is not None else None,
                queue_name=lane,
                user=user,
                status=wanted if states is not None else None,
                completed_before=ended,
                load_input=given,
                load_output=False,
            )
        return [read_job(status) for status in found]

    async def cancel(self, names: Sequence[str]) -> None:
        """Have jobs end, on whichever machine they run. Those that ended stay as they are."""
        from dbos import DBOS

        if names:
            with translated():
                await DBOS.cancel_workflows_async(list(names))
            self._ends.tell()
            await self._carrying.stop(names)

    async def forget(self, names: Sequence[str]) -> None:
        """Delete all that is kept of jobs, so that it is in no file any more."""
        from dbos import DBOS

        if names:
            with translated():
                await DBOS.delete_workflows_async(list(names))
            await asyncio.to_thread(scrub, self._home, self._url)

    async def take_over(self, processes: Sequence[str]) -> None:
        """Put the jobs of processes that died back into their queues."""
        from dbos import DBOS

        if processes:
            with translated():
                await asyncio.to_thread(DBOS._recover_pending_workflows, list(processes))
            await self._carrying.tell_of(*(lane.name for lane in self._lanes))

    async def regain(self, mine: Iterable[Job]) -> None:
        """Begin jobs again whose begin or end could not be written down.

        Args:
            mine: Those that stand as running in this process.
        """
        from dbos import DBOS

        for job in self._missed.lost(mine, self._carrying.running):
            log.warning("%s is begun again: what became of it was not written down", job.name)
            with translated():
                await DBOS.resume_workflow_async(job.name, queue_name=job.lane)
            await self._carrying.tell_of(job.lane)

"""Engine: durable workflows and queues. Only this file and ``dbos_settings`` know DBOS."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from pathlib import Path

from bots.jobs.dbos_settings import (
    POLL_SECONDS,
    VERSION,
    config_of,
    declare,
    iso,
    prepare,
    scrub,
    translated,
)
from bots.jobs.job import STATES, Job, Json, Lane, State, read_job
from bots.jobs.missed import Missed
from tools.errors import ToolFailed

log = logging.getLogger(__name__)

WATCH_SECONDS = 0.5
"""How long a cancelled job may go on in another process."""

_RECORDED_SECONDS = 0.01
"""What it takes about until the end of a job is written down."""

_MOST_ATTEMPTS = 200
"""So often a job is begun again whose process died; one that kills every process ends there."""


class Engine:
    """The queues and workflows of this process. Made by ``Engine.open``.

    Args:
        home: Folder of the SQLite file, used when there is no URL.
        url: Address of a PostgreSQL database.
    """

    def __init__(self, home: Path, url: str | None) -> None:
        self._home = home
        self._url = url
        self._ended: dict[str, asyncio.Event] = {}
        self._running: dict[str, asyncio.Task[Json]] = {}
        self._missed = Missed()
        self._waiting: set[asyncio.Task[object]] = set()
        self._closing = asyncio.Event()

    @property
    def closing(self) -> bool:
        """Whether this process ends, and its jobs go on elsewhere."""
        return self._closing.is_set()

    def leave(self) -> None:
        """Stop working on jobs; they stand as running, and are gone on with elsewhere."""
        self._closing.set()

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
        from dbos import DBOS

        engine = cls(home, url)
        await asyncio.to_thread(prepare, home, url)
        DBOS(config=config_of(home, url, process))
        for lane in lanes:
            engine._register(lane)
        DBOS.listen_queues([lane.name for lane in lanes if lane.work])
        try:
            with translated():
                # Launched on the loop, so that workflows run on it, not in a thread of their own.
                DBOS.launch()
                for lane in lanes:
                    await declare(lane)
            watching = asyncio.create_task(engine._watch())
            try:
                yield engine
            finally:
                watching.cancel()
                await asyncio.wait({watching})
        finally:
            engine._closing.set()
            # DBOS made its threads those of the loop, and ends them: others come in their place.
            threads = ThreadPoolExecutor()
            asyncio.get_running_loop().set_default_executor(threads)
            await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
            await engine._clear()

    def _register(self, lane: Lane) -> None:
        from dbos import DBOS

        work = lane.work
        if work is None:
            return

        async def run(name: str, given: Json) -> Json:
            # In a context of its own: what happens inside is no step of DBOS.
            task = asyncio.get_running_loop().create_task(work(name, given), context=Context())
            self._running[name] = task
            stopping = asyncio.ensure_future(self._closing.wait())
            try:
                await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if self.closing:
                    task.cancel()
                    await self._parked()
                return {} if task.cancelled() else task.result()
            finally:
                stopping.cancel()
                task.cancel()
                del self._running[name]
                self._end(name)

        DBOS.workflow(name=lane.name, max_recovery_attempts=_MOST_ATTEMPTS)(run)

    async def _parked(self) -> None:
        """Stay where a job would end, so that nothing is written down about it."""
        if (task := asyncio.current_task()) is not None:
            self._waiting.add(task)
        await asyncio.Event().wait()

    async def _clear(self) -> None:
        """End what is parked, now that nothing can be written down any more."""
        for task in self._waiting:
            task.cancel()
        if self._waiting:
            await asyncio.wait(self._waiting)

    async def _watch(self) -> None:
        """End the work on jobs that somebody cancelled, wherever that was."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if not self._running:
                continue
            try:
                states = await self.states(list(self._running))
            except ToolFailed as error:
                log.warning("not seen whether something was cancelled: %s", error)
                continue
            for name in [name for name, state in states.items() if state == "cancelled"]:
                if task := self._running.get(name):
                    task.cancel()

    def _end(self, name: str) -> None:
        if event := self._ended.get(name):
            event.set()

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

    async def result(self, name: str) -> Json:
        """Wait for a job, wherever it runs, and give its result.

        Raises:
            ToolFailed: It was cancelled.
            RuntimeError: It ended with a bug.
        """
        from dbos import DBOS

        # A job of this process tells its end; those of others are looked at.
        here = self._ended.setdefault(name, asyncio.Event())
        while (state := (await self.states([name])).get(name)) in {"waiting", "running"}:
            if here.is_set():
                await asyncio.sleep(_RECORDED_SECONDS)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS * 3):
                    await here.wait()
        self._ended.pop(name, None)
        if state == "failed":
            raise RuntimeError(f"job {name} failed unexpectedly")
        if state != "done":
            raise ToolFailed("The work was stopped.")
        with translated():
            found = await DBOS.list_workflows_async(workflow_ids=[name], load_input=False)
        return dict(found[0].output or {})

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

    async def regain(self, mine: Iterable[Job]) -> None:
        """Begin jobs again whose begin or end could not be written down.

        Args:
            mine: Those that stand as running in this process.
        """
        from dbos import DBOS

        for job in self._missed.lost(mine, self._running):
            log.warning("%s is begun again: what became of it was not written down", job.name)
            with translated():
                await DBOS.resume_workflow_async(job.name, queue_name=job.lane)

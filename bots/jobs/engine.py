"""Engine: durable workflows and queues. Only this file knows DBOS."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tools.errors import ToolFailed

if TYPE_CHECKING:
    from dbos import DBOSConfig, Serializer

log = logging.getLogger(__name__)

Json = dict[str, Any]
Work = Callable[[str, Json], Awaitable[Json]]
"""What a workflow does: it gets its name and what it was given, both as at the first time."""

State = Literal["waiting", "running", "done", "failed", "cancelled"]

POLL_SECONDS = 0.1
"""From one look into a queue to the next: what a job waits for at most when a slot is free."""

WATCH_SECONDS = 0.5
"""How long a cancelled job may go on in another process."""

_RECORDED_SECONDS = 0.01
"""What it takes about until the end of a job is written down."""

FILE_NAME = "jobs.sqlite"

# Jobs of an older VFXB are finished by a newer one: what they were given and what they remember
# only ever gains fields. Raised when that is not possible any more; then old processes finish them.
_VERSION = "1"

_MOST_ATTEMPTS = 200
"""So often a job is begun again whose process died; one that kills every process ends there."""

_STATES: Mapping[str, State] = {
    "DELAYED": "waiting",
    "ENQUEUED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "CANCELLED": "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A queue.

    Attributes:
        name: Its name, the same for all processes.
        slots: How many of its jobs run in this process at once.
        in_order: Whether jobs of one partition run one after another, wherever they run.
        work: What its jobs do; None where this process only fills it.
    """

    name: str
    slots: int
    in_order: bool = False
    work: Work | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as the queue knows it.

    Attributes:
        name: Its name.
        lane: The queue.
        state: How it stands.
        user: For whom it is.
        rank: Smaller ones come first.
        came: When it came, in seconds since the epoch.
        given: What it was given; empty where that was not asked for.
        facts: What was noted about it: plain JSON.
    """

    name: str
    lane: str
    state: State
    user: str
    rank: int
    came: float
    given: Json
    facts: Json


class Engine:
    """The queues and workflows of this process. Made by ``Engine.open``."""

    def __init__(self) -> None:
        self._ended: dict[str, asyncio.Event] = {}
        self._running: dict[str, asyncio.Task[Json]] = {}
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
            ToolFailed: The database cannot be used.
        """
        from dbos import DBOS

        engine = cls()
        await asyncio.to_thread(_prepare, home, url)
        DBOS(config=_config(home, url, process))
        for lane in lanes:
            engine._register(lane)
        DBOS.listen_queues([lane.name for lane in lanes if lane.work])
        try:
            # Launched on the loop, so that workflows run on it and not in a thread of their own.
            DBOS.launch()
            for lane in lanes:
                await _declare(lane)
            watching = asyncio.create_task(engine._watch())
            try:
                yield engine
            finally:
                watching.cancel()
                await asyncio.wait({watching})
        except _database_errors() as error:
            raise ToolFailed(f"The queue of jobs failed: {error}") from error
        finally:
            engine._closing.set()
            # DBOS made its threads those of the loop, and ends them: others come in their place.
            threads = ThreadPoolExecutor()
            asyncio.get_running_loop().set_default_executor(threads)
            await asyncio.to_thread(DBOS.destroy, destroy_registry=True)

    def _register(self, lane: Lane) -> None:
        from dbos import DBOS

        work = lane.work
        if work is None:
            return

        async def run(name: str, given: Json) -> Json:
            # In a context of its own: what happens inside is no step of DBOS.
            task = asyncio.get_running_loop().create_task(
                _plain(work(name, given)), context=Context()
            )
            self._running[name] = task
            stopping = asyncio.ensure_future(self._closing.wait())
            try:
                await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if self.closing:
                    task.cancel()
                    await asyncio.Event().wait()
                return {} if task.cancelled() else task.result()
            finally:
                stopping.cancel()
                task.cancel()
                del self._running[name]
                self._end(name)

        DBOS.workflow(name=lane.name, max_recovery_attempts=_MOST_ATTEMPTS)(run)

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
            app_version=_VERSION,
            priority=rank,
            authenticated_user=user,
            attributes=facts or {},
        )
        if partition:
            options["queue_partition_key"] = partition
        with _translated():
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
        with _translated():
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
        states: Iterable[State] | None = None,
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

        wanted = [key for key, state in _STATES.items() if states is None or state in set(states)]
        ended = None if before is None else _iso(before)
        with _translated():
            found = await DBOS.list_workflows_async(
                workflow_ids=list(names) if names is not None else None,
                queue_name=lane,
                user=user,
                status=wanted if states is not None else None,
                completed_before=ended,
                load_input=given,
                load_output=False,
            )
        return [_job(status) for status in found]

    async def cancel(self, names: Sequence[str]) -> None:
        """Have jobs end, on whichever machine they run. Those that ended stay as they are."""
        from dbos import DBOS

        if names:
            with _translated():
                await DBOS.cancel_workflows_async(list(names))

    async def forget(self, names: Sequence[str]) -> None:
        """Delete all that is kept of jobs."""
        from dbos import DBOS

        if names:
            with _translated():
                await DBOS.delete_workflows_async(list(names))

    async def take_over(self, processes: Sequence[str]) -> None:
        """Put the jobs of processes that died back into their queues."""
        from dbos import DBOS

        if processes:
            with _translated():
                await asyncio.to_thread(DBOS._recover_pending_workflows, list(processes))


async def _plain(work: Awaitable[Json]) -> Json:
    return await work


async def _declare(lane: Lane) -> None:
    from dbos import DBOS

    await DBOS.register_queue_async(
        lane.name,
        worker_concurrency=lane.slots,
        partition_concurrency=1 if lane.in_order else None,
        polling_interval_sec=POLL_SECONDS,
        on_conflict="always_update" if lane.work else "never_update",
    )


def _config(home: Path, url: str | None, process: str) -> DBOSConfig:
    from dbos import DBOSConfig

    return DBOSConfig(
        name="vfxb",
        system_database_url=url or f"sqlite:///{home / FILE_NAME}",
        executor_id=process,
        application_version=_VERSION,
        serializer=_serializer(),
        log_level="ERROR",
        notification_listener_polling_interval_sec=1.0,
    )


def _prepare(home: Path, url: str | None) -> None:
    """Have SQLite write ahead: readers and a writer then do not wait for each other."""
    if url is not None:
        return
    home.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(home / FILE_NAME, timeout=30)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise ToolFailed(f"The queue of jobs cannot be opened: {error}.") from error


def _job(status: Any) -> Job:
    inputs = status.input or {}
    args: Sequence[Any] = inputs.get("args") or ("", {})
    return Job(
        name=status.workflow_id,
        lane=status.queue_name or "",
        state=_STATES.get(status.status, "failed"),
        user=status.authenticated_user or "",
        rank=status.priority or 0,
        came=(status.created_at or 0) / 1000,
        given=args[1],
        facts=status.attributes or {},
    )


def _iso(moment: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment, UTC).isoformat()


@contextmanager
def _translated() -> Iterator[None]:
    """Turns errors of the library and of its database into ours.

    Raises:
        ToolFailed: The database failed.
    """
    try:
        yield
    except _database_errors() as error:
        raise ToolFailed(f"The queue of jobs failed: {error}") from error


def _database_errors() -> tuple[type[Exception], ...]:
    from dbos import error
    from sqlalchemy.exc import SQLAlchemyError

    return error.DBOSException, SQLAlchemyError


def _serializer() -> Serializer:
    """Plain JSON: what is read from the database cannot make this process build objects."""
    from dbos import Serializer

    class Plain(Serializer):
        def serialize(self, data: Any) -> str:
            if isinstance(data, BaseException):
                data = {"error": f"{type(data).__name__}: {data}"}
            return json.dumps(data)

        def deserialize(self, serialized_data: str) -> Any:
            data = json.loads(serialized_data)
            if isinstance(data, dict) and data.keys() == {"error"}:
                return ToolFailed(str(data["error"]))
            return data

        def name(self) -> str:
            return "json"

    return Plain()

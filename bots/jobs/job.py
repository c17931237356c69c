"""Job: a piece of work in a queue, and the queue that it waits in."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Work = Callable[[str, Json], Coroutine[Any, Any, Json]]
"""What a workflow does: it gets its name and what it was given, both as at the first time."""

RENDERS = "renders"
"""Name of the queue that all renders wait in."""

PARTS = "parts"
"""Name of the queue of parts of long renders."""

State = Literal["waiting", "running", "done", "failed", "cancelled"]

STATES: Mapping[str, State] = {
    "DELAYED": "waiting",
    "ENQUEUED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
    "CANCELLED": "cancelled",
}
"""How DBOS calls them."""

OVER: tuple[State, ...] = ("done", "failed", "cancelled")
"""How those stand that nobody works on any more."""


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
        process: The one that works on it, or did.
        came: When it came, in seconds since the epoch.
        given: What it was given; empty where that was not asked for.
        facts: What was noted about it: plain JSON.
    """

    name: str
    lane: str
    state: State
    user: str
    rank: int
    process: str
    came: float
    given: Json
    facts: Json


def read_job(status: Any) -> Job:
    """The job that DBOS tells of."""
    inputs = status.input or {}
    args: Sequence[Any] = inputs.get("args") or ("", {})
    return Job(
        name=status.workflow_id,
        lane=status.queue_name or "",
        state=STATES.get(status.status, "failed"),
        user=status.authenticated_user or "",
        rank=status.priority or 0,
        process=status.executor_id or "",
        came=(status.created_at or 0) / 1000,
        given=args[1],
        facts=status.attributes or {},
    )

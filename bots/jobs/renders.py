"""Renders: the lane that does the work of all turns, on this machine or on others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from time import monotonic, time
from typing import Any, Protocol

from agent.messages import Event, Progress
from agent.steps import RenderOrder, Tell
from bots.jobs.engine import Engine
from bots.jobs.fair import Kind, Waiting, rank
from bots.jobs.job import PARTS, RENDERS, Job, Lane
from bots.jobs.parts import Parts, parts_of
from bots.outages import outlast
from bots.standing import Queue
from memory.errors import StoreAway
from memory.notes import Notes
from tools import signals
from tools.errors import Outage, ToolFailed, VfxbError

log = logging.getLogger(__name__)

Json = dict[str, Any]

_PROGRESS = "progress"

_FRESH_SECONDS = 0.5
"""So long a look at the queue serves everybody who asks."""


class Renderer(Protocol):
    """What of ``VideoAgent`` carries out renders."""

    async def render(self, order: RenderOrder, emit: Tell) -> Json:
        """Carry out a render that another process planned."""
        ...

    async def received(self, made: Json) -> Json:
        """What a process made of a render, fetched from there if need be."""
        ...


class Renders:
    """The renders of all turns, as one process sees them.

    Args:
        renderer: Carries them out, and fetches what others carried out.
        notes: Where others read how far they are.
        slots: How many are carried out here at once.
        here: Whether any are.
        parts: The parts of long ones, which workers share; None where nobody does.

    Attributes:
        renderer: The same.
        engine: Where they queue; set when it is open.
        slots: How many are carried out at once here, or where others do, by one of them.
    """

    engine: Engine

    def __init__(
        self,
        renderer: Renderer,
        notes: Notes,
        slots: int,
        *,
        here: bool = True,
        parts: Parts | None = None,
    ) -> None:
        self.parts = parts
        self.slots = slots
        self.renderer = renderer
        self._carries_out = here
        self._notes = notes
        self._followers: dict[str, Tell] = {}
        self._here: set[str] = set()
        self._jobs: list[Job] = []
        self._looked = -_FRESH_SECONDS
        self._asked = -_FRESH_SECONDS
        self._progress: Json = {}
        self._adding = asyncio.Lock()

    @property
    def lane(self) -> Lane:
        """The lane; it has work where there is who carries it out."""
        return Lane(
            name=RENDERS, slots=self.slots, work=self._render if self._carries_out else None
        )

    @contextmanager
    def followed(self, name: str, tell: Tell) -> Iterator[None]:
        """Have somebody told how a render goes that this process carries out."""
        self._followers[name] = tell
        try:
            yield
        finally:
            del self._followers[name]

    async def add(self, name: str, order: RenderOrder, kind: Kind, user: str) -> int:
        """Queue a render in its fair place, which is returned. One that is known stays as it is."""
        async with self._adding:
            mine = rank(kind, user, await self.waiting())
            facts = {"seconds": order.seconds}
            given = {"order": asdict(order), "turn": signals.turn.get(), "user": user}
            await self.engine.add(RENDERS, name, given, user=user, rank=mine, facts=facts)
            # The next one of this process comes after it, though nobody looked in between.
            self._jobs.append(
                Job(
                    name=name, lane=RENDERS, state="waiting", user=user, rank=mine, process="",
                    came=time(), given={}, facts=facts,
                )
            )  # fmt: skip
        return mine

    def is_here(self, name: str) -> bool:
        """Whether this process carries a render out."""
        return name in self._here

    @property
    def under_way(self) -> int:
        """How many this process carries out."""
        return len(self._here)

    @property
    def queues(self) -> dict[str, Queue]:
        """How many wait on all machines, and for how long, as it was seen last."""
        came = [job.came for job in self._jobs if job.state == "waiting"]
        renders = {RENDERS: Queue(len(came), time() - min(came) if came else 0.0)}
        return renders | ({PARTS: self.parts.queue} if self.parts else {})

    async def is_waiting(self, name: str) -> bool:
        """Whether a render has not begun yet."""
        await self.look()
        return any(job.name == name and job.state == "waiting" for job in self._jobs)

    async def waiting(self) -> list[Waiting]:
        """All renders that wait or run."""
        await self.look()
        return [
            Waiting(job.user, job.rank, float(job.facts.get("seconds", 0)), job.state == "running")
            for job in self._jobs
        ]

    async def look(self) -> None:
        """See who waits, if that is not known yet."""
        if monotonic() - self._looked > _FRESH_SECONDS:
            self._looked, began = monotonic(), time()
            found = await self.engine.jobs(lane=RENDERS, states=("waiting", "running"))
            names = {job.name for job in found}
            # Those that this process queued meanwhile were not there yet.
            new = [job for job in self._jobs if job.came > began and job.name not in names]
            self._jobs = [*found, *new]

    async def progress(self, name: str) -> Json | None:
        """How far a render is that another process carries out; one look serves all who ask."""
        if monotonic() - self._asked > _FRESH_SECONDS:
            self._asked = monotonic()
            self._progress = await self._notes.named(_PROGRESS)
        return self._progress.get(name)

    async def _render(self, name: str, given: Json) -> Json:
        self._here.add(name)
        reporter = _Reporter(self._notes, name, self._followers.get(name))
        try:
            # On whichever machine: logs and figures are those of the turn.
            with (
                signals.identified(given.get("turn", "")),
                parts_of(name, given.get("user", "")),
            ):
                order = RenderOrder(**given["order"])
                # The slot is kept: others would meet the same here.
                made = await outlast(
                    lambda: self.renderer.render(order, reporter.tell), reporter.waits
                )
        except VfxbError as error:
            if isinstance(error, ToolFailed) and error.log:
                log.warning("render failed: %s\n%s", error, error.log)
            return {"failed": {"kind": type(error).__name__, "text": str(error)}}
        finally:
            self._here.discard(name)
            with suppress(StoreAway):
                await reporter.close()
        return {"rendered": made}


class _Reporter:
    """Tells how far a render is: whoever waits in this process, and others through notes."""

    def __init__(self, notes: Notes, name: str, follower: Tell | None) -> None:
        self._notes = notes
        self._name = name
        self._follower = follower
        self._told = monotonic()
        self._writing: asyncio.Task[None] | None = None
        self._noted = False

    def tell(self, event: Event) -> None:
        if self._follower is not None:
            self._follower(event)
            return
        if not isinstance(event, Progress) or monotonic() - self._told < 1.0 or self._writing:
            return
        self._told = monotonic()
        self._noted = True
        value = {"fraction": event.fraction, "eta": event.eta, "what": event.what}
        self._writing = asyncio.create_task(self._notes.put(self._name, _PROGRESS, value))
        self._writing.add_done_callback(self._written)

    def waits(self, outage: Outage) -> None:
        """Tell what is waited for."""
        self.tell(Progress(fraction=0.0, eta=None, what=str(outage)))

    def _written(self, task: asyncio.Task[None]) -> None:
        self._writing = None
        if not task.cancelled() and (error := task.exception()):
            log.warning("how far a render is was not noted: %s", error)

    async def close(self) -> None:
        if self._follower is None:
            if self._writing:
                await asyncio.wait({self._writing})
            if self._noted:
                await self._notes.drop([self._name])

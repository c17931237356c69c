"""Keeper: takes the turns of a bot on for good: one that was accepted is finished."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from time import time
from typing import Any, Protocol

from agent.settings import Settings
from bots.jobs.engine import Engine
from bots.jobs.forgetting import Forgetting
from bots.jobs.job import PARTS, RENDERS, Lane
from bots.jobs.orders import dump_order, load_order
from bots.jobs.processes import BEAT_SECONDS, opened, working
from bots.jobs.renders import Renderer, Renders
from bots.jobs.steps import KeptSteps
from bots.outages import outlast
from bots.queues import Queues
from bots.standing import Queue
from bots.surface import Order, RemoteClip, Surface
from bots.turn import DELIVERED, Turn
from memory.errors import MemoryFault
from memory.notes import Notes
from tools.errors import ToolFailed

log = logging.getLogger(__name__)

Json = dict[str, Any]

TURN_SLOTS = 64
"""Turns of a bot that are worked on at once: most of them wait for their render."""

# Turns are answered in the order in which they came; the queue counts up to 2^31.
_EPOCH = 1_735_689_600


class Turns(Protocol):
    """What of the turns of a bot the keeper needs."""

    @property
    def waiting(self) -> list[str]:
        """Names of the turns whose turn has not come."""
        ...

    async def perform(
        self, name: str, steps: KeptSteps, found: Callable[[], tuple[Order, Surface]]
    ) -> None:
        """Go through with a turn."""
        ...

    def dismiss(self, names: Iterable[str]) -> None:
        """Know no more of turns that other processes went through with."""
        ...


class Front(Protocol):
    """What of a bot the keeper needs, to go on with turns that another process began."""

    @property
    def turns(self) -> Turns:
        """What it is working on."""
        ...

    def surface(self, address: Json) -> Surface:
        """The place that an ``address`` tells of."""
        ...

    def clip(self, ref: Json) -> RemoteClip:
        """The clip that a ``ref`` tells of."""
        ...


class TurnKeeper:
    """The turns of a bot that outlive it. Made by ``TurnKeeper.open``.

    Args:
        name: Name of the front end, such as ``telegram``.
        notes: Where is written down what was done.
        renders: The renders of its turns.
        waiting: Says in words where a render stands in the queue.
    """

    def __init__(
        self, name: str, notes: Notes, renders: Renders, waiting: Callable[[int], str]
    ) -> None:
        self._lane = f"turns-{name}"
        self._notes = notes
        self._renders = renders
        self._waiting = waiting
        self._front: asyncio.Future[Front] = asyncio.get_running_loop().create_future()
        self._last = 0
        self._accepting = Queues()
        self._engine: Engine
        self._forgetting: Forgetting

    @classmethod
    @asynccontextmanager
    async def open(
        cls, name: str, settings: Settings, renderer: Renderer, waiting: Callable[[int], str]
    ) -> AsyncIterator[TurnKeeper]:
        """Keep turns while the block runs. Those of before go on once ``serve`` was called.

        Args:
            name: Name of the front end.
            settings: What the operator set.
            renderer: Carries renders out, unless workers do.
            waiting: Says in words where a render stands in the queue.

        Raises:
            StoreFailed: The database cannot be used.
            ToolFailed: The queue cannot be used.
        """
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(opened(settings))
            notes, slots = Notes(database), settings.parallel_renders
            renders = Renders(renderer, notes, slots, here=not settings.workers)
            keeper = cls(name, notes, renders, waiting)
            await stack.enter_async_context(
                working(settings, database, name, renders, keeper._turns)
            )
            keeper._engine = renders.engine
            keeper._forgetting = Forgetting(renders.engine, notes, (keeper._lane, RENDERS, PARTS))
            await keeper._count_on()
            looking = asyncio.create_task(keeper._keep_looking())
            try:
                yield keeper
            finally:
                looking.cancel()
                await asyncio.wait({looking})

    @property
    def _turns(self) -> Lane:
        return Lane(name=self._lane, slots=TURN_SLOTS, in_order=True, work=self._perform)

    def serve(self, front: Front) -> None:
        """Begin with the turns: from now on there is a bot that they can be shown by."""
        self._front.set_result(front)

    async def accept(self, name: str, order: Order, address: Json) -> bool:
        """Take a turn on for good; one of that name that is known stays as it is.

        Args:
            name: Name of the turn.
            order: What is asked.
            address: Where it is shown.

        Raises:
            ToolFailed: It could not be written down, and is not taken on.

        Returns:
            Whether it is still to be gone through with.
        """
        # One after the other, so that messages of a conversation are queued as they came.
        ticket = self._accepting.join(order.conversation)
        try:
            await ticket.come_up()
            return await outlast(lambda: self._accept(name, order, address))
        finally:
            ticket.leave()

    async def _accept(self, name: str, order: Order, address: Json) -> bool:
        known = await self._engine.states([name])
        if name in known:
            return known[name] in {"waiting", "running"}
        self._last = max(self._last + 1, int(time()) - _EPOCH)
        given = {"order": dump_order(order), "address": address}
        await self._engine.add(
            self._lane,
            name,
            given,
            user=order.user,
            rank=self._last,
            partition=order.conversation,
            facts={"message": order.message},
        )
        return True

    async def moved(self, turn: Turn, address: Json) -> None:
        """Take down where a turn is shown that waits."""
        put = partial(self._notes.put, turn.name, "address", address, user=turn.order.user)
        await outlast(put)

    async def cancel(self, name: str) -> None:
        """End a turn, wherever it is worked on."""
        await outlast(lambda: self._engine.cancel([name]))

    async def withdraw(self, message: str) -> None:
        """End turns of a message that wait since before a restart, without a word."""
        await outlast(lambda: self._withdraw(message))

    async def _withdraw(self, message: str) -> None:
        waiting = await self._engine.jobs(lane=self._lane, states=("waiting",), given=True)
        meant = [job for job in waiting if job.facts.get("message") == message]
        await self._engine.cancel([job.name for job in meant])
        front = await self._front
        for job in meant:
            moved = (await self._notes.of(job.name)).get("address")
            await front.surface(moved or job.given["address"]).vanish()

    @property
    def queues(self) -> dict[str, Queue]:
        """How the queues stand that this bot fills, beside its own."""
        return self._renders.queues

    def leave(self) -> None:
        """Stop working on turns; they are gone on with at the next start, or elsewhere."""
        self._engine.leave()

    async def _count_on(self) -> None:
        """Number new turns after those that are there."""
        there = await self._engine.jobs(lane=self._lane, states=("waiting", "running"))
        self._last = max((job.rank for job in there), default=0)

    async def _perform(self, name: str, given: Json) -> Json:
        front = await self._front
        done = await outlast(lambda: self._notes.of(name))
        steps = KeptSteps(
            name,
            given["order"]["user"],
            notes=self._notes,
            engine=self._engine,
            renders=self._renders,
            done=done,
            waiting=self._waiting,
        )

        def found() -> tuple[Order, Surface]:
            address = done.get("address") or given["address"]
            return load_order(given["order"], front.clip), front.surface(address)

        if DELIVERED not in done:
            await front.turns.perform(name, steps, found)
        return {}

    async def forget(self, user: str) -> None:
        """Forget what a person said; in turns under way, such as this wish, when they end.

        Raises:
            ToolFailed: The queue cannot be used.
            StoreFailed: The notes cannot be.
        """
        await self._forgetting.person(user)

    async def _keep_looking(self) -> None:
        """Forget what is over, and have the bot forget what other processes of it did."""
        turns = (await self._front).turns
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            waiting = turns.waiting
            try:
                await self._forgetting.look()
                states = await self._engine.states(waiting) if waiting else {}
            except (MemoryFault, ToolFailed) as error:
                log.warning("not seen what is over: %s", error)
                continue
            under_way = {"waiting", "running"}
            turns.dismiss(name for name in waiting if states.get(name) not in under_way)

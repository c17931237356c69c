"""Turn: one message on its way to its result, and who goes on with it when the process dies."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

from agent.messages import Reply
from agent.steps import Steps
from bots import house_words
from bots.standing import Queue
from bots.surface import Order, Surface
from tools.errors import LimitExceeded, Outage

DELIVERED = "delivered"
"""What is noted of a turn that has reached the person."""


class TurnSteps(Steps, Protocol):
    """The steps of a turn that goes on when its process dies.

    Attributes:
        waits: Is told of an outage that is waited for; None where nobody is.
    """

    waits: Callable[[Outage], None] | None

    async def note(self, name: str, value: dict[str, Any]) -> None:
        """Write down what is done."""
        ...


class Keeper(Protocol):
    """Takes turns on for good; what does is ``bots.jobs.keeper``."""

    async def accept(self, name: str, order: Order, address: dict[str, Any]) -> bool:
        """Take a turn on for good; one of that name that is known stays as it is.

        Returns:
            Whether it is still to be gone through with.
        """
        ...

    async def moved(self, turn: Turn, address: dict[str, Any]) -> None:
        """Take down where a turn is shown that waits."""
        ...

    async def cancel(self, name: str) -> None:
        """End a turn, wherever it is worked on."""
        ...

    async def withdraw(self, message: str) -> None:
        """End turns of a message that wait since before a restart, without a word."""
        ...

    @property
    def queues(self) -> Mapping[str, Queue]:
        """How the queues stand that turns wait in for their renders."""
        ...

    def leave(self) -> None:
        """Stop working on turns; they are gone on with elsewhere."""
        ...


def _future() -> asyncio.Future[TurnSteps]:
    return asyncio.get_running_loop().create_future()


@dataclass(slots=True, eq=False)
class Turn:
    """A turn under way.

    Attributes:
        order: What is asked.
        surface: Where it is shown.
        name: What its Cancel button carries.
        work: The task to cancel; None before it starts.
        parting: Tells the last words if it is cancelled; None while it is not.
        withdrawn: Whether the person took it back, so that there is nothing to say.
        reply: What is being delivered, so that nothing is left to cancel; None before.
        came: When it came, on the monotonic clock.
        waits: Whether its turn has not come yet.
        entrusted: Whether a keeper goes on with it when this process dies.
        steps: What of it is done; comes when its turn has come, where a keeper has it.
        taken_on: Set when it is taken on, for good or not at all.
        left: Whether it is gone on with elsewhere, so that there is nothing to say here.
        over: The task that sees it through.
    """

    order: Order
    surface: Surface
    name: str = field(default_factory=lambda: secrets.token_hex(6))
    work: asyncio.Task[None] | None = None
    parting: Callable[[], str] | None = None
    withdrawn: bool = False
    reply: Reply | None = None
    came: float = field(default_factory=monotonic)
    waits: bool = True
    entrusted: bool = False
    steps: asyncio.Future[TurnSteps] = field(default_factory=_future)
    left: bool = False
    taken_on: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Task[None] | None = None

    def stop(self, parting: Callable[[], str]) -> None:
        """End it; the first one to say so has the last words."""
        self.parting = self.parting or parting
        if self.work:
            self.work.cancel()


@asynccontextmanager
async def limited(seconds: float) -> AsyncIterator[None]:
    """End the work of the block after so many seconds; 0 is no limit.

    Raises:
        LimitExceeded: It took longer.
    """
    try:
        async with asyncio.timeout(seconds or None) as limit:
            yield
    except TimeoutError as error:
        if limit.expired():
            raise LimitExceeded(house_words.took_too_long(seconds)) from error
        raise

"""Parts: a lane of its own for parts of long renders, which workers take from one another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from time import time
from typing import Any, Protocol

from agent.parting import PartOrder
from bots.jobs.engine import Engine
from bots.jobs.job import PARTS, RENDERS, Lane
from bots.standing import Queue
from memory.errors import MemoryFault
from tools import signals
from tools.errors import ToolFailed, VfxbError

log = logging.getLogger(__name__)

Json = dict[str, Any]

PATIENCE = 10.0
"""A part that nobody has begun after so many seconds comes back to who ordered it."""

_LOOK_SECONDS = 0.3
# Names of jobs hold no more of a part's name than tells it from others of its turn.
_DIGITS = 32


@dataclass(frozen=True, slots=True)
class _Owner:
    """The turn that a render under way belongs to, and for whom it is."""

    turn: str
    user: str


_owner: ContextVar[_Owner | None] = ContextVar("owner", default=None)


@contextmanager
def parts_of(render: str, user: str) -> Iterator[None]:
    """Have the parts of a render that is carried out within the block belong to its turn."""
    token = _owner.set(_Owner(render.partition("-")[0], user))
    try:
        yield
    finally:
        _owner.reset(token)


class Maker(Protocol):
    """What of ``VideoAgent`` makes parts."""

    async def render_part(self, order: PartOrder) -> Json:
        """Make a part that another process ordered."""
        ...


class Parts:
    """Parts of renders, as one worker sees them: it has some of its own made, and makes others'.

    Args:
        maker: Makes them.
        slots: How many are made here at once.
        patience: Seconds after which a part that nobody has begun comes back.

    Attributes:
        engine: Where they queue; set when it is open.
        living: Tells how many other workers there are; set when that is known.
    """

    engine: Engine
    living: Callable[[], Awaitable[int]]

    def __init__(self, maker: Maker, slots: int = 1, patience: float = PATIENCE) -> None:
        self._maker = maker
        self._patience = patience
        self._slots = slots
        self._waiting: list[float] = []

    @property
    def lane(self) -> Lane:
        """The lane."""
        return Lane(name=PARTS, slots=self._slots, work=self._make)

    @property
    def queue(self) -> Queue:
        """How many wait, and for how long, as it was seen last."""
        came = self._waiting
        return Queue(len(came), time() - min(came) if came else 0.0)

    async def look(self) -> None:
        """See how many wait."""
        waiting = await self.engine.jobs(lane=PARTS, states=("waiting",))
        self._waiting = [job.came for job in waiting]

    async def free(self) -> int:
        """How many other workers would take a part now: those that render nothing yet."""
        try:
            others = await self.living()
            taken = await self.engine.jobs(lane=PARTS, states=("waiting", "running"))
            # One of the renders is this one.
            taken += (await self.engine.jobs(lane=RENDERS, states=("running",)))[1:]
        except (MemoryFault, ToolFailed) as error:
            log.warning("not seen who would take parts: %s", error)
            return 0
        return max(0, others - len(taken))

    async def make(self, order: PartOrder) -> Json:
        """Have a part made by another worker; one that was made before is not made again.

        Raises:
            ToolFailed: Nobody took it, or it failed.
        """
        owner = _owner.get()
        if owner is None:
            raise ToolFailed("This render belongs to no turn.")
        name = f"{owner.turn}-part-{order.name[:_DIGITS]}"
        given = {"part": asdict(order), "turn": signals.turn.get()}
        await self.engine.add(PARTS, name, given, user=owner.user, rank=order.first + 1)
        try:
            if not await self._begun(name):
                await self.engine.cancel([name])
                raise ToolFailed("No other worker took this part.")
            result = await self.engine.result(name)
        except asyncio.CancelledError:
            # Only when this process ends is the render gone on with elsewhere, and so is the part.
            if not self.engine.closing:
                await asyncio.shield(self.engine.cancel([name]))
            raise
        if error := result.get("failed"):
            raise ToolFailed(error)
        return dict(result["made"])

    async def _begun(self, name: str) -> bool:
        """Wait until somebody has begun with a part."""
        for _ in range(round(self._patience / _LOOK_SECONDS)):
            if (await self.engine.states([name])).get(name) != "waiting":
                return True
            await asyncio.sleep(_LOOK_SECONDS)
        return False

    async def _make(self, name: str, given: Json) -> Json:
        try:
            with signals.identified(given.get("turn", "")):
                made = await self._maker.render_part(PartOrder(**given["part"]))
        except VfxbError as error:
            log.warning("%s was not made: %s", name, error)
            return {"failed": str(error)}
        return {"made": made}

"""Steps: what a kept turn has done, and its renders in the queue of all machines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from typing import Any

from agent.messages import Event, Progress
from agent.steps import RenderOrder, Tell
from bots.jobs.engine import Engine
from bots.jobs.fair import Kind, place
from bots.jobs.renders import Renders
from bots.outages import outlast
from memory.errors import StoreAway
from memory.notes import Notes
from tools.errors import BadInput, LimitExceeded, Outage, ToolFailed, VfxbError

Json = dict[str, Any]

LOOK_SECONDS = 1.0
"""From one look at how a render is getting on to the next."""

_ERRORS: dict[str, type[VfxbError]] = {
    error.__name__: error for error in (BadInput, LimitExceeded, ToolFailed)
}


class KeptSteps:
    """The steps of one turn.

    Args:
        turn: Name of the turn.
        user: For whom it is.
        notes: Where is written down what was done.
        engine: Where renders queue.
        renders: Knows of renders in this process.
        done: What was done before.
        waiting: Says in words where a render stands in the queue.

    Attributes:
        waits: Is told of an outage that is waited for; None where nobody is.
    """

    def __init__(
        self,
        turn: str,
        user: str,
        *,
        notes: Notes,
        engine: Engine,
        renders: Renders,
        done: Json,
        waiting: Callable[[int], str],
    ) -> None:
        self._turn = turn
        self._user = user
        self._notes = notes
        self._engine = engine
        self._renders = renders
        self._waiting = waiting
        self.done = done
        self.waits: Callable[[Outage], None] | None = None

    async def once(self, name: str, work: Callable[[], Awaitable[Json]]) -> Json:
        """The result of a piece of work: of this time, or of the time before."""
        if name in self.done:
            return dict(self.done[name])
        result = await work()
        await self.note(name, result)
        return result

    async def note(self, name: str, value: Json) -> None:
        """Write down what is done; it was, so an outage is waited for."""
        await outlast(lambda: self._notes.put(self._turn, name, value, user=self._user), self.waits)
        self.done[name] = value

    async def render(self, order: RenderOrder, tell: Tell) -> Json:
        """Have an order carried out by whichever process has a free slot.

        Raises:
            VfxbError: It failed.
        """
        # What takes events looks for the graph that it belongs to; others call it from elsewhere.
        context = copy_context()

        def told(event: Event) -> None:
            context.run(tell, event)

        for attempt in range(2):
            name = f"{self._turn}-{order.key}-{attempt}"
            result = await self._carried_out(name, order, told)
            if error := result.get("failed"):
                raise _ERRORS.get(error["kind"], ToolFailed)(error["text"])
            rendered = await self._renders.renderer.received(result["rendered"])
            if await asyncio.to_thread(_are_there, rendered["files"]):
                break
        return rendered

    async def _carried_out(self, name: str, order: RenderOrder, tell: Tell) -> Json:
        kind = Kind.of(order.seconds, preview=order.preview is not None)
        with self._renders.followed(name, tell):
            mine = await outlast(
                lambda: self._renders.add(name, order, kind, self._user), self.waits
            )
            result = asyncio.ensure_future(outlast(lambda: self._engine.result(name), self.waits))
            telling = asyncio.create_task(self._keep_telling(name, mine, tell))
            try:
                return await asyncio.shield(result)
            except asyncio.CancelledError:
                # Nobody waits for it any more: it ends on whichever machine it runs. Only when
                # this process ends the turn is gone on with elsewhere, and so is the render.
                if not self._engine.closing:
                    await asyncio.shield(outlast(lambda: self._engine.cancel([name])))
                raise
            finally:
                telling.cancel()
                result.cancel()
                await asyncio.wait({telling, result})

    async def _keep_telling(self, name: str, mine: int, tell: Tell) -> None:
        """Tell where the render stands, and how far it is where another process does it."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            with suppress(StoreAway, Outage):
                await self._tell(name, mine, tell)

    async def _tell(self, name: str, mine: int, tell: Tell) -> None:
        waiting = await self._renders.waiting()
        if await self._renders.is_waiting(name):
            stand = place(mine, waiting, self._renders.slots)
            tell(Progress(fraction=0.0, eta=stand.seconds, what=self._waiting(stand.ahead)))
        elif not self._renders.is_here(name) and (noted := await self._renders.progress(name)):
            tell(Progress(**noted))


def _are_there(files: list[str]) -> bool:
    return all(Path(file).is_file() for file in files)

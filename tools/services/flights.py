"""Flights: equal requests that are under way at the same time are one call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Flight:
    task: asyncio.Task[Any]
    waiting: int = 0


class Flights:
    """What is under way, by name."""

    def __init__(self) -> None:
        self._flights: dict[str, _Flight] = {}

    async def join(
        self,
        name: str,
        begin: Callable[[], Awaitable[T]],
        own: type[Exception] | tuple[type[Exception], ...] = (),
    ) -> tuple[T, bool]:
        """The result of the call of that name, and whether this request began it.

        The call ends when the last of those who wait for it is cancelled, and not before.

        Args:
            name: Names what is asked for.
            begin: Begins the call, where nothing of that name is under way.
            own: Errors that concern only who began it; others begin again for themselves.
        """
        while True:
            flight = self._flights.get(name)
            first = flight is None
            if flight is None:
                flight = self._flights[name] = _Flight(asyncio.ensure_future(_begun(begin)))
            try:
                return await self._landed(name, flight), first
            except own:
                if first:
                    raise

    async def _landed(self, name: str, flight: _Flight) -> Any:
        flight.waiting += 1
        try:
            # Waiting for a task does not pass a cancellation on to it, as awaiting it would.
            await asyncio.wait({flight.task})
        finally:
            flight.waiting -= 1
            if (flight.task.done() or not flight.waiting) and self._flights.get(name) is flight:
                del self._flights[name]
            if not flight.waiting and not flight.task.done():
                flight.task.cancel()
                await asyncio.wait({flight.task})
            if flight.task.done() and not flight.task.cancelled():
                flight.task.exception()  # who is cancelled meanwhile does not ask for it
        return flight.task.result()


async def _begun(begin: Callable[[], Awaitable[T]]) -> T:
    return await begin()

"""Keeper: local models in memory, loaded once for all who use them, and not for ever.

A model may be an object of this process or, where its library is not to be trusted, children that
hold it (``tools.resident.Residents``); what it takes is told when it is asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from tools.errors import LimitExceeded

T = TypeVar("T")

MOST_BYTES = 4 << 30
IDLE_SECONDS = 600.0


def _let_go(loaded: Any) -> None:
    """What is only an object goes when nobody holds it."""


@dataclass(frozen=True, slots=True)
class Model(Generic[T]):
    """A model that can be loaded.

    Attributes:
        name: The same for the same model.
        size: Bytes of memory that it takes.
        load: Loads it; runs in a thread.
        unload: Lets it go.
    """

    name: str
    size: int
    load: Callable[[], T]
    unload: Callable[[T], None] = _let_go


@dataclass(slots=True)
class _Held:
    model: Model[Any]
    loading: asyncio.Future[Any]
    users: int = 0
    used_at: float = 0.0
    rest: asyncio.TimerHandle | None = field(default=None, repr=False)


class ModelKeeper:
    """Holds models.

    Args:
        most_bytes: Memory that all of them may take together.
        idle_seconds: How long one stays that nobody uses.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, idle_seconds: float = IDLE_SECONDS) -> None:
        self._most = most_bytes
        self._idle = idle_seconds
        self._held: dict[str, _Held] = {}
        self._room = asyncio.Condition()

    @property
    def held(self) -> dict[str, int]:
        """Names of the models that are loaded, and the bytes that they take."""
        return {name: held.model.size for name, held in self._held.items()}

    @asynccontextmanager
    async def using(self, model: Model[T]) -> AsyncIterator[T]:
        """The model, loaded; it stays for the block, and for a while after it.

        Who asks while there is no room, because others are in use, waits for them.

        Raises:
            LimitExceeded: It would not fit if it were alone.
        """
        held = await self._take(model)
        try:
            loaded: T = await asyncio.shield(held.loading)
            yield loaded
        finally:
            await self._give_back(held)

    async def warm(self, model: Model[Any]) -> None:
        """Load the model now, so that nobody waits for it later."""
        async with self.using(model):
            pass

    async def close(self) -> None:
        """Let everything go, whether it is used or not."""
        for held in tuple(self._held.values()):
            self._drop(held)

    async def _take(self, model: Model[T]) -> _Held:
        if model.size > self._most:
            raise LimitExceeded(
                f"{model.name} takes {model.size / 1e6:.0f} MB of memory, and local models may "
                f"take {self._most / 1e6:.0f} MB together. Choose a smaller one, or raise "
                "VFXB_MODELS_MB."
            )
        async with self._room:
            await self._room.wait_for(lambda: model.name in self._held or self._make_room(model))
            held = self._held.get(model.name)
            if held is None:
                loading = asyncio.ensure_future(asyncio.to_thread(model.load))
                held = self._held[model.name] = _Held(model, loading)
            held.users += 1
            if held.rest is not None:
                held.rest.cancel()
            return held

    async def _give_back(self, held: _Held) -> None:
        async with self._room:
            held.users -= 1
            held.used_at = time.monotonic()
            failed = held.loading.done() and (
                held.loading.cancelled() or held.loading.exception() is not None
            )
            if failed:
                self._drop(held)
            elif not held.users:
                loop = asyncio.get_running_loop()
                held.rest = loop.call_later(self._idle, self._drop, held)
            self._room.notify_all()

    def _make_room(self, model: Model[Any]) -> bool:
        """Whether it fits, once those that nobody uses are gone, longest unused first."""
        idle = sorted(
            (held for held in self._held.values() if not held.users), key=lambda held: held.used_at
        )
        while sum(self.held.values()) + model.size > self._most:
            if not idle:
                return False
            self._drop(idle.pop(0))
        return True

    def _drop(self, held: _Held) -> None:
        if held.rest is not None:
            held.rest.cancel()
        if self._held.get(held.model.name) is not held:
            return
        del self._held[held.model.name]
        loading = held.loading
        if loading.done() and not loading.cancelled() and loading.exception() is None:
            held.model.unload(loading.result())
        else:
            loading.add_done_callback(lambda done: _unload(held.model, done))


def _unload(model: Model[Any], loading: asyncio.Future[Any]) -> None:
    if not loading.cancelled() and loading.exception() is None:
        model.unload(loading.result())

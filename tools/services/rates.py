"""Rates: how many requests a minute an engine is sent; more wait their turn."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from types import MappingProxyType

PER_MINUTE: Mapping[str, int] = MappingProxyType({"OpenAI": 60, "Replicate": 30, "ElevenLabs": 100})
"""What is kept to unless the settings say otherwise; engines that are not here have no limit."""

MINUTE = 60.0


class Rates:
    """The limits of all engines, by name.

    Args:
        per_minute: Requests a minute; 0 for any number.
        clock: Seconds that only grow.
        minute: How long a minute is.
    """

    def __init__(
        self,
        per_minute: Mapping[str, int] = PER_MINUTE,
        clock: Callable[[], float] = time.monotonic,
        minute: float = MINUTE,
    ) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._minute = minute
        self._sent: dict[str, deque[float]] = {}
        self._rows: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    def waiting(self, engine: str) -> int:
        """How many requests wait for their turn."""
        return self._waiting.get(engine, 0)

    def wait(self, engine: str) -> float:
        """About how many seconds a further request would wait."""
        most = self._per_minute.get(engine, 0)
        if not most:
            return 0.0
        full, part = divmod(self.waiting(engine), most)
        sent = self._recent(engine)
        place = len(sent) - most + part
        first = sent[place] + self._minute - self._clock() if 0 <= place < len(sent) else 0.0
        return max(0.0, first) + full * self._minute

    async def turn(self, engine: str) -> None:
        """Wait until the engine may be sent a request; those that came before go first."""
        most = self._per_minute.get(engine, 0)
        if not most:
            return
        self._waiting[engine] = self.waiting(engine) + 1
        try:
            async with self._rows.setdefault(engine, asyncio.Lock()):
                if len(sent := self._recent(engine)) >= most:
                    await asyncio.sleep(sent[0] + self._minute - self._clock())
                    sent.popleft()
                sent.append(self._clock())
        finally:
            self._waiting[engine] -= 1

    def _recent(self, engine: str) -> deque[float]:
        sent = self._sent.setdefault(engine, deque())
        while sent and sent[0] <= self._clock() - self._minute:
            sent.popleft()
        return sent

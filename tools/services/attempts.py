"""Attempts: one engine is asked, again where that may help, and no faster than it allows."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tools import signals
from tools.services.breaker import Breakers
from tools.services.engine import Engine, Impatient
from tools.services.failures import ServiceError
from tools.services.health import Health
from tools.services.rates import MINUTE, Rates

E = TypeVar("E", bound=Engine)
T = TypeVar("T")
Tell = Callable[[str], None]

_WORTH_TELLING = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often and how long the same engine is asked again.

    Attributes:
        tries: How often in all.
        first: Seconds before the second try; doubled with each further one, with jitter.
        longest: Most seconds between two tries: an engine that asks for more is passed over.
    """

    tries: int = 3
    first: float = 0.5
    longest: float = 20.0


class Attempts:
    """Asks one engine at a time, within its limits.

    Args:
        breakers: The breakers.
        rates: The limits.
        health: Where it is told.
        patience: How often it is tried.
    """

    def __init__(
        self, breakers: Breakers, rates: Rates, health: Health, patience: Patience
    ) -> None:
        self._breakers = breakers
        self._rates = rates
        self._health = health
        self._patience = patience

    async def make(self, engine: E, do: Callable[[E], Awaitable[T]], tell: Tell) -> T:
        """What the engine makes.

        Args:
            engine: The engine.
            do: Asks it once.
            tell: Told what is waited for.

        Raises:
            ServiceError: It failed, and asking again did not help or must not be.
            VfxbError: What else it raises.
        """
        import stamina

        def again(error: Exception) -> bool | float:
            wait = self._again(engine, error)
            if wait is not False and isinstance(error, ServiceError):
                tell(f"{error.what}; trying again")
            return wait

        patience = self._patience
        async for attempt in stamina.retry_context(
            on=again,
            attempts=min(patience.tries, engine.tries)
            if isinstance(engine, Impatient)
            else patience.tries,
            timeout=None,
            wait_initial=patience.first,
            wait_max=patience.longest,
            wait_jitter=patience.first,
        ):
            with attempt:
                return await self._once(engine, do, tell)
        raise AssertionError("the last attempt returns or raises")

    def _again(self, engine: Engine, error: Exception) -> bool | float:
        """Whether the same may be asked again; after how long, where the engine says so."""
        if not isinstance(error, ServiceError) or not error.retryable:
            return False
        # It may have been done, and charged for, without our hearing of it.
        if error.begun and engine.paid:
            return False
        if self._breakers.state(engine.name) == "open":
            return False
        if error.retry_after is None:
            return True
        if error.retry_after > self._patience.longest:
            return False
        # Who was turned away together should not come back together.
        return error.retry_after + random.uniform(0, self._patience.first)  # noqa: S311 - no secret

    async def _once(self, engine: E, do: Callable[[E], Awaitable[T]], tell: Tell) -> T:
        name = engine.name
        await self._turn(name, tell)
        self._breakers.begin(name)
        try:
            with signals.calling(name), self._health.at_work(name):
                try:
                    async with asyncio.timeout(engine.longest):
                        made = await do(engine)
                except TimeoutError as error:
                    limit = f"{engine.longest:g} s" if engine.longest else ""
                    raise ServiceError(name, "timeout", limit) from error
        except ServiceError as error:
            self._breakers.failed(name, error.kind)
            raise
        except BaseException:
            self._breakers.left(name)
            raise
        self._breakers.succeeded(name)
        return made

    async def _turn(self, name: str, tell: Tell) -> None:
        def announce(wait: float) -> None:
            if wait > MINUTE:
                raise ServiceError(name, "overloaded", "too many wait here", retry_after=wait)
            if wait > _WORTH_TELLING:
                tell(f"waiting {wait:.0f} s for {name}: it takes only so many requests a minute")

        await self._rates.turn(name, announce)

"""Policy: how engines are asked, whatever they do. Nobody asks one in another way.

What is known already is not asked. Else the engines are tried in their order: one that is not
ready, not allowed offline, left alone by its breaker, or too expensive is passed over, and so is
one that fails; the person is told which, and why. Nothing costs money without a reservation in the
ledger before it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tools.errors import BadInput, LimitExceeded, ToolFailed
from tools.services.asking import Ask, Estimate, Outcome, ending, only_by, request_name
from tools.services.attempts import Attempts, Patience
from tools.services.breaker import Breakers
from tools.services.engine import Engine
from tools.services.flights import Flights
from tools.services.health import Health
from tools.services.prices import Prices
from tools.services.rates import Rates
from tools.services.results import HOUR, Results, name_of
from tools.services.share import Shares
from tools.services.spending import Spending, Unapproved, Unwritten
from tools.services.till import Till

__all__ = ["Estimate", "Outcome", "Patience", "Policy"]

log = logging.getLogger(__name__)

E = TypeVar("E", bound=Engine)
T = TypeVar("T")


class Policy:
    """Asks engines.

    Args:
        results: Where results are kept.
        spending: The ledger.
        prices: The table.
        shares: The operator's steering.
        breakers: The breakers of the engines.
        rates: Their limits.
        health: Where other processes are told how it goes.
        patience: How often and how long the same engine is asked again.
        offline: Whether no service may be called.
    """

    def __init__(
        self,
        results: Results,
        *,
        spending: Spending | None = None,
        prices: Prices | None = None,
        shares: Shares | None = None,
        breakers: Breakers | None = None,
        rates: Rates | None = None,
        health: Health | None = None,
        patience: Patience | None = None,
        offline: bool = False,
    ) -> None:
        self.results = results
        self.shares = shares or Shares()
        self._breakers = breakers or Breakers()
        rates = rates or Rates()
        self.health = health or Health(self._breakers, rates)
        self._attempts = Attempts(self._breakers, rates, self.health, patience or Patience())
        self._till = Till(prices or Prices(), spending or Unwritten())
        self._offline = offline
        self._flights = Flights()

    async def call(
        self,
        capability: str,
        engines: Sequence[E],
        do: Callable[[E], Awaitable[T]],
        *,
        key: Any,
        units: Mapping[str, float],
        chosen: str | None = None,
        language: str = "",
        progress: Callable[[str], None] | None = None,
        keep: float = HOUR,
        seconds: float = 0.0,
        used: Callable[[T], Mapping[str, float]] | None = None,
    ) -> Outcome[T]:
        """Ask the best engine that can be asked.

        Args:
            capability: What is asked for, such as "speech".
            engines: They, best first, built-in last.
            do: Asks one of them, once. It gives plain JSON, or the path of a new file made by
                ``results.fresh``, which is moved into the results.
            key: Plain JSON that names the content, by hashes and arguments, but not the engine;
                None where the result must not be kept or shared.
            units: How much is asked for, by units of the table of prices.
            chosen: Name of the engine that the person asked for; no other one takes its place.
            language: Tag of the language that the engine has to know; empty where none matters.
            progress: Told what is waited for, in words.
            keep: Seconds for which the result is kept after its last use.
            seconds: Seconds of media that this is about, for the log.
            used: How much it took, out of what was made; ``units`` is then the most that it takes.

        Raises:
            BadInput: There is no such engine, or the request itself is wrong.
            Unapproved: It costs more than was agreed to.
            LimitExceeded: A cap would be passed.
            ToolFailed: No engine can be used, or all of them failed.
        """
        started = time.monotonic()
        asked = self._able(capability, engines, chosen, language)
        request = request_name(capability, asked, key)
        ask = Ask(
            capability=capability,
            engines=self.shares.ordered(capability, asked, request),
            do=do,
            key=key,
            request=request,
            units=units,
            tell=progress or _tell_nobody,
            keep=keep,
            used=used,
        )
        outcome: Outcome[T] | None = None
        how = "done"
        try:
            outcome = await self._shared(ask)
            how = "cached" if outcome.cached else "done"
            return replace(outcome, ms=(time.monotonic() - started) * 1000)
        except BaseException as error:
            how = ending(error)
            if isinstance(error, ToolFailed) and chosen:
                raise await only_by(chosen, error, engines) from error
            raise
        finally:
            ask.log(outcome, how, (time.monotonic() - started) * 1000, seconds)

    async def estimate(
        self,
        capability: str,
        engines: Sequence[Engine],
        *,
        key: Any,
        units: Mapping[str, float],
        chosen: str | None = None,
        language: str = "",
    ) -> Estimate:
        """What a call would take, as things stand; arguments as for ``call``."""
        asked = self._able(capability, engines, chosen, language)
        request = request_name(capability, asked, key)
        for engine in self.shares.ordered(capability, asked, request):
            if key is not None and await self.results.get(name_of(capability, engine, key)):
                return Estimate(engine=engine.name, local=engine.local, cached=True)
            if await engine.ready() is None and not self._barred(engine):
                usd, least = self._till.price(engine, units), self._till.least(engine, units)
                return Estimate(engine=engine.name, usd=usd, least=least, local=engine.local)
        return Estimate()

    def _able(
        self, capability: str, engines: Sequence[E], chosen: str | None, language: str
    ) -> Sequence[E]:
        """The engines that may be asked at all."""
        able = [
            each
            for each in engines
            if not language or each.languages is None or language in each.languages
        ]
        if not chosen:
            return able
        named = [each for each in able if each.name.casefold() == chosen.casefold()]
        if not named:
            there = ", ".join(each.name for each in able) or "none"
            raise BadInput(f"There is no engine '{chosen}' for that. Engines: {there}.")
        forced = self.shares.forced(capability)
        if forced and forced != named[0].name:
            raise BadInput(
                f"Everything goes to {forced} at the moment, so {chosen} cannot be asked. Ask "
                "without naming an engine, or later."
            )
        return named

    async def _shared(self, ask: Ask[E, T]) -> Outcome[T]:
        """The outcome of this call, or of an equal one that is under way."""
        if ask.key is None:
            return await self._asked(ask)
        while True:
            outcome, first = await self._flights.join(
                ask.request, partial(self._asked, ask), own=LimitExceeded
            )
            if first:
                return outcome
            if not outcome.personal:
                break
        engine = next(each for each in ask.engines if each.name == outcome.engine)
        await self._till.spared(ask, engine)
        return replace(outcome, cached=True, usd=0.0)

    async def _asked(self, ask: Ask[E, T]) -> Outcome[T]:
        """The outcome of the first engine that gives one."""
        unapproved: Unapproved | None = None
        for engine in ask.engines:
            if (kept := await self._kept(ask, engine)) is not None:
                return Outcome(
                    value=kept[0],
                    engine=engine.name,
                    notes=ask.notes(engine),
                    cached=True,
                    personal=ask.personal,
                )
            if await self._is_unfit(ask, engine):
                continue
            try:
                async with self._till.paying(ask, engine) as payment:
                    made = await self._attempts.make(engine, ask.do, ask.tell)
                    if ask.used is not None:
                        self._till.recount(payment, engine, ask.used(made))
                    value = await self._stored(ask, engine, made)
            except Unapproved as error:
                if not ask.failed:
                    raise  # The best one that can be asked costs money: a person decides.
                unapproved = unapproved or error
                ask.pass_over(engine, error)
            except (ToolFailed, LimitExceeded) as error:
                ask.pass_over(engine, error)
            else:
                return Outcome(
                    value=value,
                    engine=engine.name,
                    notes=ask.notes(engine),
                    usd=payment.usd,
                    personal=ask.personal,
                )
        raise unapproved or ask.in_vain()

    async def _kept(self, ask: Ask[E, T], engine: E) -> tuple[Any] | None:
        if ask.key is None:
            return None
        kept = await self.results.get(name_of(ask.capability, engine, ask.key))
        if kept is not None:
            await self._till.spared(ask, engine)
        return kept

    async def _is_unfit(self, ask: Ask[E, T], engine: E) -> bool:
        """Whether an engine is not even asked, as things stand."""
        if (reason := await engine.ready()) is not None:
            # What was never set up is no fallback; it matters where there is nothing else.
            ask.idle.append(f"{engine.name} cannot be used: {reason}")
            return True
        if reason := self._barred(engine):
            ask.passed.append(reason)
        return bool(reason)

    def _barred(self, engine: Engine) -> str:
        """Why an engine that could be asked may not be; empty where it may."""
        if self._offline and not engine.local:
            return f"{engine.name} is not asked while VFXB works offline"
        if wait := self._breakers.wait(engine.name):
            return f"{engine.name} failed several times and is left alone for {wait:.0f} s"
        return ""

    async def _stored(self, ask: Ask[E, T], engine: E, value: Any) -> Any:
        """The value where it is kept; as it is where the disk does not take it."""
        if ask.key is None:
            return value
        try:
            name = name_of(ask.capability, engine, ask.key)
            return await self.results.keep(name, value, ask.keep)
        except OSError as error:
            if isinstance(value, Path) and not value.exists():
                raise ToolFailed(f"The result could not be kept: {error.strerror}.") from error
            log.warning("a result is not kept: %s", error)
            return value


def _tell_nobody(words: str) -> None:
    """Nobody waits for news."""

"""Policy: how engines are asked, whatever they do. Nobody asks one in another way.

What is known already is not asked. Else the engines are tried in their order: one that is not
ready, not allowed offline, left alone by its breaker, or too expensive is passed over, and so is
one that fails; the person is told which, and why. Nothing costs money without a reservation in the
ledger before it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from tools.errors import BadInput, LimitExceeded, ToolFailed, VfxbError
from tools.services.account import account
from tools.services.attempts import Attempts, Patience
from tools.services.breaker import Breakers
from tools.services.engine import Engine
from tools.services.failures import ServiceError
from tools.services.flights import Flights
from tools.services.health import Health
from tools.services.prices import Prices
from tools.services.rates import Rates
from tools.services.results import HOUR, Results, name_of
from tools.services.share import Shares
from tools.services.spending import Charge, Spending, Unapproved, Unwritten

log = logging.getLogger(__name__)

E = TypeVar("E", bound=Engine)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T]):
    """What came of a call.

    Attributes:
        value: What the engine made; of a file the path where it is kept.
        engine: Name of the engine.
        notes: What the person must be told: which engine was passed over, and why.
        cached: Whether nobody was asked, because it was known or being made.
        usd: What it cost.
        ms: How long it took.
    """

    value: T
    engine: str
    notes: tuple[str, ...] = ()
    cached: bool = False
    usd: float = 0.0
    ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a call would take.

    Attributes:
        engine: Who would be asked; empty where nobody can.
        usd: What that costs; None where the price is not known.
        local: Whether it is built in.
        cached: Whether it is known already.
    """

    engine: str = ""
    usd: float | None = 0.0
    local: bool = False
    cached: bool = False


@dataclass(slots=True, kw_only=True)
class _Ask(Generic[E, T]):
    """One call on its way from engine to engine.

    Attributes:
        passed: Why engines before were passed over, for the person.
        failed: The errors of those that were asked in vain.
        tried: The same for the log: engine and outcome.
    """

    capability: str
    engines: Sequence[E]
    do: Callable[[E], Awaitable[T]]
    key: Any
    request: str
    units: Mapping[str, float]
    tell: Callable[[str], None]
    keep: float
    passed: list[str] = field(default_factory=list)
    failed: list[VfxbError] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)


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
        self.prices = prices or Prices()
        self.shares = shares or Shares()
        self.breakers = breakers or Breakers()
        rates = rates or Rates()
        self.health = health or Health(self.breakers, rates)
        self._spending = spending or Unwritten()
        self._attempts = Attempts(self.breakers, rates, self.health, patience or Patience())
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

        Raises:
            BadInput: There is no such engine, or the request itself is wrong.
            Unapproved: It costs more than was agreed to.
            LimitExceeded: A cap would be passed.
            ToolFailed: No engine can be used, or all of them failed.
        """
        started = time.monotonic()
        asked = self._candidates(capability, engines, chosen, language)
        request = _request(capability, asked, key)
        ask = _Ask(
            capability=capability,
            engines=self.shares.ordered(capability, asked, request),
            do=do,
            key=key,
            request=request,
            units=units,
            tell=progress or _nobody,
            keep=keep,
        )
        outcome: Outcome[T] | None = None
        ending = "error"
        try:
            outcome = await self._shared(ask)
            ending = "cached" if outcome.cached else "done"
            outcome = replace(outcome, ms=(time.monotonic() - started) * 1000)
            return outcome
        except BaseException as error:
            ending = _ending(error)
            if isinstance(error, VfxbError) and chosen:
                raise _kept_to(chosen, error, engines) from error
            raise
        finally:
            _log(ask, outcome, ending, (time.monotonic() - started) * 1000, seconds)

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
        asked = self._candidates(capability, engines, chosen, language)
        request = _request(capability, asked, key)
        for engine in self.shares.ordered(capability, asked, request):
            if key is not None and await self.results.get(name_of(capability, engine, key)):
                return Estimate(engine=engine.name, local=engine.local, cached=True)
            if await engine.ready() is None and not self._barred(engine):
                usd = self._price(engine, units)
                return Estimate(engine=engine.name, usd=usd, local=engine.local)
        return Estimate()

    def _candidates(
        self, capability: str, engines: Sequence[E], chosen: str | None, language: str
    ) -> Sequence[E]:
        """The engines that may be asked at all."""
        able = [
            each for each in engines if not language or each.languages is None
            or language in each.languages
        ]  # fmt: skip
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
                f"without naming it, or later."
            )
        return named

    async def _shared(self, ask: _Ask[E, T]) -> Outcome[T]:
        """The outcome of this call, or of an equal one that is under way."""
        if ask.key is None:
            return await self._asked(ask)
        outcome, first = await self._flights.join(
            ask.request, partial(self._asked, ask), own=LimitExceeded
        )
        if first:
            return outcome
        engine = next(each for each in ask.engines if each.name == outcome.engine)
        await self._note(ask, engine, "done", cached=True)
        return replace(outcome, cached=True, usd=0.0)

    async def _asked(self, ask: _Ask[E, T]) -> Outcome[T]:
        unapproved: Unapproved | None = None
        for engine in ask.engines:
            if (kept := await self._kept(ask, engine)) is not None:
                return self._outcome(ask, engine, kept[0], cached=True)
            if (reason := await self._unfit(ask, engine)) is not None:
                if reason:
                    ask.passed.append(reason)
                continue
            try:
                value, usd = await self._bought(ask, engine)
            except Unapproved as error:
                if not ask.failed:
                    raise
                unapproved = unapproved or error
                self._pass_over(ask, engine, error)
            except (ToolFailed, LimitExceeded) as error:
                self._pass_over(ask, engine, error)
            else:
                return self._outcome(ask, engine, value, usd=usd)
        raise unapproved or _in_vain(ask)

    async def _kept(self, ask: _Ask[E, T], engine: E) -> tuple[Any] | None:
        if ask.key is None:
            return None
        kept = await self.results.get(name_of(ask.capability, engine, ask.key))
        if kept is not None:
            await self._note(ask, engine, "done", cached=True)
        return kept

    async def _unfit(self, ask: _Ask[E, T], engine: E) -> str | None:
        """Why an engine is not asked at all; empty where nobody need be told, None where it is."""
        if (reason := await engine.ready()) is not None:
            # What was never set up is no fallback; it matters where there is nothing else.
            ask.failed.append(ToolFailed(f"{engine.name} cannot be used: {reason}."))
            return ""
        return self._barred(engine)

    def _barred(self, engine: Engine) -> str | None:
        if self._offline and not engine.local:
            return f"VFXB works offline, so {engine.name} was not asked"
        if wait := self.breakers.wait(engine.name):
            return f"{engine.name} failed several times and is left alone for {wait:.0f} s"
        return None

    def _pass_over(self, ask: _Ask[E, T], engine: E, error: VfxbError) -> None:
        ask.failed.append(error)
        ask.tried.append(f"{engine.name}: {_ending(error)}")
        what = error.what if isinstance(error, ServiceError) else str(error).rstrip(".")
        ask.passed.append(what)
        ask.tell(what)

    async def _bought(self, ask: _Ask[E, T], engine: E) -> tuple[T, float]:
        """What the engine made, and what it cost."""
        started = time.monotonic()
        usd = self._agreed(engine, ask.units)
        allowance = account().allowance
        allowance.spent += usd
        ticket: int | None = None
        try:
            if engine.paid:
                ticket = await self._spending.reserve(self._charge(ask, engine, usd))
            value = await self._attempts.make(engine, ask.do, ask.tell)
            value = await self._stored(ask, engine, value)
        except BaseException as error:
            allowance.spent -= usd
            ms = (time.monotonic() - started) * 1000
            await self._closed(ask, engine, ticket, _ending(error), ms)
            raise
        await self._closed(ask, engine, ticket, "done", (time.monotonic() - started) * 1000, usd)
        return value, usd

    def _agreed(self, engine: Engine, units: Mapping[str, float]) -> float:
        """The price of a call.

        Raises:
            Unapproved: Nobody agreed to it yet.
        """
        usd, allowance = self._price(engine, units), account().allowance
        if usd is None:
            if not allowance.unpriced:
                raise Unapproved(engine.name, None)
            return 0.0
        if usd > 0 and allowance.spent + usd > allowance.usd * (1 + 1e-9):
            raise Unapproved(engine.name, usd)
        return usd

    def _price(self, engine: Engine, units: Mapping[str, float]) -> float | None:
        return self.prices.of(engine.product, units) if engine.paid else 0.0

    async def _stored(self, ask: _Ask[E, T], engine: E, value: Any) -> Any:
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

    async def _closed(
        self, ask: _Ask[E, T], engine: E, ticket: int | None, ending: str, ms: float,
        usd: float = 0.0,
    ) -> None:  # fmt: skip
        """Write down how a call ended. What is not written stays reserved, and is freed later."""
        try:
            if ticket is None:
                if not engine.paid:
                    charge = self._charge(ask, engine, 0.0)
                    await self._spending.note(charge, outcome=ending, ms=ms, cached=False)
            elif ending == "done":
                await self._spending.settle(ticket, usd=usd, ms=ms)
            else:
                await self._spending.release(ticket, outcome=ending, ms=ms)
        except ToolFailed as error:
            log.warning("the ledger could not be written: %s", error)

    async def _note(self, ask: _Ask[E, T], engine: E, ending: str, *, cached: bool) -> None:
        try:
            charge = self._charge(ask, engine, self._price(engine, ask.units) or 0.0)
            await self._spending.note(charge, outcome=ending, ms=0.0, cached=cached)
        except ToolFailed as error:
            log.warning("the ledger could not be written: %s", error)

    def _charge(self, ask: _Ask[E, T], engine: E, usd: float) -> Charge:
        return Charge(
            capability=ask.capability,
            engine=engine.name,
            product=engine.product,
            units=ask.units,
            usd=usd,
            account=account(),
            request=ask.request,
        )

    def _outcome(
        self, ask: _Ask[E, T], engine: E, value: Any, *, usd: float = 0.0, cached: bool = False
    ) -> Outcome[T]:
        notes: tuple[str, ...] = ()
        if ask.passed:
            reasons = " and ".join(ask.passed)
            notes = (f"{reasons}, so {engine.name} was used instead.",)
        return Outcome(value=value, engine=engine.name, notes=notes, usd=usd, cached=cached)


def _request(capability: str, engines: Sequence[Engine], key: Any) -> str:
    """Hash that names a request, whichever engine answers it."""
    content = [capability, [[each.name, each.product, each.version] for each in engines], key]
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _in_vain(ask: _Ask[Any, Any]) -> VfxbError:
    """The error when no engine is left."""
    failed = ask.failed
    asked = [error for error in failed if isinstance(error, ServiceError | LimitExceeded)]
    told = [str(error) for error in asked or failed]
    told += [f"{reason}." for reason in ask.passed if not asked]
    if len(failed) == 1 and len(told) == 1:
        return failed[0]
    return ToolFailed(" ".join(dict.fromkeys(told)) or f"Nothing here does {ask.capability}.")


def _kept_to(chosen: str, error: VfxbError, engines: Sequence[Engine]) -> VfxbError:
    """The error of an engine that the person chose: no other one takes its place unasked."""
    others = [each.name for each in engines if each.name.casefold() != chosen.casefold()]
    if not others or isinstance(error, BadInput | LimitExceeded):
        return error
    return ToolFailed(
        f"{error} You asked for {chosen}, so I used nothing else; say so if I may: "
        f"{' or '.join(others)}."
    )


def _ending(error: BaseException) -> str:
    """How a call ended, in a word for the ledger and the log."""
    if isinstance(error, ServiceError):
        return error.kind
    if isinstance(error, Unapproved):
        return "unapproved"
    if isinstance(error, LimitExceeded):
        return "limit"
    if isinstance(error, VfxbError):
        return "refused" if isinstance(error, BadInput) else "error"
    return "cancelled" if not isinstance(error, Exception) else "bug"


def _log(
    ask: _Ask[Any, Any], outcome: Outcome[Any] | None, ending: str, ms: float, seconds: float
) -> None:
    """One structured line: no text, no key."""
    line = {
        "capability": ask.capability,
        "engine": outcome.engine if outcome else "",
        "fallback": ask.tried,
        "ms": round(ms),
        "media_seconds": round(seconds, 3),
        "usd": round(outcome.usd, 6) if outcome else 0.0,
        "job": account().job,
        "outcome": ending,
    }
    log.info("service %s", json.dumps(line))


def _nobody(words: str) -> None:
    """Nobody is told."""

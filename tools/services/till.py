"""Till: what a call costs, whether that was agreed to, and what the ledger is told about it."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from tools.errors import ToolFailed
from tools.services.account import account
from tools.services.asking import Ask, ending
from tools.services.engine import Engine
from tools.services.prices import Prices
from tools.services.spending import Charge, Spending, Unapproved
from tools.signals import Looked, emit

log = logging.getLogger(__name__)

CACHE = "services"
"""What the cache of results is called where caches are counted."""


@dataclass(slots=True)
class Payment:
    """What a call takes.

    Attributes:
        units: How much, by units of the table of prices.
        usd: What that costs.
    """

    units: Mapping[str, float]
    usd: float


class Till:
    """Where calls are paid.

    Args:
        prices: The table.
        spending: The ledger.
    """

    def __init__(self, prices: Prices, spending: Spending) -> None:
        self._prices = prices
        self._spending = spending

    def price(self, engine: Engine, units: Mapping[str, float]) -> float | None:
        """US dollars for a call; None where that is not known."""
        return self._prices.of(engine.product, units) if engine.paid else 0.0

    def least(self, engine: Engine, units: Mapping[str, float]) -> float:
        """About what a call of unknown price costs at least; 0 for no idea."""
        known = self.price(engine, units) is not None
        return 0.0 if known else self._prices.least(engine.product, units)

    @asynccontextmanager
    async def paying(self, ask: Ask[Any, Any], engine: Engine) -> AsyncIterator[Payment]:
        """A call that is made within the block, and what it costs where the block succeeds.

        So much is reserved for it; where the block finds that it took less, that is paid.

        Raises:
            Unapproved: Nobody agreed to that yet.
            LimitExceeded: A cap would be passed.
            Unwritable: The ledger cannot be written, and the call costs money.
        """
        started = time.monotonic()
        payment = Payment(ask.units, self.agreed(ask.capability, engine, ask.units))
        reserved = payment.usd
        allowance = account().allowance
        allowance.spent += reserved
        ticket: int | None = None
        how = "done"
        try:
            if engine.paid:
                ticket = await self._spending.reserve(_charge(ask, engine, reserved))
            yield payment
        except BaseException as error:
            how, payment.usd = ending(error), 0.0
            raise
        finally:
            ms = (time.monotonic() - started) * 1000
            allowance.spent += payment.usd - reserved
            emit(Looked(cache=CACHE, hit=False))
            if ticket is not None:
                await self._close(ticket, how, payment, ms)
            elif not engine.paid:
                charge = replace(_charge(ask, engine, 0.0), units=payment.units)
                await self._note(charge, how, ms)

    def recount(self, payment: Payment, engine: Engine, units: Mapping[str, float]) -> None:
        """The call took so much, as is known now that it was made."""
        payment.units, payment.usd = units, self.price(engine, units) or 0.0

    async def spared(self, ask: Ask[Any, Any], engine: Engine) -> None:
        """A call was not made, because its result was known, or is being made by an equal one."""
        emit(Looked(cache=CACHE, hit=True))
        usd = self.price(engine, ask.units) or 0.0
        await self._note(_charge(ask, engine, usd), "done", 0.0, cached=True)

    def agreed(self, capability: str, engine: Engine, units: Mapping[str, float]) -> float:
        """What a call costs.

        Raises:
            Unapproved: Nobody agreed to that yet.
        """
        usd, allowance = self.price(engine, units), account().allowance
        if usd is None:
            if allowance.unpriced is not None and engine.name not in allowance.unpriced:
                raise Unapproved(capability, engine.name, None)
            return 0.0
        # Sums of many prices are not exact.
        if usd > 0 and allowance.spent + usd > allowance.usd * (1 + 1e-9):
            raise Unapproved(capability, engine.name, usd)
        return usd

    async def _close(self, ticket: int, how: str, payment: Payment, ms: float) -> None:
        try:
            if how == "done":
                await self._spending.settle(ticket, units=payment.units, usd=payment.usd, ms=ms)
            else:
                await self._spending.release(ticket, outcome=how, ms=ms)
        except ToolFailed as error:
            # The work is done. What was reserved for it still counts, for the caps too.
            log.warning("the ledger could not be written: %s", error)

    async def _note(self, charge: Charge, how: str, ms: float, *, cached: bool = False) -> None:
        try:
            await self._spending.note(charge, outcome=how, ms=ms, cached=cached)
        except ToolFailed as error:
            log.warning("the ledger could not be written: %s", error)


def _charge(ask: Ask[Any, Any], engine: Engine, usd: float) -> Charge:
    return Charge(
        capability=ask.capability,
        engine=engine.name,
        product=engine.product,
        units=ask.units,
        usd=usd,
        account=account(),
        request=ask.request,
    )

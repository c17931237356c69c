"""Spending: joins the policy of services with the ledger in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from memory.errors import MemoryFault, TooMuch
from memory.spendings import Call, Caps, Spendings
from tools.errors import LimitExceeded, ToolFailed
from tools.services.spending import Charge, Unwritable

if TYPE_CHECKING:
    from agent.settings import Settings


def caps_of(settings: Settings) -> Caps:
    """The caps that the operator set."""
    return Caps(
        person_day=settings.person_usd_per_day,
        person_month=settings.person_usd_per_month,
        group_day=settings.group_usd_per_day,
        group_month=settings.group_usd_per_month,
        day=settings.usd_per_day,
        month=settings.usd_per_month,
    )


class Ledgered:
    """The ledger, as the policy sees it: its errors are those of tools.

    Args:
        spendings: Where calls are written down.
        caps: What may be spent.
    """

    def __init__(self, spendings: Spendings, caps: Caps) -> None:
        self._spendings = spendings
        self._caps = caps

    async def reserve(self, charge: Charge) -> int:
        """Set aside what a call will cost.

        Raises:
            LimitExceeded: A cap would be passed.
            Unwritable: It cannot be written down, so nothing may be spent.
        """
        try:
            return await self._spendings.reserve(_call(charge), self._caps)
        except TooMuch as error:
            raise LimitExceeded(str(error)) from error
        except MemoryFault as error:
            raise Unwritable(
                f"What services cost cannot be written down, so nothing is spent. {error}"
            ) from error

    async def settle(
        self, ticket: int, *, units: Mapping[str, float], usd: float, ms: float
    ) -> None:
        """The call worked, took so much, and cost this."""
        await self._close(ticket, "done", usd, ms, units)

    async def release(self, ticket: int, *, outcome: str, ms: float) -> None:
        """The call failed: it costs nothing."""
        await self._close(ticket, outcome, 0.0, ms)

    async def note(self, charge: Charge, *, outcome: str, ms: float, cached: bool) -> None:
        """Write down a call that costs nothing."""
        try:
            await self._spendings.note(_call(charge), state=outcome, ms=ms, cached=cached)
        except MemoryFault as error:
            raise ToolFailed(str(error)) from error

    async def _close(
        self,
        ticket: int,
        state: str,
        usd: float,
        ms: float,
        units: Mapping[str, float] | None = None,
    ) -> None:
        try:
            await self._spendings.close(ticket, state=state, usd=usd, ms=ms, units=units)
        except MemoryFault as error:
            raise ToolFailed(str(error)) from error


def _call(charge: Charge) -> Call:
    return Call(
        capability=charge.capability,
        engine=charge.engine,
        product=charge.product,
        units=charge.units,
        usd=charge.usd,
        person=charge.account.person,
        group=charge.account.group,
        job=charge.account.job,
        request=charge.request,
    )

"""Spending: the ledger of what services charge, as the policy sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tools.errors import LimitExceeded, ToolFailed
from tools.services.account import Account


class Unapproved(LimitExceeded):
    """A call would cost more than was agreed to: somebody has to say yes first.

    Attributes:
        capability: What it is about.
        engine: Who would be asked.
        usd: What the call would cost; None where that is not known.
    """

    def __init__(self, capability: str, engine: str, usd: float | None) -> None:
        price = "a price that is not known" if usd is None else f"${usd:.4f}"
        super().__init__(
            f"{engine} would charge {price} for the {capability}, and nobody agreed to that yet."
        )
        self.capability = capability
        self.engine = engine
        self.usd = usd

    def times(self, factor: float) -> Unapproved:
        """The same for so many calls of this size, which are agreed to together."""
        usd = None if self.usd is None else self.usd * factor
        return Unapproved(self.capability, self.engine, usd)


class Unwritable(ToolFailed):
    """The ledger cannot be written, so nothing may be spent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One call, as the ledger knows it: no text, no key.

    Attributes:
        capability: What was asked for.
        engine: Who was asked.
        product: Its row in the table of prices.
        units: How much.
        usd: What that costs by the table; 0 where the price is not known.
        account: On whose behalf.
        request: Hash that names the request: the same again takes over what was reserved for it.
    """

    capability: str
    engine: str
    product: str
    units: Mapping[str, float]
    usd: float
    account: Account
    request: str


class Spending(Protocol):
    """The ledger. What costs money is reserved before the call, and settled or released after."""

    async def reserve(self, charge: Charge) -> int:
        """Set aside what a call will cost, so that calls side by side keep to the caps together.

        Raises:
            LimitExceeded: A cap would be passed; the message says whose and when it ends.
            Unwritable: It cannot be written down.
        """
        ...

    async def settle(
        self, ticket: int, *, units: Mapping[str, float], usd: float, ms: float
    ) -> None:
        """The call worked, took so much, and cost this."""
        ...

    async def release(self, ticket: int, *, outcome: str, ms: float) -> None:
        """The call failed: it costs the person nothing."""
        ...

    async def note(self, charge: Charge, *, outcome: str, ms: float, cached: bool) -> None:
        """Write down a call that costs nothing: of a free engine, or answered from the cache."""
        ...


class Unwritten:
    """A ledger where there is none: it keeps nothing, and has no caps. For tools used alone."""

    async def reserve(self, charge: Charge) -> int:
        """Nothing is set aside."""
        return 0

    async def settle(
        self, ticket: int, *, units: Mapping[str, float], usd: float, ms: float
    ) -> None:
        """Nothing is written."""

    async def release(self, ticket: int, *, outcome: str, ms: float) -> None:
        """Nothing is written."""

    async def note(self, charge: Charge, *, outcome: str, ms: float, cached: bool) -> None:
        """Nothing is written."""

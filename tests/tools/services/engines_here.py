"""Small working engines and ledgers for tests of the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.errors import LimitExceeded, ToolFailed
from tools.services.attempts import Patience
from tools.services.breaker import Breakers
from tools.services.failures import Kind, ServiceError
from tools.services.policy import Policy
from tools.services.prices import Prices
from tools.services.rates import Rates
from tools.services.results import Results
from tools.services.share import Shares
from tools.services.spending import Charge

QUICK = Patience(tries=3, first=0.001, longest=0.5)
UNITS = {"characters": 100.0}


@dataclass
class Stub:
    """An engine that does what its script says, one after the other; the last again and again.

    Attributes:
        script: What it answers; errors are raised, functions called.
        asked: How often it was asked.
    """

    name: str
    script: list[Any] = field(default_factory=lambda: ["done"])
    paid: bool = False
    local: bool = False
    version: str = "1"
    product: str = ""
    languages: frozenset[str] | None = None
    longest: float | None = None
    idle: str | None = None
    asked: int = 0

    def __post_init__(self) -> None:
        self.product = self.product or f"test/{self.name}"

    async def ready(self) -> str | None:
        """Why it is not ready."""
        return self.idle

    async def work(self) -> Any:
        """Its next answer."""
        self.asked += 1
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(answer, Exception):
            raise answer
        return await answer() if callable(answer) else answer


async def work(engine: Stub) -> Any:
    """What the policy is told to do."""
    return await engine.work()


@dataclass
class Book:
    """A ledger in memory.

    Attributes:
        lines: What was written: word, engine, US dollars.
        cap: The most that may be reserved in all; None for any.
        broken: Whether it cannot be written.
        took: How much each call took that was paid.
    """

    lines: list[tuple[str, str, float]] = field(default_factory=list)
    cap: float | None = None
    broken: bool = False
    open: dict[int, Charge] = field(default_factory=dict)
    spent: float = 0.0
    took: list[Mapping[str, float]] = field(default_factory=list)

    def _write(self, word: str, engine: str, usd: float) -> None:
        if self.broken:
            raise ToolFailed("What services cost cannot be written down, so nothing is spent.")
        self.lines.append((word, engine, round(usd, 6)))

    async def reserve(self, charge: Charge) -> int:
        under_way = sum(each.usd for each in self.open.values())
        if self.cap is not None and self.spent + under_way + charge.usd > self.cap:
            raise LimitExceeded(f"Your limit for services a day is ${self.cap:.2f}.")
        self._write("reserved", charge.engine, charge.usd)
        number = len(self.lines)
        self.open[number] = charge
        return number

    async def settle(
        self, ticket: int, *, units: Mapping[str, float], usd: float, ms: float
    ) -> None:
        charge = self.open.pop(ticket)
        self.took.append(units)
        self.spent += usd
        self._write("paid", charge.engine, usd)

    async def release(self, ticket: int, *, outcome: str, ms: float) -> None:
        self._write(outcome, self.open.pop(ticket).engine, 0.0)

    async def note(self, charge: Charge, *, outcome: str, ms: float, cached: bool) -> None:
        self._write("cached" if cached else outcome, charge.engine, charge.usd)


def policy_in(
    folder: Path,
    *,
    book: Book | None = None,
    usd: Mapping[str, float] | None = None,
    clock: Callable[[], float] | None = None,
    steering: Path | None = None,
    rates: Rates | None = None,
    offline: bool = False,
    patience: Patience = QUICK,
) -> Policy:
    """A policy whose results lie in a folder.

    Args:
        usd: Prices for a character, by engine.
    """
    own = {f"test/{name} characters": price for name, price in (usd or {}).items()}
    return Policy(
        Results(folder / "results"),
        spending=book,
        prices=Prices(own),
        shares=Shares(steering),
        breakers=Breakers(clock) if clock else None,
        rates=rates or Rates({}),
        patience=patience,
        offline=offline,
    )


async def ask(policy: Policy, engines: Sequence[Stub], key: Any = "text", **rest: Any) -> Any:
    """Ask engines for something."""
    units = rest.pop("units", UNITS)
    return await policy.call("speech", engines, work, key=key, units=units, **rest)


def failing(name: str, kind: Kind, **rest: Any) -> Stub:
    """An engine that fails each time."""
    return Stub(name, [ServiceError(name, kind)], **rest)


BUILT_IN = {"name": "built-in", "local": True}
"""What makes an engine the one that is always there."""

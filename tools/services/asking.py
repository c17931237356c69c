"""Asking: one call on its way from engine to engine, how it ends, and the line it leaves."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from tools.errors import BadInput, LimitExceeded, ToolFailed, VfxbError
from tools.services.account import account
from tools.services.engine import Engine
from tools.services.failures import ServiceError
from tools.services.spending import Unapproved
from tools.signals import turn

log = logging.getLogger(__name__)

MAY = "say so if I may: "
"""What stands before those who would do it in the place of the engine that was chosen."""

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
        personal: Whether an engine was passed over because of who asked, by their cap or what
            they agreed to: nobody else is given this outcome.
    """

    value: T
    engine: str
    notes: tuple[str, ...] = ()
    cached: bool = False
    usd: float = 0.0
    ms: float = 0.0
    personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a call would take.

    Attributes:
        engine: Who would be asked; empty where nobody can.
        usd: What that costs; None where the price is not known.
        least: About what it costs at least, where no more is known.
        local: Whether it is built in.
        cached: Whether it is known already.
    """

    engine: str = ""
    usd: float | None = 0.0
    least: float = 0.0
    local: bool = False
    cached: bool = False


@dataclass(slots=True, kw_only=True)
class Ask(Generic[E, T]):
    """One call.

    Attributes:
        capability: What is asked for.
        engines: Who is asked, in this order.
        do: Asks one of them.
        key: Names the content; None where the result is not kept.
        request: Hash that names the request, whichever engine answers it.
        units: How much is asked for.
        tell: Told what happens meanwhile.
        keep: Seconds for which the result is kept.
        used: How much it took, where only what was made tells.
        idle: Why engines cannot be used that were never set up.
        passed: Why engines that might have been used were not, for the person.
        failed: The errors of those that were asked in vain.
        tried: The same for the log: engine and ending.
    """

    capability: str
    engines: Sequence[E]
    do: Callable[[E], Awaitable[T]]
    key: Any
    request: str
    units: Mapping[str, float]
    tell: Callable[[str], None]
    keep: float
    used: Callable[[T], Mapping[str, float]] | None = None
    idle: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    failed: list[VfxbError] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    @property
    def personal(self) -> bool:
        """Whether an engine was passed over because of who asked."""
        return any(isinstance(error, LimitExceeded) for error in self.failed)

    def pass_over(self, engine: Engine, error: VfxbError) -> None:
        """The engine was asked in vain."""
        what = error.what if isinstance(error, ServiceError) else str(error).rstrip(".")
        self.failed.append(error)
        self.tried.append(f"{engine.name}: {ending(error)}")
        self.passed.append(what)
        self.tell(what)

    def notes(self, engine: Engine) -> tuple[str, ...]:
        """What the person must be told when this engine did it in the end."""
        if not self.passed:
            return ()
        return (f"{' and '.join(self.passed)}, so {engine.name} was used instead.",)

    def in_vain(self) -> VfxbError:
        """The error when no engine is left."""
        if len(self.failed) == 1 and len(self.passed) == 1:
            return self.failed[0]
        told = [str(error) for error in self.failed]
        told += [f"{reason}." for reason in self.passed if not self.failed]
        told += [] if told else [f"{reason}." for reason in self.idle]
        return ToolFailed(" ".join(told) or f"Nothing that is installed does {self.capability}.")

    def log(self, outcome: Outcome[Any] | None, ending: str, ms: float, seconds: float) -> None:
        """One structured line: no text, no key.

        Args:
            outcome: What came of it; None for nothing.
            ending: The same in a word.
            ms: How long it took.
            seconds: Of how much media.
        """
        line = {
            "capability": self.capability,
            "engine": outcome.engine if outcome else "",
            "fallback": self.tried,
            "ms": round(ms),
            "media_seconds": round(seconds, 3),
            "usd": round(outcome.usd, 6) if outcome else 0.0,
            "job": account().job or turn.get(),
            "outcome": ending,
        }
        # ``told`` is what the bots' logs write as fields of the line.
        log.info("service", extra={"told": line})


def request_name(capability: str, engines: Sequence[Engine], key: Any) -> str:
    """Hash that names a request, whichever engine answers it; none is like one without a key."""
    if key is None:
        return secrets.token_hex(32)
    content = [capability, [[each.name, each.product, each.version] for each in engines], key]
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


async def only_by(chosen: str, error: ToolFailed, engines: Sequence[Engine]) -> ToolFailed:
    """The error of an engine that the person chose: no other one takes its place unasked."""
    others = [
        each.name
        for each in engines
        if each.name.casefold() != chosen.casefold() and await each.ready() is None
    ]
    asked = f"You asked for {chosen}, so I used nothing else"
    more = f"; {MAY}{' or '.join(others)}" if others else ""
    return ToolFailed(f"{error} {asked}{more}.")


def ending(error: BaseException) -> str:
    """How a call ended, in a word for the ledger and the log."""
    kinds: tuple[tuple[type[BaseException], str], ...] = (
        (Unapproved, "unapproved"),
        (LimitExceeded, "limit"),
        (BadInput, "refused"),
        (VfxbError, "error"),
        (Exception, "bug"),
    )
    if isinstance(error, ServiceError):
        return error.kind
    return next((word for kind, word in kinds if isinstance(error, kind)), "cancelled")

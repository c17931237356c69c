"""Account: on whose behalf a service is asked, and what that may cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace


@dataclass(slots=True)
class Allowance:
    """What the calls of a turn may cost together before somebody has to say yes.

    Attributes:
        usd: US dollars; infinite where nobody is asked.
        unpriced: Engines that may be asked although their price is not known; None for any.
        spent: What they cost so far, what is under way included.
    """

    usd: float = float("inf")
    unpriced: frozenset[str] | None = None
    spent: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """On whose behalf, for the ledger and its caps.

    Attributes:
        person: What the front end calls the person; empty for nobody in particular.
        group: The group in which they asked; empty in private.
        job: Name of the turn, for the log.
        allowance: What it may cost; shared by all calls of the turn.
    """

    person: str = ""
    group: str = ""
    job: str = ""
    allowance: Allowance = field(default_factory=Allowance)


_present: ContextVar[Account | None] = ContextVar("account", default=None)


def account() -> Account:
    """Of whom the present task works; of nobody by default."""
    return _present.get() or Account()


@contextmanager
def on_behalf_of(account: Account) -> Iterator[None]:
    """Work for somebody within the block; tasks that are begun in it do so, too."""
    token = _present.set(account)
    try:
        yield
    finally:
        _present.reset(token)


@contextmanager
def unasked() -> Iterator[None]:
    """Work within the block that nobody is asked about call by call, such as planning.

    The operator agreed to it with the key; the ledger counts it, and its caps hold.
    """
    with on_behalf_of(replace(account(), allowance=Allowance())):
        yield

"""Accounts: on whose behalf services are asked in a turn, and what that may cost."""

from __future__ import annotations

from typing import Any

from agent.messages import Quote, Request
from agent.settings import Settings
from tools.services.account import Account, Allowance, account
from tools.services.spending import Unapproved
from tools.signals import turn

_SECONDS = 10.0
"""About how long a service takes, where nobody knows better."""


def account_for(request: Request, settings: Settings, approved: Quote | None) -> Account:
    """The account of a turn.

    Args:
        request: The message.
        settings: What the operator set.
        approved: The quote that the message says yes to; None where it answers none.
    """
    asked_above = request.ask_above_usd
    limit = settings.approve_above_usd if asked_above is None else asked_above
    allowance = Allowance(usd=limit, unpriced=frozenset())
    if approved is not None:
        allowance.usd = max(limit, approved.cost)
        allowance.unpriced = frozenset(approved.unpriced)
    return Account(person=request.user, group=request.group, job=turn.get(), allowance=allowance)


def to_plain() -> dict[str, Any]:
    """The present account, with what is left of its allowance, as plain JSON."""
    present = account()
    allowance = present.allowance
    return {
        "person": present.person,
        "group": present.group,
        "job": present.job,
        "usd": max(0.0, allowance.usd - allowance.spent),
        "unpriced": None if allowance.unpriced is None else sorted(allowance.unpriced),
    }


def from_plain(data: dict[str, Any]) -> Account:
    """The account that ``to_plain`` wrote; nobody's where nothing was written."""
    if not data:
        return Account()
    unpriced = None if data["unpriced"] is None else frozenset(data["unpriced"])
    return Account(
        person=data["person"],
        group=data["group"],
        job=data["job"],
        allowance=Allowance(usd=data["usd"], unpriced=unpriced),
    )


def quoted_for(error: Unapproved) -> dict[str, Any]:
    """The quote for a call that nobody agreed to yet, as the state holds it."""
    return {
        "what": f"{error.capability} by {error.engine}",
        "seconds": _SECONDS,
        "cost": error.usd or 0.0,
        "unpriced": [error.engine] if error.usd is None else [],
    }

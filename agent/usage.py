"""Usage: what services charged and the cache saved, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.replies import dollars

if TYPE_CHECKING:
    from agent.settings import Settings
    from memory.usage import EngineUse, Usage

COMMAND = "/usage"
_ASKED = re.compile(
    r"(?:(?:hey|so|and|ok|okay|please|pls|can you|could you|tell me|show me|i want to know)\W+)*"
    r"(?:(?:what|how much)(?: money)? (?:did|have|has|do|does|was|is)(?: (?:i|we|it|that|this|all|"
    r"so|far|my|the|ever|been|of)| last edit)* (?:spend|spent|pay|paid|costs?|charged|charge|bill|"
    r"spending|spendings)|"
    r"(?:show |tell |list )?(?:me )?(?:my|our|the) (?:spending|spendings|costs|bill|expenses|"
    r"usage)|what(?:'s| is| are) (?:my|our|the) (?:spending|spendings|costs|bill|expenses|usage)|"
    r"(?:¿ ?)?cu[aá]nto (?:he|hemos|llevo) gastado)"
    r"(?: (?:so far|today|this month|yet|until now|already|in total|for this|on this|me|now))*\W*",
    re.IGNORECASE,
)


def asked(text: str) -> bool:
    """Whether a message asks what was spent, as the command or in words."""
    said = text.strip()
    return said.lower() == COMMAND or _ASKED.fullmatch(said) is not None


async def told_to(person: str, group: str, usage: Usage, settings: Settings) -> str:
    """What a person spent, and their group, of what they may."""
    parts = [
        _spent(
            "You",
            await usage.by_engine(days=1, person=person),
            await usage.by_engine(person=person),
            settings.person_usd_per_day,
            settings.person_usd_per_month,
        )
    ]
    if group:
        parts.append(
            _spent(
                "Everybody in this group together",
                await usage.by_engine(days=1, group=group),
                await usage.by_engine(group=group),
                settings.group_usd_per_day,
                settings.group_usd_per_month,
            )
        )
    return "\n\n".join(parts)


async def told_to_operator(usage: Usage, settings: Settings) -> str:
    """What everybody spent together."""
    return _spent(
        "Everybody together",
        await usage.by_engine(days=1),
        await usage.by_engine(),
        settings.usd_per_day,
        settings.usd_per_month,
    )


def line(use: EngineUse) -> str:
    """What was asked of an engine, in a line."""
    parts = [f"{use.calls:,} {'call' if use.calls == 1 else 'calls'}"]
    if use.failed:
        parts.append(f"{use.failed:,} failed")
    if use.cached:
        parts.append(f"{use.cached:,} from the cache")
    price = dollars(use.usd) if use.usd else "free"
    saved = f", {dollars(use.saved)} saved" if use.saved else ""
    return f"{use.capability} by {use.engine}: {', '.join(parts)}; {price}{saved}"


def _spent(
    who: str,
    today: Sequence[EngineUse],
    month: Sequence[EngineUse],
    day_cap: float | None,
    month_cap: float | None,
) -> str:
    first = (
        f"{who} spent {_of(today, day_cap)} on services today and {_of(month, month_cap)} this "
        "month."
    )
    saved = sum(use.saved for use in month)
    if saved:
        first += f" The cache saved {dollars(saved)} this month."
    return "\n".join([first, *(f"- {line(use)}" for use in month)])


def _of(uses: Sequence[EngineUse], cap: float | None) -> str:
    spent = dollars(sum(use.usd for use in uses))
    return spent if cap is None else f"{spent} of {dollars(cap)}"

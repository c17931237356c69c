"""Pricing: what a described clip will cost at services, before it is rendered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from agent.replies import dollars
from tools.clip import Clip
from tools.errors import BadInput
from tools.services.engine import Engine, Fetching
from tools.services.needs import Need, needs
from tools.services.policy import Estimate
from tools.services.registry import Capabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What services will ask for.

    Attributes:
        usd: US dollars, as far as prices are known.
        seconds: How long those take that are built in and slow.
        unpriced: Engines whose price nobody here knows.
        calls: How many pictures are sent to whom, in words, and what that costs at least where
            nobody knows the price.
        fetched: What is fetched first, once, in words.
    """

    usd: float = 0.0
    seconds: float = 0.0
    unpriced: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()


async def bill_for(clip: Clip, capabilities: Capabilities) -> Bill:
    """What the clip will cost as things stand; what is known already costs nothing."""
    usd, seconds = 0.0, 0.0
    unpriced: list[str] = []
    calls: list[str] = []
    fetched: dict[str, float] = {}
    for need in _each_once(needs(clip)):
        able = [each for each in capabilities.of(need.capability) if need.fits(each)]
        try:
            estimate = await capabilities.policy.estimate(
                need.capability,
                able,
                key=need.key,
                units=need.units,
                chosen=need.chosen,
                language=need.language,
            )
        except BadInput:
            continue  # An engine that is not there: whoever asks it says so.
        if estimate.cached:
            continue
        if estimate.usd is None:
            unpriced.append(estimate.engine)
        else:
            usd += estimate.usd
        if estimate.local:
            seconds += need.seconds
            fetched |= _fetched(able, estimate.engine)
        elif told := _sent(need, estimate):
            calls.append(told)
    return Bill(
        usd=usd,
        seconds=seconds + sum(fetched.values()),
        unpriced=tuple(dict.fromkeys(unpriced)),
        calls=tuple(calls),
        fetched=tuple(fetched),
    )


def _sent(need: Need, estimate: Estimate) -> str:
    """How much is sent to somebody: "250 pictures by Replicate, at least about $0.11"."""
    single = need.units.get("predictions", 0) <= 1
    if not estimate.engine or (single and not estimate.least):
        return ""
    pictures = f"{need.units['images']:,.0f} pictures by {estimate.engine}"
    return f"{pictures}, at least about {dollars(estimate.least)}" if estimate.least else pictures


def _fetched(engines: Sequence[Engine], name: str) -> dict[str, float]:
    """What an engine fetches before it works, with the seconds that takes."""
    found = [each.fetches for each in engines if each.name == name and isinstance(each, Fetching)]
    return {what: seconds for what, seconds in found if what}


def _each_once(wanted: tuple[Need, ...]) -> list[Need]:
    """Equal needs are one call, and are paid once."""
    found: dict[str, Need] = {}
    for number, need in enumerate(wanted):
        name = number if need.key is None else json.dumps(need.key, sort_keys=True)
        found.setdefault(f"{need.capability} {need.chosen} {name}", need)
    return list(found.values())

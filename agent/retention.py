"""Retention: what is kept for how long, and why something goes.

- A file that was sent is kept as long as a conversation can still reach it: by its present clip,
  by an earlier one, by a version, or as something to use in an edit.
- A result is kept for so many days. Later it is rendered again from its source when asked for.
- A conversation is kept for ever, unless the operator set for how many days after its last message.
- What lies in a bucket is only copied here. A copy that nobody used for days goes, and one that was
  not used for hours, where copies take more room than a cache may; whoever needs it fetches it
  again.
- What nothing refers to, what a killed program left, and what lies too long or too large in a
  cache goes.
- What is younger than ``SETTLING`` stays: a turn under way may be about to refer to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from memory.stock import Item

HOUR, DAY = 3600.0, 86_400.0
SETTLING = 2 * DAY
CACHED_DAYS = {"speech": 7.0}
"""Days for which a cache keeps what nobody used, where that is not ``USUAL_DAYS``."""
USUAL_DAYS = 90.0
COPIED_DAYS, COPIED_HOURS = 7.0, 2.0
"""After its last use a machine keeps its copy of what lies in a bucket for days, where there is
room; for hours in any case: a render may need it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the operator set.

    Attributes:
        results_days: For how long results are kept; 0 for ever.
        conversations_days: For how long silent conversations are kept; 0 for ever.
        cache_bytes: How much each cache may take.
    """

    results_days: float
    conversations_days: float
    cache_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What conversations refer to.

    Attributes:
        assets: Ids of files that were sent.
        folders: Names of the folders of conversations' results.
        results: Results that are those of a version, each with the folder before it.
        ended: Conversations that the rule ends. Nothing of them is among the others.
        elsewhere: Ids of files that conversations of other machines may refer to.
    """

    assets: frozenset[str]
    folders: frozenset[str]
    results: frozenset[str]
    ended: tuple[str, ...] = ()
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Removal:
    """Something that goes.

    Attributes:
        item: What.
        why: The reason, in a few words.
    """

    item: Item
    why: str


def due(items: Iterable[Item], reach: Reach, rule: Rule, now: float) -> Iterator[Removal]:
    """What is to go, and why.

    Args:
        items: Everything that there is.
        reach: What conversations refer to.
        rule: What the operator set.
        now: Seconds since the epoch.
    """
    cached: defaultdict[str, list[Item]] = defaultdict(list)
    copies: list[Item] = []
    for item in items:
        age = now - item.modified
        if item.kind == "cached":
            cached[item.name.partition("/")[0]].append(item)
        elif item.kind == "copy":
            copies.append(item)
        elif item.kind == "leftover":
            if age > DAY:
                yield Removal(item, "left by a program that was killed")
        elif why := _reason(item, age, reach, rule):
            yield Removal(item, why)
    for name, found in cached.items():
        yield from _evicted(found, CACHED_DAYS.get(name, USUAL_DAYS), rule.cache_bytes, now)
    for removal in _evicted(copies, COPIED_DAYS, rule.cache_bytes, now):
        if now - removal.item.modified > COPIED_HOURS * HOUR:
            yield Removal(removal.item, f"a copy of what lies in the bucket, {removal.why}")


def _reason(item: Item, age: float, reach: Reach, rule: Rule) -> str:
    """Why a source or a result goes; empty when it stays."""
    if age < SETTLING:
        return ""
    if item.kind == "source":
        return "" if item.name in reach.assets | reach.elsewhere else "no conversation can reach it"
    if item.name.partition("/")[0] not in reach.folders:
        return "its conversation is gone"
    if item.name not in reach.results:
        return "no version, such as a preview"
    if rule.results_days and age > rule.results_days * DAY:
        return f"older than {rule.results_days:g} days; it can be rendered again"
    return ""


def _evicted(found: list[Item], days: float, most: int, now: float) -> Iterator[Removal]:
    """What a cache gives up: what nobody used for long, and what does not fit, oldest first."""
    kept = 0
    for item in sorted(found, key=lambda each: -each.modified):
        if now - item.modified > days * DAY:
            yield Removal(item, f"not used for {days:g} days")
        elif kept + item.size > most:
            yield Removal(item, f"the cache may take {most / 1e6:,.0f} MB")
        else:
            kept += item.size

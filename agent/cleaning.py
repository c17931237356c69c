"""Cleaning: finds what the rules of retention let go, and deletes it."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.retention import DAY, HOUR, SETTLING, Reach, Removal, Rule, due
from agent.settings import Settings
from memory.assets import AssetStore
from memory.stock import Item

if TYPE_CHECKING:
    from agent.checkpoints import Checkpoints
    from memory.holdings import Belongings
    from memory.memory import Memory

log = logging.getLogger(__name__)

PRICE_DAYS = 365.0
"""Age from which a price is not to be relied on."""

_WORK = "clean the bucket"
_SOONER = 0.9
"""What is done every so many hours is due a little earlier: clocks do not tick alike."""

_ID = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What a clean-up did, or would do.

    Attributes:
        removals: What went, and why.
        ended: How many conversations came to their end.
        stayed: How many things could not be deleted, and wait for the next time.
        busy: Whether another program does it with what machines share, or did lately.
        old_prices: Products whose prices nobody looked up for long, with where they stand.
    """

    removals: tuple[Removal, ...]
    ended: int
    stayed: int = 0
    busy: bool = False
    old_prices: Mapping[str, str] = field(default_factory=dict)

    @property
    def freed(self) -> int:
        """Bytes."""
        return sum(removal.item.size for removal in self.removals)

    @property
    def reasons(self) -> dict[str, tuple[int, int]]:
        """How many things go for each reason, and how many bytes they take."""
        counts: Counter[str] = Counter(removal.why for removal in self.removals)
        return {
            why: (count, sum(one.item.size for one in self.removals if one.why == why))
            for why, count in counts.items()
        }


def old_prices(now: float) -> dict[str, str]:
    """Products whose prices were last looked up over ``PRICE_DAYS`` ago, and where they stand."""
    from tools.services.prices import PRICES

    oldest = datetime.fromtimestamp(now - PRICE_DAYS * DAY, UTC).strftime("%Y-%m")
    return {price.product: price.source for price in PRICES if price.date[:7] < oldest}


def rule_of(settings: Settings) -> Rule:
    """The rule that is set."""
    return Rule(
        results_days=settings.keep_results_days,
        conversations_days=settings.keep_conversations_days,
        cache_bytes=settings.cache_bytes,
    )


class Cleaner:
    """Deletes what nobody needs any more.

    Args:
        settings: What the operator set.
        checkpoints: Where conversations are kept.
        assets: Where clips and results lie.
        memory: Knows whose they are, and who cleans what machines share.
    """

    def __init__(
        self,
        settings: Settings,
        checkpoints: Checkpoints,
        assets: AssetStore,
        memory: Memory,
    ) -> None:
        self._home = settings.home
        self._rule = rule_of(settings)
        self._checkpoints = checkpoints
        self._assets = assets
        self._holdings = memory.holdings
        self._leases = memory.leases
        self._rest = settings.clean_hours * HOUR * _SOONER
        # One program at a time, where they see each other.
        self._shares = settings.assets is not None and checkpoints.everywhere
        # Files in a bucket are those of all machines; conversations in a file are not.
        self._knows_all = settings.assets is None or checkpoints.everywhere

    async def clean(self, *, dry_run: bool = False, due: bool = False) -> Cleaned:
        """Delete what the rules let go.

        What machines share one of them cleans at a time; the others clean what lies on theirs.

        Args:
            dry_run: Whether only to tell what would go.
            due: Whether of what machines share only that is done which nobody did lately.
        """
        if dry_run or not self._shares:
            return await self._clean(dry_run=dry_run)
        async with self._leases.held(_WORK, rest=self._rest, early=not due) as mine:
            if mine:
                return await self._clean(dry_run=False)
        return await self._clean_here()

    async def _clean_here(self) -> Cleaned:
        """Delete what lies on this machine alone, which no conversation needs to be asked about."""
        now = time.time()
        items = await self._assets.stored(shared=False)
        nothing = Reach(assets=frozenset(), folders=frozenset(), results=frozenset())
        gone, stayed = await self._discarded(tuple(due(items, nothing, self._rule, now)))
        return Cleaned(removals=gone, ended=0, stayed=stayed, busy=True, old_prices=old_prices(now))

    async def _clean(self, *, dry_run: bool) -> Cleaned:
        now = time.time()
        # Listed before the conversations are read: what one begins to refer to meanwhile is
        # either not in the list, or young, or was referred to all along.
        items = await self._assets.stored()
        reach = await self._reach(now)
        if not self._knows_all:
            items, reach = await self._spared(items, reach)
        removals = tuple(due(items, reach, self._rule, now))
        if dry_run:
            return Cleaned(removals=removals, ended=len(reach.ended), old_prices=old_prices(now))
        if reach.ended:
            await self._checkpoints.erase(reach.ended)
            await self._checkpoints.scrub()
        gone, stayed = await self._discarded(removals)
        await self._holdings.retire(one.item.name for one in gone if one.item.kind == "source")
        return Cleaned(
            removals=gone, ended=len(reach.ended), stayed=stayed, old_prices=old_prices(now)
        )

    async def _discarded(self, removals: tuple[Removal, ...]) -> tuple[tuple[Removal, ...], int]:
        """Delete things; those that went, and how many stayed."""
        gone = tuple([one for one in removals if await self._assets.discard(one.item)])
        log.info("cleaned: %d things, %d bytes", len(gone), sum(one.item.size for one in gone))
        return gone, len(removals) - len(gone)

    async def _spared(
        self, items: tuple[Item, ...], reach: Reach
    ) -> tuple[tuple[Item, ...], Reach]:
        """Without what conversations of other machines may reach, which are not known here.

        Results of theirs stay, and so does all that the tables say that somebody sent.
        """
        mine = tuple(
            item
            for item in items
            if not (item.shared and item.kind == "result")
            or item.name.partition("/")[0] in reach.folders
        )
        return mine, replace(reach, elsewhere=await self._holdings.sent())

    async def taken(self) -> tuple[dict[str, int], dict[str, int]]:
        """Bytes that clips and results of each person take, and those of each conversation."""
        people, talks = await self._holdings.all()
        return await asyncio.to_thread(
            lambda: (_sizes(people, self._home), _sizes(talks, self._home))
        )

    async def _reach(self, now: float) -> Reach:
        """What conversations refer to."""
        assets: set[str] = set()
        folders: dict[str, None] = {}
        results: set[str] = set()
        ended = []
        longest = self._rule.conversations_days * DAY
        async for kept in self._checkpoints.kept():
            name = kept.config["configurable"]["thread_id"]
            silent = now - datetime.fromisoformat(kept.checkpoint["ts"]).timestamp()
            if longest and silent > max(longest, SETTLING):
                ended.append(name)
                continue
            values = kept.checkpoint["channel_values"]
            # Wherever in the state an id stands, in a source, a step or a version: it is reached.
            assets.update(_ID.findall(json.dumps(values, default=str)))
            folder = self._assets.outputs(name).name
            folders[folder] = None
            results.update(f"{folder}/{file}" for file in _files_in(values.get("history")))
        return Reach(
            assets=frozenset(assets),
            folders=frozenset(folders),
            results=frozenset(results),
            ended=tuple(dict.fromkeys(ended)),
        )


def _files_in(history: Any) -> Iterator[str]:
    """Names of the files of all versions."""
    for version in (history or {}).get("versions", ()):
        yield from version.get("files", ())


def _sizes(belongings: dict[str, Belongings], home: Path) -> dict[str, int]:
    """Bytes by name; of results, those that are still there."""
    sizes = {}
    for name, one in belongings.items():
        files = (home / file for file in one.files)
        there = sum(file.stat().st_size for file in files if file.is_file())
        sizes[name] = sum(one.assets.values()) + there
    return sizes

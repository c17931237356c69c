"""Trouble: what goes wrong while the messages of a soak come, and how many may come meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress

from tests.soak.chats import Chats
from tests.soak.counted import Counted
from tests.soak.faults import Fault
from tests.soak.figures import Figures
from tests.soak.programs import Programs
from tests.soak.stage import Plan

PATIENCE = 180.0
"""Seconds without a delivery after which nothing more is expected."""
_FFMPEG = "ffmpeg"


class Trouble:
    """What goes wrong.

    Args:
        plan: How much.
        programs: What is killed.
        counted: The ffmpegs, which are, too.
        faults: What else goes wrong, one after the other.
        chats: Where it is seen how far all is.
        figures: Where it is counted.
    """

    def __init__(
        self,
        plan: Plan,
        programs: Programs,
        counted: Counted,
        faults: Sequence[Fault],
        chats: Chats,
        figures: Figures,
    ) -> None:
        self._plan = plan
        self._programs = programs
        self._counted = counted
        self._faults = faults
        self._chats = chats
        self._figures = figures
        self._hunting = False

    def may_send(self, sent: int) -> bool:
        """Whether one more message goes: as many as go with what has gone wrong so far.

        So there is something to kill until all that was planned is killed.

        Args:
            sent: How many were sent.
        """
        wrong = self._figures.kills.total() + len(self._figures.struck)
        planned = self._plan.kills + len(self._faults)
        share = self._plan.turns * (wrong + 1) / (planned + 1)
        # A render that is to be killed has to be asked for.
        return sent < share or (self._hunting and self._chats.delivered >= sent)

    async def weigh(self) -> None:
        """Note how much memory the bots take, once they have done all that they were asked for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._until_delivered(len(self._chats.asked))
        self._figures.memory.append(sum(bot.resident for bot in self._programs.of("bot")))

    async def run(self) -> None:
        """Kill programs at random moments, each kind equally often, and have faults strike."""
        kinds = [*self._programs.kinds, _FFMPEG]
        random.shuffle(kinds)
        shares = {k: len(range(n, self._plan.kills, len(kinds))) for n, k in enumerate(kinds)}
        await asyncio.gather(self._strike(), *(self._kill(kind, shares[kind]) for kind in kinds))

    async def _kill(self, kind: str, times: int) -> None:
        kills = self._figures.kills
        while kills[kind] < times:
            if kind != _FFMPEG:
                await self._programs.kill(kind, self._plan.pause)
                kills[kind] += 1
                continue
            # Not before the programs are, whose starts take time.
            await self._chats.until(lambda: self._is_due(kind))
            self._hunting = True
            kills[kind] += await self._counted.kill(self._plan.pause)
            self._hunting = False

    def _is_due(self, kind: str) -> bool:
        kills = self._figures.kills
        return all(kills[kind] <= kills[other] for other in self._programs.kinds)

    async def _strike(self) -> None:
        for number, fault in enumerate(self._faults, 1):
            # Spread over the messages, and none before anything works.
            await self._until_delivered(self._plan.turns * number // (2 * len(self._faults) + 1))
            self._figures.struck.append(await fault.strike())

    async def _until_delivered(self, least: int) -> None:
        await self._chats.until(lambda: self._chats.delivered >= least)

"""Soaking: turns are asked for, programs killed, and what is delivered is counted."""

from __future__ import annotations

import asyncio
import random
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.bots.telegram_server import TelegramServer, telegram_server
from tests.media import Media
from tests.soak.faults import Fault
from tests.soak.figures import Figures, results, told
from tests.soak.programs import Programs
from tests.soak.stage import Plan, staged

_WISHES = (
    "make it black and white", "blur it", "turn it upside down", "make it sepia",
    "slow it down to 0.5x", "make it brighter", "speed it up 2x", "mirror it",
)  # fmt: skip

PATIENCE = 180.0
"""Seconds without a delivery after which nothing more is expected."""
_LONGEST = 3600.0
_PAUSE_SECONDS = 0.4
"""Longest pause of the people in between two messages, in all."""


async def soak(plan: Plan, keep: Path | None = None) -> Figures:
    """Have turns asked for and programs killed, and count what is delivered.

    Args:
        plan: What is asked for, and what goes wrong.
        keep: Where logs are kept; None keeps none.
    """
    figures = Figures(plan.turns)
    started = monotonic()
    async with AsyncExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="vfxb-soak-")))
        clip = Media(folder / "media").clip(2.0, width=160, height=90)
        chat = await stack.enter_async_context(telegram_server())
        programs, faults = await staged(plan, folder, chat.url, stack)
        trouble = Trouble(plan, programs, faults, chat, figures)
        programs.start()
        going_wrong = asyncio.create_task(trouble.run())
        try:
            await _ask(plan, chat, clip, trouble, going_wrong)
            await _quiet(chat, plan.turns)
            if going_wrong.done():
                going_wrong.result()
            going_wrong.cancel()
            programs.start()
            await _quiet(chat, plan.turns)
            if figures.memory:
                await trouble.weigh()
        finally:
            going_wrong.cancel()
            programs.end()
        figures.count(chat)
        for line in told(chat):
            print(line)  # noqa: T201 - that is what it is for
    figures.fallen = programs.fallen
    figures.seconds = monotonic() - started
    return figures


async def _ask(
    plan: Plan, chat: TelegramServer, clip: Path, trouble: Trouble, over: asyncio.Task[None]
) -> None:
    """Send the messages: as long as things go wrong, and never none at all."""
    for number in range(plan.turns):
        if not plan.kills and number == plan.turns // 4:
            await trouble.weigh()
        await chat.until(
            lambda sent=number: (  # type: ignore[misc]
                plan.at_once or over.done() or _is_idle(chat, sent) or trouble.share >= sent
            ),
            _LONGEST,
        )
        chat.chat = 1000 + number % plan.people
        await chat.send(_WISHES[number % len(_WISHES)], clip, user=chat.chat)
        await asyncio.sleep(random.uniform(0.0, _PAUSE_SECONDS))


def _is_idle(chat: TelegramServer, sent: int) -> bool:
    return results(chat).total() >= sent


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong while the messages come.

    Attributes:
        plan: How much.
        programs: What is killed.
        faults: What else goes wrong, one after the other.
        chat: Where it is seen how far all is.
        figures: Where it is counted.
    """

    plan: Plan
    programs: Programs
    faults: list[Fault]
    chat: TelegramServer
    figures: Figures

    @property
    def share(self) -> float:
        """How many messages go with what has gone wrong so far."""
        wrong = self.figures.kills.total() + len(self.figures.struck)
        return self.plan.turns * wrong / max(1, self.plan.kills + len(self.faults))

    async def weigh(self) -> None:
        """Note how much memory the bot takes, once it has done all that it was asked for."""
        sent = sum(not message.by_bot for message in self.chat.messages.values())
        await self.chat.until(lambda: _is_idle(self.chat, sent), PATIENCE)
        self.figures.memory.append(self.programs["bot"].resident)

    async def run(self) -> None:
        """Kill programs at random moments, each kind equally often, and have faults strike."""
        kinds = random.sample(self.programs.kinds, len(self.programs.kinds))
        shares = {k: len(range(n, self.plan.kills, len(kinds))) for n, k in enumerate(kinds)}
        await asyncio.gather(self._strike(), *(self._kill(kind, shares[kind]) for kind in kinds))

    async def _kill(self, kind: str, times: int) -> None:
        while self.figures.kills[kind] < times:
            await self.chat.until(lambda: self._is_due(kind), _LONGEST)
            self.figures.kills[kind] += await self.programs.kill(kind, self.plan.pause)

    def _is_due(self, kind: str) -> bool:
        """Renders are not killed before the programs are, whose starts take time."""
        kills = self.figures.kills
        others = [kills[other] for other in self.programs.kinds if other != "ffmpeg"]
        return kind != "ffmpeg" or kills[kind] <= min(others)

    async def _strike(self) -> None:
        for number, fault in enumerate(self.faults, 1):
            # Spread over the messages, and none before anything works.
            due = self.plan.turns * number // (2 * len(self.faults) + 1)
            await self.chat.until(lambda least=due: _is_idle(self.chat, least), _LONGEST)  # type: ignore[misc]
            self.figures.struck.append(await fault.strike())


async def _quiet(chat: TelegramServer, turns: int) -> None:
    """Wait until all is delivered, or nothing is any more."""
    last, since = -1, monotonic()
    while monotonic() - since < PATIENCE:
        delivered = results(chat).total()
        if delivered != last:
            last, since = delivered, monotonic()
        if delivered >= turns:
            await asyncio.sleep(3.0)  # Should something come twice, it comes now.
            return
        await asyncio.sleep(0.2)

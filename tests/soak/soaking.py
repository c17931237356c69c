"""Soaking: turns are asked for, programs killed, and what is delivered is counted."""

from __future__ import annotations

import asyncio
import random
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.soak.chats import Chats
from tests.soak.clips import Clips
from tests.soak.counted import Counted
from tests.soak.fairness import Fairness
from tests.soak.figures import Figures
from tests.soak.stage import Plan, staged
from tests.soak.trouble import PATIENCE, Trouble

_WISHES = (
    "make it black and white", "blur it", "turn it upside down", "make it sepia",
    "slow it down to 0.5x", "make it brighter", "speed it up 2x", "mirror it",
)  # fmt: skip

_PAUSE_SECONDS = 0.4
"""Longest pause of the people in between two messages, in all."""
_LARGE = 3
"""Of so many clips one is large, where there is to be something to kill."""
_HEAVY, _FIRST = 900, 1000
"""Numbers of the person who sends many clips at once, and of the first of the others."""


async def soak(plan: Plan, keep: Path | None = None) -> Figures:
    """Have turns asked for and programs killed, and count what is delivered.

    Args:
        plan: What is asked for, and what goes wrong.
        keep: Where logs are kept; None keeps none.
    """
    figures = Figures(plan.turns, plan.kills)
    started = monotonic()
    async with AsyncExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="vfxb-soak-")))
        clips = Clips(folder / "media")
        chats = await Chats.open(plan.bots, stack)
        counted = Counted(folder)
        programs, faults = await staged(plan, folder, chats, counted.path, stack)
        trouble = Trouble(plan, programs, counted, faults, chats, figures)
        tasks: list[asyncio.Task[None]] = []
        try:
            await programs.all_up()
            tasks += [asyncio.create_task(trouble.run()), asyncio.create_task(chats.watch())]
            await _ask(plan, chats, clips, trouble, tasks[0])
            await _quiet(chats, plan.turns)
            if tasks[0].done():
                tasks[0].result()
            tasks[0].cancel()
            programs.start()
            await _quiet(chats, plan.turns)
            if figures.memory:
                await trouble.weigh()
            programs.start()
        finally:
            for task in tasks:
                task.cancel()
            programs.end()
        chats.look()
        figures.count(chats, counted.renders)
        if plan.heavy:
            figures.fairness = Fairness.of(chats.asked, _HEAVY)
        for line in chats.told():
            print(line)  # noqa: T201 - that is what it is for
    figures.fallen = programs.fallen
    figures.seconds = monotonic() - started
    return figures


async def _ask(
    plan: Plan, chats: Chats, clips: Clips, trouble: Trouble, over: asyncio.Task[None]
) -> None:
    """Send the messages: as long as things go wrong, and never none at all."""
    for number in range(plan.turns):
        wish = _WISHES[number % len(_WISHES)]
        if number < plan.heavy:
            # In places of their own: in one they would wait for each other.
            await chats.send(wish, clips.heavy(number), _HEAVY, chat=_HEAVY - number)
            continue
        if not plan.kills and number == plan.turns // 4:
            await trouble.weigh()
        await chats.until(
            lambda sent=number: plan.at_once or over.done() or trouble.may_send(sent)  # type: ignore[misc]
        )
        # With somebody who has many, each of the others has one.
        person = _FIRST + (number if plan.heavy else number % plan.people)
        is_large = plan.kills and number % _LARGE == 0
        await chats.send(wish, (clips.large if is_large else clips.small)(number), person)
        await asyncio.sleep(random.uniform(0.0, _PAUSE_SECONDS))


async def _quiet(chats: Chats, turns: int) -> None:
    """Wait until all is delivered, or nothing is any more."""
    last, since = -1, monotonic()
    while monotonic() - since < PATIENCE:
        delivered = chats.delivered
        if delivered != last:
            last, since = delivered, monotonic()
        if delivered >= turns:
            await asyncio.sleep(3.0)  # Should something come twice, it comes now.
            return
        await asyncio.sleep(0.2)

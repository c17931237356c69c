"""Worker: a program that renders what bots planned, on this machine, until it is told to stop."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from agent.settings import Settings
from bots.housekeeping import Housekeeping
from bots.jobs.parts import Parts
from bots.jobs.processes import opened, working
from bots.jobs.renders import Renders
from bots.service import run_program
from bots.standing import Standing
from bots.starting import Start
from bots.stopping import stop_signals
from memory.notes import Notes

log = logging.getLogger(__name__)


def serve() -> int:
    """Render until SIGTERM or Ctrl-C; the exit code. What is half done is done by others."""
    return run_program(_serve)


async def _serve(settings: Settings) -> None:
    stop = stop_signals()
    async with AsyncExitStack() as stack:
        start = await stack.enter_async_context(Start.seen(settings, stop))
        renders = await start.enter(stack, lambda: rendering(settings))
        start.done(lambda: _standing(renders), {})
        log.info("rendering %d at once; Ctrl-C stops", renders.slots)
        await stop
        log.info("stopping; what is half done is done by others")


@asynccontextmanager
async def rendering(settings: Settings) -> AsyncIterator[Renders]:
    """Carry out renders while the block runs.

    Raises:
        StoreFailed: The database cannot be used.
        ToolFailed: The queue cannot be used.
    """
    from agent import VideoAgent
    from agent.planner.builtin import BuiltinPlanner

    async with AsyncExitStack() as stack:
        # What it renders is planned: it needs no model, and no key for one.
        opening = VideoAgent.open(settings=settings, planner=BuiltinPlanner())
        agent = await stack.enter_async_context(opening)
        database = await stack.enter_async_context(opened(settings))
        parts = Parts(agent)
        agent.share(parts)
        renders = Renders(agent, Notes(database), settings.parallel_renders, parts=parts)
        await stack.enter_async_context(working(settings, database, "worker", renders))
        house = Housekeeping(agent=agent, book=None)
        await stack.enter_async_context(house.running(settings))
        yield renders


def _standing(renders: Renders) -> Standing:
    return Standing(queues=renders.queues, under_way=renders.under_way, ready=True)

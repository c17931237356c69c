"""Processes: each works on its lanes and says that it lives; others take over from dead ones."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import count
from secrets import token_hex

from agent.settings import Settings
from bots.jobs.engine import Engine
from bots.jobs.job import Lane
from bots.jobs.renders import Renders
from memory.addresses import server_url
from memory.database import Database
from memory.errors import MemoryFault
from memory.notes import Processes
from tools.errors import ToolFailed

log = logging.getLogger(__name__)

BEAT_SECONDS = 2.0
"""From one look for dead processes to the next."""

_SAID = 3
"""At every so many beats a process says that it lives: other machines are patient."""

_LOOKERS = 4
"""Of many that live, about so many look at each beat: each of them would find what all would."""

_THOROUGH = 4
"""At every so many beats a process looks for jobs that nobody works on."""


@asynccontextmanager
async def working(
    settings: Settings, database: Database, role: str, renders: Renders, *lanes: Lane
) -> AsyncIterator[None]:
    """Work on lanes while the block runs, and go on with what dead processes left.

    Args:
        settings: What the operator set.
        database: Where processes say that they are alive.
        role: What this process is.
        renders: The renders, one of the lanes.
        lanes: The others.
    """
    processes = Processes(database, f"{role}-{token_hex(8)}", role)
    await processes.beat()
    url = server_url(settings.database_url)
    own = [renders.lane, renders.parts.lane] if renders.parts else [renders.lane]
    opening = Engine.open(settings.home, url, processes.name, [*own, *lanes])
    async with opening as engine:
        renders.engine = engine
        if (parts := renders.parts) is not None:
            anywhere = settings.render_parts > 1
            parts.engine, parts.living = engine, partial(processes.others, here=anywhere)
        await _take_over(engine, processes)
        shown = settings.monitor_listen is not None
        beating = asyncio.create_task(_keep_beating(engine, processes, renders, shown=shown))
        try:
            yield
        finally:
            engine.leave()
            beating.cancel()
            await asyncio.wait({beating})
            with suppress(MemoryFault):
                await processes.leave()


async def _keep_beating(
    engine: Engine, processes: Processes, renders: Renders, *, shown: bool
) -> None:
    """Say that this process lives, and look after the others.

    Args:
        engine: Has the jobs.
        processes: Has the processes.
        renders: The renders.
        shown: Whether somebody asks how long their queue is.
    """
    alive: set[str] = set()
    dead: set[str] = set()
    for beats in count():
        # Those that start together do not ask together.
        await asyncio.sleep(BEAT_SECONDS * random.uniform(0.9, 1.1))  # noqa: S311 - no secret
        try:
            if beats % _SAID == 0:
                await processes.beat()
            if random.random() * len(alive) < _LOOKERS:  # noqa: S311 - no secret
                alive, dead = await processes.look()
            if dead or beats % _THOROUGH == 0:
                await _take_over(engine, processes)
                dead = set()
            if shown:
                await renders.look()
                if renders.parts is not None:
                    await renders.parts.look()
        except (MemoryFault, ToolFailed) as error:
            log.warning("no sign of life given: %s", error)


async def _take_over(engine: Engine, processes: Processes) -> None:
    """Go on with what processes left that are dead, and with what this one lost hold of."""
    running = await engine.jobs(states=("running",))
    # Seen afterwards: who works on something has said before that it lives.
    alive, dead = await processes.look()
    left = {job.process for job in running} - alive
    if left:
        await engine.take_over(sorted(left))
        log.info("took over from %s", ", ".join(sorted(left)))
    await processes.gone(sorted(dead - left))
    await engine.regain(job for job in running if job.process == processes.name)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database, while the block runs."""
    database = await Database.open(settings.home, settings.database_url)
    try:
        yield database
    finally:
        await database.close()
